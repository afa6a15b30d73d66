"""Rules between the cells that say who the holder is: names, sex, and what the NIR says of them.

The CDC compares names, sex, and year of birth with the registry of the social security: what is wrong here comes back as
« Aucun titulaire ne correspond ». A correction that rests on likeness is only ever proposed.
"""

from functools import lru_cache
from typing import Final

from accrochage.identite.homonymes import LIKELY, likelihood_of_namesake
from accrochage.identite.nir import Accord, NirLu, compare_lieu, read_nir
from accrochage.identite.patronymes import nom_meant_by, odds_of_swap
from accrochage.identite.prenoms import meant_by, sexe_of
from accrochage.modele import IdentifiantNational, Passage, Titulaire
from accrochage.referentiels.cles import fold
from accrochage.referentiels.patronymes import is_patronyme, rank_of
from accrochage.referentiels.prenoms import is_prenom
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.contexte import Contexte, Rule
from accrochage.regles.lecture.nettoyage import quote

_PARTICLES: Final = frozenset(
    {
        *("ait", "al", "abou", "bel", "ben", "bou", "da", "das", "de", "del", "della", "des", "di"),
        *("do", "dos", "du", "el", "ibn", "la", "le", "les", "mac", "mc", "o", "ould", "saint"),
        *("sainte", "san", "santa", "st", "ste", "van", "vande", "vanden", "vander", "von", "y"),
        *("petit", "grand", "gros", "bon", "beau", "vieux", "jeune"),
    }
)
"""Words, folded, that make one family name with a first name: SAINT MARTIN, BEN ALI, PETIT JEAN."""
_VERY_FREQUENT_NOM: Final = 500
"""Rank above which a family name that is a first name too is taken for a family name: Martin, Simon."""

_SWAPPED: Final = 1_000
_SWAPPED_ABROAD: Final = 10_000
"""Times likelier that name and first name must be when swapped: of 40 000 sound ones, one is then taken for swapped."""

_SEXES: Final = {"M": "masculin", "F": "féminin"}


