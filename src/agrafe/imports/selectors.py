"""Reads of the imports; the guarded accessors are the only door from a view to one."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accrochage.classeur.entetes import spelling
from accrochage.dictionnaire import COLONNES
from agrafe.comptes.models import Membership
from agrafe.imports.enums import WRITES, Effet
from agrafe.imports.models import SOUND, TO_MEND, Import, Ligne
from agrafe.imports.permissions import can_import
from agrafe.imports.reading import CONTACT, NEW_PERSONNE, title_of
from agrafe.imports.recall import Said, name_of
from agrafe.personnes.models import Personne
from agrafe.personnes.selectors import personnes_of

_REMEMBERED: Final = 50
"""Imports whose columns are remembered."""
_MEANINGS: Final = frozenset({*COLONNES, *CONTACT})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of an import there are of each kind.

    Attributes:
        total: All of them.
        creates: Those that will create a passage.
        changes: Those that will change one.
        same: Those that change nothing, or concern a passage that does not change any more.
        to_mend: Those that an error keeps back.
        aside: Those that were put aside.
        done: Those that are written.
        personnes: Those that create a person too.
        doubts: Sound ones on which something is to be looked at.
    """

    total: int
    creates: int
    changes: int
    same: int
    to_mend: int
    aside: int
    done: int
    personnes: int
    doubts: int

    @property
    def to_write(self) -> int:
        """Return how many rows the import will write."""
        return self.creates + self.changes


def imports_of(*, par: Membership) -> QuerySet[Import]:
    """Return the imports that he may see, the latest first.

    Raises:
        Http404: He sees none of them.
    """
    if not can_import(par):
        raise Http404
    rows: QuerySet[Import] = Import.objects.of(par.certificateur)
    return rows.select_related("par", "certification", "travail").order_by("-created_at", "-pk")


def get_import(*, par: Membership, public_id: UUID) -> Import:
    """Return an import of his certificateur; Http404 for any other."""
    return get_object_or_404(imports_of(par=par), public_id=public_id)


def get_ligne(*, par: Membership, public_id: UUID, ligne: int) -> Ligne:
    """Return a row of an import of his certificateur; Http404 for any other."""
    imported = get_import(par=par, public_id=public_id)
    found = get_object_or_404(Ligne, depuis=imported, ligne=ligne)
    found.depuis = imported
    return found


def namesakes_of(*, par: Membership, ligne: Ligne) -> list[Personne]:
    """Return the persons whom a row may be about, when that is to be chosen."""
    named = [name for one in ligne.anomalies for name in one.get("personnes", ())]
    rows = personnes_of(par=par).filter(public_id__in=named) if named else ()
    return list(rows)


def chosen_of(*, par: Membership, ligne: Ligne) -> Personne | None:
    """Return the person whom a row was said to be about."""
    named = ligne.valeurs.get("personne", "")
    if named in {"", NEW_PERSONNE}:
        return None
    found: Personne | None = personnes_of(par=par).filter(public_id=named).first()
    return found


def next_to_mend(imported: Import, ligne: int) -> int | None:
    """Return the row to mend that comes after another, or the first one after the last."""
    rows = imported.lignes.to_mend().order_by("ligne").values_list("ligne", flat=True)
    found: int | None = rows.filter(ligne__gt=ligne).first() or rows.exclude(ligne=ligne).first()
    return found


def columns_said(*, imported: Import) -> list[Said]:
    """Return what was said of the columns of the other imports of its certificateur, the newest first.

    A title that two columns of one workbook bear is left out, and so is a column without title.
    """
    rows = Import.objects.of(imported.certificateur).exclude(pk=imported.pk)
    rows = rows.exclude(correspondance={}).order_by("-created_at", "-pk")
    found: dict[str, Said] = {}
    for created_at, said, columns in rows.values_list("created_at", "correspondance", "colonnes")[
        :_REMEMBERED
    ]:
        day = timezone.localdate(created_at).isoformat()
        times = Counter(spelling(one["titre"]) for one in columns)
        for one in columns:
            title, name = spelling(one["titre"]), name_of(one["lettre"])
            if name in said and times[title] == 1 and title not in {"", spelling(name)}:
                found.setdefault(title, Said(title, said[name], day))
    return [one for one in found.values() if not one.cle or one.cle in _MEANINGS]


def recalled_of(imported: Import) -> list[tuple[date, list[tuple[str, str]]]]:
    """Return the columns that are read as was said of them in former imports, by the day of those: title, and what it holds."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in imported.colonnes:
        if one.get("reprise"):
            held = title_of(one["cle"]) if one["cle"] else ""
            found.setdefault(one["reprise"], []).append((one["titre"], held))
    return [(date.fromisoformat(day), found[day]) for day in sorted(found, reverse=True)]


def tally_of(imported: Import) -> Tally:
    """Count the rows of an import, in one query."""
    counts = imported.lignes.aggregate(
        total=Count("pk"),
        creates=Count("pk", filter=SOUND & Q(effet=Effet.CREE)),
        changes=Count("pk", filter=SOUND & Q(effet=Effet.CHANGE)),
        same=Count("pk", filter=SOUND & ~Q(effet__in=WRITES)),
        to_mend=Count("pk", filter=TO_MEND),
        aside=Count("pk", filter=Q(is_aside=True, is_done=False)),
        done=Count("pk", filter=Q(is_done=True)),
        personnes=Count("pk", filter=SOUND & Q(effet=Effet.CREE, creates_personne=True)),
        doubts=Count("pk", filter=SOUND & ~Q(gravite="")),
    )
    return Tally(**counts)
