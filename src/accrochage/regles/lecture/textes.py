"""Reading of free texts, names and identifiers: lengths, characters, shapes, and what a spreadsheet does to numbers."""

import re
from collections.abc import Callable
from typing import Any, Final

from accrochage.dictionnaire import Rubrique
from accrochage.identite.nir import nir_key
from accrochage.regles.lecture.nettoyage import (
    Note,
    Raw,
    check_characters,
    check_encoding,
    quote,
)
from accrochage.regles.lecture.noms import check_name, read_first_name
from accrochage.typographie import count

_ABRIDGED = re.compile(r"[0-9][.,][0-9]+E\+[0-9]+", re.IGNORECASE)
"""A long number as a spreadsheet shows it: `2,91074E+12`."""

_CODE = re.compile(
    r"(?P<type>R\.?N\.?C\.?P\.?|R\.?S\.?)? ?[\-_:]? ?(?:N°)? ?(?P<number>[0-9]{1,3} [0-9]{3}|[0-9]+)"
    r"(?P<title> ?[\-–—:,;(/] ?[^\W\d].*)?",
    re.IGNORECASE,
)
"""A code as people write it, and perhaps the title of the certification: `RNCP 35726 - Conseiller de vente`."""

Reader = Callable[[Raw, str, Note], Any]
"""Takes what a cell holds and the same cleaned, not empty; returns the value, or None when it notes that there is none."""

Check = Callable[[str, Note], bool]
"""Tells whether a text is right, and notes what is wrong when it is not."""


def text_reader(entry: Rubrique) -> Reader:
    """Return the reader of a free text, or of an address."""
    check_length, check_shape = _length_check(entry), _shape_check(entry)

    def read(_raw: Raw, text: str, note: Note) -> str:
        if check_characters(text, note):
            check_encoding(text, note)
            if check_length(text, note):
                check_shape(text, note)
        return text

    return read


def _length_check(entry: Rubrique) -> Check:
    shortest, longest = entry.min_length or 0, entry.max_length or 0

    def check_length(text: str, note: Note) -> bool:
        length = len(text)
        if shortest <= length <= longest:
            return True
        if shortest == longest:
            found = count(length, "caractère", "caractères")
            message = f"{quote(text)} compte {found} au lieu de {longest}. Corrigez la valeur."
            note("TXT-03", message, None)
        else:
            message = f"Le texte compte {length} caractères : {longest} au plus. Raccourcissez-le."
            note("TXT-01", message, None)
        return False

    return check_length


def _shape_check(entry: Rubrique) -> Check:
    """Return what notes TXT-04 where a value is admitted by the format, but does not look like what is expected; TXT-07 for an INSEE code."""
    # A code is compared with its type by a rule of its own.
    has_shape = re.compile(entry.shape).fullmatch if entry.shape and entry.key != "code" else None

    def check_shape(text: str, note: Note) -> bool:
        if not has_shape or has_shape(text):
            return True
        if entry.key == "codeInsee":
            message = f"{quote(text)} n'est pas un code INSEE (exemple : {entry.example})."
            note("TXT-07", message, None)
            return False
        message = (
            f"{quote(text)} n'a pas la forme attendue (exemple : {entry.example}). Vérifiez-le."
        )
        note("TXT-04", message, None)
        return False

    return check_shape


def identifier_reader(entry: Rubrique) -> Reader:
    """Return the reader of an identifier, which a spreadsheet may have taken for a number."""
    repair = _REPAIRS.get(entry.key)
    check_length, check_shape = _length_check(entry), _shape_check(entry)

    def read(raw: Raw, text: str, note: Note) -> str:
        if repair:
            text = repair(text, note)
        if not check_characters(text, note) or not check_length(text, note):
            return text
        if _ABRIDGED.fullmatch(text) or _is_rounded(raw):
            _note_abridged(text, note)
        else:
            check_shape(text, note)
        return text

    return read


def _is_rounded(raw: Raw) -> bool:
    """Is it a number so long that a spreadsheet, which keeps fifteen digits, has lost its last ones?"""
    return isinstance(raw, int | float) and abs(raw) >= 10**15


def _note_abridged(text: str, note: Note) -> None:
    message = (
        f"{quote(text)} : le tableur n'a gardé que les premiers chiffres de ce numéro. "
        "Mettez la colonne au format Texte et retapez le numéro."
    )
    note("TXT-06", message, None)


