from django.urls import path

from agrafe.travaux import views

app_name = "travaux"
urlpatterns = [
    path("travaux/", views.index, name="list"),
    path("travaux/<uuid:public_id>/", views.detail, name="detail"),
    path("travaux/<uuid:public_id>/arreter/", views.stop, name="stop"),
    path("travaux/<uuid:public_id>/reprendre/", views.resume, name="resume"),
]
