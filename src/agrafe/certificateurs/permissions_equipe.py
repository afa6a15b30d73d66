"""Who may manage the team of a certificateur."""

from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_manage_team(par: Membership) -> bool:
    """Tell whether he may invite people, and change or end their access."""
    return par.is_administrateur


def check_manage_team(par: Membership) -> None:
    """Refuse whoever may not manage the team.

    Raises:
        Denied: He is no administrateur.
    """
    if not can_manage_team(par):
        raise Denied("Seuls les administrateurs gèrent l'équipe. Demandez à l'un d'eux.")
