"""Rejection of a whole file, as the CDC's parser words it: one error, with its line and column.

The schema decides by libxml2; the sentence is that of the parser of Java (see `xerces`).
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice, takewhile
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from lxml import etree

from accrochage.dictionnaire import NAMESPACE
from accrochage.flux.explications import node_of
from accrochage.flux.lecture import Cadre, nameless, read_cadre, read_lignes
from accrochage.flux.rendu import CERTIFICATION_CLOSING, CLOSING, open_certification, write_opening
from accrochage.flux.schemas import Schema
from accrochage.flux.validation import BLOCK
from accrochage.modele import Certificateur, Certification, Flux
from accrochage.portail.accuse import Rejet
from accrochage.portail.positions import Cible, Lecture, look_for
from accrochage.portail.xerces import (
    DOCTYPE,
    GLUED_PLACE,
    ILL_FORMED,
    NO_ROOT,
    SPACE_IN_TARGET,
    is_told_at_opening,
    sentence_of_form,
    sentence_of_schema,
)

XSD: Final = "XSD"
"""Type of every rejection of a file that the CDC is known to make, even of one that is not well-formed."""

_ROOT: Final = f"{NAMESPACE} flux"
_PASSAGE: Final = "passageCertification"
_GLUED_DECLARATION: Final = re.compile(rb"<\?xml[^\s?]")


class _Fault(NamedTuple):
    message: str
    cible: Cible


def rejet_of(path: Path, schema: Schema) -> Rejet | None:
    """Return why a file is rejected as a whole, None when its schema accepts it.

    Raises:
        FluxError: The file cannot be opened.
        SchemaError: The schema cannot be used.
    """
    if _accepts(path, schema):
        return None
    form = look_for(path)
    message = _of_form(path, form)
    if message:
        ligne, colonne = GLUED_PLACE if message is SPACE_IN_TARGET else (form.ligne, form.colonne)
        return Rejet(XSD, message, ligne, colonne)
    if form.root != _ROOT:
        place = look_for(path, Cible(None, (), closing=False))
        return Rejet(XSD, NO_ROOT.format(form.root.rpartition(" ")[2]), place.ligne, place.colonne)
    cadre = read_cadre(path)
    faults = [*_of_frame(cadre, schema), *_of_passages(path, cadre, schema)]
    placed = [(look_for(path, fault.cible), fault.message) for fault in faults]
    first = min(placed, key=lambda one: (one[0].ligne, one[0].colonne), default=(form, ILL_FORMED))
    return Rejet(XSD, first[1], first[0].ligne, first[0].colonne)


def rejet_at(path: Path, element: etree._Element, type_: str, message: str) -> Rejet:
    """Return a rejection told at the end of an element that stands outside the passages."""
    root = element.getroottree().getroot()
    place = look_for(path, Cible(None, _ranks(element, root), closing=True))
    return Rejet(type_, message, place.ligne, place.colonne)


class _NoTree:
    """A parser target that keeps nothing, and tells a DOCTYPE."""

    doctype_met = False

    def doctype(self, *_: object) -> None:
        """Take note of a DOCTYPE."""
        self.doctype_met = True

    def close(self) -> None:
        """End the document."""


def _accepts(path: Path, schema: Schema) -> bool:
    """Tell whether a schema accepts a file, in constant memory."""
    target = _NoTree()
    parser = etree.XMLParser(
        schema=schema.compile(),
        target=cast("etree.ParserTarget", target),
        resolve_entities=False,
        no_network=True,
    )
    try:
        with path.open("rb") as file:
            etree.parse(nameless(file), parser)
    except (etree.XMLSyntaxError, OSError):  # said better by the reading that follows
        return False
    return not len(parser.error_log) and not target.doctype_met


def _of_form(path: Path, form: Lecture) -> str | None:
    """Return what is wrong with the form of a file: it is not XML, or not safe."""
    if form.doctype:
        return DOCTYPE
    if not form.error:
        return None
    with path.open("rb") as file:
        if _GLUED_DECLARATION.match(file.read(100)):
            return SPACE_IN_TARGET
        file.seek(max(form.octet - 1, 0))
        before, octet = (*file.read(2), -1, -1)[:2]
    return sentence_of_form(
        form.error, before if before == ord("&") else octet, started=bool(form.root)
    )


def _of_frame(cadre: Cadre, schema: Schema) -> Iterator[_Fault]:
    """Yield the first fault outside the passages."""
    for node, message, closing in _faults(schema, cadre.document):
        if _passage_of(node) is None:
            ranks = _ranks(node, cadre.document.getroot())
            yield _Fault(message, Cible(None, ranks, closing))
            return


def _of_passages(path: Path, cadre: Cadre, schema: Schema) -> Iterator[_Fault]:
    """Yield the first fault inside a passage."""
    flux = Flux("0", datetime.fromtimestamp(0, UTC), schema.version)
    certificateur = Certificateur("00000000", "0", "00000000")
    opening = write_opening(flux, certificateur) + open_certification(
        Certification(certificateur, "RS", "RS0", None)
    )
    end = CERTIFICATION_CLOSING + CLOSING
    lignes, before = read_lignes(path, cadre), 0
    while block := [ligne.element for ligne in islice(lignes, BLOCK)]:
        document = etree.fromstring(b"".join([opening.encode(), *block, end.encode()]))
        for node, message, closing in _faults(schema, document):
            passage = _passage_of(node)
            if passage is not None:
                rank = before + len(list(passage.itersiblings(preceding=True)))
                yield _Fault(message, Cible(rank, _ranks(node, passage), closing))
                return
        before += len(block)


def _passage_of(node: etree._Element) -> etree._Element | None:
    """Return the passage where an element stands, None when it stands in none."""
    return next((one for one in (node, *node.iterancestors()) if _name(one) == _PASSAGE), None)


def _ranks(node: etree._Element, top: etree._Element) -> tuple[int, ...]:
    """Return the way from an element to one below it: at each level, its rank among the elements."""
    way = takewhile(lambda one: one is not top, [node, *node.iterancestors()])
    ranks = [sum(1 for _ in one.itersiblings(etree.Element, preceding=True)) for one in way]
    return tuple(reversed(ranks))


def _faults(
    schema: Schema, document: etree._Element | etree._ElementTree
) -> Iterator[tuple[etree._Element, str, bool]]:
    """Yield what a schema refuses in a document: the element, the sentence, whether it is told at its end."""
    compiled = schema.compile()
    compiled.validate(document)
    log: Any = compiled.error_log
    for error in log:
        node = node_of(document, error.path)
        yield node, sentence_of_schema(error, node), not is_told_at_opening(error)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
