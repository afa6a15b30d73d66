"""Faults on the place of birth.

Pix met `NULL`, `99` and `154640` among the INSEE codes that it was given, births abroad told badly, and postal codes in their
stead (pull requests 5027, 5481, 5496, 5964 of its public repository).
"""

from typing import Final

from accrochage.portail.demographie import places
from accrochage.portail.essai.atelier import Atelier, Genre, Row, put
from accrochage.referentiels.communes import followers, latest, postal_codes

_CITIES: Final = {"751": "75056", "693": "69123", "132": "13055"}
"""Whole cities that are given for one of their arrondissements."""
_NOTHING: Final = ("NULL", "NULL", "#N/A", "inconnu", "0", "00000", "99999")


def _insee(row: Row) -> str:
    return str(row["codeInsee"])


def _in_france(row: Row) -> bool:
    return not _insee(row).startswith("99")


def _nothing(row: Row, atelier: Atelier) -> bool:
    return put(row, codeInsee=atelier.chance.choice(_NOTHING))


def _only_99(row: Row, _: Atelier) -> bool:
    return not _in_france(row) and put(row, codeInsee="99")


def _one_digit_more(row: Row, atelier: Atelier) -> bool:
    code = _insee(row)
    rank = atelier.chance.randrange(1, 6)
    return code.isdigit() and put(row, codeInsee=f"{code[:rank]}{code[rank - 1]}{code[rank:]}")


def _digit_wrong(row: Row, atelier: Atelier) -> bool:
    code, rank = _insee(row), atelier.chance.randrange(2, 5)
    if not code[rank:].isdigit():
        return False
    digit = str((int(code[rank]) + atelier.chance.randrange(1, 10)) % 10)
    return put(row, codeInsee=f"{code[:rank]}{digit}{code[rank + 1 :]}")


def _postal(row: Row, atelier: Atelier) -> bool:
    codes = sorted(postal_codes(_insee(row)))
    return bool(codes) and put(row, codeInsee=atelier.chance.choice(codes))


def _zero_lost(row: Row, _: Atelier) -> bool:
    code = _insee(row)
    return code.startswith("0") and code.isdigit() and put(row, codeInsee=int(code))


def _code_of_today(row: Row, _: Atelier) -> bool:
    """Give the code that the place has today to who was born before it had it."""
    today = latest(_insee(row))
    if today is None or today.fin is None:
        return False
    codes = [code for code in followers(_insee(row)) if (now := latest(code)) and now.fin is None]
    return bool(codes) and put(row, codeInsee=codes[-1])


def _residence(row: Row, atelier: Atelier) -> bool:
    """Give the commune of residence, its code and its name."""
    code = places().draw(atelier.chance)
    commune = latest(code)
    label = commune.nom if commune and row.get("libelleCommuneNaissance") else ""
    return _in_france(row) and put(row, codeInsee=code, libelleCommuneNaissance=label)


def _residence_code(row: Row, atelier: Atelier) -> bool:
    """Give the code of another commune under the right name."""
    return (
        _in_france(row)
        and bool(row.get("libelleCommuneNaissance"))
        and put(row, codeInsee=places().draw(atelier.chance))
    )


def _whole_city(row: Row, _: Atelier) -> bool:
    city = _CITIES.get(_insee(row)[:3])
    if not city:
        return False
    whole = latest(city)
    label = whole.nom if whole and row.get("libelleCommuneNaissance") else ""
    return put(row, codeInsee=city, libelleCommuneNaissance=label)


def _country_without_code(row: Row, _: Atelier) -> bool:
    return not _in_france(row) and put(row, codeInsee="", codePaysNaissance="")


def _country_as_commune(row: Row, _: Atelier) -> bool:
    pays = row.get("libellePaysNaissance")
    return not _in_france(row) and put(
        row,
        codeInsee="",
        codePaysNaissance="",
        libellePaysNaissance="",
        libelleCommuneNaissance=pays,
    )


def _country_in_code(row: Row, _: Atelier) -> bool:
    return not _in_france(row) and put(row, codeInsee=row.get("libellePaysNaissance"))


def _nowhere(row: Row, _: Atelier) -> bool:
    return put(
        row,
        codeInsee="",
        libelleCommuneNaissance="",
        libellePaysNaissance="",
        codePaysNaissance="",
    )


def _name_only(row: Row, _: Atelier) -> bool:
    return bool(row.get("libelleCommuneNaissance")) and put(row, codeInsee="")


GENRES: Final = (
    Genre("insee-neant", "Code INSEE « NULL », « #N/A », « 00000 »", 30, _nothing),
    Genre("insee-99", "Code INSEE réduit à « 99 »", 15, _only_99),
    Genre("insee-six-chiffres", "Code INSEE d'un chiffre de trop", 15, _one_digit_more),
    Genre("insee-chiffre-faux", "Un chiffre du code INSEE faux", 15, _digit_wrong),
    Genre("insee-code-postal", "Code postal à la place du code INSEE", 70, _postal),
    Genre("insee-zero-perdu", "Zéro de tête du code INSEE perdu", 50, _zero_lost),
    Genre(
        "insee-aujourdhui",
        "Code INSEE d'aujourd'hui, et non du jour de naissance",
        20,
        _code_of_today,
    ),
    Genre("insee-residence", "Commune de résidence, code et nom", 15, _residence),
    Genre("insee-autre-commune", "Code d'une autre commune, sous le bon nom", 15, _residence_code),
    Genre("insee-ville-entiere", "Paris, Lyon ou Marseille sans l'arrondissement", 30, _whole_city),
    Genre("insee-absent", "Commune nommée, sans code", 20, _name_only),
    Genre("lieu-absent", "Aucun lieu de naissance", 15, _nowhere),
    Genre("pays-sans-code", "Né à l'étranger, sans code 99", 25, _country_without_code),
    Genre("pays-en-commune", "Pays écrit à la place de la commune", 20, _country_as_commune),
    Genre("pays-dans-le-code", "Nom du pays à la place du code INSEE", 15, _country_in_code),
)
