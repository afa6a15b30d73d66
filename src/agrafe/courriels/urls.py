from django.urls import path

from agrafe.courriels import views, views_templates

app_name = "courriels"
urlpatterns = [
    path("courriels/", views.index, name="list"),
    path("courriels/<uuid:public_id>/", views.detail, name="detail"),
    path("courriels/<uuid:public_id>/corps/", views.body, name="body"),
    path("courriels/<uuid:public_id>/annuler/", views.cancel, name="cancel"),
    path("courriels/<uuid:public_id>/renvoyer/", views.resend, name="resend"),
    path("courriels/<uuid:public_id>/arrive/", views.note_arrival, name="note_arrival"),
    path("courriels/<uuid:public_id>/revenu/", views.note_bounce, name="note_bounce"),
    path("courriels/modeles/", views_templates.index, name="templates"),
    path("courriels/modeles/<str:key>/", views_templates.edit, name="template"),
    path("courriels/modeles/<str:key>/apercu/", views_templates.preview, name="preview"),
    path("courriels/modeles/<str:key>/essai/", views_templates.send_trial, name="send_trial"),
    path("courriels/modeles/<str:key>/origine/", views_templates.reset, name="reset"),
    path("desabonnement/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
