from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_follow_mails(par: Membership) -> bool:
    """Tell whether he may see the mails, and decide what becomes of one."""
    return par.is_staff


def check_follow_mails(par: Membership) -> None:
    """Refuse whoever may not see the mails."""
    if not can_follow_mails(par):
        raise Denied("Seuls les gestionnaires et les administrateurs voient les courriels.")


def can_edit_templates(par: Membership) -> bool:
    """Tell whether he may rewrite the mails of the house."""
    return par.is_administrateur


def check_edit_templates(par: Membership) -> None:
    """Refuse whoever may not rewrite the mails of the house."""
    if not can_edit_templates(par):
        raise Denied("Seuls les administrateurs peuvent réécrire les courriels.")
