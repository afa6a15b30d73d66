"""The messages of an accusé de traitement: what each means, what to check, who can act.

Seen in accusés that others published, or quoted by them; the CDC's own list (« Guide pour les fichiers traités avec erreur ») was
not read. What each step of the search compares is told on the portal (« Malgré la vérification de mes données… »).
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from accrochage.identite.encodage import unspoilt
from accrochage.referentiels.cles import fold
from accrochage.regles.anomalie import Gravite


class Acteur(StrEnum):
    """Who can do something about a message."""

    CERTIFICATEUR = "certificateur"
    TITULAIRE = "titulaire"
    CDC = "CDC"


class Message(NamedTuple):
    """A message that the CDC writes beside a passage.

    Attributes:
        code: Stable code (`"MSG-AUCUN-TITULAIRE"`).
        titre: What happened, in a few French words.
        literal: The message as the CDC writes it; `{bcr}` and `{id_technique}` stand for what changes. Empty for the unknown one.
        pattern: What the message holds once folded (no case, accent, blank or punctuation).
        gravite: `ERREUR` when the passage was not recorded, `CONSEIL` when there is nothing to send again.
        cause: Why the CDC says so, in a French sentence.
        explication: What it means for the user, in two French sentences at most.
        a_verifier: Rubriques to check, by key of the dictionary.
        acteurs: Who can act, the first one first.
        source: Where the message was seen.
        exact: Is `literal` the very text of the CDC?
    """

    code: str
    titre: str
    literal: str
    pattern: re.Pattern[str]
    gravite: Gravite
    cause: str
    explication: str
    a_verifier: tuple[str, ...]
    acteurs: tuple[Acteur, ...]
    source: str
    exact: bool = True

    @property
    def accepte(self) -> bool:
        """Is the passage recorded, whatever the section of the accusé where it stands?"""
        return self.gravite is Gravite.CONSEIL


_IDENTITE: Final = ("nomNaissance", "prenom1", "sexe", "anneeNaissance")
_JOUR: Final = ("moisNaissance", "jourNaissance")
_LIEU: Final = ("codeInsee", "codePostal", "libelleCommuneNaissance", "codePaysNaissance")
_PRENOMS: Final = ("prenom2", "prenom3")
_BOTH: Final = (Acteur.CERTIFICATEUR, Acteur.TITULAIRE)

_ALL: Final = (
    Message(
        code="MSG-AUCUN-TITULAIRE",
        titre="Aucun titulaire reconnu",
        literal="Aucun titulaire ne correspond aux critères obligatoires",
        pattern=re.compile("aucuntitulaire(?!.*(?:enrichi|reconciliation))"),
        gravite=Gravite.ERREUR,
        cause="Personne, dans le registre d'identité de la CNAV, n'a à la fois ce nom de naissance, ce prénom, ce sexe et cette année de naissance.",
        explication=(
            "La Caisse des Dépôts n'a trouvé personne qui ait à la fois ce nom de naissance, ce prénom, ce sexe et cette année de naissance. "
            "Le plus souvent, le nom d'usage a été donné pour le nom de naissance, ou le prénom n'est pas le premier de l'état civil."
        ),
        a_verifier=_IDENTITE,
        acteurs=_BOTH,
        source="jeux d'essai de Pix ; accusé qu'un convertisseur publié (qm124) cite ; article de BCdiploma",
    ),
    Message(
        code="MSG-AUCUN-TITULAIRE-DATE",
        titre="Aucun titulaire né ce jour-là",
        literal="Aucun titulaire ne correspond aux critères obligatoires enrichis du jour et du mois de naissance",
        pattern=re.compile("aucuntitulaire(?!.*reconciliation).*(?:jour|mois).*naissance"),
        gravite=Gravite.ERREUR,
        cause="Plusieurs personnes ont ce nom de naissance, ce prénom, ce sexe et cette année de naissance ; aucune n'est née ce jour-là.",
        explication=(
            "Plusieurs personnes portent ce nom, mais aucune n'est née à cette date. "
            "Le jour et le mois sont faux, intervertis, ou absents."
        ),
        a_verifier=(*_JOUR, "anneeNaissance"),
        acteurs=_BOTH,
        source="jeux d'essai de Pix ; article de BCdiploma",
    ),
    Message(
        code="MSG-AUCUN-TITULAIRE-LIEU",
        titre="Aucun titulaire né à cet endroit",
        literal="Aucun titulaire ne correspond aux critères de réconciliation",
        pattern=re.compile("aucuntitulaire.*reconciliation"),
        gravite=Gravite.ERREUR,
        cause="Plusieurs personnes sont nées ce jour-là sous ce nom ; aucune n'a ce lieu de naissance ou ces autres prénoms.",
        explication=(
            "Plusieurs personnes ont ce nom et cette date de naissance, mais le lieu de naissance ou les autres prénoms n'en désignent aucune. "
            "Corrigez-les d'après une pièce d'identité, et retirez les rubriques facultatives dont vous doutez."
        ),
        a_verifier=(*_LIEU, *_PRENOMS),
        acteurs=_BOTH,
        source="article de BCdiploma, qui ne cite que les derniers mots",
        exact=False,
    ),
    Message(
        code="MSG-PLUSIEURS-TITULAIRES",
        titre="Plusieurs titulaires possibles",
        literal="Plusieurs titulaires ont été identifiés",
        pattern=re.compile("plusieurstitulaires"),
        gravite=Gravite.ERREUR,
        cause="Plusieurs personnes répondent encore à tout ce qui a été donné.",
        explication=(
            "Plusieurs personnes ont tout ce que vous avez donné, et rien ne les départage. "
            "Complétez : jour et mois, lieu de naissance, autres prénoms, ou le NIR depuis la version 1.1.5 du format."
        ),
        a_verifier=(*_JOUR, *_LIEU, *_PRENOMS, "nir"),
        acteurs=_BOTH,
        source="accusé qu'un convertisseur publié (qm124) cite",
    ),
    Message(
        code="MSG-DEJA-EN-BASE",
        titre="Passage déjà enregistré",
        literal=(
            "Le passage certification avec le bcr émetteur {bcr} "
            "et l'id technique partenaire {id_technique} existe déjà en base"
        ),
        pattern=re.compile("(?<!titulaire)existedejaenbase"),
        gravite=Gravite.CONSEIL,
        cause="Un passage du même émetteur porte déjà cet identifiant technique.",
        explication=(
            "Ce passage est déjà enregistré : il n'y a rien à renvoyer. "
            "Si l'identifiant technique a servi par erreur à deux passages, donnez-en un neuf au second, puis déposez-le."
        ),
        a_verifier=("idTechnique",),
        acteurs=(Acteur.CERTIFICATEUR,),
        source="accusés des jeux d'essai de Pix",
    ),
    Message(
        code="MSG-TITULAIRE-DEJA-EN-BASE",
        titre="Titulaire déjà connu",
        literal="Le titulaire existe déjà en base",
        pattern=re.compile("titulaireexistedejaenbase"),
        gravite=Gravite.CONSEIL,
        cause="Le titulaire est déjà enregistré, d'après le message ; il n'a été vu que dans un jeu d'essai.",
        explication=(
            "Le titulaire est déjà enregistré : il n'y a sans doute rien à renvoyer. "
            "Ce message n'a été vu que dans un jeu d'essai : en cas de doute, demandez à la Caisse des Dépôts."
        ),
        a_verifier=("idTechnique",),
        acteurs=(Acteur.CERTIFICATEUR, Acteur.CDC),
        source="jeu d'essai de Pix, écrit à la main",
        exact=False,
    ),
)

MESSAGES: Final = {message.code: message for message in _ALL}
"""Every known message by its code; no text has two meanings."""

INCONNU: Final = Message(
    code="MSG-INCONNU",
    titre="Message que nous ne connaissons pas encore",
    literal="",
    pattern=re.compile(""),
    gravite=Gravite.ERREUR,
    cause="Ce message n'est pas dans notre catalogue.",
    explication=(
        "C'est un message que nous ne connaissons pas encore : le voici tel que la Caisse des Dépôts l'a écrit. "
        "Son « Guide pour les fichiers traités avec erreur », sur le portail, l'explique sans doute."
    ),
    a_verifier=(),
    acteurs=(Acteur.CERTIFICATEUR, Acteur.CDC),
    source="",
    exact=False,
)
"""Stands for any other message, and for a rejection without one."""

REPETITION: Final = Message(
    code="MSG-REPETITION",
    titre="Réponse propre au portail de répétition",
    literal="[Message propre à Agrafe]",
    pattern=re.compile("^messagepropreaagrafe"),
    gravite=Gravite.ERREUR,
    cause="L'accusé vient du portail de répétition, qui ignore les mots de la Caisse des Dépôts pour ce cas.",
    explication=(
        "Cet accusé vient du portail de répétition d'Agrafe, et non de la Caisse des Dépôts. "
        "Elle rejetterait sans doute aussi ce passage, avec d'autres mots que nous ne connaissons pas."
    ),
    a_verifier=(),
    acteurs=(Acteur.CERTIFICATEUR,),
    source="portail de répétition",
)
"""Stands for what the rehearsal portal says in its own words, which start with the literal."""

A_VERIFIER: Final = {
    "nomNaissance": "celui de l'acte de naissance, et non le nom d'usage ou d'époux",
    "prenom1": "le premier de l'état civil, et lui seul",
    "sexe": "celui de l'état civil",
    "anneeNaissance": "l'année, sur une pièce d'identité",
    "moisNaissance": "le mois, parfois interverti avec le jour",
    "jourNaissance": "le jour, parfois interverti avec le mois",
    "dateNaissance": "la date entière ; le jour et le mois sont parfois intervertis",
    "codeInsee": "celui de la commune de naissance à l'époque, ou du pays (99…) pour une naissance à l'étranger",
    "codePostal": "celui du lieu de naissance, et non du domicile",
    "libelleCommuneNaissance": "tel que sur la pièce d'identité, ou rien",
    "codePaysNaissance": "celui du pays de naissance, ou rien",
    "prenom2": "tel que sur la pièce d'identité, ou rien",
    "prenom3": "tel que sur la pièce d'identité, ou rien",
    "nir": "les 13 caractères du numéro de sécurité sociale, sans sa clé",
    "idDossier": "le numéro du dossier dans EDOF",
    "nomTitulaire": "tel que dans le dossier EDOF",
    "prenom1Titulaire": "tel que dans le dossier EDOF",
    "idTechnique": "n'a-t-il pas déjà servi à un autre passage ?",
}
"""What to look at in each rubrique to check, by key of the dictionary."""


def find(message: str) -> Message:
    """Return what is known of a message, whatever its case, accents, apostrophes and blanks; `INCONNU` when nothing is."""
    folded = fold(unspoilt(message) or message)
    return next((known for known in (*_ALL, REPETITION) if known.pattern.search(folded)), INCONNU)


def meaning(messages: Iterable[str]) -> Message:
    """Return the message that says best what became of a passage: one that rejects it, known if possible."""
    found = [find(message) for message in messages] or [INCONNU]
    return min(found, key=lambda known: (known.accepte, known is INCONNU))