def _repair_insee(text: str, note: Note) -> str:
    """Write an INSEE code as the INSEE does: `2a 004` gives `2A004`, `1053` gives `01053`."""
    compact = _compact(text).upper()
    if len(compact) == 4 and compact.isdigit():
        repaired = f"0{compact}"
        message = f"{quote(text)} a été lu {quote(repaired)} : un code INSEE a cinq caractères."
        note("TXT-05", message, repaired)
        return repaired
    return compact


def _repair_postal(text: str, note: Note) -> str:
    """Take the blanks out of a postal code; say so when it may have lost a zero: `6000` is Nice, or abroad."""
    compact = _compact(text)
    if not compact.isdigit():
        return text
    if len(compact) == 4:
        message = (
            f"{quote(text)} n'a que quatre chiffres : en France, ce serait 0{compact}. Vérifiez-le."
        )
        note("TXT-04", message, f"0{compact}")
    return compact


def _compact(text: str) -> str:
    """Return a code without blanks, nor the `.0` of a program that took it for a number."""
    return text.replace(" ", "").removesuffix(".0")


def _repair_pays(text: str, note: Note) -> str:
    """Cut the INSEE code of a country (99139) to the three characters that the XSD wants (139)."""
    if re.fullmatch(r"99[0-9]{3}", text):
        return text[2:]
    if len(text) == 3 and not text.isdigit():
        message = f"{quote(text)} : le code de l'INSEE pour un pays a trois chiffres. Vérifiez-le."
        note("TXT-04", message, None)
    return text


def _repair_code(text: str, note: Note) -> str:
    """Write a code as France compétences does: `rncp n° 35 726` gives `RNCP35726`; a title that follows it goes."""
    found = _CODE.fullmatch(text)
    if not found or (found["title"] and not found["type"]):
        return text
    type_, number = (found["type"] or "").replace(".", ""), found["number"].replace(" ", "")
    code = f"{type_.upper()}{number}"
    if found["title"]:
        message = f"{quote(text)} a été lu {quote(code)}. N'écrivez que le code."
        note("TXT-04", message, code)
    return code


_REPAIRS: Final[dict[str, Callable[[str, Note], str]]] = {
    "codeInsee": _repair_insee,
    "codePostal": _repair_postal,
    "codePostalCentreExamen": _repair_postal,
    "codePaysNaissance": _repair_pays,
    "code": _repair_code,
}


def name_reader(entry: Rubrique) -> Reader:
    """Return the reader of a family name."""
    check_length = _length_check(entry)

    def read(_raw: Raw, text: str, note: Note) -> str:
        if check_characters(text, note):
            check_name(text, note, entry.name)
            check_length(text, note)
        return text

    return read


def first_name_reader(entry: Rubrique) -> Reader:
    """Return the reader of a first name."""
    check_length = _length_check(entry)

    def read(_raw: Raw, text: str, note: Note) -> str:
        if check_characters(text, note):
            text = read_first_name(text, note, entry.name)
            check_length(text, note)
        return text

    return read


def nir_reader(entry: Rubrique) -> Reader:
    """Return the reader of a NIR, with its key or without; the key is checked, and not kept."""
    has_shape = re.compile(rf"({entry.pattern})([0-9]{{2}})?").fullmatch

    def read(_raw: Raw, text: str, note: Note) -> str | None:
        compact = re.sub(r"[\s.\-/]", "", text).upper()
        number, key = compact[:13], compact[13:]
        if _ABRIDGED.fullmatch(text):
            _note_abridged(text, note)
        elif not has_shape(compact):
            note("NIR-01", _explain_nir(compact), None)
        elif key and int(key) != nir_key(number):
            message = "La clé ne correspond pas au numéro : un chiffre est faux. Recopiez-le de l'attestation de droits."
            note("NIR-02", message, None)
        else:
            return number
        return None

    return read


def _explain_nir(compact: str) -> str:
    """Say what is wrong with a NIR; the number itself, which is confidential, is not repeated."""
    if compact.isalnum() and len(compact) not in {13, 15}:
        found = count(len(compact), "caractère", "caractères")
        return f"Ce NIR compte {found} : il en faut 13, ou 15 avec la clé. Recopiez-le de l'attestation de droits."
    if compact[:1] in {"7", "8"} and compact.isdigit():
        return (
            f"Ce numéro est provisoire : il commence par {compact[0]}, et le format ne l'admet pas. "
            "Videz la cellule et donnez l'état civil."
        )
    return "Ce n'est pas un NIR : 13 chiffres, 15 avec la clé, dont le premier est 1 ou 2. Recopiez-le de l'attestation de droits."
