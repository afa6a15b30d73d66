"""The titulaires that the search of the whole software finds: those of their list."""

from django.urls import reverse

from agrafe.comptes.models import Membership
from agrafe.personnes.models import Personne
from agrafe.personnes.permissions import can_see_personnes
from agrafe.personnes.selectors import personnes_of, search_personnes
from agrafe.socle.finding import Group, Hit, first_of, list_url


def find(*, par: Membership, text: str) -> Group | None:
    """Return the titulaires whose name or first name begins so, by name; None for whoever sees none of them."""
    if not can_see_personnes(par):
        return None
    rows = personnes_of(par=par)
    found = search_personnes(par=par, rows=rows, text=text).order_by("name_key")
    first = first_of(found, every=rows)
    return Group(
        "Titulaires",
        icon="person",
        place=10,
        counted="titulaire,titulaires",
        hint="Le début du nom de naissance, ou du prénom.",
        url=list_url("personnes:list", text),
        hits=[_hit(one) for one in first.rows],
        total=first.total,
        is_over=first.is_over,
    )


def _hit(personne: Personne) -> Hit:
    name = f"{personne.nom_naissance} {personne.prenom1}".strip()
    usage = f" ({personne.nom_usage})" if personne.nom_usage else ""
    birth = (personne.naissance, personne.lieu, personne.libelle_pays_naissance)
    return Hit(
        title=f"{name}{usage}",
        url=reverse("personnes:detail", args=[personne.public_id]),
        detail=" · ".join(filter(None, birth)) or "Naissance non renseignée",
    )
