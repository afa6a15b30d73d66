from django.urls import path

from agrafe.certificateurs import urls_equipe, views, views_start

app_name = "certificateurs"
urlpatterns = [
    path("bienvenue/", views_start.create, name="create"),
    path("bienvenue/organisme/", views_start.organisme, name="start_organisme"),
    path(
        "bienvenue/caisse-des-depots/",
        views_start.caisse_des_depots,
        name="start_caisse_des_depots",
    ),
    path("bienvenue/pour-commencer/", views_start.next_steps, name="start_next"),
    path("reglages/", views.settings, name="settings"),
    path("reglages/caisse-des-depots/", views.caisse_des_depots, name="caisse_des_depots"),
    path("reglages/caisse-des-depots/demande/", views.identification, name="identification"),
    path("reglages/images/", views.images, name="images"),
    path("reglages/images/<str:kind>/", views.image, name="image"),
    path("reglages/images/<str:kind>/retirer/", views.image_remove, name="image_remove"),
    path("reglages/courriels/", views.courriels, name="courriels"),
    path("reglages/essai/", views.trial, name="trial"),
    *urls_equipe.urlpatterns,
]
