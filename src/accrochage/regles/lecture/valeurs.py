"""Reading of one cell by the kind of its rubrique: each reader notes what is wrong with the value, and never raises."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from accrochage.dictionnaire import Bloc, Colonne, Composite, Kind, Presence, Rubrique
from accrochage.modele import Resultat
from accrochage.referentiels.cles import fold
from accrochage.regles.lecture.dates import (
    is_no_date,
    read_birth_date,
    read_date,
    read_month_name,
)
from accrochage.regles.lecture.nettoyage import (
    NIL_WORDS,
    Note,
    Raw,
    check_characters,
    clean,
    quote,
)
from accrochage.regles.lecture.textes import (
    Reader,
    first_name_reader,
    identifier_reader,
    name_reader,
    nir_reader,
    text_reader,
)

_RESULTAT = re.compile(
    r"(?P<domaine>[^\s.=]?)(?:\.(?P<competence>[^\s.=]))?\s*(?:=\s*(?P<niveau>[1-8])?)?"
)
_BETWEEN_RESULTATS = re.compile(r"[;|]|,\s|(?<=[1-8])\s+(?=\S\.)")
_BETWEEN_LEVELS = re.compile(r"[+\-−–]$")
_INTEGER = re.compile(r"([0-9]{1,9})(?:[.,]00?)?")

_NAME_KINDS: Final = frozenset({Kind.NAME, Kind.FIRST_NAME})
_NAMES_TOO: Final = frozenset({"nil", "null", "nan", "néant", "neant"})
"""Words for nothing that are also somebody's name."""
_WAYS_TO_IDENTIFY: Final = frozenset({Bloc.DOSSIER, Bloc.IDENTIFIANT_NATIONAL})
"""Blocs that hold required rubriques, but are not required themselves."""


def value_reader(entry: Colonne) -> Callable[[Raw, Note], Any]:
    """Return the function that reads the cells of a column as the format wants them.

    It takes what a cell holds and a function to call for every fault found. It returns the value
    (`str`, `int`, `bool`, `date`, a partial birth date or a tuple of `Resultat`), or None when the
    cell is empty, says nil, or cannot be read (a fault was then noted). It never raises.
    """
    read: Reader = _READERS[entry.kind](entry)

    def read_cell(raw: Raw, note: Note) -> Any:
        text = clean(raw)
        if not text or (text.lower() in NIL_WORDS and _means_nil(entry, text, note)):
            return None
        return read(raw, text, note)

    return read_cell


def _means_nil(entry: Colonne, text: str, note: Note) -> bool:
    """Tell whether a word for nothing stands for nothing here; note NIL-01 where something is required.

    Where the format admits no nil but the rubrique is not required, an empty cell says the same.
    """
    required = _is_required(entry)
    if (
        entry.kind in _NAME_KINDS
        and not _is_nillable(entry)
        and ((required and text.lower() in _NAMES_TOO) or text == "Nil")
    ):
        message = f"{quote(text)} est pris pour un nom. Si ce n'en est pas un, corrigez la cellule ou videz-la."
        note("NIL-02", message, None)
        return False
    if required:
        message = (
            f"{quote(text)} n'est pas admis : cette rubrique est obligatoire. Donnez sa valeur."
        )
        note("NIL-01", message, None)
    return True


def _is_nillable(entry: Colonne) -> bool:
    return isinstance(entry, Rubrique) and entry.nillable


def _is_required(entry: Colonne) -> bool:
    if entry.presence is not Presence.REQUIRED:
        return False
    return isinstance(entry, Composite) or entry.bloc not in _WAYS_TO_IDENTIFY


def _date_reader(entry: Colonne) -> Reader:
    required = _is_required(entry)

    def read(raw: Raw, text: str, note: Note) -> Any:
        return None if not required and is_no_date(text) else read_date(raw, text, note)

    return read


def _birth_date_reader(_entry: Colonne) -> Reader:
    return read_birth_date


def _timestamp_reader(_entry: Colonne) -> Reader:
    """Return the text as it stands: Agrafe makes timestamps and takes none from a cell."""
    return lambda _raw, text, _note: text


