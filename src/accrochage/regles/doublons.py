"""Values seen twice, over files of any length.

Only a 64-bit fingerprint of each value and its row are kept: two values share a fingerprint once in about forty million files
of a million rows. A dictionary holds them while they are few; it would weigh hundreds of megabytes for a million, so they then
move to two flat arrays addressed by the fingerprint (open addressing), some 25 bytes a value and three times slower.
"""

from array import array
from collections.abc import Hashable
from typing import Final

FEW: Final = 1 << 17
"""Values beyond which the dictionary gives way to the arrays: it then weighs some 15 megabytes."""


class FirstSeen:
    """Remembers on which row each value was first met."""

    def __init__(self) -> None:
        self._few: dict[int, int] = {}
        self._many: _Table | None = None

    def row_of(self, value: Hashable, ligne: int) -> int | None:
        """Return the row where a value was first met; None when it is new, and then remember it.

        Args:
            value: Any hashable value.
            ligne: The row where it stands now.
        """
        fingerprint = hash(value) or 1  # 0 marks a free slot of the arrays
        if self._many:
            return self._many.row_of(fingerprint, ligne)
        first = self._few.get(fingerprint)
        if first is None:
            self._few[fingerprint] = ligne
            if len(self._few) > FEW:
                self._spill()
        return first

    def _spill(self) -> None:
        """Move what the dictionary holds to the arrays."""
        self._many = _Table(4 * FEW)
        for fingerprint, ligne in self._few.items():
            self._many.row_of(fingerprint, ligne)
        self._few.clear()


class _Table:
    """Rows by fingerprint, in arrays whose size is a power of two.

    Args:
        size: Slots to begin with.
    """

    def __init__(self, size: int) -> None:
        self._count = 0
        self._reset(size)

    def _reset(self, size: int) -> None:
        self._mask = size - 1
        self._prints = array("q", bytes(8 * size))
        self._rows = array("I", bytes(array("I").itemsize * size))

    def row_of(self, fingerprint: int, ligne: int) -> int | None:
        """Return the row kept for a fingerprint; None when there was none, and then keep this one."""
        slot = self._slot(fingerprint)
        if self._prints[slot]:
            return self._rows[slot]
        self._prints[slot] = fingerprint
        self._rows[slot] = ligne
        self._count += 1
        if 2 * self._count > self._mask:
            self._grow()
        return None

    def _slot(self, fingerprint: int) -> int:
        """Return the slot that holds a fingerprint, or the free one where it belongs."""
        prints, mask = self._prints, self._mask
        slot = fingerprint & mask
        while (held := prints[slot]) and held != fingerprint:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        """Double the arrays: every fingerprint finds a new slot."""
        prints, rows = self._prints, self._rows
        self._reset(2 * len(prints))
        for fingerprint, ligne in zip(prints, rows, strict=True):
            if fingerprint:
                slot = self._slot(fingerprint)
                self._prints[slot] = fingerprint
                self._rows[slot] = ligne
