"""Who may see and change the settings of a certificateur."""

from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_edit_settings(par: Membership) -> bool:
    """Tell whether he may change the settings."""
    return par.is_administrateur


def check_edit_settings(par: Membership) -> None:
    """Refuse whoever may not change the settings."""
    if not can_edit_settings(par):
        raise Denied(
            "Seuls les administrateurs peuvent changer les réglages. Demandez à l'un d'eux."
        )


def check_read_settings(par: Membership) -> None:
    """Refuse whoever may not even see the settings: a partenaire, who sees its own rows alone."""
    if not par.is_reader:
        raise Denied("Les réglages sont réservés aux membres du certificateur.")
