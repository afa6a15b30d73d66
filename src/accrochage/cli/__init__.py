"""The `accrochage` command: a thin shell over the use cases of the core.

The one place of the core that prints, reads the clock and the environment, and knows the folders of the user. The help imports
nothing heavy; the rest of the core comes with the command that needs it.
"""

from __future__ import annotations

import gc
import sys

from accrochage.cli.analyse import parse
from accrochage.cli.interruption import Interruption
from accrochage.cli.sorties import prepare_streams, writing_to
from accrochage.cli.usage import UsageError
from accrochage.erreurs import AccrochageError, AccuseError, ClasseurError, FluxError, PortailError
from accrochage.typographie import printable

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

MISUSE: Final = 2
UNREADABLE: Final = 3
INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: Its arguments; None takes those of the process.

    Returns:
        The exit code: 0 all is ready, 1 errors are left, 2 misuse, 3 unreadable file, 130 interrupted.
    """
    arguments = sys.argv[1:] if argv is None else argv
    prepare_streams()
    try:
        with Interruption():
            return _answer(arguments)
    except KeyboardInterrupt:
        exec("")  # noqa: S102 - Python remembers an interruption that came within an exec, and would die of it on leaving
        with writing_to(sys.stderr) as stderr:
            print("\nArrêt demandé : aucun fichier incomplet ne reste.", file=stderr)
        return INTERRUPTED


def _answer(arguments: Sequence[str]) -> int:
    try:
        return _run(arguments)
    except AccrochageError as error:
        return _refuse(error, json="--json" in arguments)


def _run(arguments: Sequence[str]) -> int:
    with writing_to(sys.stdout):
        try:
            namespace = parse(arguments)
        except SystemExit:
            return 0
    if namespace.command is None:
        with writing_to(sys.stderr) as stderr:
            namespace.parser.print_help(stderr)
        return MISUSE
    from accrochage.cli.commandes import run  # noqa: PLC0415 - the help must not wait for the core

    collecting = gc.isenabled()
    gc.disable()  # one job a process, without cycles among its objects: looking for them took a twentieth of the time
    try:
        return run(namespace)
    finally:
        if collecting:
            gc.enable()


def _refuse(error: AccrochageError, *, json: bool) -> int:
    """Say why the command could not take place; return the exit code."""
    sentence = str(error)
    usage = error.usage if isinstance(error, UsageError) else ""
    with writing_to(sys.stderr) as stderr:
        print(printable(sentence), *usage.splitlines(), sep="\n", file=stderr)
    if json:
        from accrochage.cli.sortie_json import write_error  # noqa: PLC0415 - of use to few

        with writing_to(sys.stdout) as stdout:
            write_error(stdout, sentence)
    unreadable = AccuseError | ClasseurError | FluxError | PortailError
    return UNREADABLE if isinstance(error, unreadable) else MISUSE
