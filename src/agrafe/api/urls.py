from django.urls import path

from agrafe.api import views, views_v1

app_name = "api"
urlpatterns = [
    path("reglages/acces-par-programme/", views.index, name="jetons"),
    path("reglages/acces-par-programme/creer/", views.create, name="create_jeton"),
    path(
        "reglages/acces-par-programme/<uuid:public_id>/revoquer/",
        views.revoke,
        name="revoke_jeton",
    ),
    path("api/v1/accuses/", views_v1.give_accuse, name="accuses"),
    path("api/v1/accuses/<uuid:public_id>/", views_v1.show_accuse, name="accuse"),
    path("api/v1/depots/", views_v1.list_depots, name="depots"),
    path("api/v1/depots/<uuid:public_id>/", views_v1.show_depot, name="depot"),
    path(
        "api/v1/depots/<uuid:public_id>/fichiers/<int:rang>/",
        views_v1.take_fichier,
        name="fichier",
    ),
    path("api/<path:rest>", views_v1.unknown, name="unknown"),
]
