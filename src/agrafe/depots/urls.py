from django.urls import path

from agrafe.depots import views, views_accuse, views_deadline, views_depot, views_rejection

app_name = "depots"

urlpatterns = [
    path("depots/", views.index, name="list"),
    path("depots/preparer/", views.create, name="create"),
    path("depots/fin-de-l-essai/", views.end_trial, name="end_trial"),
    path("depots/<uuid:public_id>/", views_depot.show, name="detail"),
    path("depots/<uuid:public_id>/passages/", views_depot.show_lignes, name="lignes"),
    path("depots/<uuid:public_id>/historique/", views_depot.show_history, name="history"),
    path("depots/<uuid:public_id>/fichiers/<int:rang>/", views_depot.download, name="download"),
    path("depots/<uuid:public_id>/deposer/", views_depot.deposit, name="deposit"),
    path("depots/<uuid:public_id>/pas-encore-depose/", views_depot.undeposit, name="undeposit"),
    path("depots/<uuid:public_id>/abandonner/", views_depot.abandon, name="abandon"),
    path("depots/<uuid:public_id>/reconstruire/", views_depot.build, name="build"),
    path("depots/<uuid:public_id>/portail-d-essai/", views_depot.rehearse, name="rehearse"),
    path("depots/<uuid:public_id>/sans-reponse/", views_depot.release, name="release"),
    path("depots/<uuid:public_id>/accuse/", views_accuse.give, name="give"),
    path("passages/<uuid:public_id>/depots/", views_depot.show_of_passage, name="of_passage"),
    path("accuses/", views_accuse.give_any, name="accuses"),
    path("accuses/<uuid:public_id>/", views_accuse.show, name="accuse"),
    path("accuses/<uuid:public_id>/original/", views_accuse.original, name="original"),
    path("a-corriger/", views_rejection.index, name="rejections"),
    path("a-corriger/renvoyer/", views_rejection.resend, name="rejections_resend"),
    path("a-corriger/dossier/", views_rejection.evidence, name="rejections_evidence"),
    path(
        "a-corriger/dossier/<uuid:public_id>/", views_rejection.evidence_file, name="evidence_file"
    ),
    path("a-corriger/<slug:cause>/", views_rejection.show, name="rejections_of"),
    path("a-corriger/<slug:cause>/ecrire/", views_rejection.ask, name="rejections_ask"),
    path(
        "a-corriger/<slug:cause>/choix/ecrire/",
        views_rejection.ask_chosen,
        name="rejections_ask_chosen",
    ),
    path(
        "a-corriger/<slug:cause>/choix/renvoyer/",
        views_rejection.resend_chosen,
        name="rejections_resend_chosen",
    ),
    path(
        "a-corriger/<slug:cause>/choix/exclure/",
        views_rejection.exclude,
        name="rejections_exclude",
    ),
    path("retirer/<uuid:public_id>/", views_rejection.withdraw, name="withdraw"),
    path("echeances/", views_deadline.index, name="deadlines"),
    path("echeances/nouvelle/", views_deadline.add, name="deadlines_add"),
    path("echeances/<uuid:public_id>/", views_deadline.answer, name="deadlines_answer"),
]
