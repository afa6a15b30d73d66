from django.urls import path

from agrafe.imports import views, views_lignes

app_name = "imports"
urlpatterns = [
    path("", views.index, name="list"),
    path("nouveau/", views.create, name="create"),
    path("modele/", views.modele, name="modele"),
    path("<uuid:public_id>/", views.show, name="detail"),
    path("<uuid:public_id>/colonnes/", views.columns, name="columns"),
    path("<uuid:public_id>/copie-annotee/", views.annotated, name="annotated"),
    path("<uuid:public_id>/importer/", views.write, name="write"),
    path("<uuid:public_id>/defaire/", views.undo, name="undo"),
    path("<uuid:public_id>/abandonner/", views.abandon, name="abandon"),
    path("<uuid:public_id>/corriger/", views_lignes.correct, name="correct"),
    path("<uuid:public_id>/corriger-sans-risque/", views_lignes.correct_sure, name="correct_sure"),
    path("<uuid:public_id>/mettre-de-cote/", views_lignes.aside, name="aside"),
    path("<uuid:public_id>/reprendre/", views_lignes.back, name="back"),
    path("<uuid:public_id>/lignes/<int:ligne>/", views_lignes.edit, name="ligne"),
    path(
        "<uuid:public_id>/lignes/<int:ligne>/corriger/",
        views_lignes.correct_ligne,
        name="correct_ligne",
    ),
    path("<uuid:public_id>/lignes/<int:ligne>/titulaire/", views_lignes.choose, name="choose"),
    path("<uuid:public_id>/debloquer/", views.resume, name="resume"),
]
