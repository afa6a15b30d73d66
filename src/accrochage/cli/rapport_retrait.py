"""The report of a withdrawal, for a person: how many passages, which file, and what to make sure of first."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TextIO

from accrochage.cli.ecran import Ecran
from accrochage.cli.phrases import OF_CLASSEUR, OF_XML
from accrochage.cli.rapport import write_anomalies, write_fichiers, write_steps
from accrochage.cli.suite import PORTAL, WHERE, Etape
from accrochage.operations import Bilan
from accrochage.typographie import count, plural

_MAX_NAMED: Final = 5
"""Identifiers repeated in the sentence that confirms."""


def write_report(
    stream: TextIO, bilan: Bilan, sources: Sequence[Path], wanted: Sequence[str], *, xml: bool
) -> None:
    """Write the whole report; `wanted` are the identifiers asked for, none for all passages."""
    ecran = Ecran(stream)
    ecran.paragraph((", ".join(source.name for source in sources), "dim"))
    ecran.paragraph((_summary(bilan, len(wanted) or bilan.lignes), "bold"))
    write_anomalies(ecran, bilan.anomalies, OF_XML if xml else OF_CLASSEUR)
    title = plural(len(bilan.fichiers), "Fichier de suppression", "Fichiers de suppression")
    write_fichiers(ecran, bilan.fichiers, title)
    write_steps(ecran, _steps(bilan, wanted))


def _summary(bilan: Bilan, asked: int) -> str:
    """Say how many passages are to be withdrawn, and how many can be: `3 passages à retirer, 2 trouvés.`."""
    text = count(asked, "passage à retirer", "passages à retirer")
    if bilan.lignes != asked:
        text += f", {count(bilan.lignes, 'trouvé', 'trouvés')}"
    if bilan.ecartes:
        text += f", {count(bilan.ecartes, 'en erreur', 'en erreur')}"
    return f"{text}."


def _steps(bilan: Bilan, wanted: Sequence[str]) -> Iterator[Etape]:
    if not bilan.fichiers:
        yield Etape(
            "Aucun fichier n'a été écrit. Corrigez ce qui est dit ci-dessus, puis relancez la même commande."
        )
        return
    passages = count(bilan.passages, "passage", "passages")
    these = plural(len(bilan.fichiers), "Ce fichier demande", "Ces fichiers demandent")
    yield Etape(
        f"{these} à la Caisse des Dépôts de retirer {passages} de ses données{_named(wanted)}. Relisez ce nombre : "
        "rien n'est retiré tant que le dépôt n'est pas fait."
    )
    yield Etape(
        f"Une fois l'accord du support obtenu, déposez {plural(len(bilan.fichiers), 'ce fichier', 'ces fichiers')} "
        f"sur le portail des certificateurs, {WHERE} :"
    )
    yield Etape(PORTAL, exact=True)


def _named(wanted: Sequence[str]) -> str:
    """Name the passages, when they are few."""
    if not 0 < len(wanted) <= _MAX_NAMED:
        return ""
    return f" ({', '.join(wanted)})"
