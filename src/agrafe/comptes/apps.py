from typing import Final

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class ComptesConfig(AppConfig):
    """Users, their roles, and the door of every page."""

    name = "agrafe.comptes"
    verbose_name = "comptes"
    guide: Final = "guides/comptes"
    reseal = "agrafe.comptes.services.reseal_second_factors"
    frame = {  # noqa: RUF012 - read once, never changed
        "organisation": "comptes/frame/organisation.html",
        "user": "comptes/frame/user.html",
    }
    actions = {  # noqa: RUF012 - the same
        "comptes.sign_in": "Connexion",
        "comptes.sign_out_everywhere": "Déconnexion de tous les appareils",
        "comptes.name": "Nom changé",
        "comptes.email": "Adresse électronique changée",
        "comptes.password": "Mot de passe changé",
        "comptes.password_reset": "Mot de passe oublié remplacé",
        "comptes.factor_add": "Second facteur ajouté",
        "comptes.factor_remove": "Second facteur retiré",
        "comptes.recovery_codes": "Codes de secours refaits",
        "comptes.create": "Compte créé",
        "comptes.command": "Compte changé à la ligne de commande",
    }

    def ready(self) -> None:
        """Have every session know when it began: Django alone knows of every way in."""
        from agrafe.comptes import sessions  # noqa: PLC0415 - the models come first

        user_logged_in.connect(sessions.begin, dispatch_uid="comptes.sessions")
