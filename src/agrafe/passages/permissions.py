from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_see_passages(par: Membership) -> bool:
    """Tell whether someone sees the passages of his certificateur; a partenaire has its own pages."""
    return par.is_reader


def check_see_passages(par: Membership) -> None:
    """Refuse whoever may not see the passages.

    Raises:
        Denied: He is a partenaire.
    """
    if not can_see_passages(par):
        raise Denied("Les passages sont réservés aux membres du certificateur.")


def can_edit_passages(par: Membership) -> bool:
    """Tell whether someone may create, change, exclude or delete passages."""
    return par.is_staff


def check_edit_passages(par: Membership) -> None:
    """Refuse whoever may not change passages.

    Raises:
        Denied: He may not.
    """
    if not can_edit_passages(par):
        raise Denied(
            "Seuls les gestionnaires et les administrateurs peuvent modifier les passages."
        )
