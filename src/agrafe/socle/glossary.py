"""What the words of the trade mean, for the help tips of the pages.

`docs/glossaire.md` has every word; these are the ones that the pages explain, and a test checks that both know the same words.
The definitions here speak to a user; those of the glossary also speak to whoever writes the code.
"""

from typing import Final

DEFINITIONS: Final = {
    "accrochage": (
        "Transmission à la Caisse des Dépôts des données de vos titulaires, pour que leur certification apparaisse dans leur "
        "passeport de compétences. Elle se fait dans les trois mois qui suivent la délivrance."
    ),
    "accusé de traitement": (
        "Fichier par lequel la Caisse des Dépôts dit, passage par passage, ce qu'elle a accepté ou rejeté."
    ),
    "certificateur": (
        "Organisme inscrit au RNCP ou au RS comme propriétaire d'une certification, et qui doit transmettre à la Caisse des "
        "Dépôts les données de ses titulaires."
    ),
    "dépôt": "Remise d'un fichier XML sur le portail de la Caisse des Dépôts.",
    "passage": "Une certification obtenue par une personne : c'est l'unité que l'on transmet à la Caisse des Dépôts.",
    "tiers de confiance": (
        "Organisme que le certificateur a déclaré à la Caisse des Dépôts pour déposer à sa place."
    ),
    "titulaire": "Personne qui a obtenu la certification.",
}
