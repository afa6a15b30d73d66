from django.urls import path

from agrafe.aide import views

app_name = "aide"
urlpatterns = [
    path("aide/", views.index, name="index"),
    path("aide/images/<str:name>", views.image, name="image"),
    path("aide/<path:name>/", views.page, name="page"),
]
