from django.urls import path

from agrafe.verifications import views, views_ask, views_titulaire

app_name = "verifications"
urlpatterns = [
    path("verifications/", views.show_list, name="list"),
    path("verifications/demander/", views_ask.ask, name="ask"),
    path("verifications/accepter/", views.accept_safe, name="accept_safe"),
    path("verifications/<uuid:public_id>/", views.show, name="detail"),
    path("verifications/<uuid:public_id>/accepter/", views.accept, name="accept"),
    path("verifications/<uuid:public_id>/ecarter/", views.set_aside, name="set_aside"),
    path("verifications/<uuid:public_id>/annuler/", views.cancel, name="cancel"),
    path("verifications/<uuid:public_id>/preuve/", views.proof, name="proof"),
    path("titulaires/<uuid:public_id>/verifications/", views.show_of_personne, name="of_personne"),
    path("reglages/verifications/", views_ask.settings, name="settings"),
    # The page of the titulaire: the link is the door, no account.
    path("verification/<str:token>/", views_titulaire.show_door, name="open"),
    path(
        "verification/<str:token>/questions/<slug:name>/",
        views_titulaire.ask_question,
        name="question",
    ),
    path("verification/<str:token>/relecture/", views_titulaire.review, name="review"),
    path("verification/<str:token>/merci/", views_titulaire.thanks, name="thanks"),
    path("verification/<str:token>/pas-moi/", views_titulaire.not_me, name="not_me"),
    path("verification/<str:token>/note/", views_titulaire.not_me_done, name="not_me_done"),
    path("verification/<str:token>/information/", views_titulaire.notice, name="notice"),
    path("verification/<str:token>/logo/", views_titulaire.logo, name="logo"),
]
