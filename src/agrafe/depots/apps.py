from typing import Final

from django.apps import AppConfig
from django.http import HttpRequest

from agrafe.comptes.enums import Role
from agrafe.depots.mails import MAILS
from agrafe.socle.navigation import Entry


def _sees(request: HttpRequest) -> bool:
    par = getattr(request, "par", None)
    return bool(par and (par.is_staff or par.role == Role.LECTURE))


class DepotsConfig(AppConfig):
    """The deposits, their accusés, and what was rejected."""

    name = "agrafe.depots"
    verbose_name = "dépôts"
    guide: Final = "guides/depots-et-accuses"
    mails: Final = MAILS
    search = "agrafe.depots.finding.find"
    nir_needed = "agrafe.depots.selectors.nir_needed"
    unsent_passages = "agrafe.depots.selectors.unsent"
    navigation = (
        Entry("Dépôts", "folder2-open", "depots:list", 20, _sees, under="passages:list"),
        Entry("À corriger", "pencil", "depots:rejections", 30, _sees, under="passages:list"),
        Entry("Échéances", "calendar-event", "depots:deadlines", 40, _sees, under="passages:list"),
    )
    passage_tabs = (Entry("Dépôts", "folder2-open", "depots:of_passage", 10, _sees),)
    actions: Final = {
        "depots.create": "Dépôt préparé",
        "depots.withdraw": "Retrait demandé",
        "depots.build": "Dépôt construit",
        "depots.refuse": "Dépôt impossible",
        "depots.deposit": "Dépôt marqué comme déposé",
        "depots.undeposit": "Dépôt marqué comme non déposé",
        "depots.abandon": "Dépôt abandonné",
        "depots.release": "Passages sans réponse remis à déposer",
        "depots.download": "Fichier de dépôt téléchargé",
        "depots.receive": "Accusé reçu",
        "depots.refuse_accuse": "Accusé refusé",
        "depots.read": "Accusé lu",
        "depots.reject": "Fichier rejeté",
        "depots.rehearse": "Dépôt envoyé au portail d'essai",
        "depots.end_trial": "Essai terminé",
        "depots.evidence": "Dossier de preuves constitué",
        "depots.demande": "Demande de la Caisse des Dépôts reçue",
        "depots.answer": "Réponse à la Caisse des Dépôts notée",
    }
