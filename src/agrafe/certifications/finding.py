"""The certifications that the search of the whole software finds, those that are put away too."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from agrafe.certifications.models import Certification
from agrafe.certifications.selectors import certifications_of, searched, state_of
from agrafe.comptes.models import Membership
from agrafe.socle.finding import Group, Hit, first_of, list_url
from agrafe.socle.french import long_date


def find(*, par: Membership, text: str) -> Group | None:
    """Return the certifications whose code or intitulé holds a text, by code; None for whoever sees none of them."""
    if not par.is_reader:
        return None
    rows = certifications_of(par)
    first = first_of(searched(rows, text) if text else rows.none(), every=rows)
    today = timezone.localdate()
    return Group(
        "Certifications",
        icon="mortarboard",
        place=30,
        counted="certification,certifications",
        hint="Une partie du code, ou de l'intitulé.",
        url=list_url("certifications:list", text, rangement=""),
        hits=[_hit(one, today) for one in first.rows],
        total=first.total,
        is_over=first.is_over,
    )


def _hit(certification: Certification, today: date) -> Hit:
    state, tone = state_of(certification, today=today)
    niveau, end = certification.niveau, certification.date_echeance
    told = (
        certification.code,
        f"niveau\u00a0{niveau}" if niveau else "",
        f"enregistrée jusqu'au {long_date(end)}" if end else "",
    )
    return Hit(
        title=certification.intitule,
        url=reverse("certifications:detail", args=[certification.public_id]),
        detail=" · ".join(filter(None, told)),
        state=state,
        tone=tone,
    )
