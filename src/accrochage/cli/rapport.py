"""The report of a reading, for a person: what was read, what is wrong, what was written, what to do next."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from accrochage.cli.ecran import Ecran, Piece
from accrochage.cli.extrait import MAX_SHOWN, Famille, Faute, Section, extract
from accrochage.cli.phrases import (
    OF_CLASSEUR,
    OF_XML,
    Mots,
    changement,
    famille_title,
    place,
    proposal,
    rest_of,
    section_title,
    summary,
)
from accrochage.cli.suite import Etape, Lecture, next_steps
from accrochage.flux.ecriture import Fichier
from accrochage.operations import Bilan, Changement
from accrochage.regles.anomalie import Anomalie, Gravite
from accrochage.typographie import NO_BREAK, count, plural, size

_BOLD: Final = "bold"
_DIM: Final = "dim"


class _Look(NamedTuple):
    mark: str
    style: str


_LOOKS: Final = {
    Gravite.ERREUR: _Look("✗", "bold red"),
    Gravite.ALERTE: _Look("!", "bold yellow"),
    Gravite.CONSEIL: _Look("ℹ", "bold cyan"),
}


def write_report(stream: TextIO, bilan: Bilan, lecture: Lecture) -> None:
    """Write the whole report."""
    ecran = Ecran(stream)
    mots = OF_XML if lecture.xml else OF_CLASSEUR
    ecran.paragraph((f"{lecture.source.name}, format {lecture.version}", _DIM))
    ecran.paragraph((summary(bilan, mots), _BOLD))
    write_anomalies(ecran, bilan.anomalies, mots)
    _write_changements(ecran, bilan.changements, mots)
    _write_files(ecran, bilan)
    write_steps(ecran, next_steps(bilan, lecture))


def write_anomalies(ecran: Ecran, anomalies: Sequence[Anomalie], mots: Mots) -> None:
    """Write what is wrong, the heaviest first, what is the same said once."""
    extrait = extract(anomalies)
    for section in extrait.sections:
        _write_section(ecran, section, mots)
    write_left_out(ecran, extrait.left_out)


def write_notice(stream: TextIO, title: str, path: Path, etapes: Iterable[Etape]) -> None:
    """Write that a file was made, and what comes next."""
    ecran = Ecran(stream)
    ecran.paragraph((f"✓ {title}", "bold green"))
    ecran.exact(str(path), "", indent=4)
    write_steps(ecran, etapes)


def write_steps(ecran: Ecran, etapes: Iterable[Etape]) -> None:
    """Write what to do next."""
    ecran.blank()
    ecran.paragraph(("→ Ensuite", _BOLD))
    for etape in etapes:
        if etape.exact:
            ecran.exact(etape.text, "cyan", indent=4)
        else:
            ecran.paragraph((etape.text, ""), indent=2, head="  ")


def _write_section(ecran: Ecran, section: Section, mots: Mots) -> None:
    look = _LOOKS[section.gravite]
    ecran.blank()
    ecran.paragraph((f"{look.mark} {section_title(section.gravite, section.times)}", look.style))
    for famille in section.familles:
        _write_famille(ecran, famille, mots)


def _write_famille(ecran: Ecran, famille: Famille, mots: Mots) -> None:
    rest = rest_of(famille)
    if not rest:
        for faute in famille.shown:
            _write_faute(ecran, faute, mots)
        return
    code = famille.shown[0].anomalie.code
    ecran.paragraph(
        (famille_title(famille, mots), _BOLD), (f"  {code}", _DIM), head="  • ", indent=4
    )
    for faute in famille.shown:
        _write_example(ecran, faute, mots)
    ecran.paragraph((f"… {rest}", _DIM), head="    ", indent=6)


def _write_faute(ecran: Ecran, faute: Faute, mots: Mots) -> None:
    pieces = (*_pieces(faute, place(faute, mots, named=False)), (f"  {faute.anomalie.code}", _DIM))
    ecran.paragraph(*pieces, head="  • ", indent=4)


def _write_example(ecran: Ecran, faute: Faute, mots: Mots) -> None:
    ecran.paragraph(*_pieces(faute, place(faute, mots, named=True)), head="    ", indent=6)


def _pieces(faute: Faute, where: str) -> Iterator[Piece]:
    """Yield where a fault stands, what it is, and what would mend it."""
    if where:
        yield where, _BOLD
        yield f"{NO_BREAK}: ", ""
    yield faute.anomalie.message, ""
    correction = proposal(faute.anomalie)
    if correction:
        yield f" {correction}", "green"


def _write_changements(ecran: Ecran, changements: Sequence[Changement], mots: Mots) -> None:
    """List the cells that were corrected: nothing is changed behind the user's back."""
    if not changements:
        return
    ecran.blank()
    ecran.paragraph(
        (f"✓ {count(len(changements), 'correction faite', 'corrections faites')}", "bold green")
    )
    for change in changements[:MAX_SHOWN]:
        anomalie = Anomalie(change.code, "", change.ou)
        where = place(Faute(anomalie, [change.ou.ligne or 0], 1), mots, named=False)
        ecran.paragraph(
            (f"{where}{NO_BREAK}: ", _BOLD),
            (changement(change), ""),
            (f"  {change.code}", _DIM),
            head="  • ",
            indent=4,
        )
    write_left_out(ecran, len(changements) - MAX_SHOWN)


def write_left_out(ecran: Ecran, others: int) -> None:
    """Say how many more there are than the report shows."""
    if others > 0:
        ecran.blank()
        ecran.paragraph(
            (f"… et {count(others, 'autre', 'autres')} : ajoutez --json pour tout voir.", _DIM)
        )


def _write_files(ecran: Ecran, bilan: Bilan) -> None:
    title = plural(len(bilan.fichiers), "Fichier à déposer", "Fichiers à déposer")
    write_fichiers(ecran, bilan.fichiers, title)
    if bilan.a_corriger:
        title = plural(bilan.ecartes, "Ligne écartée, à corriger", "Lignes écartées, à corriger")
        ecran.blank()
        ecran.paragraph((f"✗ {title}", "bold red"))
        ecran.exact(str(bilan.a_corriger), "", indent=4)
        ecran.paragraph((count(bilan.ecartes, "ligne", "lignes"), _DIM), head="    ", indent=4)
    if bilan.copie:
        ecran.blank()
        ecran.paragraph(("✓ Copie annotée du classeur", "bold green"))
        ecran.exact(str(bilan.copie.chemin), "", indent=4)
        for perte in bilan.copie.pertes:
            ecran.paragraph((perte, "yellow"), head="    ", indent=4)


def write_fichiers(ecran: Ecran, fichiers: Sequence[Fichier], title: str) -> None:
    """Write which deposits were made, under a title; nothing when there is none."""
    if fichiers:
        ecran.blank()
        ecran.paragraph((f"✓ {title}", "bold green"))
    for fichier in fichiers:
        ecran.exact(str(fichier.chemin), "", indent=4)
        passages = count(fichier.passages, "passage", "passages")
        ecran.paragraph((f"{passages}, {size(fichier.octets)}", _DIM), head="    ", indent=4)
