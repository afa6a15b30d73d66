"""Départements and overseas collectivités, by code and by name."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from accrochage.referentiels.cles import fold


def departement_named(nom: str) -> str | None:
    """Return the code of a département by its name, however it is written; None when there is none."""
    return _codes().get(_key(nom))


def nom_departement(code: str) -> str | None:
    """Return the name of a département of today by its code, `"2A"`; None when there is none."""
    return _noms().get(code)


@cache
def _noms() -> Mapping[str, str]:
    source = files("accrochage.referentiels") / "donnees" / "departements.tsv"
    rows = (line.split("\t") for line in source.read_text(encoding="utf-8").splitlines())
    return {code: nom for code, nom, fin in rows if not fin}


@cache
def _codes() -> Mapping[str, str]:
    return {_key(nom): code for code, nom in _noms().items()}


def _key(nom: str) -> str:
    """Return a folded name, without the article that only La Réunion has."""
    return fold(nom).removeprefix("la")
