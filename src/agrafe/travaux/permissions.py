from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied
from agrafe.travaux.models import Travail


def can_manage(*, par: Membership, travail: Travail) -> bool:
    """Tell whether a member may stop a travail or take it up again: those who keep the data, and whoever asked for it."""
    return par.is_staff or travail.started_by_id == par.user_id


def check_manage(*, par: Membership, travail: Travail) -> None:
    """Let whoever may stop a travail or take it up again go on.

    Raises:
        Denied: He may not.
    """
    if not can_manage(par=par, travail=travail):
        raise Denied(
            "Seules les personnes qui gèrent les données peuvent arrêter ou reprendre ce travail."
        )
