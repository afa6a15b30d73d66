from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_import(par: Membership) -> bool:
    """Tell whether he may read workbooks into the passages."""
    return par.is_staff


def check_import(par: Membership) -> None:
    """Refuse who may not.

    Raises:
        Denied: He keeps no data.
    """
    if not can_import(par):
        raise Denied("Seuls les gestionnaires et les administrateurs importent des fichiers.")
