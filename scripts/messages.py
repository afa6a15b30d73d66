"""The page of the messages of an accusé de traitement."""

from html import escape
from typing import Final

from page import make_page, make_table

from accrochage.accuses.fichier import MALFORMATIONS
from accrochage.accuses.messages import A_VERIFIER, INCONNU, MESSAGES, Acteur, Message
from accrochage.dictionnaire import COLONNES

_ACTEURS: Final = {
    Acteur.CERTIFICATEUR: "vous",
    Acteur.TITULAIRE: "le titulaire",
    Acteur.CDC: "la Caisse des Dépôts",
}

_REFUS: Final = (
    (("cvc-enumeration-valid",), "La valeur n'est pas dans la liste admise."),
    (("cvc-minLength-valid",), "La valeur est vide, ou trop courte."),
    (("cvc-maxLength-valid",), "La valeur est trop longue."),
    (("cvc-length-valid",), "La valeur n'a pas le nombre de caractères voulu."),
    (
        (
            "cvc-minInclusive-valid",
            "cvc-maxInclusive-valid",
        ),
        "Le nombre est trop petit, ou trop grand.",
    ),
    (
        (
            "cvc-pattern-valid",
            "cvc-datatype-valid",
        ),
        "La valeur n'a pas la forme attendue : une date, un nombre, true ou false.",
    ),
    (
        ("cvc-type.3.1.3",),
        "La valeur de l'élément nommé n'est pas admise. Ce message suit l'un des précédents et dit de quel élément il s'agit.",
    ),
    (
        ("cvc-complex-type.2.4",),
        "Un élément n'a pas sa place ici, est en double, ou manque (2.4.b, 2.4.i).",
    ),
    (
        (
            "cvc-complex-type.2.2",
            "cvc-complex-type.2.3",
            "cvc-type.3.1.2",
        ),
        "Un texte ou un élément se trouve là où il n'en faut pas.",
    ),
    (
        (
            "cvc-complex-type.3.2.2",
            "cvc-type.3.1.1",
        ),
        "Un attribut n'est pas admis.",
    ),
    (
        ("cvc-elt.3",),
        "Un élément est annoncé vide (xsi:nil) alors qu'il ne peut pas l'être, ou qu'il contient quelque chose.",
    ),
    (
        ("cvc-elt.1",),
        "Le fichier ne commence pas comme un dépôt : son premier élément, ou son espace de noms, n'est pas le bon.",
    ),
)
"""Codes of the validator, and what they mean in general; Agrafe says it of each value."""


def page_messages() -> str:
    """Write the page."""
    return make_page(
        [
            "# Messages de l'accusé de traitement",
            "Ce que la Caisse des Dépôts répond, et ce que cela veut dire. [Lire un accusé de traitement](../guides/lire-un-accuse.md) dit comment s'en servir ; la commande `accrochage accuse` reconnaît ces messages quels que soient leurs majuscules, leurs accents, leurs apostrophes et leurs espaces.",
            f"**Cette liste n'est pas complète.** La Caisse des Dépôts publie la sienne dans son « Guide pour les fichiers traités avec erreur », sur le portail des certificateurs ; nous ne l'avons pas lue. Les {len(MESSAGES)} messages ci-dessous ont été vus dans des accusés que d'autres ont publiés ou cités. Tout autre message est montré tel quel, sous le code {INCONNU.code}.",
            "## Un passage est rejeté",
            *(
                part
                for message in MESSAGES.values()
                if not message.accepte
                for part in _message(message)
            ),
            "## Un passage est déjà enregistré",
            "L'accusé le range parmi les passages rejetés ; Agrafe le compte à part, comme un passage qui n'est pas à renvoyer.",
            *(
                part
                for message in MESSAGES.values()
                if message.accepte
                for part in _message(message)
            ),
            "## Que vérifier dans chaque rubrique",
            make_table(
                ("Rubrique", "Quoi regarder"),
                (
                    (_rubrique(key), f"{hint[0].upper()}{hint[1:]}")
                    for key, hint in A_VERIFIER.items()
                    if key in COLONNES
                ),
            ),
            "## Le fichier entier est rejeté : XML mal formé",
            "L'accusé porte alors `erreurs`, de type `XSD`, avec une ligne et une colonne. Les messages sont ceux de l'analyseur XML de Java, en français.",
            make_table(
                ("Message", "Ce qu'il veut dire"),
                (
                    (
                        escape(f"« {known.literal} »", quote=False),
                        escape(known.explication, quote=False),
                    )
                    for known in MALFORMATIONS
                ),
            ),
            "## Le fichier entier est rejeté : refusé par le schéma",
            "Ces messages commencent par un code de la recommandation XML Schema. Agrafe dit la rubrique, la valeur et ce qui est admis ; avec `--flux`, aussi le passage.",
            make_table(
                ("Code", "Ce qu'il veut dire"),
                ((", ".join(f"`{code}`" for code in codes), text) for codes, text in _REFUS),
            ),
        ]
    )


def _message(message: Message) -> list[str]:
    about = "" if message.exact else " (texte exact non vu)"
    rows = [
        ("Message", f"« {message.literal.format(bcr='…', id_technique='…')} »{about}"),
        ("Cause", message.cause),
        ("Ce que cela veut dire", message.explication),
        ("À vérifier", ", ".join(map(_rubrique, message.a_verifier))),
        ("Qui peut agir", ", ".join(_ACTEURS[acteur] for acteur in message.acteurs)),
        ("Vu dans", message.source),
    ]
    anchor = f'<a id="{message.code.lower()}"></a>'
    return [f"### {anchor}{message.titre}", make_table((f"`{message.code}`", ""), rows)]


def _rubrique(key: str) -> str:
    return f"[{COLONNES[key].header}](rubriques.md#{key.lower()})"
