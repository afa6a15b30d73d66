"""Made-up deposits of any length: three certifications, some forty columns of which thirty-three are filled on average."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import xlsxwriter

from accrochage.portail.invention import invent
from accrochage.portail.population import Personne
from accrochage.regles.lecture.nettoyage import NIL_WORDS

HEADERS = (
    "idTechnique",
    "Type de certification",
    "Code de la certification",
    "Nom de naissance",
    "Nom d'usage",
    "Prénom",
    "2e prénom",
    "3e prénom",
    "Date de naissance",
    "Sexe",
    "Code INSEE de naissance",
    "Commune de naissance",
    "Pays de naissance",
    "Mode d'obtention",
    "Résultat définitif",
    "Date de délivrance",
    "Fin de validité",
    "Niveau de langue attesté",
    "Niveau de langue (CECRL)",
    "Niveau numérique attesté",
    "Score numérique",
    "Résultats numériques",
    "Score ou note",
    "Mention",
    "Modalité d'accès",
    "Voie d'accès VAE",
    "Initiative de l'inscription",
    "Date d'inscription",
    "Début de l'examen",
    "Fin de l'examen",
    "Modalité de l'examen",
    "Code postal du centre d'examen",
    "Adresse de la preuve",
    "Option",
    "Commentaire",
    "Code postal de naissance",
    "Code pays de naissance",
    "Nature du déposant",
    "idClient",
    "idContrat",
)

_CERTIFICATIONS = (("RNCP", "RNCP35726"), ("RS", "RS5875"), ("RS", "RS6210"))
_ACCESS = ("VAE", "Candidat libre", "Formation continue hors contrat de professionnalisation")

Cell = str | int | date


class Maker:
    """Invents rows; the same seed gives the same rows."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._centres = [f"{self._random.randrange(1000, 95999):05}" for _ in range(400)]

    def rows(self, count: int) -> Iterator[list[Cell]]:
        """Yield rows, in the order of `HEADERS`, one certification after another; an empty cell is an empty text."""
        # « Inconnu » is a family name to the register, and nobody's to the rules: a deposit would not come out.
        drawn = invent(2 * count, str(self._random.random()))
        people = (one for one in drawn if one.nom_naissance.lower() not in NIL_WORDS)
        return (
            self._row(rank, 3 * rank // count, one)
            for rank, one in enumerate(islice(people, count))
        )

    def _day(self, first: int, last: int) -> date:
        return date(first, 1, 1) + timedelta(days=self._random.randrange((last - first) * 365))

    def _row(self, rank: int, certification: int, personne: Personne) -> list[Cell]:
        type_, code = _CERTIFICATIONS[certification]
        return [
            f"2026-{code}-{rank:07}",
            type_,
            code,
            *_holder(personne),
            *self._result(certification, rank, personne),
        ]

    def _result(self, certification: int, rank: int, personne: Personne) -> list[Cell]:
        choose, number = self._random.choice, self._random.randrange
        delivered = self._day(2022, 2026)
        exam = delivered - timedelta(days=number(5, 25))
        access = choose(_ACCESS)
        language, digital = certification == 1, certification == 2
        return [
            "Par scoring" if certification else "Par admission",
            "oui",
            delivered,
            delivered + timedelta(days=1095) if certification else "",
            "oui" if language else "non",
            choose(("A2", "B1", "B2", "C1")) if language else "",
            "oui" if digital else "non",
            number(100, 900) if digital else "",
            "1.1=5;2.3=4;3.4=7" if digital else "",
            str(number(400, 990)) if certification else "",
            "" if certification else choose(("Mention bien", "Sans mention")),
            access,
            "VAE classique" if access == "VAE" else "",
            "Le titulaire lui-même",
            delivered - timedelta(days=number(30, 400)),
            exam,
            exam + timedelta(days=1),
            "En présentiel",
            choose(self._centres),
            f"https://exemple.fr/preuve/{rank}",
            "Option générale",
            "",
            "",
            personne.code_pays,
            "",
            "00AGRAFE",
            "MCFCER000000",
        ]


def _holder(personne: Personne) -> list[Cell]:
    """Return what a row says of a person; one in a hundred was born on an unknown day, which a year alone says."""
    annee, mois, jour = personne.annee_naissance, personne.mois_naissance, personne.jour_naissance
    return [
        personne.nom_naissance,
        personne.nom_usage,
        personne.prenom1 or personne.nom_naissance,
        personne.prenom2,
        personne.prenom3,
        date(int(annee), int(mois), int(jour)) if mois and jour else annee,
        personne.sexe,
        personne.code_insee,
        personne.libelle_commune,
        personne.libelle_pays,
    ]


def write_csv(path: Path, count: int) -> None:
    """Write made-up rows as a French spreadsheet exports them: semicolons, dates with slashes."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS)
        for row in Maker().rows(count):
            writer.writerow(
                [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row]
            )


def write_xlsx(path: Path, count: int) -> None:
    """Write made-up rows as a workbook, with real dates and numbers and shared texts."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Passages")
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADERS)
        for rank, row in enumerate(Maker().rows(count), start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(rank, column, cell, day)
                elif isinstance(cell, int):
                    sheet.write_number(rank, column, cell)
                elif cell:
                    sheet.write_string(rank, column, cell)
