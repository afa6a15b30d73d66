from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_see_depots(par: Membership) -> bool:
    """Tell whether someone sees the deposits: the staff, and whoever reads everything."""
    return par.is_staff or par.role == Role.LECTURE


def can_deposit(par: Membership) -> bool:
    """Tell whether someone may prepare deposits, give accusés, and answer the CDC."""
    return par.is_staff


def check_deposit(par: Membership) -> None:
    """Refuse whoever may not deposit.

    Raises:
        Denied: He may not.
    """
    if not can_deposit(par):
        raise Denied(
            "Seuls les gestionnaires et les administrateurs peuvent déposer à la Caisse des Dépôts."
        )
