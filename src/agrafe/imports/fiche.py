"""What a page says of the faults of a row."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from accrochage.dictionnaire import RUBRIQUES
from accrochage.regles.anomalie import Gravite
from agrafe.imports.reading import title_of
from agrafe.passages.enums import Gravite as Weight
from agrafe.socle.states import Tone

_TONES: Final = {
    Gravite.ERREUR.value: Tone.ERROR,
    Gravite.ALERTE.value: Tone.ATTENTION,
    Gravite.CONSEIL.value: Tone.NEUTRAL,
}


class Fault(NamedTuple):
    """A fault as a page shows it.

    Attributes:
        label: What it is about.
        message: The sentence.
        code: Its code, for the help page.
        tone: How heavy it is.
        weight: The word of its weight.
        key: Key of the cell; empty when there is none.
        correction: What one press writes instead, as people read it; None when only the user knows.
    """

    label: str
    message: str
    code: str
    tone: str
    weight: str
    key: str
    correction: str | None


def fault_of(one: Mapping[str, Any]) -> Fault:
    """Return a fault as a page shows it."""
    key = one["key"] or ""
    return Fault(
        label=title_of(key) if key else "",
        message=one["message"],
        code=one["code"],
        tone=_TONES[one["gravite"]].value,
        weight=Weight(one["gravite"]).label,
        key=key,
        correction=_shown(key, one["correction"]),
    )


def _shown(key: str, value: str | None) -> str | None:
    if not value:
        return value if value is None else "vide"
    codes = RUBRIQUES[key].codes if key in RUBRIQUES else ()
    return next((code.libelle for code in codes if code.value == value), value)
