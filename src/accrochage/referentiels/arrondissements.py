"""The three cities whose births are told by arrondissement, and the codes of these."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from accrochage.referentiels.toponymes import read_toponyme


class Ville(NamedTuple):
    """A city that has arrondissements municipaux.

    Attributes:
        nom: Its name.
        debut: How the INSEE codes of its arrondissements begin; their number follows.
        postal: How their postal codes begin.
        nombre: How many there are.
    """

    nom: str
    debut: str
    postal: str
    nombre: int

    def code(self, rang: int) -> str:
        """Return the INSEE code of an arrondissement."""
        return f"{self.debut}{rang:0{5 - len(self.debut)}}"


VILLES: Final[Mapping[str, Ville]] = {
    "75056": Ville("Paris", "751", "750", 20),
    "69123": Ville("Lyon", "6938", "690", 9),
    "13055": Ville("Marseille", "132", "130", 16),
}
"""Cities by INSEE code: a code that says the city, not where in it."""


def arrondissement(ville: Ville, commune: str | None, code_postal: str | None) -> str | None:
    """Return the INSEE code of the arrondissement that a name (« Paris 12e ») or a postal code (75012) tells of a city.

    None when neither tells, when they contradict each other, or when there is no such arrondissement.
    """
    cle = read_toponyme(commune or "").cle
    told = {cle.removeprefix(ville.nom.lower())} if cle.startswith(ville.nom.lower()) else set()
    if code_postal == "75116":
        told.add("16")
    elif code_postal and len(code_postal) == 5 and code_postal.startswith(ville.postal):
        told.add(code_postal[3:].lstrip("0"))
    told -= {""}
    rang = told.pop() if len(told) == 1 else ""
    found = rang.isascii() and rang.isdigit() and 1 <= int(rang) <= ville.nombre
    return ville.code(int(rang)) if found else None
