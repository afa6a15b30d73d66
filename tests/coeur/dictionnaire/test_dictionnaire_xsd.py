"""The dictionary and the schemas, side by side: the same rubriques, and for each the same limits.

The schemas that ship state the CDC's facts in a text of their own: the order of a code list means nothing there. The order of
the CDC's text is that of the corpus.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations

import pytest
from lxml import etree

from accrochage.dictionnaire import RUBRIQUES, VERSIONS, Bloc, Code, Kind, Presence, Rubrique
from accrochage.flux.schemas import SHIPPED_FOLDER
from accrochage.regles.lecture.dates import PLAUSIBLE_YEARS
from corpus.table import CODES, table

XSD = "{http://www.w3.org/2001/XMLSchema}"

BASES = {
    Kind.DATE: "date",
    Kind.TIMESTAMP: "dateTime",
    Kind.BOOLEAN: "boolean",
    Kind.INTEGER: "int",
}
"""Built-in type that a kind stands on; `string` for the others."""

REQUIRED = {Presence.REQUIRED, Presence.REQUIRED_OR_NIL}


# --- Reading a schema


@dataclass(frozen=True)
class Leaf:
    """What a schema says of an element that holds a value.

    Attributes:
        base: The built-in type that it stands on.
        required: Is it always there, where its bloc is?
        alone: Is it always there, where its parent is?
        nillable: May it be nil?
        facets: The values of each facet.
    """

    base: str
    required: bool
    alone: bool
    nillable: bool
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def lengths(self) -> tuple[int | None, int | None]:
        return self._bounds("minLength", "maxLength", "length")

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        return self._bounds("minInclusive", "maxInclusive", "")

    def _bounds(self, low: str, high: str, both: str) -> tuple[int | None, int | None]:
        found = [self.facets.get(both) or self.facets.get(name) for name in (low, high)]
        return tuple(int(values[0]) if values else None for values in found)

    @property
    def pattern(self) -> str | None:
        return "|".join(self.facets["pattern"]) if "pattern" in self.facets else None


class Walk:
    """Finds the leaves of a schema, by path from the root, which is left out."""

    def __init__(self, schema: etree._Element) -> None:
        self.types = {entry.get("name"): entry for entry in schema.iterchildren(f"{XSD}*")}
        self.leaves: dict[tuple[str, ...], Leaf] = {}
        self.blocs: set[tuple[str, ...]] = set()
        self._children(self._type_of(schema.find(f"{XSD}element")), (), required=True)

    def _type_of(self, element: etree._Element) -> etree._Element | None:
        inside = element.find(f"{XSD}complexType")
        if inside is None:
            inside = element.find(f"{XSD}simpleType")
        return (
            self.types.get(element.get("type", "").removeprefix("cpf:"))
            if inside is None
            else inside
        )

    def _children(self, type_: etree._Element, path: tuple[str, ...], *, required: bool) -> None:
        self.blocs.add(path)
        group = next(
            child for child in type_ if child.tag in {f"{XSD}all", f"{XSD}sequence", f"{XSD}choice"}
        )
        for element in group.iterfind(f"{XSD}element"):
            inner = (*path, element.get("name"))
            # Required within the bloc: every bloc starts anew.
            always = element.get("minOccurs") != "0" and group.tag != f"{XSD}choice"
            needed = always and (required or path in BLOCS)
            declared = self._type_of(element)
            if declared is not None and declared.tag == f"{XSD}complexType":
                self._children(declared, inner, required=needed)
            else:
                self.leaves[inner] = self._leaf(element, declared, needed, always)

    def _leaf(self, element, declared, *occurrences: bool) -> Leaf:
        facets: dict[str, tuple[str, ...]] = {}
        base = element.get("type", "")
        while declared is not None:
            restriction = declared.find(f"{XSD}restriction")
            for facet in restriction.iterchildren(tag=etree.Element):
                name = etree.QName(facet).localname
                facets[name] = (*facets.get(name, ()), facet.get("value"))
            base = restriction.get("base")
            declared = self.types.get(base.removeprefix("cpf:"))
        nillable = element.get("nillable") == "true"
        return Leaf(base.removeprefix("xsd:"), *occurrences, nillable, facets)


BLOCS = {bloc.value for bloc in Bloc}


@cache
def schema_text(version: str) -> bytes:
    return (SHIPPED_FOLDER / f"cpf-{version}.xsd").read_bytes()


def schema(version: str) -> etree._Element:
    return etree.fromstring(schema_text(version))


# --- Comparing


def differences(
    version: str, schema: etree._Element, rubriques: Mapping[str, Rubrique] = RUBRIQUES
) -> list[str]:
    """Name everything that a schema and a dictionary do not say alike."""
    walk = Walk(schema)
    known = {entry.path: entry for entry in rubriques.values() if entry.known_in(version)}
    found = [f"{'/'.join(path)}: only on one side" for path in known.keys() ^ walk.leaves.keys()]
    found += [
        f"{bloc.name}: no such element"
        for bloc in {entry.bloc for entry in known.values()}
        if bloc.value not in walk.blocs
    ]
    for path in known.keys() & walk.leaves.keys():
        found += (f"{'/'.join(path)}: {what}" for what in differing(known[path], walk.leaves[path]))
    return found


def differing(entry: Rubrique, leaf: Leaf) -> Iterator[str]:
    """Yield what a rubrique and an element do not have alike."""
    if leaf.base != BASES.get(entry.kind, "string"):
        yield "base"
    if leaf.required is not (entry.presence in REQUIRED) or (entry.within and not leaf.alone):
        yield "occurrences"
    if leaf.nillable is not entry.nillable:
        yield "nil"
    if leaf.bounds != (entry.minimum, entry.maximum):
        yield "bounds"
    if leaf.pattern is None and leaf.lengths != (entry.min_length, entry.max_length):
        yield "lengths"
    if set(leaf.facets.get("enumeration", ())) != codes_of(entry):
        yield "codes"
    yield from differing_patterns(entry, leaf)


def codes_of(entry: Rubrique) -> set[str]:
    """Return the codes that the schema lists; it leaves booleans and open lists to others."""
    listed = entry.kind is Kind.CODE and not entry.open_codes
    return {code.value for code in entry.codes} if listed else set()


def differing_patterns(entry: Rubrique, leaf: Leaf) -> Iterator[str]:
    if entry.kind is Kind.DATE:
        if leaf.pattern is None or years_of(leaf.pattern) != set(PLAUSIBLE_YEARS):
            yield "years"
    elif (leaf.pattern is None) is not (entry.pattern is None):
        yield "pattern"
    elif leaf.pattern is not None:
        value = re.sub(r"\s", "", entry.example)[: entry.max_length]
        accepted = accepted_beside(value, leaf.pattern, leaf.base)
        if accepted != accepted_beside(value, entry.pattern, leaf.base):
            yield "pattern"
        # Where the schema gives no length, the pattern must say it.
        lengths = (entry.min_length, entry.max_length)
        if leaf.lengths != lengths and {len(text) for text in accepted} != set(lengths):
            yield "lengths"


@cache
def years_of(pattern: str) -> set[int]:
    """Return the years, written in four digits, that a pattern of dates takes."""
    return {year for year in range(10_000) if re.fullmatch(pattern, f"{year:04}-12-31")}


@cache
def accepted_beside(value: str, pattern: str, base: str) -> set[str]:
    """Return what a pattern and a built-in type together take, among the texts near a value."""
    element = f'<xsd:schema xmlns:xsd="{XSD[1:-1]}"><xsd:element name="v" type="xsd:{base}"/></xsd:schema>'
    validate = etree.XMLSchema(etree.fromstring(element)).validate
    document = etree.Element("v")
    accepted = set()
    for text in filter(re.compile(pattern).fullmatch, neighbours(value)):
        document.text = text
        if validate(document):
            accepted.add(text)
    return accepted


@cache
def neighbours(text: str) -> frozenset[str]:
    """Return what one or two typing errors make of a text."""
    places = range(len(text))
    once = {text[:at] + text[at + 1 :] for at in places}
    once |= {text[:at] + sign + text[at:] for at in places for sign in "0Z"}
    pairs = combinations(places, 2)
    signs = "012359AB+-:TZ."
    twice = {
        text[:first] + one + text[first + 1 : second] + two + text[second + 1 :]
        for first, second in pairs
        for one in signs
        for two in signs
    }
    return frozenset(once | twice | {text})


@pytest.mark.parametrize("version", VERSIONS)
def test_says_the_same_as_the_schema(version):
    assert differences(version, schema(version)) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_knows_every_element_of_the_schema(version):
    elements = {element.get("name") for element in schema(version).iter(f"{XSD}element")}
    known = {name for entry in RUBRIQUES.values() if entry.known_in(version) for name in entry.path}

    assert elements - known == {"flux"}


# --- The order of the CDC's text


@pytest.mark.parametrize("version", VERSIONS)
def test_has_rubriques_in_the_order_of_the_cdc_within_each_bloc(version):
    order = {
        tuple(spec.path.split("/")[1:]): rank for rank, spec in enumerate(table(version).walk())
    }
    blocs: dict[Bloc, list[int]] = {}
    for entry in RUBRIQUES.values():
        if entry.known_in(version):
            blocs.setdefault(entry.bloc, []).append(order[entry.path])

    assert {bloc.name: ranks for bloc, ranks in blocs.items() if ranks != sorted(ranks)} == {}


def test_has_codes_in_the_order_of_the_cdc():
    lists = {
        tuple(spec.path.split("/")[1:]): CODES[spec.arguments[0]].split()
        for version in VERSIONS
        for spec in table(version).walk()
        if spec.kind == "code"
    }
    ours = {
        entry.path: [code.value for code in entry.codes]
        for entry in RUBRIQUES.values()
        if entry.kind is Kind.CODE and not entry.open_codes
    }

    assert ours == lists


# --- The comparison sees everything


FACETS = {
    "minLength",
    "maxLength",
    "length",
    "minInclusive",
    "maxInclusive",
    "pattern",
    "enumeration",
}


def places_to_spoil(version: str, how: str) -> Iterator[int]:
    """Yield the ranks of the elements of a schema that can be spoilt in some way."""
    for rank, element in enumerate(schema(version).iter(etree.Element)):
        name = etree.QName(element).localname
        if name in FACETS:
            ways = {"change", "remove"}
        elif name == "element" and element.getparent().tag != f"{XSD}schema":
            ways = {"rename", "remove", *(["nil", "occurrences"] if is_leaf(element) else [])}
        else:
            ways = set()
        if how in ways:
            yield rank


def is_leaf(element: etree._Element) -> bool:
    """Tell whether an element holds a value, and is not one of a choice (which has no occurrences of its own)."""
    if element.find(f"{XSD}complexType") is not None:
        return False
    type_ = element.get("type", "xsd:boolean").removeprefix("cpf:")
    named = element.getroottree().find(f"{XSD}complexType[@name='{type_}']")
    return named is None


def spoil(element: etree._Element, how: str) -> None:
    if how == "remove":
        element.getparent().remove(element)
    elif how == "rename":
        element.set("name", "autre")
    elif how == "nil":
        element.set("nillable", "false" if element.get("nillable") == "true" else "true")
    elif how == "occurrences":
        element.set("minOccurs", "1" if element.get("minOccurs") == "0" else "0")
    else:
        value = element.get("value")
        element.set("value", str(int(value) + 1) if value.isdigit() else f"{value}0")


@pytest.mark.parametrize("how", ["change", "remove", "rename", "nil", "occurrences"])
@pytest.mark.parametrize("version", VERSIONS)
def test_sees_the_difference_when_one_thing_changes_in_the_schema(version, how):
    places = list(places_to_spoil(version, how))
    unseen = []
    for rank in places:
        spoilt = schema(version)
        element = list(spoilt.iter(etree.Element))[rank]
        spoil(element, how)
        if not differences(version, spoilt):
            unseen.append(element)

    assert len(places) > 40
    assert unseen == []


@pytest.mark.parametrize("base", ["string", "date", "dateTime", "int"])
def test_sees_the_difference_when_a_base_type_changes(base):
    spoilt = etree.fromstring(
        schema_text("1.1.5").replace(f'"xsd:{base}"'.encode(), b'"xsd:decimal"')
    )

    assert differences("1.1.5", spoilt) != []


def test_sees_the_difference_when_a_boolean_becomes_a_text():
    spoilt = etree.fromstring(schema_text("1.1.5").replace(b'"xsd:boolean"', b'"xsd:string"'))

    assert len(differences("1.1.5", spoilt)) == 3


def spoilt_versions_of(entry: Rubrique) -> Iterator[Rubrique]:
    """Yield what a rubrique could wrongly be."""
    optional = entry.presence not in REQUIRED
    yield replace(entry, name="autre")
    yield replace(entry, bloc=Bloc.FLUX if entry.bloc is not Bloc.FLUX else Bloc.EMETTEUR)
    yield replace(entry, within=(*entry.within, "autre"))
    yield replace(entry, presence=Presence.REQUIRED if optional else Presence.OPTIONAL)
    yield replace(entry, kind=Kind.DATE if entry.kind is not Kind.DATE else Kind.TEXT)
    yield replace(entry, since="9.0.0")
    yield replace(entry, until="1.1.1")
    if entry.presence is not Presence.REQUIRED_OR_NIL:
        yield replace(entry, nil_allowed=not entry.nil_allowed)
    if entry.codes and entry.kind is Kind.CODE and not entry.open_codes:
        yield replace(entry, codes=entry.codes[1:])
        yield replace(entry, codes=(*entry.codes, Code("AUTRES", "Autres")))
    if entry.pattern:
        yield replace(entry, pattern=None)
        yield replace(entry, pattern=entry.pattern.replace("[0-9]", "[0-8]", 1))
    for name in ("min_length", "max_length", "minimum", "maximum"):
        if getattr(entry, name) is not None:
            yield replace(entry, **{name: getattr(entry, name) + 1})


@pytest.mark.parametrize("entry", RUBRIQUES.values(), ids=RUBRIQUES)
def test_sees_the_difference_when_one_thing_changes_in_the_dictionary(entry):
    unseen = [
        spoilt
        for spoilt in spoilt_versions_of(entry)
        if not differences("1.1.5", schema("1.1.5"), {**RUBRIQUES, entry.key: spoilt})
    ]

    assert unseen == []


def test_sees_the_difference_when_a_rubrique_comes_too_early():
    early = replace(RUBRIQUES["nir"], since="1.1.2")

    assert differences("1.1.2", schema("1.1.2"), {**RUBRIQUES, "nir": early}) != []
