"""What a deposit says and no rubrique holds: unknown or repeated elements, stray texts, attributes.

A schema refuses nearly all of it, but a deposit need not be valid to be read; whoever leaves something aside must be able to say so.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, cast

from lxml import etree

from accrochage.dictionnaire import NAMESPACE, RUBRIQUES, Bloc
from accrochage.flux.lecture import (
    AROUND,
    LEAVES,
    LISTE,
    PASSAGE,
    RESULTAT,
    RESULTAT_PARTS,
    Cadre,
    LigneXml,
    line_of,
    local_name,
)

_NS: Final = f"{{{NAMESPACE}}}"
_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"

_FRAME: Final = frozenset(f"{_NS}{name}" for name in Bloc.PASSAGE.value[:-1])
"""Tags of the elements that stand between the root and the passages."""
_VALUES: Final = {
    f"{_NS}flux": frozenset(
        f"{_NS}{entry.name}" for entry in RUBRIQUES.values() if entry.bloc is Bloc.FLUX
    ),
    **{tag: frozenset(tags.values()) for tag, tags in AROUND.items()},
}
"""Tags of the rubriques that an element of the frame holds, by its own tag."""
_CERTIFICATION: Final = f"{_NS}{Bloc.CERTIFICATION.value[-1]}"

_BRANCHES: Final = frozenset(
    "/".join(names[:depth])
    for names in (path.split("/") for path in LEAVES)
    for depth in range(1, len(names))
)
"""Paths, below a passage, of the elements that hold others."""

_SHOWN: Final = 500
"""Characters of a text that are kept to be shown."""


class Reste(NamedTuple):
    """Something that no rubrique holds.

    Attributes:
        quoi: What it is, in French: `"l'élément commentaire"`.
        ligne: Its line in the file.
        valeur: What it says, cut when it is long; None when it says nothing.
    """

    quoi: str
    ligne: int
    valeur: str | None


def restes_of_cadre(cadre: Cadre) -> Iterator[Reste]:
    """Yield what is left aside around the passages; the values of the flux itself (`idFlux`…) are not."""
    return _around(cadre.document.getroot())


def _around(element: etree._Element) -> Iterator[Reste]:
    yield from _of_itself(element, 0)
    if element.tag == _CERTIFICATION and not _holds_passages(element):
        yield _reste("une certification sans passage", element, 0)
    values, seen = _VALUES.get(element.tag, ()), dict[str, str]()
    for child in element:
        if child.tag in _FRAME or (child.tag not in values and _holds_passages(child)):
            yield from _around(child)
        elif child.tag in values:
            yield from _of_value(child, 0)
            text = child.text or ""
            if text != seen.setdefault(child.tag, text):
                yield _reste(f"un second élément {local_name(child)}", child, 0)
        elif child.tag != PASSAGE or element.tag != LISTE:
            yield _reste(f"l'élément {local_name(child)}", child, 0)


def _holds_passages(element: etree._Element) -> bool:
    return any(len(liste) for liste in element.iter(LISTE))


def restes_of_passage(ligne: LigneXml) -> Iterator[Reste]:
    """Yield what is left aside inside a passage."""
    return _below(ligne.source, "", ligne.before, {})


def _below(
    element: etree._Element, path: str, before: int, seen: dict[str, etree._Element]
) -> Iterator[Reste]:
    """Yield what is left aside below an element of a passage; `seen` has the values read so far, by column."""
    yield from _of_itself(element, before)
    for child in element:
        name = local_name(child)
        inner = f"{path}/{name}" if path else name
        if inner == RESULTAT:
            yield from _of_resultat(child, before)
        elif inner in _BRANCHES:
            yield from _below(child, inner, before, seen)
        elif key := LEAVES.get(inner):
            if len(child) or child.keys():
                yield from _of_value(child, before)
            known = seen.setdefault(key, child)
            if known is not child:  # the last one is read
                if known.text and known.text != child.text:
                    yield _reste(f"un premier élément {name}", known, before)
                seen[key] = child
        else:
            yield _reste(f"l'élément {name}", child, before)


def _of_resultat(element: etree._Element, before: int) -> Iterator[Reste]:
    yield from _of_itself(element, before)
    seen: set[str] = set()
    for child in element:
        name = local_name(child)
        if name in RESULTAT_PARTS and name not in seen:
            yield from _of_value(child, before)
        else:
            yield _reste(f"l'élément {name}", child, before)
        seen.add(name)


def _of_itself(element: etree._Element, before: int) -> Iterator[Reste]:
    """Yield the attributes and the stray texts of an element that holds others."""
    if element.keys():
        yield from _attributes(element, before)
    stray = [element.text, *(child.tail for child in element)]
    text = " ".join(part.strip() for part in stray if part and not part.isspace())
    if text:
        name = local_name(element)
        yield Reste(f"un texte dans l'élément {name}", line_of(element) + before, text[:_SHOWN])


def _of_value(element: etree._Element, before: int) -> Iterator[Reste]:
    """Yield what an element holds beside its value."""
    yield from _attributes(element, before)
    for child in element:
        yield _reste(f"l'élément {local_name(child)}", child, before)


def _attributes(element: etree._Element, before: int) -> Iterator[Reste]:
    for name, value in cast("Iterable[tuple[str, str]]", element.items()):
        if not name.startswith(_XSI):  # these say how the element is written
            shown = name.rpartition("}")[2]
            yield Reste(f"l'attribut {shown}", line_of(element) + before, value[:_SHOWN])


def _reste(quoi: str, element: etree._Element, before: int) -> Reste:
    parts = cast("Iterable[str]", element.itertext())
    text = " ".join(part.strip() for part in parts if not part.isspace())
    return Reste(quoi, line_of(element) + before, text[:_SHOWN] or None)
