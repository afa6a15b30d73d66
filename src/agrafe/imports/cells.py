"""The cells of a row as its import keeps them: the NIR among them is sealed."""

from collections.abc import Mapping
from typing import Any

from agrafe.imports.models import Import, Ligne
from agrafe.imports.reading import SAME_IDENTIFIER, SAME_PASSAGE, Entry
from agrafe.personnes.services import open_text, seal_text

_BESIDE = frozenset({SAME_IDENTIFIER, SAME_PASSAGE, "DUP-02", "FEU-07"})
"""Faults that a row alone does not show."""


def sealed(imported: Import, valeurs: Mapping[str, str]) -> dict[str, str]:
    """Return cells as they are kept.

    Raises:
        CoffreError: There is a NIR, and the vault has no key.
    """
    return _nir_by(imported, valeurs, seal_text)


def opened(imported: Import, valeurs: Mapping[str, str]) -> dict[str, str]:
    """Return cells as they were typed.

    Raises:
        CoffreError: There is a NIR, and the vault does not open it.
    """
    return _nir_by(imported, valeurs, open_text)


def entry_of(imported: Import, ligne: Ligne) -> Entry:
    """Return a row to be judged again: what was said of it beside the others holds as long as its cell is the same."""
    typed = imported.retouches.get(str(ligne.ligne), {})
    kept = [one for one in ligne.anomalies if one["code"] in _BESIDE and one["key"] not in typed]
    return Entry(ligne.ligne, opened(imported, ligne.valeurs), kept)


def _nir_by(imported: Import, valeurs: Mapping[str, str], change: Any) -> dict[str, str]:
    nir = valeurs.get("nir", "")
    owner = str(imported.public_id)
    return {**valeurs, "nir": change(nir, owner=owner)} if nir else dict(valeurs)
