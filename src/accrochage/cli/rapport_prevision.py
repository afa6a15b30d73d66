"""The forecast, for a person: how many passages are sure, and which are not, with the reason."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final, TextIO

from accrochage.cli.ecran import Ecran
from accrochage.cli.extrait import MAX_SHOWN
from accrochage.cli.rapport import write_left_out, write_steps
from accrochage.cli.suite import Etape, Lecture, generer_command
from accrochage.dictionnaire import COLONNES
from accrochage.operations import PassagePrevu, Previsions
from accrochage.regles.prevision import Raison, Risque
from accrochage.typographie import NO_BREAK, count

_TITLES: Final = {
    Risque.PROBABLE_KO: ("✗", "rejet probable", "rejets probables", "bold red"),
    Risque.A_VERIFIER: ("!", "passage à vérifier", "passages à vérifier", "bold yellow"),
}
_ETAPES: Final = {
    0: "ce passage ne peut pas partir",
    1: "étape 1, nom, prénom, sexe et année de naissance",
    2: "étape 2, mois et jour de naissance",
    3: "étape 3, lieu de naissance",
}
_BOLD: Final = "bold"
_DIM: Final = "dim"


def write_report(stream: TextIO, previsions: Previsions, lecture: Lecture) -> None:
    """Write the whole forecast."""
    ecran = Ecran(stream)
    ecran.paragraph((f"{lecture.source.name}, format {lecture.version}", _DIM))
    ecran.paragraph((_summary(previsions), _BOLD))
    _write_of_file(ecran, previsions)
    for risque in _TITLES:
        _write_risque(ecran, risque, previsions.passages)
    ecran.blank()
    ecran.paragraph(
        (
            "C'est une prévision, pas une promesse : seule la Caisse des Dépôts consulte le registre des personnes.",
            _DIM,
        )
    )
    write_steps(ecran, _steps(previsions, lecture))


def _steps(previsions: Previsions, lecture: Lecture) -> Iterator[Etape]:
    """Yield what to do next."""
    if not previsions.hopeful:
        yield Etape(
            "Corrigez d'abord ces erreurs dans le classeur, puis relancez la même commande."
        )
        return
    if previsions.times[Risque.A_VERIFIER]:
        yield Etape("Vérifiez d'abord les passages ci-dessus : le dépôt reste possible.")
    yield Etape("Pour écrire le fichier à déposer :")
    yield generer_command(lecture.source, *lecture.reading, *lecture.common)


def _summary(previsions: Previsions) -> str:
    times = previsions.times
    read = count(len(previsions.passages), "passage lu", "passages lus")
    sure = count(times[Risque.SUR], "sans risque connu", "sans risque connu")
    doubtful = count(times[Risque.A_VERIFIER], "à vérifier", "à vérifier")
    rejected = count(times[Risque.PROBABLE_KO], "rejet probable", "rejets probables")
    return f"{read} : {sure}, {doubtful}, {rejected}."


def _write_of_file(ecran: Ecran, previsions: Previsions) -> None:
    blocking = [anomalie for anomalie in previsions.of_file if anomalie.blocking]
    if blocking:
        ecran.blank()
        ecran.paragraph(("✗ Le fichier lui-même est à corriger d'abord", "bold red"))
    for anomalie in blocking:
        ecran.paragraph((anomalie.message, ""), head="  • ", indent=4)


def _write_risque(ecran: Ecran, risque: Risque, passages: Sequence[PassagePrevu]) -> None:
    chosen = [passage for passage in passages if passage.prevision.risque is risque]
    if not chosen:
        return
    mark, one, many, style = _TITLES[risque]
    ecran.blank()
    ecran.paragraph((f"{mark} {count(len(chosen), one, many)}", style))
    for passage in chosen[:MAX_SHOWN]:
        _write_passage(ecran, passage)
    write_left_out(ecran, len(chosen) - MAX_SHOWN)


def _write_passage(ecran: Ecran, passage: PassagePrevu) -> None:
    name = f" ({passage.id_technique})" if passage.id_technique else ""
    ecran.paragraph((f"Ligne{NO_BREAK}{passage.ligne}{name}", _BOLD), head="  • ", indent=4)
    raisons = sorted(passage.prevision.raisons, key=attrgetter("etape"))
    for etape, sentence in dict.fromkeys((one.etape, _sentence(one)) for one in raisons):
        ecran.paragraph((sentence, ""), (f"  {_ETAPES[etape]}", _DIM), head="    ", indent=6)


def _sentence(raison: Raison) -> str:
    """Return the reason, after the column that it is about when there is only one."""
    if len(raison.rubriques) != 1:
        return raison.message
    return f"Colonne « {COLONNES[raison.rubriques[0]].header} » : {raison.message}"