def check_nom_et_prenom(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """NOM-12, NOM-14, NOM-15, PRE-04: name and first name are the same, hold one another, or are swapped."""
    titulaire = passage.identification
    if not isinstance(titulaire, Titulaire):
        return None
    nom, prenom = titulaire.nom_naissance, titulaire.prenom1
    if nom is None or prenom is None:
        return None
    found = None
    if len(nom) == len(prenom):
        found = _same(passage, nom, prenom)
    elif " " in nom or " " in prenom:
        found = _prenom_in_nom(passage, nom, prenom) or _nom_in_prenom(passage, nom, prenom)
    if found or not is_prenom(nom):
        return found
    return _swapped(passage, nom, prenom, titulaire.code_insee)


def _same(passage: Passage, nom: str, prenom: str) -> Anomalie | None:
    if fold(nom) != fold(prenom):
        return None
    message = (
        f"{quote(prenom)} est donné comme nom et comme prénom. Vérifiez sur la pièce d'identité."
    )
    return Anomalie("NOM-14", message, passage.ou("nomNaissance"), nom)


def _prenom_in_nom(passage: Passage, nom: str, prenom: str) -> Anomalie | None:
    rest = _without(nom, prenom)
    if not rest or not _is_whole_nom(rest):
        return None
    message = f"{quote(nom)} répète le prénom. Écrivez {quote(rest)}, si c'est bien le nom seul."
    return Anomalie("NOM-12", message, passage.ou("nomNaissance"), nom, rest)


def _nom_in_prenom(passage: Passage, nom: str, prenom: str) -> Anomalie | None:
    rest = _without(prenom, nom)
    if not rest or not is_prenom(rest):
        return None
    message = f"{quote(prenom)} répète le nom. Écrivez {quote(rest)}, si c'est bien le prénom seul."
    return Anomalie("PRE-04", message, passage.ou("prenom1"), prenom, rest)


def _without(text: str, part: str) -> str | None:
    """Return what a text has beside a word, or words, that it starts or ends with; None when it does not."""
    length = len(part)
    if len(text) < length + 2:
        return None
    if text[-length - 1] == " " and fold(text[-length:]) == fold(part):
        return text[: -length - 1]
    return text[length + 1 :] if text[length] == " " and fold(text[:length]) == fold(part) else None


def _is_whole_nom(text: str) -> bool:
    """Tell whether a text is a family name by itself, rather than the half of one: SAINT, BEN, or another first name."""
    if fold(text.rsplit(" ", maxsplit=1)[-1]) in _PARTICLES:
        return False
    return not is_prenom(text) or (rank_of(text) or _VERY_FREQUENT_NOM) < _VERY_FREQUENT_NOM


def _swapped(passage: Passage, nom: str, prenom: str, code_insee: str | None) -> Anomalie | None:
    least = _SWAPPED_ABROAD if _is_abroad(code_insee) else _SWAPPED
    if odds_of_swap(nom, prenom) < least:
        return None
    message = f"{quote(nom)} est plutôt un prénom, et {quote(prenom)} un nom de famille. S'ils sont inversés, échangez-les."
    return Anomalie("NOM-15", message, passage.ou("nomNaissance"), nom, prenom, (("prenom1", nom),))


def _is_abroad(code_insee: str | None) -> bool:
    """Tell whether somebody was born abroad, where other names are borne."""
    return code_insee is not None and code_insee.startswith("99")


def check_frappe_du_nom(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """NOM-17: nobody born in France bore the name, and a slip of the fingers makes it of a frequent one (INSEE, fichier des noms)."""
    titulaire = passage.identification
    if not isinstance(titulaire, Titulaire) or titulaire.nom_naissance is None:
        return None
    if is_patronyme(titulaire.nom_naissance):  # nearly all are, and to look for a slip takes longer
        return None
    meant = nom_meant_by(titulaire.nom_naissance)
    if not meant or _is_abroad(titulaire.code_insee):
        return None
    message = f"{quote(titulaire.nom_naissance)} : s'agit-il de {quote(meant)} ? Vérifiez sur la pièce d'identité."
    ou = passage.ou("nomNaissance")
    return Anomalie("NOM-17", message, ou, titulaire.nom_naissance, meant)


def check_frappe_du_prenom(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """PRE-05: nobody bears the first name, and a slip of the fingers makes it of a frequent one (INSEE, fichier des prénoms)."""
    titulaire = passage.identification
    if not isinstance(titulaire, Titulaire) or titulaire.prenom1 is None:
        return None
    meant = meant_by(titulaire.prenom1)
    if not meant or _is_abroad(titulaire.code_insee):
        return None
    message = f"{quote(titulaire.prenom1)} : s'agit-il de {quote(meant)} ? Vérifiez sur la pièce d'identité."
    return Anomalie("PRE-05", message, passage.ou("prenom1"), titulaire.prenom1, meant)


def check_nom_usage(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """NOM-13: the usage name repeats the birth name (dictionary 8.1, 8.2)."""
    titulaire = passage.identification
    if not isinstance(titulaire, Titulaire) or titulaire.nom_usage is None:
        return None
    nom, usage = titulaire.nom_naissance, titulaire.nom_usage
    if nom is None or (nom != usage and (len(nom) != len(usage) or fold(nom) != fold(usage))):
        return None
    message = "Le nom d'usage est le nom de naissance. Videz-le, ou vérifiez que le nom de naissance n'est pas celui du conjoint."
    return Anomalie("NOM-13", message, passage.ou("nomUsage"), usage, "")


def check_sexe(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """SEX-01: the first name is nearly always of the other sex (INSEE, fichier des prénoms)."""
    titulaire = passage.identification
    if not isinstance(titulaire, Titulaire):
        return None
    prenom, sexe = titulaire.prenom1, titulaire.sexe
    said = sexe_of(prenom) if prenom else None
    if said == sexe or said is None or sexe is None:
        return None
    message = f"{quote(prenom or '')} est un prénom presque toujours {_SEXES[said]}, et le sexe dit {sexe}. Vérifiez les deux."
    return Anomalie("SEX-01", message, passage.ou("sexe"), sexe, said)


def check_homonyme(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """IDT-03: the day or month of birth is missing, and somebody else born that year surely bears the same name.

    The CDC's second step tells them apart by month and day, and rejects when it cannot: « Plusieurs titulaires… ».
    """
    titulaire = passage.identification
    if not isinstance(titulaire, Titulaire) or (
        titulaire.mois_naissance is not None and titulaire.jour_naissance is not None
    ):
        return None
    namesake = likelihood_of_namesake(
        titulaire.nom_naissance, titulaire.prenom1, titulaire.sexe, titulaire.annee_naissance
    )
    if namesake.same_year < LIKELY:
        return None
    key = "jourNaissance" if titulaire.mois_naissance else "moisNaissance"
    columns = passage.table.columns
    if key not in columns and "dateNaissance" in columns:
        key = "dateNaissance"
    message = "Plusieurs personnes nées cette année-là portent sans doute ce nom et ce prénom : il faut le jour et le mois de naissance pour les distinguer. Complétez la date."
    return Anomalie("IDT-03", message, passage.ou(key))


# --- NIR; what it says is never repeated


def check_nir_sexe(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """NIR-03: the NIR is that of the other sex."""
    if passage.etat_civil is None:
        return None
    nir, sexe = _nir(passage), passage.etat_civil.sexe
    if nir is None or sexe is None or nir.sexe == sexe:
        return None
    message = f"Le NIR n'est pas celui d'une personne de sexe {_SEXES[sexe]}. Recopiez-le de l'attestation de droits."
    return Anomalie("NIR-03", message, passage.ou("nir"))


def check_nir_naissance(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """NIR-04: the NIR has another year or month of birth."""
    if passage.etat_civil is None:
        return None
    nir, titulaire = _nir(passage), passage.etat_civil
    if nir is None or titulaire.annee_naissance is None:
        return None
    if titulaire.annee_naissance % 100 != nir.annee:
        what = f"née en {titulaire.annee_naissance}"
    elif nir.mois and titulaire.mois_naissance and nir.mois != titulaire.mois_naissance:
        what = f"née en {titulaire.mois_naissance:02}/{titulaire.annee_naissance}"
    else:
        return None
    message = f"Le NIR n'est pas celui d'une personne {what}. Vérifiez les deux."
    return Anomalie("NIR-04", message, passage.ou("nir"))


def check_nir_lieu(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """NIR-05, NIR-06: the NIR has another birth place, by far or nearly."""
    if passage.etat_civil is None:
        return None
    nir, titulaire = _nir(passage), passage.etat_civil
    if nir is None or titulaire.code_insee is None or not titulaire.code_insee[2:].isdigit():
        return None
    accord = compare_lieu(nir.lieu, titulaire.code_insee, titulaire.annee_naissance)
    if accord is Accord.MEME:
        return None
    if accord is Accord.AUTRE:
        message = f"Le NIR n'est pas celui d'une personne née dans la commune ou le pays {titulaire.code_insee}. Vérifiez les deux."
        return Anomalie("NIR-05", message, passage.ou("nir"))
    message = f"Le NIR donne un lieu de naissance voisin de {titulaire.code_insee}, mais différent. En cas de doute, vérifiez les deux."
    return Anomalie("NIR-06", message, passage.ou("nir"))


@lru_cache(2)
def _read_nir(number: str) -> NirLu | None:
    return read_nir(number)


def _nir(passage: Passage) -> NirLu | None:
    """Return what the NIR of a passage says; three rules ask in a row."""
    identity = passage.identification
    if not isinstance(identity, IdentifiantNational) or identity.nir is None:
        return None
    return _read_nir(identity.nir)


RULES: Final[tuple[Rule, ...]] = (
    check_nom_et_prenom,
    check_frappe_du_nom,
    check_frappe_du_prenom,
    check_nom_usage,
    check_sexe,
    check_homonyme,
    check_nir_sexe,
    check_nir_naissance,
    check_nir_lieu,
)
"""Every rule of this module, in the order of the rubriques."""
