"""Texts compared without their typography."""

NO_BREAK_SPACES = {0x00A0: " ", 0x202F: " "}


def plain(text: str) -> str:
    """Return a text whose no-break spaces are plain spaces."""
    return text.translate(NO_BREAK_SPACES)
