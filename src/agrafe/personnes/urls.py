from django.urls import path

from agrafe.personnes import views, views_fusion, views_nir

app_name = "personnes"
urlpatterns = [
    path("", views.index, name="list"),
    path("nouveau/", views.create, name="create"),
    path("controle/", views.check, name="check"),
    path("communes/", views.communes, name="communes"),
    path("pays/", views.pays, name="pays"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/modifier/", views.update, name="update"),
    path("<uuid:public_id>/corriger/", views.correct, name="correct"),
    path("<uuid:public_id>/supprimer/", views.delete, name="delete"),
    path("<uuid:public_id>/fusionner/", views_fusion.choose, name="merge_choose"),
    path("<uuid:public_id>/fusionner/<uuid:other>/", views_fusion.merge, name="merge"),
    path("<uuid:public_id>/distinguer/<uuid:other>/", views_fusion.tell_apart, name="tell_apart"),
    path("<uuid:public_id>/nir/", views_nir.nir, name="nir"),
    path("<uuid:public_id>/nir/montrer/", views_nir.show, name="show_nir"),
    path("<uuid:public_id>/nir/effacer/", views_nir.erase, name="erase_nir"),
]
