"""A parser of command lines that speaks French.

Nothing heavy is imported here: the help must come at once.
"""

from __future__ import annotations

import argparse
import os
from functools import partial

from accrochage.cli.usage import UsageError
from accrochage.typographie import NO_BREAK

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final, NoReturn

    # Adds an argument to a section of the help, as `add_argument` does.
    Adder = Callable[..., object]

_WIDEST: Final = 100
"""Characters of a line of the help, however wide the terminal."""


class Analyseur(argparse.ArgumentParser):
    """A parser that speaks French, refuses abbreviations, and raises instead of leaving."""

    def __init__(self, *, description: str, epilog: str = "", **options: Any) -> None:
        formatter = partial(
            argparse.RawDescriptionHelpFormatter, width=_width(), max_help_position=26
        )
        super().__init__(
            **options,
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=formatter,
        )
        self.set_defaults(parser=self)

    def section(self, title: str) -> Adder:
        """Open a section of the help, and return what adds an argument to it."""
        group = self.add_argument_group(title + NO_BREAK)

        def add(*names: str, help: str, **options: Any) -> None:  # noqa: A002 - the word of argparse
            group.add_argument(*names, help=help, **options)

        return add

    def commands(self) -> Callable[..., Analyseur]:
        """Say that commands follow, and return what adds one."""
        return self.add_subparsers(
            title="Commandes" + NO_BREAK, metavar="COMMANDE", prog=self.prog
        ).add_parser

    def format_usage(self) -> str:
        """Return how the command is written."""
        return _in_french(super().format_usage())

    def format_help(self) -> str:
        """Return the whole help."""
        return _in_french(super().format_help())

    def error(self, message: str) -> NoReturn:
        """Refuse what argparse refuses."""
        from accrochage.cli.traduction import french  # noqa: PLC0415 - of use to mistakes only

        self.refuse(french(message))

    def refuse(self, sentence: str) -> NoReturn:
        """Raise the French sentence of a misuse, with how the command is written and where its help is."""
        usage = f"{self.format_usage()}Aide : {self.prog} --help"
        raise UsageError(sentence, usage)

    def refuse_unknown(self, arguments: Sequence[str]) -> NoReturn:
        """Refuse what the command does not know, with the option that was probably meant."""
        from accrochage.cli.traduction import unknown  # noqa: PLC0415 - of use to mistakes only

        self.refuse(unknown(arguments, self._option_string_actions))


def _in_french(text: str) -> str:
    return text.replace("usage: ", f"Utilisation{NO_BREAK}: ", 1)


def _width() -> int:
    """Return the width of the help; asked of the system directly, for `shutil` would take longer to import than to answer."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return min(int(columns), _WIDEST)
    try:
        return min(os.get_terminal_size().columns or 80, _WIDEST)
    except OSError:
        return 80
