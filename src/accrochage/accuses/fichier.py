"""Why a whole file was rejected, in plain words: it is not well-formed XML, or the schema refuses it."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from accrochage.accuses.lecture import ErreurFichier
from accrochage.accuses.messages import INCONNU
from accrochage.accuses.reperage import Repere
from accrochage.accuses.schema import explain_refus, rubrique_named
from accrochage.referentiels.cles import fold

_DIGITS = re.compile(r"\d[\dAB ]{6,}")
_ABOUT_NIR = re.compile(r"\bnir\b|_nir", re.IGNORECASE)


class Malformation(NamedTuple):
    """A way of not being well-formed XML.

    Attributes:
        titre: What is wrong, in a few French words.
        literal: The message as the parser writes it; `…` stands for what changes.
        pattern: What the message holds once folded.
        explication: What it means and what to do, in two French sentences at most.
    """

    titre: str
    literal: str
    pattern: re.Pattern[str]
    explication: str


_DEBUT: Final = (
    "Quelque chose précède la déclaration <?xml … ?>, ou le fichier déposé n'est pas du XML. "
    "Déposez le fichier .xml tel qu'Agrafe l'a écrit, sans l'ouvrir dans un autre logiciel."
)
_ESPERLUETTE: Final = "Un signe & est écrit tel quel : il s'écrit &amp; dans un fichier XML."
_COUPE: Final = (
    "Une balise n'est pas fermée, ou le fichier s'arrête avant la fin : l'envoi a pu être coupé. "
    "Vérifiez le fichier, puis déposez-le de nouveau."
)

MALFORMATIONS: Final = (
    Malformation(
        "Déclaration XML mal écrite",
        "Un espace est obligatoire entre les données et la cible de l'instruction de traitement.",
        re.compile("espaceestobligatoire"),
        'La première ligne du fichier, <?xml version="1.0" encoding="UTF-8"?>, est mal écrite : il y manque un espace. '
        "Refaites le fichier sans toucher à sa première ligne.",
    ),
    Malformation(
        "Fichier vide ou coupé",
        "Fin prématurée du fichier.",
        re.compile("finprematuree"),
        "Le fichier reçu est vide, ou s'arrête avant la fin : l'envoi a sans doute été coupé. Déposez-le de nouveau.",
    ),
    Malformation(
        "Début de fichier inattendu",
        "Contenu non autorisé dans le prologue.",
        re.compile("(?:contenu|reference).*prologue|balisage.*precedantlelementracine"),
        _DEBUT,
    ),
    Malformation(
        "Début de fichier inattendu",
        "La cible de l'instruction de traitement correspondant à \"[xX][mM][lL]\" n'est pas autorisée.",
        re.compile("instructiondetraitementcorrespondant|declarationxml.*debutdudocument"),
        _DEBUT,
    ),
    Malformation(
        "Fin de fichier inattendue",
        "Contenu non autorisé dans la section de fin.",
        re.compile("sectiondefin|suivantlelementracine"),
        "Quelque chose suit la fin du document : deux fichiers ont pu être mis bout à bout. Refaites le fichier.",
    ),
    Malformation(
        "Signe & écrit tel quel",
        "Le nom de l'identité doit immédiatement suivre le caractère \"&\" dans la référence d'entité.",
        re.compile("nomdel(?:id)?entite.*suivre"),
        _ESPERLUETTE,
    ),
    Malformation(
        "Signe & écrit tel quel",
        "La référence à l'entité … doit se terminer par le délimiteur ';'.",
        re.compile("reference.*delimiteur|lentite.*pasdeclaree"),
        _ESPERLUETTE,
    ),
    Malformation(
        "Signe < écrit tel quel",
        "Le contenu des éléments doit inclure un balisage ou des caractères au format correct.",
        re.compile("contenudeselements.*balisage"),
        "Un signe < est écrit tel quel : il s'écrit &lt; dans un fichier XML.",
    ),
    Malformation(
        "Balise non fermée",
        "Le type d'élément … doit se terminer par la balise de fin correspondante …",
        re.compile("balisedefin|commenceretseterminerdanslamemeentite|doitetresuivi"),
        _COUPE,
    ),
    Malformation(
        "Caractère interdit",
        "Un caractère XML non valide (Unicode : …) a été détecté dans le contenu d'élément du document.",
        re.compile("caracterexmlnonvalide"),
        "Le fichier contient un caractère invisible que le XML n'admet pas, souvent venu d'un copier-coller. "
        "Retapez la cellule d'où il vient, puis refaites le fichier.",
    ),
    Malformation(
        "Fichier qui n'est pas en UTF-8",
        "Octet … de la séquence UTF-8 à … octets non valide.",
        re.compile("octet.*utf8"),
        "Le fichier n'est pas écrit en UTF-8 : il a sans doute été ouvert puis enregistré par un autre logiciel. "
        "Refaites-le, et déposez-le sans l'ouvrir.",
    ),
    Malformation(
        "DOCTYPE interdit",
        "DOCTYPE n'est pas autorisé …",
        re.compile("doctype"),
        "Le fichier contient une déclaration DOCTYPE, que la Caisse des Dépôts refuse. Retirez-la.",
    ),
    Malformation(
        "Préfixe inconnu",
        "Le préfixe … de l'élément … n'est pas lié.",
        re.compile("prefixe.*nestpaslie"),
        "Un préfixe (ce qui précède les deux-points dans le nom d'un élément) n'est pas déclaré au début du fichier. Refaites le fichier.",
    ),
)
"""What the parser says of a file that is not well-formed XML, in the order in which messages are looked for."""


class ErreurExpliquee(NamedTuple):
    """A reason why the file was rejected, explained.

    Attributes:
        erreur: What the accusé says; a NIR is never repeated.
        explication: What it means, in plain French.
        connu: Is the message one that we know?
        id_technique: Passage where it points; None when it is not known, or is none.
        rubrique: Key of the rubrique where it points, likewise.
    """

    erreur: ErreurFichier
    explication: str
    connu: bool
    id_technique: str | None = None
    rubrique: str | None = None


def explain_all(
    erreurs: Sequence[ErreurFichier],
    reperes: Mapping[tuple[int, int | None], Repere] = MappingProxyType({}),
) -> list[ErreurExpliquee]:
    """Explain the reasons of a rejection, each with what the others at the same place say of it.

    Args:
        erreurs: What the accusé says, in order.
        reperes: What stands at each line and column of the deposit, when it is at hand.
    """
    named: dict[tuple[int | None, int | None], str] = {}
    for erreur in erreurs:
        refus = explain_refus(erreur.message)
        rubrique = rubrique_named(refus.element) if refus else None
        if rubrique:
            named[erreur.ligne, erreur.colonne] = rubrique
    explained = []
    for erreur in erreurs:
        repere = reperes.get((erreur.ligne or 0, erreur.colonne), Repere())
        if repere.rubrique is None and erreur.colonne is not None:
            repere = repere._replace(rubrique=named.get((erreur.ligne, erreur.colonne)))
        explained.append(explain(erreur, repere))
    return explained


def explain(erreur: ErreurFichier, repere: Repere | None = None) -> ErreurExpliquee:
    """Explain a reason.

    Args:
        erreur: What the accusé says.
        repere: What stands at that place of the deposit, when it is at hand.
    """
    repere = repere or Repere()
    refus = explain_refus(erreur.message, repere.rubrique)
    rubrique = repere.rubrique or (refus and rubrique_named(refus.element)) or None
    if rubrique == "nir" or _ABOUT_NIR.search(erreur.message):
        erreur = erreur._replace(message=_DIGITS.sub("[NIR masqué]", erreur.message))
    texte = refus.texte if refus else _of_malformation(erreur.message)
    return ErreurExpliquee(
        erreur, texte or INCONNU.explication, bool(texte), repere.id_technique, rubrique
    )


def _of_malformation(message: str) -> str | None:
    folded = fold(message)
    return next(
        (known.explication for known in MALFORMATIONS if known.pattern.search(folded)), None
    )
