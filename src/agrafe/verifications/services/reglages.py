"""How a certificateur asks its titulaires."""

from django.db import transaction

from agrafe.comptes.models import Membership
from agrafe.journal.services import record
from agrafe.verifications.models import Reglage
from agrafe.verifications.permissions import check_edit_reglage


@transaction.atomic
def update_reglage(
    *, par: Membership, validite: int, relance_1: int, relance_2: int, avis: bool
) -> Reglage:
    """Settle how a certificateur asks. Links already sent keep the day that their mail says.

    Args:
        par: Who settles it.
        validite: How long links live, in days.
        relance_1: After how many days people are reminded; 0, not at all.
        relance_2: The same, for the second time.
        avis: Whether the staff is told by mail of the answers that come.

    Raises:
        Denied: He is no administrateur.
    """
    check_edit_reglage(par)
    reglage, _ = Reglage.objects.select_for_update(no_key=True).get_or_create(
        certificateur=par.certificateur
    )
    values = {"validite": validite, "relance_1": relance_1, "relance_2": relance_2, "avis": avis}
    changes = {
        name: (getattr(reglage, name), value)
        for name, value in values.items()
        if getattr(reglage, name) != value
    }
    if changes:
        for name, value in values.items():
            setattr(reglage, name, value)
        reglage.save(update_fields=tuple(values))
        record(par=par, action="verifications.settings", changes=changes)
    return reglage
