"""The passages that the search of the whole software finds: those of their list."""

from django.urls import reverse

from agrafe.comptes.models import Membership
from agrafe.passages.enums import Status
from agrafe.passages.models import Passage
from agrafe.passages.permissions import can_see_passages
from agrafe.passages.selectors import TONES, passages_of, search_passages
from agrafe.socle.finding import Group, Hit, first_of, list_url
from agrafe.socle.french import long_date


def find(*, par: Membership, text: str) -> Group | None:
    """Return the passages whose identifiant technique, or whose titulaire's name, begins so; None for whoever sees none of them.

    By identifiant: the very one that was typed comes first.
    """
    if not can_see_passages(par):
        return None
    rows = passages_of(par=par)
    found = search_passages(par=par, rows=rows, text=text).order_by("id_key")
    first = first_of(found, every=rows)
    return Group(
        "Passages",
        icon="award",
        place=20,
        counted="passage,passages",
        hint="Le début de l'identifiant technique, ou du nom du titulaire.",
        url=list_url("passages:list", text),
        hits=[_hit(one) for one in first.rows],
        total=first.total,
        is_over=first.is_over,
    )


def _hit(passage: Passage) -> Hit:
    status, day = Status(passage.status), passage.date_debut_validite
    told = (
        str(passage.personne) or "Titulaire sans nom",
        passage.certification.code,
        f"délivrée le {long_date(day)}" if day else "délivrance non renseignée",
    )
    return Hit(
        title=passage.id_technique,
        url=reverse("passages:detail", args=[passage.public_id]),
        detail=" · ".join(told),
        state=status.label,
        tone=TONES[status].value,
    )
