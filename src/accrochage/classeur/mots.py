"""Likeness of a title to the columns that Agrafe knows: the same words in another order, abridged, in English, or misspelt."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from math import log
from typing import Final

from accrochage.classeur.entetes import ONLY_AS_SPELT
from accrochage.dictionnaire import COLONNES

Words = frozenset[str]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HUMP = re.compile(r"(?<=[a-z0-9é])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_SMALL: Final = _set(
    "d de du des l la le les et ou a au aux en un une the of and or is votre vos quel quelle est etes vous dans s "
    "si er e eme"
)
_PERSONS: Final = re.compile(
    r"(?:candidat|candidate|cand|titulaire|tit|stagiaire|stag|apprenant|apprenante|app|apprenti|apprentie|beneficiaire|benef|personne"
    r"|eleve|etudiant|etudiante|participant|participante|laureat|laureate|certifie|certifiee|student|learner|trainee|holder"
    r"|person|user|individu|usager)s?"
)
"""Words for the person whom a table is about: they tell nothing of the column."""

_MARKS: Final = frozenset({"code", "numero", "id", "ref", "matricule", "num", "no", "number", "cd"})

_PHRASES: Final[tuple[tuple[str, str], ...]] = (
    ("date of birth", "date naissance"),
    ("place of birth", "commune naissance"),
    ("first name", "prenom"),
    ("given name", "prenom"),
    ("given names", "prenom"),
    ("middle name", "prenom deux"),
    ("last name", "nom naissance"),
    ("family name", "nom naissance"),
    ("birth name", "nom naissance"),
    ("maiden name", "nom naissance"),
    ("married name", "nom usage"),
    ("nom famille", "nom naissance"),
    ("nom patronymique", "nom naissance"),
    ("jeune fille", "naissance"),
    ("prenom usuel", "prenom"),
    ("zip code", "code postal"),
    ("social security number", "nir"),
    ("securite sociale", "nir"),
    ("numero insee", "nir"),
    ("ne le", "date naissance"),
    ("nee le", "date naissance"),
    ("ne a", "commune naissance"),
    ("nee a", "commune naissance"),
    ("valid until", "date fin validite"),
    ("valid to", "date fin validite"),
    ("valid from", "date delivrance"),
    ("valable jusqu", "date fin validite"),
    ("valide jusqu", "date fin validite"),
    ("date limite validite", "date fin validite"),
    ("homme femme", "sexe"),
    ("h f", "sexe"),
    ("m f", "sexe"),
    ("f h", "sexe"),
    ("f m", "sexe"),
    ("code france competences", "code certification"),
)
"""Words that go together, once small words and accents are gone, and the words of the dictionary that they stand for."""

_SYNONYMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("birth", "nais", "naiss", "natal", "born", "ne", "nee"), "naissance"),
    **dict.fromkeys(
        ("birthdate", "birthday", "dob", "ddn", "datenaiss", "datenais"), "date naissance"
    ),
    **dict.fromkeys(("birthplace", "villenaiss", "comnaiss"), "commune naissance"),
    **dict.fromkeys(("name", "nm"), "nom"),
    **dict.fromkeys(("surname", "lastname", "lname", "patronyme"), "nom naissance"),
    **dict.fromkeys(("firstname", "forename", "fname", "pren", "prn", "prenoms"), "prenom"),
    **dict.fromkeys(("marital", "usuel", "epouse", "epoux", "us", "usg"), "usage"),
    **dict.fromkeys(("second", "deuxieme", "middle", "2"), "deux"),
    **dict.fromkeys(("troisieme", "third", "3"), "trois"),
    **dict.fromkeys(("premier", "premiere", "first", "1"), "un"),
    **dict.fromkeys(("dt", "dte", "dat", "day"), "date"),
    **dict.fromkeys(("gender", "sex", "sx", "genre", "civilite", "civ", "title"), "sexe"),
    **dict.fromkeys(("lieu", "ville", "city", "town", "com", "localite", "place"), "commune"),
    **dict.fromkeys(("country", "nation"), "pays"),
    **dict.fromkeys(("cd", "cde", "cod"), "code"),
    **dict.fromkeys(("cp", "zip", "zipcode", "postcode"), "code postal"),
    **dict.fromkeys(("postal", "poste"), "postal"),
    **dict.fromkeys(("ssn", "nss", "secu"), "nir"),
    **dict.fromkeys(
        ("rncp", "rs", "fiche", "certif", "cert", "certification", "certificat", "certificate"),
        "certification",
    ),
    **dict.fromkeys(
        ("diplome", "titre", "diploma", "degree", "parchemin", "attestation"), "certification"
    ),
    **dict.fromkeys(
        (
            "obtention",
            "obtenu",
            "obtenue",
            "obt",
            "award",
            "awarded",
            "issue",
            "issued",
            "emission",
        ),
        "delivrance",
    ),
    **dict.fromkeys(
        ("delivery", "delivered", "deliv", "delivr", "delivre", "delivree", "graduation", "remise"),
        "delivrance",
    ),
    **dict.fromkeys(("expiry", "expiration", "expires", "expire", "echeance"), "fin validite"),
    **dict.fromkeys(("val", "valid", "validity"), "validite"),
    **dict.fromkeys(("deb", "start", "begin", "beginning"), "debut"),
    **dict.fromkeys(("end",), "fin"),
    **dict.fromkeys(("exam", "test", "epreuve", "epreuves", "examens"), "examen"),
    **dict.fromkeys(
        ("registration", "enrolment", "enrollment", "insc", "inscrit", "inscrite"), "inscription"
    ),
    **dict.fromkeys(("level", "niv"), "niveau"),
    **dict.fromkeys(("cefr", "cecr"), "cecrl"),
    **dict.fromkeys(("language",), "langue"),
    **dict.fromkeys(("grade", "mark", "note", "scoring", "points"), "score"),
    **dict.fromkeys(("honours", "honors", "distinction"), "mention"),
    **dict.fromkeys(("ref", "reference", "identifier", "matricule", "identifiant"), "identifiant"),
    **dict.fromkeys(("external", "externe", "interne", "internal"), "technique"),
    **dict.fromkeys(("id", "uid", "uuid", "key"), "identifiant"),
    **dict.fromkeys(("num", "no", "nb", "number", "n"), "numero"),
    **dict.fromkeys(("lib", "lbl", "label"), "libelle"),
    **dict.fromkeys(("typ",), "type"),
    **dict.fromkeys(("year", "an", "annee"), "annee"),
    **dict.fromkeys(("month",), "mois"),
    **dict.fromkeys(("proof", "verification", "preuve"), "preuve"),
    **dict.fromkeys(("link", "lien", "url"), "url"),
    **dict.fromkeys(
        ("comment", "comments", "remarque", "remarques", "obs", "observation", "observations"),
        "commentaire",
    ),
    **dict.fromkeys(("commentaires",), "commentaire"),
    **dict.fromkeys(("modalites", "mode"), "modalite"),
}
"""The word of the dictionary that another one stands for."""

_ELSEWHERE: Final = _set(
    "tuteur tutrice entreprise ent employeur societe company employer formateur formatrice trainer parent pere mere "
    "conjoint responsable legal jury president organisme adresse address mail email courriel tel telephone phone "
    "portable mobile fax siret siren iban rib facture montant prix financeur opco commercial evaluateur correcteur "
    "contact urgence manager surveillant session formation stage promotion classe groupe cours maj update updated "
    "created creat creation modif modification statut status paye paiement nationalite intitule libelle region "
    "departement diplomes prepare preparee visee duree rappel login password profession emploi poste metier "
    "signature photo horodateur ordre"
)
"""Words of what the CDC does not ask: somebody or something else than the person and his certification."""


def likeness(title: str) -> dict[str, float]:
    """Return how much a title is like each column, from 0 to 1, by key of the dictionary; columns unlike it are left out."""
    words = read_words(title)
    scores: dict[str, float] = {}
    for key, spellings in _vocabulary().items():
        score = max((_score(words, spelling) for spelling in spellings), default=0.0)
        if score > 0:
            scores[key] = score
    return scores


def _score(words: Words, spelling: Words) -> float:
    """Compare the words of a title with those of a spelling: rare words weigh more than common ones."""
    common = words & spelling
    if not common:
        return 0.0
    score = 2 * _weight(common) / (_weight(words) + _weight(spelling))
    if common <= _VAGUE and words != spelling:
        score *= 0.3
    for extra in words - spelling:
        if extra in _ELSEWHERE:
            score *= 0.3
        elif extra in _TURNING:
            score *= 0.4
    missing = spelling - words
    if missing & _NEEDED or ("naissance" in missing and "nom" not in spelling):
        score *= 0.5
    return score


_VAGUE: Final = _set(
    "un deux trois numero date code type libelle niveau modalite debut fin naissance certification"
)
"""Words that, alone, make no two titles alike."""

_TURNING: Final = frozenset(
    {"naissance", "usage", "fin", "deux", "trois", "examen", "inscription", "nom", "prenom"}
)
"""Words that make another column of the one that they are added to."""


_NEEDED: Final = frozenset({"examen", "centre", "pays", "commune", "usage", "dossier"})
"""Words without which a title does not mean a column whose every title bears them."""


def _weight(words: Words) -> float:
    return sum(_rarity(word) for word in words)


@cache
def _rarity(word: str) -> float:
    """Return the weight of a word: the fewer columns bear it, the more it tells; one that none bears tells of something else."""
    columns = _frequencies()
    return 0.5 + log((1 + len(COLONNES)) / (1 + columns.get(word, 0)))


@cache
def _frequencies() -> Mapping[str, int]:
    return Counter(
        word for spellings in _vocabulary().values() for word in frozenset().union(*spellings)
    )


@cache
def _vocabulary() -> Mapping[str, frozenset[Words]]:
    """Words of every title that a column may bear, by key.

    « Nom du titulaire » is said of the civil identity first: what the EDOF folder repeats must be named after it.
    """
    found = {
        key: frozenset(_canonical(_split(text)) for text in _titles(key)) - {frozenset()}
        for key in COLONNES
    }
    for key in ("nomTitulaire", "prenom1Titulaire"):
        found[key] = frozenset(words for words in found[key] if "dossier" in words)
    return found


def _titles(key: str) -> tuple[str, ...]:
    entry = COLONNES[key]
    spelt = () if key in ONLY_AS_SPELT else (key,)
    return (entry.header, *spelt, *entry.synonyms)


@lru_cache(maxsize=1024)
def read_words(title: str) -> Words:
    """Return the words of a title, as the dictionary would say them: « DtNais » gives date, naissance."""
    return frozenset(_mended(word) for word in _canonical(_split(title)))


def _split(text: str) -> list[str]:
    """Cut a title into words without accents: at blanks and signs, and at the humps of camelCase."""
    spaced = _HUMP.sub(" ", text.replace("n°", "numero ").replace("N°", "numero "))
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    return _WORD.findall(plain.replace("(e)", "e"))


def _canonical(words: Sequence[str]) -> Words:
    kept = [word for word in words if not _PERSONS.fullmatch(word)]
    told = [word for word in kept if word not in _SMALL]
    if len(kept) < len(words) and len(told) == 1 and told[0] in _MARKS:
        return frozenset({"identifiant"})  # « Code stagiaire », « N° de candidat »
    text = f" {' '.join(told)} "
    # « né le », « h/f » hold small words: they are looked for first, small words and all
    whole = f" {' '.join(kept)} "
    for phrase, meaning in _PHRASES:
        if f" {phrase} " in whole and f" {phrase} " not in text:
            text += f"{meaning} "
        text = text.replace(f" {phrase} ", f" {meaning} ")
    return frozenset(part for word in text.split() for part in _SYNONYMS.get(word, word).split())


def _mended(word: str) -> str:
    """Return the known word that an unknown one abridges or misspells; the word itself when there is none."""
    known = _frequencies()
    if word in known or word in _ELSEWHERE or len(word) < 3:
        return word
    if len(word) < 9:
        whole = {other for other in known if other.startswith(word)}
        if len(whole) == 1:
            return whole.pop()
    near = get_close_matches(word, known, n=1, cutoff=0.85) if len(word) > 4 else []
    return near[0] if near else word
