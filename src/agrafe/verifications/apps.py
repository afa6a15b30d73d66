from typing import Final

from django.apps import AppConfig
from django.http import HttpRequest

from agrafe.socle.navigation import Entry
from agrafe.verifications.mails import MAILS


def _is_reader(request: HttpRequest) -> bool:
    par = getattr(request, "par", None)
    return bool(par and par.is_reader)


def _is_staff(request: HttpRequest) -> bool:
    par = getattr(request, "par", None)
    return bool(par and par.is_staff)


class VerificationsConfig(AppConfig):
    """The titulaire checks his own data through a personal link."""

    name = "agrafe.verifications"
    verbose_name = "vérifications"
    guide: Final = "guides/verifier-avec-le-titulaire"
    mails = MAILS
    navigation = (
        Entry("Vérifications", "ui-checks", "verifications:list", 20, _is_reader, "personnes:list"),
    )
    personne_tabs = (
        Entry("Vérifications", "ui-checks", "verifications:of_personne", 20, allowed=_is_reader),
    )
    personne_actions = (
        Entry("Demander une vérification", "send", "verifications:ask", 10, allowed=_is_staff),
    )
    settings_tabs = (
        Entry("Vérifications", "ui-checks", "verifications:settings", 10, allowed=_is_reader),
    )
    actions: Final = {
        "verifications.ask": "Vérifications demandées",
        "verifications.cancel": "Vérification annulée",
        "verifications.remind": "Titulaires relancés",
        "verifications.expire": "Vérifications restées sans réponse",
        "verifications.block": "Lien bloqué après trop d'essais",
        "verifications.answer": "Réponse d'un titulaire reçue",
        "verifications.not_me": "« Ce n'est pas moi » reçu",
        "verifications.accept": "Réponse d'un titulaire acceptée",
        "verifications.accept_safe": "Réponses sûres acceptées",
        "verifications.set_aside": "Réponse d'un titulaire écartée",
        "verifications.empty": "Réponses anciennes effacées",
        "verifications.settings": "Réglage des vérifications modifié",
    }
