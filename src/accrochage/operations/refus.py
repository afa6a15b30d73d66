"""What is said of a passage: by the rules, then by the XSD, each rubrique by the one that speaks best of it."""

from collections.abc import Sequence
from typing import Final

from accrochage.dictionnaire import COLONNES, COMPOSITE_OF
from accrochage.flux.explications import Refus
from accrochage.flux.lecture import LigneXml
from accrochage.modele import Lieu, Passage
from accrochage.regles.anomalie import Anomalie

_SPEAKS_FOR: Final = {"resultats": "scoreGeneral", "codePostal": "codeInsee"}
"""Rubriques that answer for another: when one is faulty, the other is not said to be missing."""

_TELL_WHAT_TO_WRITE: Final = frozenset({"LIE-03", "LIE-07"})
"""Codes that give the INSEE codes to choose from."""


def better_said(first: Sequence[Anomalie], then: Sequence[Anomalie]) -> list[Anomalie]:
    """Join what is said of a row; an error said first on a rubrique, or on one that speaks for it, is enough.

    A sure correction is said all the same: it mends the error. So is what tells which codes to choose from.
    """
    blamed = {anomalie.ou.rubrique for anomalie in first if anomalie.blocking}
    blamed |= {_SPEAKS_FOR.get(key or "") for key in blamed}
    return [
        *first,
        *(
            one
            for one in then
            if one.ou.rubrique not in blamed or one.sure or one.code in _TELL_WHAT_TO_WRITE
        ),
    ]


def refusal_of(passage: Passage, refus: Refus) -> Anomalie:
    """Return a refusal at its rubrique on the row of the passage, or at the row when it blames a group of rubriques."""
    key = column_of(passage, refus.element)
    ou = passage.ou(key) if key in COLONNES else Lieu(passage.table.feuille, passage.ligne)
    return Anomalie(refus.code, refus.message, ou, refus.valeur)


def column_of(passage: Passage, element: str) -> str:
    """Return the key of the column that an element was filled from: its own, or the one that stands for it."""
    certificateur = passage.certification.certificateur
    if element == "nomNaissanceNir":
        return "nomNaissance"
    if (
        element == "idClientEmetteur"
        and certificateur.id_client_emetteur == certificateur.id_client
    ):
        return "idClient"
    if element in passage.table.columns:
        return element
    composite = COMPOSITE_OF.get(element, "")
    return composite if composite in passage.table.columns else element


def at_its_line(anomalie: Anomalie, ligne: LigneXml) -> Anomalie:
    """Return an anomaly of a passage of an XML file at the line of the value that it blames."""
    line = ligne.lines.get(anomalie.ou.rubrique or "")
    return anomalie if line is None else anomalie._replace(ou=anomalie.ou._replace(ligne=line))
