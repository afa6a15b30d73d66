"""The rows of an import as a list: its columns, its filters, what can be done to them."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from agrafe.comptes.access import MemberRequest
from agrafe.imports.enums import OPEN, WRITES, Effet
from agrafe.imports.models import SOUND, TO_MEND, Import
from agrafe.imports.selectors import imports_of
from agrafe.socle.listing import Action, Column, Filter, Listing

_STATES: Final = {
    "corriger": ("À corriger", TO_MEND),
    "verifier": ("À vérifier", SOUND & ~Q(gravite="")),
    "cree": ("Crée un passage", SOUND & Q(effet=Effet.CREE)),
    "change": ("Change un passage", SOUND & Q(effet=Effet.CHANGE)),
    "rien": ("Ne change rien", SOUND & ~Q(effet__in=WRITES)),
    "cote": ("Mise de côté", Q(is_aside=True, is_done=False)),
    "fait": ("Importée", Q(is_done=True)),
}


def ligne_listing(request: MemberRequest, imported: Import) -> Listing:
    """Return the rows that a request asks for."""
    key = [imported.public_id]
    actions = (
        Action("Corriger", reverse("imports:correct", args=key), "check-lg"),
        Action("Mettre de côté", reverse("imports:aside", args=key), "archive"),
        Action("Reprendre", reverse("imports:back", args=key), "arrow-counterclockwise"),
    )
    return Listing(
        request.GET,
        imported.lignes.select_related("passage").order_by("ligne"),
        columns=(
            Column("Ligne", key="ligne", sort=("ligne",), is_number=True),
            Column("Titulaire", key="titulaire", is_title=True),
            Column("Certification", key="certification"),
            Column("Effet", key="effet"),
            Column("Ce qu'il faut savoir", key="remarques"),
        ),
        filters=(
            Filter(
                "quoi",
                "Lignes",
                tuple((name, label) for name, (label, _) in _STATES.items()),
                _narrow,
            ),
        ),
        actions=actions if imported.status in OPEN else (),
        tick_field="ligne",
        name="lignes",
    )


def _narrow(rows: Any, values: Sequence[str]) -> Any:
    kept = Q(pk__in=())
    for value in values:
        kept |= _STATES[value][1]
    return rows.filter(kept)


def import_listing(request: MemberRequest) -> Listing:
    """Return the imports."""
    return Listing(
        request.GET,
        imports_of(par=request.par),
        columns=(
            Column("Fichier", key="fichier", is_title=True),
            Column("Reçu le", key="recu", sort=("created_at",)),
            Column("Par", key="par"),
            Column("État", key="etat"),
        ),
        name="imports",
    )
