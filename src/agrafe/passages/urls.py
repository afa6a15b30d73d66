from django.urls import path

from agrafe.passages import views, views_bulk, views_edit

app_name = "passages"

urlpatterns = [
    path("accrochage/", views.show_list, name="list"),
    path("accrochage/exporter/", views_bulk.export, name="export"),
    path("accrochage/exports/<uuid:public_id>/", views_bulk.export_file, name="export_file"),
    path("accrochage/verifier/", views_bulk.check, name="check"),
    path("accrochage/faire-verifier/", views_bulk.ask, name="ask"),
    path("accrochage/exclure/", views_bulk.exclude, name="exclude"),
    path("accrochage/reinclure/", views_bulk.include, name="include"),
    path("accrochage/renvoyer/", views_bulk.resend, name="resend"),
    path("accrochage/supprimer/", views_bulk.delete, name="delete"),
    path("passages/nouveau/", views_edit.choose_personne, name="create"),
    path("passages/nouveau/<uuid:personne>/", views_edit.choose_certification, name="create_for"),
    path(
        "passages/nouveau/<uuid:personne>/<uuid:certification>/",
        views_edit.create,
        name="create_with",
    ),
    path("passages/<uuid:public_id>/", views.show, name="detail"),
    path("passages/<uuid:public_id>/titulaire/", views.show_titulaire, name="titulaire"),
    path("passages/<uuid:public_id>/historique/", views.show_history, name="history"),
    path("passages/<uuid:public_id>/modifier/", views_edit.edit, name="edit"),
    path("passages/<uuid:public_id>/corriger/", views_edit.correct, name="correct"),
    path("titulaires/<uuid:public_id>/passages/", views.show_of_personne, name="of_personne"),
]
