"""Slips of the fingers on a keyboard: which frequent word was meant by one that nobody bears.

Only what fingers do is a slip: two letters swapped, a letter left out, struck twice, struck with the key beside it or for it. Any other
letter in place of another makes another name, most of the time: measured on names of many countries, it is what would cry wolf.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

_KEYBOARD: Final = ("azertyuiop", "qsdfghjklm", "wxcvbn")
"""Rows of the French keyboard."""
_PLACE: Final = {
    letter: (row, rank) for row, keys in enumerate(_KEYBOARD) for rank, letter in enumerate(keys)
}
_BESIDE: Final = frozenset(
    (one, other)
    for one, (row, rank) in _PLACE.items()
    for other, (row_2, rank_2) in _PLACE.items()
    if one != other and abs(row - row_2) <= 1 and abs(rank - rank_2) <= 1
)
_SAME_SOUND: Final = frozenset({*("sz", "zs", "cs", "sc")})
"""Neighbours on the keyboard that also sound alike: parents choose between them."""

SHORTEST: Final = 5
"""Letters from which a slip is looked for: shorter names are too near one another."""

Index = Mapping[str, list[str]]
"""Words by themselves and by what remains of them when a letter goes, in the order in which they were given."""


def index_of(words: Iterable[str]) -> Index:
    """Return words, folded, the most frequent first, in a form where `meant_by` finds them."""
    found: dict[str, list[str]] = {}
    for word in words:
        for cut in _cuts(word):
            found.setdefault(cut, []).append(word)
    return found


def meant_by(typed: str, index: Index) -> str | None:
    """Return the word, folded, that was meant by another; the likeliest slip of the most frequent one; None when there is none."""
    if len(typed) < SHORTEST:
        return None
    near = (word for cut in _cuts(typed) for word in index.get(cut, ()))
    return next((word for word in near if is_slip(typed, word)), None)


def is_slip(typed: str, meant: str) -> bool:
    """Tell whether fingers that meant a word may have typed another: `nicloas` for `nicolas`; the ends are seldom missed."""
    start = _common(typed, meant)
    end = _common(typed[start:][::-1], meant[start:][::-1])
    wrong, right = typed[start : len(typed) - end], meant[start : len(meant) - end]
    if len(wrong) == len(right) == 2:
        return wrong == right[::-1]
    if max(len(wrong), len(right)) != 1 or not start or not end:
        return False
    around = {typed[start - 1], typed[len(typed) - end]}
    if not wrong:  # left out; of two that are the same, it is another spelling
        return right not in around
    if not right:
        return wrong in around or any((wrong, letter) in _BESIDE for letter in around)
    return (wrong, right) in _BESIDE and wrong + right not in _SAME_SOUND


def _common(one: str, other: str) -> int:
    """Return how many letters two words have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((rank for rank, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cuts(word: str) -> Iterator[str]:
    yield word
    yield from dict.fromkeys(word[:rank] + word[rank + 1 :] for rank in range(len(word)))
