from django.urls import path

from agrafe.recherche import views

app_name = "recherche"
urlpatterns = [
    path("recherche/", views.index, name="index"),
]
