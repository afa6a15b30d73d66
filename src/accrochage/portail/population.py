"""The people that the portal knows: a CSV file, one invented person a row, read and written as a stream."""

import csv
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from itertools import chain, islice, repeat
from pathlib import Path
from typing import IO, Final, NamedTuple

from accrochage.erreurs import PortailError, command


class Personne(NamedTuple):
    """A person of the population, as the register of the civil identities would know him; `""` stands for what is unknown.

    Attributes:
        nir: NIR with its key, 15 characters. It is invented, and the title of its column says so.
        nom_usage: Name of the spouse, `""` for most.
        sexe: `"M"` or `"F"`.
        annee_naissance: Four digits.
        mois_naissance: `"1"` to `"12"`.
        jour_naissance: `"1"` to `"31"`.
        code_insee: Commune of birth as it was numbered on that day, 99xxx abroad.
        code_pays: Last three digits of 99xxx, `""` in France.
        libelle_pays: Its name, `"France"` in France.
        id_dossier: Number of the EDOF folder, `""` for who has none.
    """

    nir: str
    nom_naissance: str
    nom_usage: str
    prenom1: str
    prenom2: str
    prenom3: str
    sexe: str
    annee_naissance: str
    mois_naissance: str
    jour_naissance: str
    code_insee: str
    libelle_commune: str
    code_pays: str
    libelle_pays: str
    id_dossier: str


COLUMNS: Final = (
    "nirInvente",
    "nomNaissance",
    "nomUsage",
    "prenom1",
    "prenom2",
    "prenom3",
    "sexe",
    "anneeNaissance",
    "moisNaissance",
    "jourNaissance",
    "codeInsee",
    "libelleCommuneNaissance",
    "codePaysNaissance",
    "libellePaysNaissance",
    "idDossier",
)
"""Titles of the columns, in the order of the fields: keys of the dictionary, but for the NIR."""

_REQUIRED: Final = ("nomNaissance", "prenom1", "sexe", "anneeNaissance")


def write_population(file: IO[bytes], personnes: Iterable[Personne]) -> None:
    """Write people as CSV: UTF-8 with its mark (Excel asks for it), semicolons, lines ended by a line feed."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(personnes)
    text.detach()


def read_population(path: Path) -> Iterator[Personne]:
    """Yield the people of a file; columns may come in any order, and those that are not required may be missing.

    Raises:
        PortailError: The file cannot be opened, is no CSV in UTF-8, or lacks a required column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=";")
            titles = next(rows, [])
            ranks = _ranks(path, titles)
            for row in rows:
                cells = list(islice(chain(row, repeat("")), len(titles)))
                cells.append("")
                yield _personne([cells[rank].strip() for rank in ranks])
    except FileNotFoundError as error:
        raise PortailError(
            f"La population « {path.name} » n'existe pas. Pour l'inventer : {command('population', 100_000, '-o', path)}"
        ) from error
    except OSError as error:
        raise PortailError(
            f"La population « {path.name} » ne peut pas être lue : vérifiez son nom et son dossier."
        ) from error
    except (UnicodeError, csv.Error) as error:
        raise PortailError(
            f"La population « {path.name} » n'est pas un CSV en UTF-8. Refaites-la avec « accrochage population »."
        ) from error


def _ranks(path: Path, titles: list[str]) -> list[int]:
    """Return where each field stands in the rows; one that the file lacks stands beyond their end."""
    missing = [title for title in _REQUIRED if title not in titles]
    if missing:
        raise PortailError(
            f"La population « {path.name} » n'a pas de colonne {', '.join(missing)}. "
            "Refaites-la avec « accrochage population »."
        )
    return [titles.index(title) if title in titles else len(titles) for title in COLUMNS]


def _personne(values: list[str]) -> Personne:
    personne = Personne._make(values)
    if "0" in (personne.mois_naissance[:1], personne.jour_naissance[:1]):  # 07, or 00 for unknown
        return personne._replace(
            mois_naissance=personne.mois_naissance.lstrip("0"),
            jour_naissance=personne.jour_naissance.lstrip("0"),
        )
    return personne
