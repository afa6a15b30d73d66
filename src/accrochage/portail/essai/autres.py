"""Faults on the date of birth, the sex, and what is not the civil identity."""

from datetime import date, timedelta
from typing import Final

from accrochage.portail.essai.atelier import Atelier, Genre, Row, put

_MONTHS: Final = (
    *("janv", "fev", "mars", "avr", "mai", "juin"),
    *("juil", "aout", "sept", "oct", "nov", "dec"),
)


def _birth(row: Row) -> date | None:
    born = row["dateNaissance"]
    return born if isinstance(born, date) else None


def _with_year(born: date, year: int) -> date:
    """Return the same day of another year, the last of February standing for the 29th."""
    try:
        return born.replace(year=year)
    except ValueError:
        return born.replace(year=year, day=28)


def _wrong_year(row: Row, atelier: Atelier) -> bool:
    """Change one of the two last digits of the year, or swap them."""
    born = _birth(row)
    if born is None:
        return False
    century, tens, units = born.year // 100 * 100, born.year // 10 % 10, born.year % 10
    chance = atelier.chance
    match chance.randrange(3):
        case 0:
            year = century + units * 10 + tens
        case 1:
            year = century + tens * 10 + (units + chance.choice((1, 9))) % 10
        case _:
            year = century + (tens + chance.choice((1, 9))) % 10 * 10 + units
    return year != born.year and put(row, dateNaissance=_with_year(born, year))


def _year_of_delivery(row: Row, _: Atelier) -> bool:
    """Give the year of the certification, as one who types today's date does."""
    born, delivered = _birth(row), row["dateDebutValidite"]
    if born is None or not isinstance(delivered, date):
        return False
    return put(row, dateNaissance=_with_year(born, delivered.year))


def _two_digits(row: Row, _: Atelier) -> bool:
    born = _birth(row)
    return born is not None and put(row, dateNaissance=f"{born:%d/%m/%y}")


def _day_and_month_swapped(row: Row, _: Atelier) -> bool:
    """Swap day and month, as a spreadsheet set to English does: the date stays possible up to the twelfth."""
    born = _birth(row)
    if born is None or born.day > 12 or born.day == born.month:
        return False
    return put(row, dateNaissance=date(born.year, born.day, born.month))


def _month_first_text(row: Row, _: Atelier) -> bool:
    """Write the month first, in a text: past the twelfth the date is impossible."""
    born = _birth(row)
    return born is not None and born.day > 12 and put(row, dateNaissance=f"{born:%m/%d/%Y}")


def _in_letters(row: Row, atelier: Atelier) -> bool:
    born = _birth(row)
    if born is None:
        return False
    month = _MONTHS[born.month - 1]
    form = atelier.chance.choice(
        ("le {0.day} {1} {0:%y}", "{0.day}{1}{0:%Y}", "{0.day}/{1}/{0:%y}")
    )
    return put(row, dateNaissance=form.format(born, month))


def _year_only(row: Row, atelier: Atelier) -> bool:
    """Give only the year of birth of somebody who has a homonym."""
    born = _birth(row)
    return born is not None and atelier.homonyme and put(row, dateNaissance=str(born.year))


def _no_date(row: Row, _: Atelier) -> bool:
    return put(row, dateNaissance="")


def _impossible(row: Row, atelier: Atelier) -> bool:
    born = _birth(row)
    if born is None:
        return False
    day, month = atelier.chance.choice(((31, 2), (30, 2), (31, 4), (31, 6), (31, 9), (31, 11)))
    return put(row, dateNaissance=f"{day}/{month:02}/{born.year}")


def _other_sex(row: Row, atelier: Atelier) -> bool:
    return put(row, sexe="M" if atelier.personne.sexe == "F" else "F")


def _no_sex(row: Row, _: Atelier) -> bool:
    return put(row, sexe="")


def _odd_sex(row: Row, atelier: Atelier) -> bool:
    return put(row, sexe=atelier.chance.choice(("?", "X", "NSP", "M/F")))


