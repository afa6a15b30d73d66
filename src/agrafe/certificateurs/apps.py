from typing import Final

from django.apps import AppConfig
from django.http import HttpRequest

from agrafe.certificateurs.mails_equipe import MAILS_EQUIPE
from agrafe.socle.navigation import Entry


def _reads_settings(request: HttpRequest) -> bool:
    par = getattr(request, "par", None)
    return par is not None and par.is_reader


class CertificateursConfig(AppConfig):
    """The organisations that certify."""

    name = "agrafe.certificateurs"
    verbose_name = "certificateurs"
    guide: Final = "guides/certificateur"
    navigation = (
        Entry("Réglages", "gear", "certificateurs:settings", 120, allowed=_reads_settings),
    )
    frame: Final = {"notice": "certificateurs/frame/notice.html"}
    mails: Final = MAILS_EQUIPE
    actions: Final = {
        "certificateurs.create": "Organisme créé",
        "certificateurs.organisme": "Organisme modifié",
        "certificateurs.request": "Identifiants demandés",
        "certificateurs.forget": "Demande d'identifiants effacée",
        "certificateurs.identifiants": "Identifiants et dépôt réglés",
        "certificateurs.signataire": "Signataire modifié",
        "certificateurs.image": "Image changée",
        "certificateurs.image_remove": "Image retirée",
        "certificateurs.courriels": "Courriels réglés",
        "certificateurs.trial": "Mode essai changé",
        "certificateurs.invite": "Invitation envoyée",
        "certificateurs.revoke": "Invitation annulée",
        "certificateurs.join": "Équipe rejointe",
        "certificateurs.role": "Rôle changé",
        "certificateurs.leave": "Accès terminé",
        "certificateurs.second_factor": "Exigence du second facteur changée",
    }
