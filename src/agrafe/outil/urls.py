from django.urls import path

from agrafe.outil import views, views_accuse, views_public

app_name = "outil"
urlpatterns = [
    path("", views.index, name="index"),
    path("modele/", views_public.modele, name="modele"),
    path("suis-je-concerne/", views_public.concerne, name="concerne"),
    path("avant-de-commencer/", views_public.before, name="before"),
    path("reglages/", views.fill, name="fill"),
    path("corriger/", views.correct, name="correct"),
    path("colonnes/", views.columns, name="columns"),
    path("avancement/<slug:kind>/", views.progress, name="progress"),
    path("telecharger/<slug:what>/", views.download, name="download"),
    path("effacer/", views.erase, name="erase"),
    path("accuse/", views_accuse.accuse, name="accuse"),
]
