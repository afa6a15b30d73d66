"""Passages, rows and tables to start from: sound, invented, and changed by each test where it matters."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from accrochage.dictionnaire import COLONNES, DEFAULT_VERSION
from accrochage.modele import (
    Certificateur,
    Certification,
    DossierFormation,
    Header,
    IdentifiantNational,
    Lieu,
    Passage,
    Table,
    Titulaire,
)
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import Default, PassageBuilder
from accrochage.regles.contexte import Contexte
from accrochage.regles.controle import Controle
from accrochage.regles.lecture.nettoyage import Raw

TODAY = date(2026, 9, 1)

NIR = "2910735238014"
"""NIR of a made-up person; its key is 64."""

SOUND_CELLS: Mapping[str, Raw] = MappingProxyType(
    {
        "idClient": "12ABC345",
        "idContrat": "MCFCER000123",
        "type": "RNCP",
        "code": "RNCP35726",
        "idTechnique": "2026-0001",
        "obtentionCertification": "Par admission",
        "donneeCertifiee": "oui",
        "dateDebutValidite": "30/06/2026",
        "presenceNiveauLangueEuro": "non",
        "presenceNiveauNumeriqueEuro": "non",
        "nomNaissance": "LE GALL",
        "prenom1": "Maëlle",
        "dateNaissance": "03/07/1991",
        "sexe": "F",
        "codeInsee": "35238",
    }
)
"""A row without fault, as one types it."""


def a_certificateur(**overrides: Any) -> Certificateur:
    return Certificateur("12ABC345", "MCFCER000123", "12ABC345")._replace(**overrides)


def a_certification(**overrides: Any) -> Certification:
    return Certification(a_certificateur(), "RNCP", "RNCP35726", None)._replace(**overrides)


def a_titulaire(**overrides: Any) -> Titulaire:
    return Titulaire(
        nom_naissance="LE GALL",
        nom_usage=None,
        prenom1="Maëlle",
        prenom2=None,
        prenom3=None,
        annee_naissance=1991,
        mois_naissance=7,
        jour_naissance=3,
        sexe="F",
        code_insee="35238",
        code_postal=None,
        libelle_commune_naissance=None,
        code_pays_naissance=None,
        libelle_pays_naissance=None,
        commentaires_men=None,
    )._replace(**overrides)


def a_dossier(**overrides: Any) -> DossierFormation:
    return DossierFormation("1234567891011", "LE GALL", "Maëlle")._replace(**overrides)


def an_identifiant(**overrides: Any) -> IdentifiantNational:
    return IdentifiantNational(NIR, "LE GALL")._replace(**overrides)


def a_passage(**overrides: Any) -> Passage:
    """Return a passage that no rule blames, read on row 2 of a table that has every column."""
    sound: dict[str, Any] = dict.fromkeys(Passage._fields)
    sound |= {
        "certification": a_certification(),
        "id_technique": "2026-0001",
        "obtention_certification": "PAR_ADMISSION",
        "donnee_certifiee": True,
        "date_debut_validite": date(2026, 6, 30),
        "presence_niveau_langue_euro": False,
        "presence_niveau_numerique_euro": False,
        "identification": a_titulaire(),
        "table": a_table(COLONNES),
        "ligne": 2,
    }
    return Passage(**(sound | overrides))


def a_table(keys: Iterable[str], feuille: str | None = "Passages") -> Table:
    """Return a table whose columns are these, from A on, under the titles of the template."""
    return Table(
        feuille,
        {key: Header(rank, letter(rank), COLONNES[key].header) for rank, key in enumerate(keys)},
    )


def letter(rank: int) -> str:
    """Return the letters of one of the first 702 columns."""
    tens, units = divmod(rank, 26)
    return (chr(ord("A") + tens - 1) if tens else "") + chr(ord("A") + units)


def a_row(**cells: Raw) -> dict[str, Raw]:
    """Return the cells of a sound row, some of them changed or added."""
    return {**SOUND_CELLS, **cells}


def without(row: Mapping[str, Raw], *keys: str) -> dict[str, Raw]:
    """Return a row that lacks some columns."""
    return {key: cell for key, cell in row.items() if key not in keys}


def a_default(key: str, raw: Raw) -> Default:
    """Return a value given once, on the « Certificateur » sheet."""
    return Default(raw, Lieu("Certificateur", 3, COLONNES[key].header, "B3", key))


class Building:
    """Passages made out of rows that all have the columns of the first one.

    Attributes:
        passages: The passages.
        anomalies: The faults of each.
        sound: Whether each has all that the format wants.
        missing_columns: What is said of the columns that the table lacks.
    """

    def __init__(
        self,
        *rows: Mapping[str, Raw],
        version: str = DEFAULT_VERSION,
        defaults: Mapping[str, Raw] | None = None,
    ) -> None:
        self.table = a_table(rows[0])
        given = {key: a_default(key, raw) for key, raw in (defaults or {}).items()}
        builder = PassageBuilder(self.table, version, given)
        built = [
            builder.build(list(row.values()), ligne) for ligne, row in enumerate(rows, start=2)
        ]
        self.passages = [passage for passage, _, _ in built]
        self.anomalies = [list(anomalies) for _, anomalies, _ in built]
        self.sound = [sound for _, _, sound in built]
        self.missing_columns = list(builder.missing_columns)

    @property
    def codes(self) -> list[str]:
        """Codes of the faults of all rows, and of the columns that are missing."""
        return codes([*self.missing_columns, *(found for row in self.anomalies for found in row)])


def codes(anomalies: Iterable[Anomalie]) -> list[str]:
    return [anomalie.code for anomalie in anomalies]


def check(*passages: Passage) -> list[list[Anomalie]]:
    """Check passages one after another, as those of one file; return what is found of each."""
    controle = Controle(Contexte(TODAY))
    return [controle.check(passage) for passage in passages]
