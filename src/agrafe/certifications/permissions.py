"""Who may see and change the certifications."""

from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_edit_certification(par: Membership) -> bool:
    """Tell whether he may add, change, put away and delete certifications."""
    return par.is_staff


def check_edit_certification(par: Membership) -> None:
    """Refuse whoever may not change the certifications."""
    if not can_edit_certification(par):
        raise Denied(
            "Seuls les gestionnaires et les administrateurs peuvent changer les certifications."
        )
