"""The sentences of the core where no workbook is in sight: what is a cell there, or a column, is a field of a form."""

from typing import Final

_WORDS: Final = (
    ("La cellule contient", "Ce champ contient"),
    ("la cellule est vide", "ce champ est vide"),
    ("Videz la cellule", "Videz ce champ"),
    ("Retapez la cellule", "Retapez ce champ"),
    ("envoyé. Retapez-la", "envoyé. Retapez-le"),
    ("corrigez la cellule ou videz-la", "corrigez ce champ ou videz-le"),
    ("dans sa colonne, et videz celle-ci", "dans son champ, et videz celui-ci"),
    ("dans sa colonne", "dans son champ"),
    ("la colonne suivante", "le champ suivant"),
    ("dans deux colonnes", "dans deux champs"),
    ("le nom\u00a0: les colonnes sont peut-être décalées", "le nom"),
    ("Mettez la colonne au format Texte et retapez", "Retapez"),
)
"""What the rules say of a workbook, and what is said of a form in its place."""


def in_form(sentence: str) -> str:
    """Return a sentence of the core, a message or a help, as it is said beside a field."""
    for said, instead in _WORDS:
        sentence = sentence.replace(said, instead)
    return sentence
