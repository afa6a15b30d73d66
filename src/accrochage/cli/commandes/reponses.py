"""How a command answers: files, a report or JSON, and what comes next."""

import sys
from collections.abc import Iterable
from pathlib import Path

from accrochage.cli.sortie_json import write_bilan
from accrochage.cli.sorties import writing_to
from accrochage.cli.suite import Etape, Lecture
from accrochage.operations import Bilan


def print_paths(paths: Iterable[Path]) -> None:
    """Print the files written on stdout when a program reads it; a person has them in the report."""
    if not sys.stdout.isatty():
        with writing_to(sys.stdout) as stdout:
            stdout.writelines(f"{path}\n" for path in paths)


def answer(bilan: Bilan, lecture: Lecture, *, json: bool) -> int:
    """Say what came out of a file; return the exit code."""
    if json:
        with writing_to(sys.stdout) as stdout:
            write_bilan(stdout, bilan, lecture.version)
    else:
        from accrochage.cli.rapport import write_report  # noqa: PLC0415 - JSON does without rich

        with writing_to(sys.stderr) as stderr:
            write_report(stderr, bilan, lecture)
    return 0 if bilan.valide else 1


def notice(title: str, path: Path, etapes: Iterable[Etape]) -> None:
    """Say that a file was written, and what comes next."""
    from accrochage.cli.rapport import write_notice  # noqa: PLC0415 - JSON does without rich

    with writing_to(sys.stderr) as stderr:
        write_notice(stderr, title, path, etapes)
