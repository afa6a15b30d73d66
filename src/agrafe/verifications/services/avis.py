"""What the staff is told of the answers that came: one mail a working day at most, that says how many and nothing more."""

from datetime import date
from functools import partial
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accrochage.typographie import count
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.enums import STAFF
from agrafe.comptes.models import Membership
from agrafe.courriels.services import Letter, queue_many
from agrafe.socle.addresses import absolute
from agrafe.socle.each import for_each
from agrafe.verifications.enums import TO_READ
from agrafe.verifications.mails import REPONSES
from agrafe.verifications.models import Verification
from agrafe.verifications.selectors import reglage_of

_SATURDAY: Final = 5


def announce(*, today: date | None = None) -> int:
    """Tell the staff of every certificateur of the answers that came since it was last told, and return how many mails that makes.

    Nothing leaves on a week-end, nor twice on one day: what comes meanwhile waits for the next mail. A certificateur that wants no
    mail gets none.
    """
    day = today or timezone.localdate()
    if day.weekday() >= _SATURDAY:
        return 0
    new = Verification.objects.to_read().filter(announced_at=None)
    owners = list(Certificateur.objects.filter(pk__in=new.values("certificateur")).order_by("pk"))
    return for_each(owners, partial(_announce, day=day))


@transaction.atomic
def _announce(owner: Certificateur, day: date) -> int:
    rows = Verification.objects.of(owner)
    if not reglage_of(certificateur=owner).avis or rows.filter(announced_at__date=day).exists():
        return 0
    now = timezone.now()
    new = rows.to_read().filter(announced_at=None).update(announced_at=now)
    if not new:
        return 0
    total = rows.to_read().count()
    context = {
        "nombre": count(total, "réponse de titulaire", "réponses de titulaires"),
        "nouvelles": count(new, "nouvelle", "nouvelles"),
        "lien": absolute(reverse("verifications:list"))
        + "?"
        + "&".join(f"etat={status}" for status in sorted(TO_READ)),
    }
    staff = Membership.objects.active().filter(certificateur=owner, role__in=STAFF)
    letters = [
        Letter(
            recipient=par.user.email,
            context=context,
            unique_key=f"{day.isoformat()}:{par.public_id}",
        )
        for par in staff.select_related("user").order_by("pk")
    ]
    return len(queue_many(certificateur=owner, key=REPONSES.key, letters=letters))
