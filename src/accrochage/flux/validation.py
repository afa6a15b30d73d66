"""Validation of passages by the XSD, in blocks, beside the work that makes them.

Streaming validation by libxml2 tells neither line nor element, and lxml's parser targets let invalid files through without a
word. A block of a thousand passages, wrapped as a small deposit of its own, is validated whole: each passage stands on one
line, so that the line of an error is the passage to blame. lxml releases the interpreter lock, so that blocks are validated
while the next ones are made.
"""

import threading
from array import array
from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final, NamedTuple, Self, cast

from lxml import etree

from accrochage.flux.explications import Refus, refusals
from accrochage.flux.rendu import CERTIFICATION_CLOSING, CLOSING, open_certification, write_opening
from accrochage.flux.schemas import Schema
from accrochage.modele import Certificateur, Certification, Flux, Passage
from accrochage.regles.lecture.nettoyage import Raw

BLOCK: Final = 500
"""Passages validated together."""

_THREADS: Final = 2
_WAITING: Final = 6
"""Blocks that may wait for a thread: more would only take memory."""


class Block(NamedTuple):
    """Passages, their XML elements (each ending with a line feed), and the rows that they were made of."""

    passages: list[Passage]
    elements: list[bytes]
    rows: list[Sequence[Raw]]


class Part(NamedTuple):
    """Passages of one certification, ready to be written.

    Attributes:
        certification: The certification.
        content: Their elements, one after another.
        lengths: Length of each element, in bytes.
        ranks: Ranks of the passages in their block.
    """

    certification: Certification
    content: bytes
    lengths: "array[int]"
    ranks: Sequence[int]


class Verdict(NamedTuple):
    """What the XSD says of a block.

    Attributes:
        block: The block.
        refused: The refusals, by the rank of the passage in the block.
        accepted: The other passages, by certification.
    """

    block: Block
    refused: dict[int, list[Refus]]
    accepted: list[Part]


Deposit = tuple[list[Part], bytes]
"""Parts of one certificateur, and the same wrapped as a whole deposit."""


class Validator:
    """Validates blocks in threads; use it as a context manager.

    Args:
        schema: The schema that decides.
        flux: What the deposit says of itself.
    """

    def __init__(self, schema: Schema, flux: Flux) -> None:
        self._schema = schema
        self._flux = flux
        self._local = threading.local()
        self._pool = ThreadPoolExecutor(_THREADS, "validation")
        self._waiting: deque[Future[Verdict]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def submit(self, block: Block) -> Iterator[Verdict]:
        """Take a block, and yield the verdicts that must be waited for before the next one, in the order of the blocks."""
        # The document is made here: a thread would have to ask for the interpreter lock, and wait for it, at every step.
        self._waiting.append(self._pool.submit(self._judge, block, self._deposits(block)))
        while len(self._waiting) > _WAITING:
            yield self._waiting.popleft().result()

    def finish(self) -> Iterator[Verdict]:
        """Yield the verdicts that are left, in the order of the blocks."""
        while self._waiting:
            yield self._waiting.popleft().result()

    def validate(self, block: Block) -> Verdict:
        """Validate one block, here and now."""
        return self._judge(block, self._deposits(block))

    def _deposits(self, block: Block) -> list[Deposit]:
        """Return what a block holds as deposits: one certificateur each, so that every header is validated."""
        by_certificateur: dict[Certificateur, list[Part]] = {}
        for part in _parts(block):
            by_certificateur.setdefault(part.certification.certificateur, []).append(part)
        return [(parts, self._wrap(parts)) for parts in by_certificateur.values()]

    def _judge(self, block: Block, deposits: Sequence[Deposit]) -> Verdict:
        refused: dict[int, list[Refus]] = {}
        for parts, document in deposits:
            if not self._accepts(document):
                refused |= self._refused(document, parts)
        if refused:
            return Verdict(block, refused, _parts(block, refused))
        return Verdict(block, refused, [part for parts, _ in deposits for part in parts])

    def _accepts(self, document: bytes) -> bool:
        """Tell whether the schema accepts a document, without building its tree: libxml2 validates while it parses.

        With a parser target lxml raises nothing and returns normally on a schema error: only the log tells.
        """
        parser = getattr(self._local, "parser", None)
        if parser is None:
            parser = self._local.parser = etree.XMLParser(
                schema=self._schema.compile(),
                target=cast("etree.ParserTarget", _NoTree()),
                resolve_entities=False,
                no_network=True,
            )
        etree.fromstring(document, parser)
        return not len(parser.error_log)

    def _wrap(self, parts: Sequence[Part]) -> bytes:
        """Return parts as a whole deposit."""
        pieces = [write_opening(self._flux, parts[0].certification.certificateur).encode()]
        for part in parts:
            pieces += (
                open_certification(part.certification).encode(),
                part.content,
                CERTIFICATION_CLOSING.encode(),
            )
        pieces.append(CLOSING.encode())
        return b"".join(pieces)

    def _refused(self, document: bytes, parts: Sequence[Part]) -> dict[int, list[Refus]]:
        """Validate a document again, its tree built, and lay each refusal at the door of the passages that it condemns."""
        blamed = self._blamed(parts)
        refused: dict[int, list[Refus]] = {}
        for refus in refusals(self._schema.compile(), etree.fromstring(document)):
            for rank in blamed[refus.ligne]:
                refused.setdefault(rank, []).append(refus)
        return refused

    def _blamed(self, parts: Sequence[Part]) -> list[Sequence[int]]:
        """Return the ranks of the passages that a refusal condemns, by the line where it stands.

        On the line of a passage, that passage; on those around a certification, all that it holds; elsewhere, all of them.
        """
        everyone = [rank for part in parts for rank in part.ranks]
        opening = write_opening(self._flux, parts[0].certification.certificateur)
        blamed: list[Sequence[int]] = [everyone] * (1 + opening.count("\n"))
        for part in parts:
            blamed += [part.ranks] * open_certification(part.certification).count("\n")
            blamed += [[rank] for rank in part.ranks]
            blamed += [part.ranks] * CERTIFICATION_CLOSING.count("\n")
        return blamed


def _parts(block: Block, refused: Container[int] = ()) -> list[Part]:
    """Return the elements of a block by certification, the refused ones left out."""
    parts = []
    for certification, ranks in _by_certification(block.passages, refused):
        elements = [block.elements[rank] for rank in ranks]
        content, lengths = b"".join(elements), array("I", map(len, elements))
        parts.append(Part(certification, content, lengths, ranks))
    return parts


def _by_certification(
    passages: Sequence[Passage], refused: Container[int]
) -> Iterable[tuple[Certification, list[int]]]:
    """Return the ranks of passages by certification."""
    groups: dict[int, tuple[Certification, list[int]]] = {}
    for rank, passage in enumerate(passages):
        if rank in refused:
            continue
        certification = passage.certification
        # Equal ones that are not the same object make two groups: no harm is done, and none is hashed.
        group = groups.get(id(certification))
        if group is None:
            groups[id(certification)] = certification, [rank]
        else:
            group[1].append(rank)
    return groups.values()


class _NoTree:
    """A parser target that keeps nothing."""

    def close(self) -> None:
        """End the document."""
