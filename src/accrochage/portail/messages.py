"""What the portal answers: the CDC's own sentences where they are known, and ours, marked as such, where they are not."""

from typing import Final

from accrochage.accuses.messages import MESSAGES

AUCUN: Final = MESSAGES["MSG-AUCUN-TITULAIRE"].literal
"""Nobody has this birth name, first name, sex and year of birth."""
AUCUN_JOUR_MOIS: Final = MESSAGES["MSG-AUCUN-TITULAIRE-DATE"].literal
"""Several people do, and none of them was born on that day of that month."""
AUCUN_LIEU: Final = MESSAGES["MSG-AUCUN-TITULAIRE-LIEU"].literal
"""Several people were born that day, and none of them there, or with these other first names."""
PLUSIEURS: Final = MESSAGES["MSG-PLUSIEURS-TITULAIRES"].literal
"""Several people agree with everything that was sent."""

OURS: Final = "[Message propre à Agrafe]"
"""What a sentence starts with when the CDC's own is not known."""

_DEJA_EN_BASE: Final = MESSAGES["MSG-DEJA-EN-BASE"].literal


def already_there(emetteur: str, id_technique: str) -> str:
    """Say that a passage was accepted before."""
    return _DEJA_EN_BASE.format(bcr=emetteur, id_technique=id_technique)


def not_there(emetteur: str, id_technique: str) -> str:
    """Say that a passage to withdraw is not one that was accepted."""
    return f"{OURS} Aucun passage de l'émetteur {emetteur} n'a l'id technique {id_technique} : rien à retirer"


def unknown(what: str, value: str) -> str:
    """Say that an identifier of the deposit is not one that the portal knows."""
    return f"{OURS} {what} « {value} » n'est pas connu du portail"
