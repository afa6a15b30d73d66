"""Cells of names: what is noted when one holds something else than the name that its column is for."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Final

from accrochage.identite.encodage import has_capital_inside, misread_name, unspoilt
from accrochage.identite.lettres import LOOK_ALIKES, is_plain, is_right
from accrochage.identite.noms import (
    NomLu,
    PrenomsLus,
    are_two_prenoms,
    is_initial,
    is_no_name,
    is_whole,
    read_nom,
    read_prenoms,
    two_prenoms_of,
)
from accrochage.identite.prenoms import with_lost_letters
from accrochage.regles.lecture.nettoyage import (
    LOST,
    Avec,
    Note,
    lost_sentence,
    quote,
    spoilt_sentence,
)

_MISTYPED: Final = str.maketrans("´′—−", "''--")
_LOST_LETTER = re.compile(r"\w\?|\?\w")
_ZERO_FOR_O = re.compile(r"(?<=[A-Z])0(?=[A-Z])")
_SEVERAL: Final = re.compile(r"[,;/|+&]| et ", re.IGNORECASE)

_PHONE: Final = 9
_NIR: Final = 13
"""Digits from which a number may be that of a telephone, and a NIR, which is never repeated."""

_PARENTHESES = re.compile(r"([^()]*\w) ?\([^()]*\w[^()]*\)")
_PRENOMS: Final = ("prenom1", "prenom2", "prenom3")


def check_name(text: str, note: Note, column: str) -> None:
    """Note NOM-01 to NOM-16 on a family name; one of Latin letters, spaces, hyphens, points and apostrophes has none.

    Args:
        text: The name, cleaned.
        note: Takes the faults.
        column: `"nomNaissance"`, `"nomUsage"` or `"nomTitulaire"`.
    """
    plain = bool(is_plain(text))
    if not plain or " " in text or "." in text:
        lu = read_nom(text, usage=column == "nomUsage")
        if lu and _note_nom(text, lu, note, column):
            return
    if plain or _check_letters(text, note, prenom=False):
        _check_meaning(text, note, empty="" if column == "nomUsage" else None)


def read_first_name(text: str, note: Note, column: str) -> str:
    """Return the first name of a cell; note PRE-01 to PRE-03, PRE-06 when it holds several or may, NOM-01 to NOM-16 as for a name.

    Args:
        text: The first name, cleaned.
        note: Takes the faults.
        column: `"prenom1"`, `"prenom2"`, `"prenom3"` or `"prenom1Titulaire"`.
    """
    plain = bool(is_plain(text))
    if not plain or " " in text:
        lu = read_prenoms(text)
        if lu and _note_prenoms(text, lu, note, column):
            return lu.prenoms[0] if _SEVERAL.search(text) else text
    if plain or _check_letters(text, note, prenom=True):
        _check_meaning(text, note, empty=None if column.startswith("prenom1") else "")
    return text


# --- What is read


def _note_nom(text: str, lu: NomLu, note: Note, column: str) -> bool:
    """Note what a cell holds beside its name; tell whether something was noted."""
    avec = _sexe(lu.sexe)
    if lu.autre is not None:
        _note_two_names(text, lu, note, column)
    elif lu.abime:
        note("NOM-07", spoilt_sentence(text, lu.nom), lu.nom, avec)
    elif lu.civilite:
        _note_civilite(text, lu.nom, "nom", note, avec)
    else:
        return False
    return True


def _note_civilite(text: str, rest: str, kind: str, note: Note, avec: Avec) -> None:
    start = f"{quote(text)} : une civilité n'est pas un {kind}."
    if is_whole(rest):
        note("NOM-08", f"{start} Écrivez {quote(rest)}.", rest, avec)
    else:
        note("NOM-08", f"{start} Écrivez le {kind} en entier.", None, avec)


def _sexe(sexe: str | None) -> Avec:
    """Return what a civility says of the sex, for its column."""
    return (("sexe", sexe),) if sexe else ()


def _note_two_names(text: str, lu: NomLu, note: Note, column: str) -> None:
    other = "nomNaissance" if column == "nomUsage" else "nomUsage"
    if column == "nomTitulaire":
        message = f"{quote(text)} réunit deux noms. Écrivez celui du dossier EDOF, seul."
        note("NOM-06", message, None)
        return
    if not lu.nom and other == "nomUsage":
        message = f"{quote(text)} ne donne que le nom d'usage. Écrivez le nom de naissance."
        note("NOM-06", message, None)
        return
    moved: Avec = ((other, lu.autre),) if lu.autre else ()
    avec = (*moved, *_sexe(lu.sexe))
    note("NOM-10" if lu.certain else "NOM-06", _two_names(text, lu, column), lu.nom, avec)


def _two_names(text: str, lu: NomLu, column: str) -> str:
    nom, autre = quote(lu.nom), quote(lu.autre or "")
    if not lu.nom:
        return (
            f"{quote(text)} est un nom de naissance. Mettez-le dans sa colonne, et videz celle-ci."
        )
    if not lu.autre:
        return f"{quote(text)} : écrivez le nom seul, {nom}."
    kind, other = (
        ("de naissance", "d'usage") if column == "nomNaissance" else ("d'usage", "de naissance")
    )
    return f"{quote(text)} réunit deux noms. Le nom {kind} est {nom} : écrivez-le seul, et {autre} dans « Nom {other} »."


def _note_prenoms(text: str, lu: PrenomsLus, note: Note, column: str) -> bool:
    """Note what a cell holds beside its first name; tell whether something was noted."""
    first = lu.prenoms[0]
    avec = _sexe(lu.sexe)
    if len(lu.prenoms) > 1:
        _note_several(text, lu, note, column, avec)
    elif lu.abime:
        note("NOM-07", spoilt_sentence(text, first), first, avec)
    elif lu.civilite:
        _note_civilite(text, first, "prénom", note, avec)
    elif are_two_prenoms(text):
        _note_two(text, note, column)
    else:
        return False
    return True


def _note_two(text: str, note: Note, column: str) -> None:
    two = two_prenoms_of(text)
    if two:
        first, second = two
        message = f"{quote(text)} : deux prénoms semblent réunis. Écrivez {quote(first)}, et mettez {quote(second)} dans la colonne suivante."
        note("PRE-06", message, first, _in_next_columns([second], column))
    else:
        message = f"{quote(text)} : deux prénoms, ou un prénom composé ? Deux prénoms vont dans deux colonnes."
        note("PRE-02", message, None)


def _note_several(text: str, lu: PrenomsLus, note: Note, column: str, avec: Avec) -> None:
    first, number = lu.prenoms[0], len(lu.prenoms)
    if _SEVERAL.search(text):
        message = f"La cellule contient {number} prénoms : seul {quote(first)} est envoyé. Mettez chaque prénom dans sa colonne."
    else:
        message = f"{quote(text)} : {number} prénoms semblent réunis. Mettez chaque prénom dans sa colonne."
    others = _in_next_columns(lu.prenoms[1:], column)
    note("PRE-03" if lu.certain else "PRE-01", message, first, (*others, *avec))


def _in_next_columns(prenoms: Sequence[str], column: str) -> Avec:
    """Return first names for the columns that follow one, as far as there are any."""
    after = _PRENOMS[_PRENOMS.index(column) + 1 :] if column in _PRENOMS else ()
    return tuple(zip(after, prenoms, strict=False))


def _check_meaning(text: str, note: Note, *, empty: str | None) -> None:
    """Note NOM-09, NOM-11 or NOM-16 on what is made of letters, and is no name."""
    if has_capital_inside(text) and (original := misread_name(text)):
        note("NOM-16", spoilt_sentence(text, original), original)
    elif is_no_name(text):
        message = f"{quote(text)} ne semble pas être un nom. Recopiez celui de la pièce d'identité."
        note("NOM-09", message, empty)
    elif is_initial(text):
        message = f"{quote(text)} est une initiale. Écrivez le nom ou le prénom en entier, comme à l'état civil."
        note("NOM-11", message, None)


# --- Letters


def _check_letters(text: str, note: Note, *, prenom: bool) -> bool:
    """Tell whether a name is made of what names are made of; note NOM-01 to NOM-05 when it is not."""
    if LOST in (unspoilt(text) or text):
        note("NOM-03", lost_sentence(text), with_lost_letters(text) if prenom else None)
    elif "@" in text:
        note("NOM-02", f"{quote(text)} ressemble à une adresse électronique. Écrivez le nom.", None)
    elif digits := sum(map(str.isdigit, text)):
        _note_digits(text, digits, note)
    elif not any(map(str.isalpha, text)):
        note(
            "NOM-05",
            f"{quote(text)} ne contient aucune lettre. Écrivez le nom de l'état civil.",
            None,
        )
    else:
        return _check_signs(text, note, prenom=prenom)
    return False


def _note_digits(text: str, digits: int, note: Note) -> None:
    if digits >= _NIR:
        message = "La cellule contient un long numéro. Écrivez le nom : les colonnes sont peut-être décalées."
        note("NOM-01", message, None)
    elif digits >= _PHONE:
        note("NOM-02", f"{quote(text)} ressemble à un numéro de téléphone. Écrivez le nom.", None)
    else:
        message = f"{quote(text)} contient un chiffre. Un nom n'en contient pas : retapez-le."
        mended = _ZERO_FOR_O.sub("O", text)
        note("NOM-01", message, mended if is_plain(mended) else None)


def _check_signs(text: str, note: Note, *, prenom: bool) -> bool:
    wrong = [character for character in text if not is_right(character)]
    odd = dict.fromkeys(character for character in wrong if not character.isalpha())
    if "?" in odd and _LOST_LETTER.search(text):
        note("NOM-03", lost_sentence(text), with_lost_letters(text) if prenom else None)
    elif odd and (original := misread_name(text)):
        note("NOM-03", spoilt_sentence(text, original), original)
    elif between := _PARENTHESES.fullmatch(text):
        message = f"{quote(text)} : un nom ne s'écrit pas entre parenthèses. N'en gardez qu'un."
        note("NOM-03", message, between[1] if prenom else None)
    elif odd:
        shown = quote(" ".join(odd))
        message = (
            f"Les signes {shown} ne sont pas admis dans un nom. Retirez-les."
            if len(odd) > 1
            else f"Le signe {shown} n'est pas admis dans un nom. Retirez-le."
        )
        note("NOM-03", message, _without_signs(text, odd))
    elif wrong:
        _note_foreign(text, wrong, note)
    return not wrong


def _without_signs(text: str, odd: Collection[str]) -> str | None:
    """Return a name without the signs around it; None when a sign inside may stand for anything."""
    name = text.translate(_MISTYPED).strip(f"{''.join(odd)} ")
    return name if name and all(map(is_right, name)) else None


def _note_foreign(text: str, foreign: list[str], note: Note) -> None:
    letter = quote(foreign[0])
    if not LOOK_ALIKES.keys() >= set(foreign):
        message = f"{letter} n'est pas une lettre latine. Écrivez le nom en lettres latines, comme sur la pièce d'identité."
        note("NOM-03", message, None)
        return
    alphabet = "grecque" if "GREEK" in unicodedata.name(foreign[0]) else "cyrillique"
    latin = "".join(LOOK_ALIKES.get(character, character) for character in text)
    note(
        "NOM-04",
        f"{letter} est une lettre {alphabet}, pas une lettre latine. Retapez le nom.",
        latin,
    )
