"""What is known of a birth place, and what is found of it."""

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeGuard

from accrochage.referentiels.communes import Commune, Quand
from accrochage.referentiels.toponymes import departement_of

_LISTED: Final = 4
"""Communes named in a sentence: beyond, there is too much to choose from."""

_VOWELS: Final = frozenset("AEIOUYÀÂÉÈÊËÎÏÔÖÙÛÜŒÆ")


class Place(NamedTuple):
    """A birth place as a row says it, None where it says nothing; in the order of `Titulaire`."""

    insee: str | None
    postal: str | None
    commune: str | None
    code_pays: str | None
    pays: str | None

    @property
    def departement(self) -> str | None:
        """Département that the postal code tells; None when it tells none."""
        return departement_of(self.postal) if is_french_postal(self.postal) else None


class Constat(NamedTuple):
    """What is wrong with a birth place: an anomalie that has no place in a file yet."""

    code: str
    message: str
    rubrique: str = "codeInsee"
    correction: str | None = None
    avec: tuple[tuple[str, str], ...] = ()


ALWAYS: Final = Quand.de(1900)._replace(dernier=Quand.de(2099).dernier)
"""Any day that the format admits: stands for a date of birth that is not known."""


def is_french_postal(postal: str | None) -> TypeGuard[str]:
    """Tell whether a postal code has the form of a French one."""
    return postal is not None and len(postal) == 5 and postal.isascii() and postal.isdigit()


def say(commune: Commune) -> str:
    """Name a commune and its code: « Rennes (35238) »."""
    return f"{commune.nom} ({commune.code})"


def say_one_of(communes: Sequence[Commune]) -> str:
    """List communes to choose from: « Évry (78228) ou Évry (89162) »."""
    names = [say(commune) for commune in communes[:_LISTED]]
    if len(communes) > _LISTED:
        return f"{', '.join(names)}…"
    return " ou ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def of(nom: str) -> str:
    """Return a name of commune after « de »: « d'Ivry », « du Rheu », « des Lilas », « de La Rochelle »."""
    if nom.startswith("Le "):
        return f"du {nom[3:]}"
    if nom.startswith("Les "):
        return f"des {nom[4:]}"
    return f"d'{nom}" if nom[:1] in _VOWELS else f"de {nom}"
