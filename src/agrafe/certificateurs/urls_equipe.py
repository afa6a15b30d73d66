"""The addresses of the team, for `urls.py`."""

from django.urls import path

from agrafe.certificateurs import views_equipe as views

urlpatterns = [
    path("reglages/equipe/", views.team, name="team"),
    path("reglages/equipe/inviter/", views.invite, name="invite"),
    path("reglages/equipe/second-facteur/", views.second_factor, name="second_factor"),
    path(
        "reglages/equipe/invitation/<uuid:public_id>/renvoyer/",
        views.resend,
        name="resend_invitation",
    ),
    path(
        "reglages/equipe/invitation/<uuid:public_id>/annuler/",
        views.revoke,
        name="revoke_invitation",
    ),
    path("reglages/equipe/<uuid:public_id>/role/", views.change_role, name="change_role"),
    path("reglages/equipe/<uuid:public_id>/terminer/", views.end_access, name="end_access"),
    path("invitation/<str:token>/", views.accept_invitation, name="accept_invitation"),
]
