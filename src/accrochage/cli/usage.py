"""What a command can be refused for before any file is read."""

from accrochage.erreurs import AccrochageError


class UsageError(AccrochageError):
    """The command is misused: an argument, an option, a setting or a file name that will not do.

    Args:
        message: French sentence: what is wrong and how to mend it.
        usage: How the command is written, and where its help is; empty when the sentence says enough.
    """

    def __init__(self, message: str, usage: str = "") -> None:
        super().__init__(message)
        self.usage = usage
