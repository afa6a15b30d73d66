"""The sentences of the report, without any colour: what was read, where a fault stands, how it could be mended."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from accrochage.classeur.gabarit import CERTIFICATEUR
from accrochage.cli.extrait import Famille, Faute
from accrochage.cli.valeurs import OPTIONS
from accrochage.modele import Lieu
from accrochage.operations import Bilan, Changement
from accrochage.referentiels.cles import fold
from accrochage.regles.anomalie import Anomalie, Gravite
from accrochage.regles.catalogue import CATALOGUE
from accrochage.typographie import NO_BREAK, count, plural

_MAX_RANGES: Final = 8
"""Ranges of rows named after a fault; the reader gets the idea."""
_MAX_CORRECTION: Final = 60


class Mots(NamedTuple):
    """The words for what was read: a workbook has lines and columns, an XML file has passages and elements."""

    read: tuple[str, str]
    ready: tuple[str, str]
    all: str
    colonne: str


OF_CLASSEUR: Final = Mots(("ligne lue", "lignes lues"), ("prête", "prêtes"), "toutes", "colonne")
OF_XML: Final = Mots(("passage lu", "passages lus"), ("prêt", "prêts"), "tous", "élément")

_TITLES: Final = {
    Gravite.ERREUR: ("erreur à corriger", "erreurs à corriger"),
    Gravite.ALERTE: (
        "alerte à vérifier, sans empêcher le dépôt",
        "alertes à vérifier, sans empêcher le dépôt",
    ),
    Gravite.CONSEIL: ("conseil", "conseils"),
}


def summary(bilan: Bilan, mots: Mots) -> str:
    """Say how many rows were read, and how many are ready: `148 lignes lues : 139 prêtes, 9 à corriger.`."""
    if not bilan.lignes:
        return f"Aucune {mots.read[0]}." if mots is OF_CLASSEUR else f"Aucun {mots.read[0]}."
    read, all_ = count(bilan.lignes, *mots.read), plural(bilan.lignes, "", f"{mots.all} ")
    if bilan.ecartes and bilan.passages:
        return f"{read} : {count(bilan.passages, *mots.ready)}, {count(bilan.ecartes, 'à corriger', 'à corriger')}."
    if bilan.ecartes:
        return f"{read}, {all_}à corriger."
    if not bilan.valide:
        return f"{read}, mais c'est le fichier lui-même qui est à corriger."
    return f"{read}, {all_}{plural(bilan.lignes, *mots.ready)}."


def section_title(gravite: Gravite, times: int) -> str:
    """Say how many anomalies of one weight there are."""
    return count(times, *_TITLES[gravite])


def famille_title(famille: Famille, mots: Mots) -> str:
    """Name a kind of anomaly: `Choix non reconnu, colonne « Sexe » (F), 312 fois`."""
    anomalie = famille.shown[0].anomalie
    titre = CATALOGUE[anomalie.code].titre
    return f"{_join(titre, _column(anomalie, mots))}{_cell(anomalie, 0)}, {count(famille.times, 'fois', 'fois')}"


def place(faute: Faute, mots: Mots, *, named: bool) -> str:
    """Say where a fault stands: `Ligne 14, colonne « Sexe » (F14)`; empty when its sentence says it.

    Args:
        faute: The fault.
        mots: The words for what was read.
        named: The column is already named above.
    """
    anomalie = faute.anomalie
    column = "" if named else _column(anomalie, mots)
    where = _join(_sheet(anomalie), rows(faute.lignes), column)
    where += _cell(anomalie, len(faute.lignes)) if where else ""
    return f"{where[:1].upper()}{where[1:]}"


def proposal(anomalie: Anomalie) -> str:
    """Say what would mend a fault; empty when the sentence says it, or only the user can know."""
    correction = anomalie.correction
    if correction is None or f"« {correction} »" in anomalie.message:
        return ""
    if not correction:
        return "Proposition : vider la cellule."
    short = correction if len(correction) <= _MAX_CORRECTION else f"{correction[:_MAX_CORRECTION]}…"
    return f"Proposition : {short}"


def changement(change: Changement) -> str:
    """Say what a correction changed: `« Jean, Paul » devient « Jean »`."""
    before, after = change.avant, change.apres
    if not after:
        return f"« {before} » est retiré."
    return f"« {before} » devient « {after} »." if before else f"« {after} » est ajouté."


def rest_of(famille: Famille) -> str:
    """Say what is not shown of a kind: `et 309 autres : lignes 17, 19, 22 à 40…`; empty when all is."""
    times = sum(faute.times for faute in famille.hidden)
    if not times:
        return ""
    others = f"et {count(times, 'autre', 'autres')}"
    where = rows(sorted(ligne for faute in famille.hidden for ligne in faute.lignes))
    return f"{others} : {where}" if where else others


def rows(lignes: Sequence[int]) -> str:
    """Name rows: `ligne 14`, `lignes 14, 17 à 30 et 42`; empty when there is none."""
    if not lignes:
        return ""
    names = [
        str(first) if first == last else f"{first} à {last}" for first, last in _ranges(lignes)
    ]
    word = "ligne" if len(lignes) == 1 else "lignes"
    if len(names) > _MAX_RANGES:
        return f"{word}{NO_BREAK}{', '.join(names[:_MAX_RANGES])}…"
    listed = " et ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{word}{NO_BREAK}{listed}"


def on_certificateur(ou: Lieu) -> bool:
    """Tell whether a place is on the « Certificateur » sheet, the only one read beside that of the passages."""
    return fold(ou.feuille or "") == fold(CERTIFICATEUR)


def _ranges(lignes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of rows that follow one another, three at least; the others one by one."""
    start = 0
    for rank, ligne in enumerate(lignes):
        if rank + 1 < len(lignes) and lignes[rank + 1] == ligne + 1:
            continue
        run = lignes[start : rank + 1]
        start = rank + 1
        if len(run) > 2:
            yield run[0], run[-1]
        else:
            yield from zip(run, run, strict=True)


def _join(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _sheet(anomalie: Anomalie) -> str:
    """Name the sheet when it is not the one that holds the passages."""
    return f"feuille « {anomalie.ou.feuille} »" if on_certificateur(anomalie.ou) else ""


def _column(anomalie: Anomalie, mots: Mots) -> str:
    """Name the column, or the option; empty when the sentence does it already."""
    ou = anomalie.ou
    if ou.ligne is None and anomalie.valeur is not None and ou.rubrique in OPTIONS:
        return f"option {OPTIONS[ou.rubrique]}"
    if not ou.colonne or f"« {ou.colonne} »" in anomalie.message:
        return ""
    word = "rubrique" if on_certificateur(anomalie.ou) else mots.colonne
    return f"{word} « {ou.colonne} »"


def _cell(anomalie: Anomalie, lignes: int) -> str:
    """Return the address of the cell, or of its column when several rows are meant, in brackets."""
    cellule = anomalie.ou.cellule
    if not cellule:
        return ""
    return f" ({cellule if lignes == 1 else cellule.rstrip('0123456789')})"
