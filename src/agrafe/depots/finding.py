"""The deposits that the search of the whole software finds: those of their list."""

from django.urls import reverse
from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.depots.models import Depot
from agrafe.depots.permissions import can_see_depots
from agrafe.depots.selectors import depots_of, search_depots
from agrafe.socle.finding import Group, Hit, first_of, list_url
from agrafe.socle.french import count, long_date


def find(*, par: Membership, text: str) -> Group | None:
    """Return the deposits of a number, or whose flux or file is named so, the newest first; None for whoever sees none of them."""
    if not can_see_depots(par):
        return None
    rows = depots_of(par=par)
    first = first_of(search_depots(rows=rows, text=text).order_by("-numero"), every=rows)
    return Group(
        "Dépôts",
        icon="folder2-open",
        place=40,
        counted="dépôt,dépôts",
        hint="Le numéro (« n° 12 »), le début de l'identifiant du flux ou du nom d'un fichier.",
        url=list_url("depots:list", text),
        hits=[_hit(one) for one in first.rows],
        total=first.total,
        is_over=first.is_over,
    )


def _hit(depot: Depot) -> Hit:
    made_on = timezone.localdate(depot.created_at)
    told = (
        depot.choix,
        count(depot.total, "passage", "passages"),
        f"préparé le {long_date(made_on)}",
        "essai" if depot.is_trial else "",
    )
    kind = "Retrait" if depot.is_withdrawal else "Dépôt"
    state, tone = depot.get_status_display(), depot.tone
    if depot.is_rejected:
        state, tone = "Fichier rejeté", "error"
    return Hit(
        title=f"{kind} n°\u00a0{depot.numero}",
        url=reverse("depots:detail", args=[depot.public_id]),
        detail=" · ".join(filter(None, told)),
        state=state,
        tone=tone,
    )
