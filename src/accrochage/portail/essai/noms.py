"""Faults on names.

The first message of the CDC (« Aucun titulaire… ») means a birth name, a first name, a sex or a year that is not the one of
the register; its own advice names the usage name given for the birth name and the order of the first names.
"""

import string
from typing import Final

from accrochage.portail.demographie import first_names
from accrochage.portail.essai.atelier import Atelier, Genre, Row, put

_NEIGHBOURS: Final = dict(zip(string.ascii_lowercase, "eprfzgfjokjmnbiotsdyivxwuz", strict=True))
"""For each letter one that is beside it on a French keyboard, or sounds alike."""
_TITLES: Final = {"F": ("Mme", "Mme", "Mlle", "Madame"), "M": ("M.", "M.", "Mr", "Monsieur")}


def _name(row: Row) -> str:
    return str(row["nomNaissance"])


def _first(row: Row) -> str:
    return str(row["prenom1"])


def _usage(row: Row) -> str:
    return str(row.get("nomUsage") or "")


def _usage_alone(row: Row, _: Atelier) -> bool:
    usage = _usage(row)
    return bool(usage) and put(row, nomNaissance=usage, nomUsage="")


def _usage_twice(row: Row, _: Atelier) -> bool:
    usage = _usage(row)
    return bool(usage) and put(row, nomNaissance=usage, nomUsage=usage)


def _both_swapped(row: Row, _: Atelier) -> bool:
    """Give the usage name as birth name, and the reverse."""
    usage = _usage(row)
    return bool(usage) and put(row, nomNaissance=usage, nomUsage=_name(row))


def _born(row: Row, atelier: Atelier) -> bool:
    usage, chance = _usage(row), atelier.chance
    form = chance.choice(
        ("{usage} née {nom}", "{usage} née {nom}", "{nom} épouse {usage}", "{nom} ép. {usage}")
    )
    return bool(usage) and put(
        row, nomNaissance=form.format(usage=usage, nom=_name(row)), nomUsage=""
    )


def _swapped(row: Row, _: Atelier) -> bool:
    return put(row, nomNaissance=_first(row), prenom1=_name(row))


def _several(row: Row, atelier: Atelier) -> bool:
    names = [
        _first(row),
        *filter(None, (str(row.get(key) or "") for key in ("prenom2", "prenom3"))),
    ]
    separator = atelier.chance.choice((" ", " ", ", ", ","))
    return len(names) > 1 and put(row, prenom1=separator.join(names), prenom2="", prenom3="")


def _used_first_name(row: Row, _: Atelier) -> bool:
    """Give the first name that somebody goes by, which is his second one."""
    second = str(row.get("prenom2") or "")
    return bool(second) and put(row, prenom1=second, prenom2=_first(row))


def _short_first_name(row: Row, _: Atelier) -> bool:
    """Give the beginning of a double first name."""
    first, hyphen, _rest = _first(row).partition("-")
    return bool(hyphen) and put(row, prenom1=first)


def _title(row: Row, atelier: Atelier) -> bool:
    title = atelier.chance.choice(_TITLES[atelier.personne.sexe])
    return put(row, nomNaissance=f"{title} {_name(row)}")


def _spoilt(row: Row, atelier: Atelier) -> bool:
    """Break accents: UTF-8 read as Windows-1252, or a question mark in place of the letter."""
    accented = [key for key in ("prenom1", "nomNaissance") if not str(row[key]).isascii()]
    if not accented:
        return False
    key = accented[0]
    text = str(row[key])
    if atelier.chance.random() < 0.7:
        try:
            return put(row, **{key: text.encode().decode("cp1252")})
        except UnicodeError:  # some letters have no such form
            pass
    return put(row, **{key: "".join(one if one.isascii() else "?" for one in text)})


def _typed(text: str, atelier: Atelier) -> str:
    """Return a name with a slip of the keyboard: two letters swapped, one changed, doubled or left out."""
    chance = atelier.chance
    ranks = [rank for rank in range(1, len(text)) if text[rank].isalpha()]
    if not ranks:
        return text
    rank = chance.choice(ranks)
    letter, before = text[rank], text[rank - 1]
    match chance.randrange(4):
        case 0:
            new = _NEIGHBOURS.get(letter.lower(), "e")
            middle = before + (new.upper() if letter.isupper() else new)
        case 1:
            middle = before + letter + letter
        case 2:
            middle = before
        case _:
            middle = letter + before if before.isalpha() else before
    return text[: rank - 1] + middle + text[rank + 1 :]


def _name_mistyped(row: Row, atelier: Atelier) -> bool:
    return put(row, nomNaissance=_typed(_name(row), atelier))


def _first_mistyped(row: Row, atelier: Atelier) -> bool:
    return put(row, prenom1=_typed(_first(row), atelier))


def _other_first_name(row: Row, atelier: Atelier) -> bool:
    """Give another first name that is as plausible, as a typing aid does: Julie for Julia."""
    annee = int(atelier.personne.annee_naissance)
    near = first_names(atelier.personne.sexe, annee)
    start = _first(row)[:3]
    for _ in range(400):
        other = near.draw(atelier.chance)
        if other != _first(row) and other.startswith(start):
            return put(row, prenom1=other)
    return False


def _no_name(row: Row, _: Atelier) -> bool:
    return put(row, nomNaissance="")


def _no_first_name(row: Row, _: Atelier) -> bool:
    return put(row, prenom1="")


GENRES: Final = (
    Genre("usage-seul", "Nom d'usage à la place du nom de naissance", 70, _usage_alone),
    Genre("usage-deux-fois", "Nom d'usage dans les deux colonnes", 40, _usage_twice),
    Genre("usage-interverti", "Nom de naissance et nom d'usage intervertis", 20, _both_swapped),
    Genre("nee-dans-le-nom", "« X née Y » ou « Y épouse X » dans une cellule", 40, _born),
    Genre("nom-prenom-intervertis", "Nom et prénom intervertis", 30, _swapped),
    Genre("prenoms-reunis", "Plusieurs prénoms dans une cellule", 60, _several),
    Genre("prenom-usuel", "Deuxième prénom donné pour le premier", 20, _used_first_name),
    Genre("prenom-abrege", "Prénom composé réduit à sa première moitié", 10, _short_first_name),
    Genre("civilite-dans-le-nom", "Civilité dans le nom", 20, _title),
    Genre("accents-abimes", "Accents abîmés par un logiciel", 30, _spoilt),
    Genre("nom-faute", "Faute de frappe dans le nom", 40, _name_mistyped),
    Genre("prenom-faute", "Faute de frappe dans le prénom", 25, _first_mistyped),
    Genre("prenom-voisin", "Autre prénom plausible", 10, _other_first_name),
    Genre("nom-absent", "Nom de naissance absent", 10, _no_name),
    Genre("prenom-absent", "Prénom absent", 10, _no_first_name),
)