def _integer_reader(entry: Rubrique) -> Reader:
    low, high = entry.minimum or 0, entry.maximum or 0
    wanted = f"Écrivez un nombre de {low} à {high}."

    def read(_raw: Raw, text: str, note: Note) -> int | None:
        number = _integer(entry, text)
        if number is None:
            note("ENT-01", f"{quote(text)} n'est pas un nombre entier. {wanted}", None)
        elif not low <= number <= high:
            note("ENT-02", f"{text} est hors limites. {wanted}", None)
        else:
            return number
        return None

    return read


def _integer(entry: Rubrique, text: str) -> int | None:
    found = _INTEGER.fullmatch(text.replace(" ", ""))
    if found:
        return int(found[1])
    return read_month_name(text) if entry.key == "moisNaissance" else None


def _code_reader(entry: Rubrique) -> Reader:
    codes, choices = _codes(entry), _choices(entry)
    read_open = text_reader(entry)
    between = _BETWEEN_LEVELS.search if entry.key == "niveauLangueEuropeen" else None

    def read(raw: Raw, text: str, note: Note) -> str | None:
        value = codes.get(fold(text))
        if value is not None:
            if between and between(text):
                message = f"{quote(text)} a été lu {quote(value)} : le format ne connaît pas les niveaux intermédiaires."
                note("LNG-03", message, value)
            return value
        near = get_close_matches(fold(text), codes, n=1, cutoff=0.75)
        correction = _libelle(entry, codes[near[0]]) if near else None
        if entry.open_codes:
            message = f"{quote(text)} est inhabituel. Les certifications à déclarer sont de type {choices}."
            note("CER-03", message, correction)
            return str(read_open(raw, text, note))
        wanted = f"Écrivez plutôt « {correction} »." if correction else f"Écrivez {choices}."
        note("ENU-01", f"{quote(text)} n'est pas reconnu. {wanted}", correction)
        return None

    return read


def _boolean_reader(entry: Rubrique) -> Reader:
    codes = _codes(entry)

    def read(_raw: Raw, text: str, note: Note) -> bool | None:
        value = codes.get(fold(text))
        if value is None:
            note("BOO-01", f"{quote(text)} n'est ni oui ni non. Écrivez oui ou non.", None)
            return None
        return value == "true"

    return read


@cache
def _codes(entry: Rubrique) -> dict[str, str]:
    """Official code of an enumeration by every folded spelling of it."""
    return {
        fold(spelling): code.value
        for code in entry.codes
        for spelling in (*code.synonyms, code.libelle, code.value)
    }


def _choices(entry: Rubrique) -> str:
    """List what may be written: codes that are short, in French words otherwise."""
    if all(len(code.value) <= 4 for code in entry.codes):
        shown = [code.value for code in entry.codes]
    else:
        libelles = [code.libelle for code in entry.codes]
        shown = [libelle if len(libelle) <= 4 else f"« {libelle} »" for libelle in libelles]
    return f"{', '.join(shown[:-1])} ou {shown[-1]}"


def _libelle(entry: Rubrique, value: str) -> str:
    return next(code.libelle for code in entry.codes if code.value == value)


def _competences_reader(_entry: Composite) -> Reader:
    def read(_raw: Raw, text: str, note: Note) -> tuple[Resultat, ...] | None:
        if not check_characters(text, note):
            return None
        results = []
        for part in filter(None, map(str.strip, _BETWEEN_RESULTATS.split(text))):
            found = _RESULTAT.fullmatch(part)
            if not found:
                message = f"{quote(part)} n'est pas compris. Écrivez domaine.compétence=niveau (1 à 8), par exemple 1.1=5 ; 3.4=7."
                note("CMP-01", message, None)
                return None
            niveau = found["niveau"]
            results.append(
                Resultat(
                    int(niveau) if niveau else None, found["domaine"] or None, found["competence"]
                )
            )
        return tuple(results) or None

    return read


_READERS: Final[dict[Kind, Callable[[Any], Reader]]] = {
    Kind.TEXT: text_reader,
    Kind.IDENTIFIER: identifier_reader,
    Kind.NAME: name_reader,
    Kind.FIRST_NAME: first_name_reader,
    Kind.DATE: _date_reader,
    Kind.BIRTH_DATE: _birth_date_reader,
    Kind.TIMESTAMP: _timestamp_reader,
    Kind.BOOLEAN: _boolean_reader,
    Kind.INTEGER: _integer_reader,
    Kind.CODE: _code_reader,
    Kind.NIR: nir_reader,
    Kind.COMPETENCES: _competences_reader,
}
