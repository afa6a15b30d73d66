from django.urls import path

from agrafe.certifications import views

app_name = "certifications"
urlpatterns = [
    path("certifications/", views.certification_list, name="list"),
    path("certifications/ajouter/", views.create, name="create"),
    path("certifications/<uuid:public_id>/", views.detail, name="detail"),
    path("certifications/<uuid:public_id>/modifier/", views.update, name="update"),
    path("certifications/<uuid:public_id>/ranger/", views.archive, name="archive"),
    path("certifications/<uuid:public_id>/ressortir/", views.unarchive, name="unarchive"),
    path("certifications/<uuid:public_id>/supprimer/", views.delete, name="delete"),
]
