from django.urls import path

from agrafe.journal import views

app_name = "journal"
urlpatterns = [
    path("journal/", views.index, name="list"),
    path("journal/verifier/", views.verify, name="verify"),
    path("journal/export/", views.export, name="export"),
]