def _wrong_type(row: Row, _: Atelier) -> bool:
    return put(row, type="RS" if row["type"] == "RNCP" else "RNCP")


def _bare_code(row: Row, _: Atelier) -> bool:
    return put(row, code=int(str(row["code"]).lstrip("RNCPS")))


def _no_code(row: Row, _: Atelier) -> bool:
    return put(row, code="")


def _no_delivery(row: Row, _: Atelier) -> bool:
    return put(row, dateDebutValidite="")


def _late_delivery(row: Row, _: Atelier) -> bool:
    """Give the day that the certification ends for the one that it starts."""
    delivered = row["dateDebutValidite"]
    return isinstance(delivered, date) and put(
        row, dateDebutValidite=delivered + timedelta(days=1096)
    )


def _no_id(row: Row, _: Atelier) -> bool:
    return put(row, idTechnique="")


def _id_above(row: Row, atelier: Atelier) -> bool:
    """Give the identifier of the row above, as a cell copied down does."""
    above = atelier.previous.get("idTechnique")
    return bool(above) and put(row, idTechnique=above)


def _person_above(row: Row, atelier: Atelier) -> bool:
    """Give the person of the row above under another identifier, as a row pasted twice does."""
    return bool(atelier.previous.get("nomNaissance")) and put(
        row, **{key: atelier.previous.get(key) for key in _OF_PERSON}
    )


def _odd_way(row: Row, atelier: Atelier) -> bool:
    return put(row, obtentionCertification=atelier.chance.choice(("Jury", "validée", "OK", "oui")))


_OF_PERSON: Final = (
    *("nomNaissance", "nomUsage", "prenom1", "prenom2", "prenom3", "sexe", "dateNaissance"),
    *("codeInsee", "libelleCommuneNaissance", "codePaysNaissance", "libellePaysNaissance"),
    *("nir", "type", "code", "dateDebutValidite"),
)

GENRES: Final = (
    Genre("annee-fausse", "Un chiffre de l'année de naissance faux", 30, _wrong_year),
    Genre(
        "annee-de-delivrance",
        "Année de la certification à la place de celle de naissance",
        5,
        _year_of_delivery,
    ),
    Genre("annee-deux-chiffres", "Année de naissance en deux chiffres", 20, _two_digits),
    Genre(
        "jour-mois-intervertis",
        "Jour et mois intervertis, date possible",
        15,
        _day_and_month_swapped,
    ),
    Genre("mois-en-premier", "Mois écrit avant le jour, date impossible", 10, _month_first_text),
    Genre("date-en-lettres", "Date écrite d'une manière inhabituelle", 20, _in_letters),
    Genre(
        "jour-mois-absents",
        "Jour et mois absents, pour un titulaire qui a un homonyme",
        20,
        _year_only,
    ),
    Genre("date-absente", "Date de naissance absente", 10, _no_date),
    Genre("date-impossible", "Jour qui n'existe pas", 10, _impossible),
    Genre("sexe-faux", "Sexe opposé", 15, _other_sex),
    Genre("sexe-absent", "Sexe absent", 15, _no_sex),
    Genre("sexe-inconnu", "Sexe illisible", 10, _odd_sex),
    Genre("type-faux", "Type RNCP pour un code RS, ou l'inverse", 15, _wrong_type),
    Genre("code-sans-prefixe", "Code sans RNCP ni RS", 15, _bare_code),
    Genre("code-absent", "Code de la certification absent", 5, _no_code),
    Genre("delivrance-absente", "Date de délivrance absente", 10, _no_delivery),
    Genre("delivrance-future", "Fin de validité à la place de la délivrance", 10, _late_delivery),
    Genre("identifiant-absent", "Identifiant technique absent", 5, _no_id),
    Genre("identifiant-en-double", "Identifiant technique de la ligne du dessus", 15, _id_above),
    Genre("personne-en-double", "Personne de la ligne du dessus", 15, _person_above),
    Genre("obtention-inconnue", "Mode d'obtention hors de la liste", 10, _odd_way),
)
