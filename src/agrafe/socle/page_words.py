"""The sentences of the core as a page says them."""

import re
from typing import Final

SAY_WHAT: Final = "ou dites ci-dessous ce que contient chacune."
_WORDS: Final = (
    (
        r",\s+ou dites à Agrafe ce qu'elles contiennent\s+: accrochage correspondance .*",
        f", {SAY_WHAT}",
    ),
    (
        r"Pour en faire un classeur\s+: accrochage .*",
        "Déposez ici votre tableau. Si c'est un accusé de traitement, ouvrez « Lire un accusé ».",
    ),
    (r"Pour le lire\s+: accrochage accuse .*", "Pour le lire, ouvrez « Lire un accusé »."),
    (r",\s+ou donnez son nom avec --feuille\.", "."),
    (r"\s+ou en option\.$", ", ou en haut de cette page."),
    (r"\s*Donnez plutôt le fichier déposé \(--flux\)\.", " Donnez plutôt le fichier déposé."),
)
"""Where the core names a command or an option, and what a page says instead."""


def in_page_words(sentence: str) -> str:
    """Return a sentence of the core as a page says it: it names no command."""
    for command, page in _WORDS:
        sentence = re.sub(command, page, sentence, flags=re.DOTALL)
    return sentence
