from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_read_journal(par: Membership) -> bool:
    """Tell whether he may read the journal: it says what each colleague does."""
    return par.is_administrateur


def check_read_journal(par: Membership) -> None:
    """Refuse whoever may not read the journal."""
    if not can_read_journal(par):
        raise Denied("Seuls les administrateurs lisent le journal.")
