"""Ctrl+C: it stops the command, whatever the command is doing.

Python raises `KeyboardInterrupt` between two instructions, wherever the program stands. Where that is code that Python itself
calls and whose errors it drops (the finaliser of an object, the end of an import), the interruption is lost. It is therefore
remembered, and raised again at the next step.
"""

from __future__ import annotations

import signal

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from types import FrameType, TracebackType
    from typing import Any, NoReturn, Self


class Interruption:
    """Takes Ctrl+C while it is entered; where signals cannot be taken (not the main thread, or ignored by the caller) it does nothing."""

    def __init__(self) -> None:
        self.asked = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            try:
                self._before = signal.signal(signal.SIGINT, self)
            except ValueError:  # not the main thread
                self._before = None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def __call__(self, _number: int, _frame: FrameType | None) -> NoReturn:
        """Take the signal."""
        self.asked = True
        raise KeyboardInterrupt


def stop_if_asked() -> None:
    """Raise again an interruption that was lost.

    Raises:
        KeyboardInterrupt: Ctrl+C was pressed since the command began.
    """
    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, Interruption) and handler.asked:
        raise KeyboardInterrupt
