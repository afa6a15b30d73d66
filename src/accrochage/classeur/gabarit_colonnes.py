"""What the columns of the template are: which, in which order, under which title, and what their comments say."""

from collections.abc import Collection
from enum import Enum
from typing import Final, NamedTuple

from accrochage.dictionnaire import (
    COLONNES,
    COMPOSITE_OF,
    SHEET_COLUMNS,
    WRITTEN_BY_AGRAFE,
    Bloc,
    Code,
    Colonne,
    Composite,
    Kind,
    Presence,
    Rubrique,
    rubrique,
)

DEFAULT_COLUMNS: Final = (
    "type",
    "code",
    "obtentionCertification",
    "donneeCertifiee",
    "presenceNiveauLangueEuro",
    "presenceNiveauNumeriqueEuro",
    "modaliteAcces",
)
"""Rubriques that the « Certificateur » sheet may give once for all the rows where the cell is empty."""

_SUBJECTS: Final = (
    # Who
    *("idTechnique", "nomNaissance", "prenom1", "dateNaissance", "sexe", "nomUsage"),
    *("codeInsee", "codePostal", "prenom2", "prenom3", "libelleCommuneNaissance"),
    *("codePaysNaissance", "libellePaysNaissance"),
    # Which certification, delivered when
    *("type", "code", "libelleOption", "dateDebutValidite", "dateFinValidite"),
    *("obtentionCertification", "donneeCertifiee", "urlPreuve"),
    # With which results
    *("presenceNiveauLangueEuro", "niveauLangueEuropeen"),
    *("presenceNiveauNumeriqueEuro", "scoreGeneral", "resultats", "scoring", "mentionValidee"),
    # How the holder came to it
    *("modaliteAcces", "voieAccessVAE", "initiativeInscription", "dateInscription"),
    # Through which examination
    *("dateDebutExamen", "dateFinExamen", "modalitePassageExamen", "codePostalCentreExamen"),
    # Who, said otherwise
    *("idDossier", "nomTitulaire", "prenom1Titulaire", "nir"),
)
"""Keys by subject, as a secretary thinks of them; a rubrique that is not listed comes last in its band."""

_NOT_ON_PASSAGES: Final = WRITTEN_BY_AGRAFE.union(COMPOSITE_OF, SHEET_COLUMNS)
_RANKS: Final = {key: rank for rank, key in enumerate(_SUBJECTS)}
_OTHER_IDENTITIES: Final = (Bloc.DOSSIER, Bloc.IDENTIFIANT_NATIONAL)
_CIVIL_IDENTITY: Final = frozenset({"prenom1", "dateNaissance", "sexe"})
_USUAL_WIDTHS: Final = {Kind.NAME: 24, Kind.FIRST_NAME: 18, Kind.TEXT: 24}
_NARROWEST: Final = 12
_WIDEST: Final = 54

_NOT_IN_EXAMPLE: Final = frozenset(
    {
        *("idDossier", "nomTitulaire", "prenom1Titulaire", "nir"),  # the civil identity is given
        *("codePostal", "codePaysNaissance"),  # a French INSEE code is given
        *("niveauLangueEuropeen", "scoreGeneral", "resultats"),  # the example attests neither
        "scoring",  # it is obtained « par admission »
        "voieAccessVAE",  # and after a training course
    }
)
"""Rubriques whose own example would contradict the others on the example row."""


class Bande(Enum):
    """A band of columns; the value is what is written above them."""

    OBLIGATOIRE = "Obligatoires *"
    SELON_LE_CAS = "Selon le cas"
    FACULTATIVE = "Facultatives"
    AJOUTEE = "Autres colonnes de votre fichier"


