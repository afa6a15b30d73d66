"""Characters of names: what a civil registry can hold, and what betrays a shifted column or a copied text."""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from accrochage.regles.lecture.nettoyage import (
    LOST,
    Note,
    lost_sentence,
    quote,
    spoilt_sentence,
    unspoilt,
)

_LETTERS: Final = "A-Za-zÀ-ÂÄÆ-ÖØ-öø-ſ"
"""Latin letters, but for Ã and Å, which spoilt accents also make: they are looked at more closely."""
_PLAIN_NAME = re.compile(rf"(?=[' ’.\-]*+[{_LETTERS}])[{_LETTERS}' ’.\-]++")
_PUNCTUATION: Final = frozenset("'’ʼ‘`-‐‑–. ")
_MISTYPED: Final = str.maketrans("´′—−", "''--")
_SEPARATORS = re.compile(r"\s*[,;/|+]\s*|\s+(?:et|&)\s+", re.IGNORECASE)
_TWO_NAMES = re.compile(
    r"(?P<before>.*[^\s(,]),? \(?(?:(?P<nee>née?|nee)|épouse|epouse|ép\.?|ep\.|veuve|vve)"
    r" (?P<after>[^)]*[^\s)])\)?",
    re.IGNORECASE,
)

LOOK_ALIKES: Final = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХҮЁЇаеѕіјорсухԁԛԝёїΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABESIJKMHOPCTYXYËÏaesijopcyxdqwëïABEZHIKMNOPTYXo",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like a Latin one, and that one."""


def check_name(text: str, note: Note, *, birth: bool) -> None:
    """Note NOM-01 to NOM-06 on a name; one of Latin letters, spaces, hyphens, points and apostrophes has none.

    Args:
        text: The name, cleaned.
        note: Takes the faults.
        birth: Is it a birth name?
    """
    if not _check_letters(text, note, birth=birth) or " " not in text:
        return
    two_names = _TWO_NAMES.fullmatch(text)
    if not two_names:
        return
    if birth:
        name = _birth_name(two_names)
        message = f"{quote(text)} réunit deux noms. Le nom de naissance est {quote(name)} : écrivez-le seul."
        note("NOM-06", message, name)
    else:
        note("NOM-06", f"{quote(text)} réunit deux noms. Écrivez-en un seul par colonne.", None)


def read_first_name(text: str, note: Note) -> str:
    """Return the first name of a cell; note PRE-01 when it holds several, PRE-02 when it may, NOM-01 to NOM-05 as for a name."""
    names = _SEPARATORS.split(text)
    if len(names) > 1 and all(names):
        first = quote(names[0])
        message = f"La cellule contient {len(names)} prénoms : seul {first} est envoyé. Mettez chaque prénom dans sa colonne."
        note("PRE-01", message, names[0])
        _check_letters(names[0], note, birth=False)
        return names[0]
    if _check_letters(text, note, birth=False) and " " in text:
        _note_words(text, note)
    return text


def _note_words(text: str, note: Note) -> None:
    words = text.split(" ")
    if len(words) > 2:
        message = f"{quote(text)} : {len(words)} prénoms semblent réunis. Mettez chaque prénom dans sa colonne."
        note("PRE-01", message, words[0])
    else:
        message = f"{quote(text)} : deux prénoms, ou un prénom composé ? Deux prénoms vont dans deux colonnes."
        note("PRE-02", message, None)


def _check_letters(text: str, note: Note, *, birth: bool) -> bool:
    """Tell whether a name is made of what names are made of; note NOM-01 to NOM-05 when it is not."""
    if _PLAIN_NAME.fullmatch(text):
        return True
    original = unspoilt(text)
    if original and all(map(_is_right, original)):
        note("NOM-03", spoilt_sentence(text, original), original)
    elif LOST in (original or text):
        note("NOM-03", lost_sentence(text), None)
    elif "@" in text:
        note("NOM-02", f"{quote(text)} ressemble à une adresse électronique. Écrivez le nom.", None)
    elif any(map(str.isdigit, text)):
        note(
            "NOM-01",
            f"{quote(text)} contient un chiffre. Un nom n'en contient pas : retapez-le.",
            None,
        )
    elif not any(map(str.isalpha, text)):
        note(
            "NOM-05",
            f"{quote(text)} ne contient aucune lettre. Écrivez le nom de l'état civil.",
            None,
        )
    else:
        return _check_signs(text, note, birth=birth)
    return False


def _check_signs(text: str, note: Note, *, birth: bool) -> bool:
    wrong = [character for character in text if not _is_right(character)]
    odd = dict.fromkeys(character for character in wrong if not character.isalpha())
    if odd:
        shown = quote(" ".join(odd))
        message = (
            f"Les signes {shown} ne sont pas admis dans un nom. Retirez-les."
            if len(odd) > 1
            else f"Le signe {shown} n'est pas admis dans un nom. Retirez-le."
        )
        note("NOM-03", message, _without_signs(text, odd, birth=birth))
    elif wrong:
        _note_foreign(text, wrong, note)
    return not wrong


def _without_signs(text: str, odd: Collection[str], *, birth: bool) -> str | None:
    """Return a name without the signs around it; None when a sign inside may stand for anything."""
    two_names = _TWO_NAMES.fullmatch(text)
    if two_names:
        name = _birth_name(two_names) if birth else ""
    else:
        name = text.translate(_MISTYPED).strip(f"{''.join(odd)} ")
    return name if name and "?" not in odd and all(map(_is_right, name)) else None


def _birth_name(two_names: re.Match[str]) -> str:
    """Return the birth name out of « MARTIN née LE GALL » or « LE GALL épouse MARTIN »."""
    return two_names["after" if two_names["nee"] else "before"]


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


def _is_right(character: str) -> bool:
    """Tell whether names in Latin letters hold a character."""
    if character in _PUNCTUATION or "LATIN" in unicodedata.name(character, ""):
        return True
    return unicodedata.category(character) in {"Mn", "Lm"}  # accents that stay apart, ʿ and ʼ
