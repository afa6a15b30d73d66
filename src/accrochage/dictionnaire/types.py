"""The shape of an entry of the data dictionary."""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

OFFICIAL_SPELLINGS: Final = {"voieAccessVAE": "voie_acces_vae"}  # the XSD writes "Access"


class Presence(StrEnum):
    """How much a rubrique is wanted, in the words of the CDC's dictionary."""

    REQUIRED = "obligatoire"
    REQUIRED_OR_NIL = "obligatoire, sauf nil"
    OPTIONAL = "facultative"
    CONDITIONAL = "conditionnelle"


class Kind(StrEnum):
    """What a value is; decides how a cell is read, checked and formatted."""

    TEXT = "texte"
    IDENTIFIER = "identifiant"
    NAME = "nom"
    FIRST_NAME = "prénom"
    DATE = "date"
    TIMESTAMP = "date et heure"
    BOOLEAN = "oui ou non"
    INTEGER = "nombre entier"
    CODE = "choix dans une liste"
    NIR = "NIR"
    BIRTH_DATE = "date de naissance"
    COMPETENCES = "liste de résultats"


class Bloc(Enum):
    """The element of the format that holds a rubrique; the value is its path from the root, `flux` left out."""

    FLUX = ()
    EMETTEUR = ("emetteur",)
    CERTIFICATEUR = (*EMETTEUR, "certificateurs", "certificateur")
    CERTIFICATION = (*CERTIFICATEUR, "certifications", "certification")
    PASSAGE = (*CERTIFICATION, "passageCertifications", "passageCertification")
    NUMERIQUE = (*PASSAGE, "niveauNumeriqueEuropeen")
    RESULTAT = (*NUMERIQUE, "resultats", "resultat")
    MODALITES = (*PASSAGE, "modalitesInscription")
    DOSSIER = (*PASSAGE, "identificationTitulaire", "dossierFormation")
    TITULAIRE = (*PASSAGE, "identificationTitulaire", "titulaire")
    IDENTIFIANT_NATIONAL = (*PASSAGE, "identificationTitulaire", "identifiantNational")


@dataclass(frozen=True, slots=True)
class Code:
    """A value of an enumeration.

    Attributes:
        value: The official code, as sent in the XML.
        libelle: What it means, in French, as shown in the drop-down lists.
        synonyms: Other spellings met in workbooks; case, accents and punctuation do not matter.
    """

    value: str
    libelle: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubrique:
    """One rubrique of the format: an element of the XSD that holds a value.

    Attributes:
        name: Name of the element, spelt as in the XSD.
        bloc: The element that holds it.
        within: Elements between the bloc and this one (only the choice of a birth place has some).
        key: Unique name; the element's own unless two blocs share it.
        presence: Must it be given, within its bloc?
        kind: Type of the value.
        min_length, max_length: Length in characters, bounds included, for texts.
        minimum, maximum: Bounds, included, for integers.
        pattern: Regular expression of the XSD that the whole value must match, if any.
        shape: A stricter regular expression than the XSD's; a value off it earns an `alerte`.
        codes: The enumeration, in the order of the XSD; empty when the value is free.
        open_codes: The XSD takes other values than `codes`, which are then only the usual ones.
        header: Column title in French.
        help: What it is, in one or two French sentences.
        where: Where the user finds it.
        example: A value as the user types it.
        synonyms: Other column titles met; case, accents and punctuation do not matter.
        source: Rubrique of the CDC's dictionary, article or version that the entry rests on.
        nil_allowed: The XSD accepts nil although the rubrique is not « obligatoire, sauf nil ».
        since, until: First and last version of the format that knows it.
    """

    name: str
    bloc: Bloc
    presence: Presence
    kind: Kind
    header: str
    help: str
    example: str
    source: str
    key: str = ""
    within: tuple[str, ...] = ()
    where: str = ""
    min_length: int | None = None
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None
    shape: str | None = None
    codes: tuple[Code, ...] = ()
    open_codes: bool = False
    nil_allowed: bool = False
    synonyms: tuple[str, ...] = ()
    since: str = "1.1.2"
    until: str | None = None

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", self.name)

    @property
    def path(self) -> tuple[str, ...]:
        """Names of the elements from the root (left out) to this one."""
        return (*self.bloc.value, *self.within, self.name)

    @property
    def field(self) -> str:
        """Name of the attribute of the data class that holds the value."""
        spelt = OFFICIAL_SPELLINGS.get(self.name)
        return spelt or re.sub(r"(?<=[a-z0-9])([A-Z]+)", r"_\1", self.name).lower()

    @property
    def nillable(self) -> bool:
        """Does the XSD accept `xsi:nil="true"` here?"""
        return self.nil_allowed or self.presence is Presence.REQUIRED_OR_NIL

    def known_in(self, version: str) -> bool:
        """Tell whether a version of the format (`"1.1.5"`) knows this rubrique."""
        rank = version_rank(version)
        if rank < version_rank(self.since):
            return False
        return self.until is None or rank <= version_rank(self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite:
    """One column of the workbook that fills several rubriques (a birth date, a list of results).

    Attributes:
        key: Unique name, in the same space as the keys of the rubriques.
        kind: How the cell is read.
        parts: Keys of the rubriques that it fills.
        presence, header, help, where, example, synonyms, source: As for a rubrique.
    """

    key: str
    kind: Kind
    parts: tuple[str, ...]
    presence: Presence
    header: str
    help: str
    example: str
    source: str
    where: str = ""
    synonyms: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


Colonne = Rubrique | Composite


def version_rank(version: str) -> tuple[int, ...]:
    """Rank of a version of the format: `"1.1.5"` gives `(1, 1, 5)`.

    Raises:
        ValueError: The version is not made of numbers and dots.
    """
    return tuple(int(part) for part in version.split("."))
