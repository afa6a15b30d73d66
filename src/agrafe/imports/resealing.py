"""The NIR that wait in the rows of imports, sealed again when the keys of the installation change."""

from typing import Any, Final

from django.db import transaction

from agrafe.imports.cells import opened, sealed
from agrafe.imports.models import Import, Ligne
from agrafe.personnes.services import CoffreError
from agrafe.socle.bulk import rewrite
from agrafe.socle.sealing import Resealed

BATCH: Final = 500


def reseal_cells() -> Resealed:
    """Seal every NIR of the rows of imports by the first key; declared as `reseal`."""
    done = closed = 0
    for pk in list(Import.objects.order_by("pk").values_list("pk", flat=True)):
        for part in (_reseal_retouches(pk), *_reseal_lignes(pk)):
            done, closed = done + part[0], closed + part[1]
    return Resealed("NIR d'un import,NIR d'imports", done, closed)


@transaction.atomic
def _reseal_retouches(pk: int) -> tuple[int, int]:
    row: Import = Import.objects.select_for_update(no_key=True).get(pk=pk)
    anew = {ligne: _anew(row, typed) for ligne, typed in row.retouches.items() if typed.get("nir")}
    found = {ligne: typed for ligne, typed in anew.items() if typed is not None}
    if found:
        row.retouches = {**row.retouches, **found}
        row.save(update_fields=["retouches"])
    return len(found), len(anew) - len(found)


def _reseal_lignes(pk: int) -> list[tuple[int, int]]:
    keys = list(
        Ligne.objects.filter(depuis=pk, valeurs__has_key="nir")
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return [_reseal_batch(keys[first : first + BATCH]) for first in range(0, len(keys), BATCH)]


@transaction.atomic
def _reseal_batch(keys: list[int]) -> tuple[int, int]:
    rows = list(
        Ligne.objects.select_for_update(of=("self",), no_key=True)
        .select_related("depuis")
        .filter(pk__in=keys)
        .order_by("pk")
    )
    done = []
    for row in rows:
        valeurs = _anew(row.depuis, row.valeurs)
        if valeurs is not None:
            row.valeurs = valeurs
            done.append(row)
    rewrite(done, ("valeurs",))
    return len(done), len(rows) - len(done)


def _anew(imported: Import, valeurs: dict[str, Any]) -> dict[str, str] | None:
    """Return cells sealed again, None when no key opens them."""
    try:
        return sealed(imported, opened(imported, valeurs))
    except CoffreError:
        return None
