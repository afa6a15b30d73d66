"""What is done to the files of a visitor, in a process that may die: `agrafe.socle.isolation` runs these functions.

Nothing here knows Django. Each one takes where to tell its progress, paths as text, and gives back what JSON can write.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any, Final, ParamSpec
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from accrochage.accuses.messages import A_VERIFIER, Message
from accrochage.classeur.feuilles import open_feuilles
from accrochage.dictionnaire import COLONNES, SHEET_COLUMNS
from accrochage.erreurs import AccrochageError, ClasseurError, RapprochementError
from accrochage.modele import Flux
from accrochage.operations import (
    Bilan,
    Changement,
    Demande,
    DemandeAccuse,
    Depouillement,
    generate,
    propose_correspondance,
    read_accuse,
    retouche_of,
)
from accrochage.operations.accuse_ko import Ko
from accrochage.regles.anomalie import Anomalie, Gravite
from accrochage.regles.lecture.nettoyage import clean
from agrafe.socle.page_words import SAY_WHAT, in_page_words

Tell = Callable[[int, int | None], None]
Answer = dict[str, Any]

MAX_SHOWN: Final = 10_000
"""Anomalies that a page can lead to, and passages of each kind of an accusé; the files to download have all of them."""
MAX_COLUMNS: Final = 300
"""Columns of which the meaning is looked for, at ten milliseconds each."""
ARCHIVE: Final = "depots.zip"
KO_NAME: Final = "a-corriger-apres-accuse.xlsx"

_ASKED_ONCE: Final = (*SHEET_COLUMNS, "code")
_EXAMPLES: Final = 2
_ORDER: Final = {Gravite.ERREUR: 0, Gravite.ALERTE: 1, Gravite.CONSEIL: 2}

P = ParamSpec("P")


def _spoken(function: Callable[P, Answer]) -> Callable[P, Answer]:
    """Have what a function refuses said in the words of a page."""

    @wraps(function)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            return function(*args, **kwargs)
        except AccrochageError as error:
            raise AccrochageError(in_page_words(str(error))) from error

    return spoken


@_spoken
def check(tell: Tell, *, source: str, folder: str, now: str, reglages: Mapping[str, Any]) -> Answer:
    """Check a workbook and make everything of it at once: the deposits of the sound rows, the rows to mend, the annotated copy.

    Args:
        tell: Told how many rows were read.
        source: The workbook.
        folder: Where the files go.
        now: The time in Paris, in ISO 8601.
        reglages: `version`, `options`, `correspondance`, `retouches` (by row), `corriger`.
    """
    try:
        bilan = generate(Path(source), Path(folder), _demande(folder, now, reglages), tell)
    except ClasseurError as error:
        said = in_page_words(str(error))
        if not said.endswith(SAY_WHAT):
            raise
        return {"sans_titres": said}
    return _answer(bilan)


def _demande(folder: str, now: str, reglages: Mapping[str, Any]) -> Demande:
    moment = datetime.fromisoformat(now).astimezone(ZoneInfo("Europe/Paris"))
    retouches = {int(ligne): values for ligne, values in reglages["retouches"].items()}
    return Demande(
        flux=Flux(str(uuid.uuid4()), moment, reglages["version"]),
        today=moment.date(),
        options=reglages["options"],
        correspondance=reglages["correspondance"],
        retouches=retouches,
        corriger=reglages["corriger"],
        ecarter=True,
        annoter=Path(folder),
    )


def _answer(bilan: Bilan) -> Answer:
    gravites = Counter(str(one.gravite) for one in bilan.anomalies)
    sures = [one for one in bilan.anomalies if one.sure and retouche_of(one)]
    return {
        "lignes": bilan.lignes,
        "passages": bilan.passages,
        "ecartes": bilan.ecartes,
        "gravites": {str(gravite): gravites[str(gravite)] for gravite in Gravite},
        "sures": len(sures),
        "total": len(bilan.anomalies),
        "anomalies": [_anomalie(one) for one in _most_serious(bilan.anomalies)],
        "changes": len(bilan.changements),
        "changements": [_changement(one) for one in bilan.changements[:MAX_SHOWN]],
        "manque": _asked(bilan.anomalies),
        "bloque": any(one.blocking and one.ou.ligne is None for one in bilan.anomalies),
        "colonnes": sum(one.code in {"COL-02", "COL-03", "COL-04"} for one in bilan.anomalies),
        "fichiers": [
            {"nom": one.chemin.name, "passages": one.passages, "octets": one.octets}
            for one in bilan.fichiers
        ],
        "archive": _archive(bilan),
        "a_corriger": bilan.a_corriger.name if bilan.a_corriger else "",
        "copie": bilan.copie.chemin.name if bilan.copie else "",
        "pertes": list(bilan.copie.pertes) if bilan.copie else [],
    }


def _archive(bilan: Bilan) -> str:
    """Gather the deposits in one file when there are several, and return its name."""
    if len(bilan.fichiers) < 2:
        return ""
    path = bilan.fichiers[0].chemin.with_name(ARCHIVE)
    with ZipFile(path, "x", ZIP_DEFLATED) as archive:
        for one in bilan.fichiers:
            archive.write(one.chemin, one.chemin.name)
    return ARCHIVE


def _most_serious(anomalies: Sequence[Anomalie]) -> Iterable[Anomalie]:
    """Return the anomalies to show; when there are too many the least serious stay out."""
    if len(anomalies) <= MAX_SHOWN:
        return anomalies
    ranked = sorted(range(len(anomalies)), key=lambda rank: _ORDER[anomalies[rank].gravite])
    return (anomalies[rank] for rank in sorted(ranked[:MAX_SHOWN]))


def _anomalie(one: Anomalie) -> Answer:
    ou = one.ou
    return {
        "code": one.code,
        "message": in_page_words(one.message),
        "ligne": ou.ligne,
        "cellule": ou.cellule,
        "colonne": COLONNES[ou.rubrique].header if ou.rubrique in COLONNES else ou.colonne or "",
        "valeur": one.valeur,
        "correction": one.correction,
        "retouche": retouche_of(one),
        "sure": one.sure,
    }


def _changement(one: Changement) -> Answer:
    return {
        "ligne": one.ou.ligne,
        "colonne": one.ou.colonne,
        "avant": one.avant,
        "apres": one.apres,
        "pourquoi": one.pourquoi,
        "code": one.code,
    }


def _asked(anomalies: Iterable[Anomalie]) -> list[str]:
    """Return the keys of what the workbook lacks, and that may be given once for all rows."""
    missing = {one.ou.rubrique for one in anomalies if one.code == "COL-01"}
    return [key for key in _ASKED_ONCE if key in missing]


# ------------------------------------------------------------------------------------ the columns


@_spoken
def columns(tell: Tell, *, source: str) -> Answer:
    """Say what each column of a table probably holds."""
    path = Path(source)
    tell(0, None)
    _, feuilles = open_feuilles(path)
    widest = max((len(row) for feuille in feuilles for row in feuille.head), default=0)
    if widest > MAX_COLUMNS:
        raise ClasseurError(
            f"Ce tableau a {widest} colonnes. Gardez celles de la déclaration ({MAX_COLUMNS} au plus), puis recommencez."
        )
    ebauche = propose_correspondance(path)
    apercu = ebauche.apercu
    feuille = next(one for one in feuilles if one.name == apercu.feuille)
    below = list(islice(feuille.head, apercu.ligne, None))
    return {
        "colonnes": [
            {
                "lettre": one.letter,
                "titre": one.title,
                "cle": one.key or "",
                "confiance": one.confiance,
                "exemples": _examples(below, rank_of(one.letter) - 1 - feuille.first_column),
            }
            for one in apercu.propositions
        ],
        "absentes": [COLONNES[key].header for key in ebauche.absentes],
    }


def rank_of(letters: str) -> int:
    """Return the number of a column from its letters: A is 1."""
    rank = 0
    for letter in letters:
        rank = 26 * rank + ord(letter) - 64
    return rank


def _examples(rows: Iterable[Sequence[Any]], rank: int) -> list[str]:
    cells = (clean(row[rank]) for row in rows if rank < len(row))
    return list(dict.fromkeys(cell[:40] for cell in cells if cell))[:_EXAMPLES]


# ------------------------------------------------------------------------------------- the accusé


@_spoken
def read(  # noqa: PLR0913 - each one is a trait of the work
    tell: Tell,
    *,
    accuse: str,
    flux: Sequence[str],
    classeur: str | None,
    own: bool,
    folder: str,
    version: str,
) -> Answer:
    """Read an accusé de traitement beside the deposit that it answers, when there is one.

    Args:
        tell: Told how many passages were read.
        accuse: The accusé.
        flux: The deposits that it may answer, the first that does is taken.
        classeur: The workbook, when there is no deposit.
        own: Were the deposits made here before, and not given with the accusé? None of them need be the right one.
        folder: Where the workbook to mend goes.
        version: Version of the format of that workbook.
    """
    destination = Path(folder) / KO_NAME
    refused: RapprochementError | None = None
    for path in flux:
        demande = DemandeAccuse(version=version, flux=Path(path), ko=destination)
        try:
            return _of_accuse(read_accuse(Path(accuse), demande, tell))
        except RapprochementError as error:
            refused = refused or error
    if refused and not own:
        raise refused
    demande = DemandeAccuse(version=version)
    if classeur:
        demande = replace(demande, classeur=Path(classeur), ko=destination)
    return _of_accuse(read_accuse(Path(accuse), demande, tell))


def _of_accuse(found: Depouillement) -> Answer:
    return {
        "statut": str(found.statut),
        "complet": found.complete,
        "muet": found.silent,
        "nom_fichier": found.entete.nom_fichier or "",
        "id_traitement": found.entete.id_traitement or "",
        "acceptes": len(found.ok),
        "connus": len(found.deja_en_base),
        "rejetes": len(found.ko),
        "causes": _causes(found.ko),
        "deja": [one.id_technique for one in found.deja_en_base[:MAX_SHOWN]],
        "erreurs": [
            {
                "message": one.erreur.message,
                "ligne": one.erreur.ligne,
                "explication": one.explication,
                "id_technique": one.id_technique or "",
                "colonne": COLONNES[one.rubrique].header if one.rubrique in COLONNES else "",
            }
            for one in found.erreurs[:MAX_SHOWN]
        ],
        "manquants": list(found.rapprochement.manquants[:MAX_SHOWN]) if found.rapprochement else [],
        "inconnus": list(found.rapprochement.inconnus[:MAX_SHOWN]) if found.rapprochement else [],
        "autre_nom": found.autre_nom or "",
        "rapproche": found.rapprochement is not None,
        "ko": found.classeur_ko.name if found.classeur_ko else "",
        "introuvables": list(found.introuvables[:MAX_SHOWN]),
    }


def _causes(rejected: Sequence[Ko]) -> list[Answer]:
    """Gather the rejected passages by what the CDC says of them, the most frequent first."""
    gathered: dict[tuple[str, str], list[Ko]] = {}
    for ko in rejected:
        said = "" if ko.message.literal else " · ".join(ko.messages)
        gathered.setdefault((ko.message.code, said), []).append(ko)
    groups = sorted(gathered.values(), key=len, reverse=True)
    return [_cause(group[0].message, group) for group in groups]


def _cause(message: Message, group: Sequence[Ko]) -> Answer:
    return {
        "code": message.code,
        "titre": message.titre,
        "message": " · ".join(group[0].messages),
        "explication": message.explication,
        "a_verifier": [
            [COLONNES[key].header, A_VERIFIER.get(key, "")] for key in message.a_verifier
        ],
        "nombre": len(group),
        "passages": [ko.id_technique for ko in group[:MAX_SHOWN]],
    }