class GabaritColonne(NamedTuple):
    """A column of the « Passages » sheet.

    Attributes:
        entry: What the dictionary says of it.
        bande: The band where it stands.
    """

    entry: Colonne
    bande: Bande

    @property
    def title(self) -> str:
        """Title of the column; a star marks those that must be filled."""
        return marked(self.entry, required=self.bande is Bande.OBLIGATOIRE)

    @property
    def width(self) -> int:
        """Width in characters: its title on three lines with the filter's arrow, its example, the words of its list."""
        words = [len(word) + 5 for word in self.title.split()]
        texts = [len(text) + 3 for text in (self.entry.example, *map(shown, self.entry.codes))]
        usual = _USUAL_WIDTHS.get(self.entry.kind, _NARROWEST)
        return min(max(usual, *words, *texts, len(self.title) // 2 + 5), _WIDEST)

    def example(self) -> str:
        """Return what the example row says in this column, nothing where it would contradict another."""
        return "" if self.entry.key in _NOT_IN_EXAMPLE else self.entry.example


def marked(entry: Colonne, *, required: bool) -> str:
    """Return the title of a column, with its star when it must be filled; the recognition of headers ignores the star."""
    return f"{entry.header}\u00a0*" if required else entry.header


def shown(code: Code) -> str:
    """Return how the lists show a code: in French, but for the one-letter codes (M, F) that everybody types."""
    return code.value if len(code.value) == 1 else code.libelle


def is_wanted(entry: Colonne, version: str) -> bool:
    """Tell whether the « Passages » sheet of a version of the format has this column."""
    if isinstance(entry, Composite):
        return True
    return entry.known_in(version) and entry.key not in _NOT_ON_PASSAGES


def gabarit_colonnes(version: str, filled: Collection[str] = ()) -> tuple[GabaritColonne, ...]:
    """Return the columns of the « Passages » sheet.

    Args:
        version: Version of the format, `"1.1.5"`.
        filled: Keys that the rows fill: a column that the sheet would not have is added for them.

    Returns:
        The columns, required ones first, each band by subject.
    """
    entries = sorted(COLONNES.values(), key=lambda entry: _RANKS.get(entry.key, len(_RANKS)))
    usual = [GabaritColonne(entry, _bande(entry)) for entry in entries if is_wanted(entry, version)]
    added = [
        GabaritColonne(entry, Bande.AJOUTEE)
        for key, entry in COLONNES.items()
        if key in filled and not is_wanted(entry, version)
    ]
    bandes = list(Bande)
    return (*sorted(usual, key=lambda colonne: bandes.index(colonne.bande)), *added)


def _bande(entry: Colonne) -> Bande:
    if isinstance(entry, Rubrique) and entry.bloc in _OTHER_IDENTITIES:
        return Bande.SELON_LE_CAS
    if entry.presence is Presence.REQUIRED:
        return Bande.OBLIGATOIRE
    return Bande.FACULTATIVE if entry.presence is Presence.OPTIONAL else Bande.SELON_LE_CAS


def header_comment(colonne: GabaritColonne, version: str) -> str:
    """Return what the comment of a header says: what, whether, under which form, for example, where from."""
    entry = colonne.entry
    added = colonne.bande is Bande.AJOUTEE
    what = [
        f"{entry.header.upper()} : {'colonne de votre fichier' if added else _presence(entry)}",
        entry.help,
    ]
    how = [
        "" if added else f"Cellule vide : {_when_empty(entry, version)}",
        f"Forme : {form(entry)}.",
        f"Exemple : {entry.example}" if entry.example else "",
        f"Où le trouver : {entry.where}" if entry.where else "",
    ]
    return "\n".join((*what, "", *filter(None, how)))


def _presence(entry: Colonne) -> str:
    if isinstance(entry, Rubrique) and entry.bloc in _OTHER_IDENTITIES:
        return "à la place de l'état civil"
    return {
        Presence.REQUIRED: "obligatoire",
        Presence.REQUIRED_OR_NIL: "à remplir quand l'information existe",
        Presence.CONDITIONAL: "selon le cas",
        Presence.OPTIONAL: "facultatif",
    }[entry.presence]


def _when_empty(entry: Colonne, version: str) -> str:
    """Say what an empty cell means: a fault, a value given elsewhere, nil, or nothing."""
    if isinstance(entry, Rubrique) and entry.bloc in _OTHER_IDENTITIES:
        named = entry.kind in {Kind.NAME, Kind.FIRST_NAME}
        return "l'état civil est repris." if named else "le titulaire est désigné autrement."
    if entry.key == "type":
        return "le préfixe du code, RNCP ou RS, en tient lieu."
    if entry.presence is Presence.REQUIRED_OR_NIL or entry.key == "codePostal":
        meaning = "l'absence de valeur (« nil ») est transmise à la Caisse des Dépôts, qui l'admet."
    elif entry.presence is not Presence.REQUIRED:
        meaning = "rien n'est transmis pour cette rubrique."
    elif entry.key in _CIVIL_IDENTITY:
        meaning = f"la ligne ne peut pas partir, sauf si {_other_identities(version)} désigne le titulaire."
    else:
        meaning = "la ligne ne peut pas partir."
    taken = "la valeur de la feuille « Certificateur » est reprise ; sinon, "
    return taken + meaning if entry.key in DEFAULT_COLUMNS else meaning


def _other_identities(version: str) -> str:
    return "un dossier EDOF ou un NIR" if rubrique("nir").known_in(version) else "un dossier EDOF"


def form(entry: Colonne) -> str:
    """Say under which form a value is typed: `"texte, 60 caractères au plus"`."""
    if entry.codes:
        return _choice(entry)
    if isinstance(entry, Composite):
        return _COMPOSITE_FORMS[entry.kind]
    if entry.kind in _FORMS:
        return _FORMS[entry.kind]
    if entry.kind is Kind.INTEGER:
        return f"nombre entier, de {entry.minimum} à {_thousands(entry.maximum)}"
    return _length(entry)


_FORMS: Final = {
    Kind.DATE: "date, jour/mois/année, l'année sur quatre chiffres",
    Kind.NIR: "13 caractères, ou 15 avec la clé ; les espaces sont permis",
}
_COMPOSITE_FORMS: Final = {
    Kind.BIRTH_DATE: "jour/mois/année, ou mois/année, ou année seule",
    Kind.COMPETENCES: "domaine.compétence=niveau, autant de fois qu'il le faut",
}


def _choice(entry: Colonne) -> str:
    words = [shown(code) for code in entry.codes]
    if len(words) == 2:
        return " ou ".join(words)
    return "un choix de la liste : " + " ; ".join(words)


def _length(entry: Rubrique) -> str:
    if entry.min_length == entry.max_length:
        return f"{entry.max_length} caractères exactement"
    what = "texte" if entry.kind is not Kind.IDENTIFIER else "lettres et chiffres"
    return f"{what}, {entry.max_length} caractères au plus"


def _thousands(number: int | None) -> str:
    return f"{number:,}".replace(",", "\u00a0")
