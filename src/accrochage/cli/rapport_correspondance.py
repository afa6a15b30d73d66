"""The report of a correspondance: what each column probably holds, what no column holds, what to do next."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, TextIO

from rich.cells import cell_len, set_cell_size

from accrochage.classeur.entetes import Certainty
from accrochage.classeur.propositions import WORTH_A_WORD, Proposition
from accrochage.cli.ecran import Ecran
from accrochage.cli.rapport import write_steps
from accrochage.cli.suite import Etape, generer_command
from accrochage.cli.valeurs import OPTIONS
from accrochage.dictionnaire import COLONNES
from accrochage.operations import Ebauche
from accrochage.typographie import NO_BREAK, count, plural, printable

_WIDEST_TITLE: Final = 38
"""Characters of a title, beyond which it is cut."""


_READ_OVER: Final = "Relisez ce fichier dans un éditeur de texte, corrigez-le s'il le faut, puis :"
_NEEDLESS: Final = (
    "Agrafe reconnaît déjà tous les titres utiles : vous pouvez vous passer de ce fichier."
)


def write_report(stream: TextIO, ebauche: Ebauche, path: Path, feuille: str | None) -> None:
    """Write the whole report.

    Args:
        stream: Where to write.
        ebauche: What is proposed.
        path: The file that was written.
        feuille: The sheet that was asked for.
    """
    ecran = Ecran(stream)
    apercu = ebauche.apercu
    sheet = f", feuille « {apercu.feuille} »" if apercu.feuille else ""
    ecran.paragraph((f"{ebauche.source.name}{sheet}, titres à la ligne {apercu.ligne}", "dim"))
    known = [one for one in apercu.propositions if one.key and _is_known(one)]
    proposed = [one for one in apercu.propositions if one.key and not _is_known(one)]
    aside = [one for one in apercu.propositions if not one.key]
    _write_columns(ecran, "✓", "bold green", ("colonne reconnue", "colonnes reconnues"), known)
    words = ("colonne proposée, à vérifier", "colonnes proposées, à vérifier")
    _write_columns(ecran, "!", "bold yellow", words, proposed)
    words = ("colonne laissée de côté", "colonnes laissées de côté")
    _write_columns(ecran, "ℹ", "bold cyan", words, aside)
    _write_missing(ecran, ebauche.absentes)
    ecran.blank()
    ecran.paragraph(("✓ Correspondance", "bold green"))
    ecran.exact(str(path), "", indent=4)
    options = ("--feuille", feuille) if feuille else ()
    if proposed or ebauche.absentes:
        use = generer_command(ebauche.source, "--correspondance", str(path), *options)
        write_steps(ecran, (Etape(_READ_OVER), use))
    else:
        write_steps(ecran, (Etape(_NEEDLESS), generer_command(ebauche.source, *options)))


def _is_known(one: Proposition) -> bool:
    return one.certainty >= Certainty.SYNONYM


def _write_columns(
    ecran: Ecran, mark: str, style: str, words: tuple[str, str], columns: Sequence[Proposition]
) -> None:
    """Write a table of columns: letter, title, rubrique, confidence."""
    if not columns:
        return
    ecran.blank()
    ecran.paragraph((f"{mark} {count(len(columns), *words)}", style))
    titles = [printable(one.title) or "(sans titre)" for one in columns]
    width = min(max(map(cell_len, titles)), _WIDEST_TITLE)
    letters = max(len(one.letter) for one in columns)
    meanings = [_meaning(one) for one in columns]
    longest = max(map(len, meanings))
    for one, title, meaning in zip(columns, titles, meanings, strict=True):
        confiance = f"{one.confiance:>3}{NO_BREAK}%" if one.key else ""
        line = (
            f"{one.letter:<{letters}}  {_fitted(title, width)}  {meaning:<{longest}}  {confiance}"
        )
        ecran.exact(line.rstrip(), "", indent=4)


def _fitted(title: str, width: int) -> str:
    if cell_len(title) <= width:
        return set_cell_size(title, width)
    return f"{set_cell_size(title, width - 1)}…"


def _meaning(one: Proposition) -> str:
    """Return the rubrique that a column is read as, or what it may be."""
    if one.key:
        return COLONNES[one.key].header
    if one.hint and one.confiance >= WORTH_A_WORD:
        return f"peut-être « {COLONNES[one.hint].header} » ({one.confiance}{NO_BREAK}%)"
    return ""


def _write_missing(ecran: Ecran, keys: Sequence[str]) -> None:
    """Write what every passage must have, and no column seems to hold."""
    if not keys:
        return
    title = plural(
        len(keys),
        "rubrique obligatoire sans colonne",
        "rubriques obligatoires sans colonne",
    )
    ecran.blank()
    ecran.paragraph((f"✗ {count(len(keys), title, title)}", "bold red"))
    for key in keys:
        option = f", ou option {OPTIONS[key]}" if key in OPTIONS else ""
        ecran.paragraph((f"{COLONNES[key].header}{option}", ""), head="  • ", indent=4)
