"""Deposits made to be judged by a schema, each with the verdict that is right by construction.

From a document that holds every element of the table, each case makes one change and knows whether
it is a fault. Nothing is drawn but from fixed seeds: the corpus is always the same.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import permutations
from random import Random
from typing import NamedTuple

from lxml import etree

from corpus.table import NO_BREAK_SPACE, NS, Spec, good_values, table, tag, values

XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"
XML = "http://www.w3.org/XML/1998/namespace"
NIL = f"{{{XSI}}}nil"
TYPE = f"{{{XSI}}}type"
NSMAP = {"cpf": NS, "xsi": XSI, "xsd": XSD}

Edit = Callable[[etree._Element], object]


class Document(NamedTuple):
    """A deposit, the right verdict, and a name to find it by."""

    id: str
    valid: bool
    xml: bytes


class Case(NamedTuple):
    """A change made to an element of a valid document, and whether the document stays valid."""

    label: str
    valid: bool
    edit: Edit


# --- Changes to an element


def attribute(name: str, value: str) -> Edit:
    return lambda element: element.set(name, value)


def write(text: str | etree.CDATA) -> Edit:
    def edit(element: etree._Element) -> None:
        element.attrib.pop(NIL, None)
        element.text = text

    return edit


def split(text: str) -> Edit:
    def edit(element: etree._Element) -> None:
        write(text[:1])(element)
        element.append(commented(text[1:]))

    return edit


def nil(value: str, content: str | None) -> Edit:
    def edit(element: etree._Element) -> None:
        hold([], content)(element)
        element.set(NIL, value)

    return edit


def hold(children: list[Spec], text: str | None = None) -> Edit:
    def edit(element: etree._Element) -> None:
        element[:] = [build(child) for child in children]
        element.text = text

    return edit


def lead(text: str) -> Edit:
    return lambda element: setattr(element, "text", text)


def commented(tail: str) -> etree._Element:
    comment = etree.Comment("rien")
    comment.tail = tail
    return comment


def repeat(times: int) -> Edit:
    def edit(element: etree._Element) -> None:
        for _ in range(times):
            element.addnext(deepcopy(element))

    return edit


def rename(name: str) -> Edit:
    return lambda element: setattr(element, "tag", name)


def reverse(element: etree._Element) -> None:
    element[:] = element[::-1]


def remove(element: etree._Element) -> None:
    element.getparent().remove(element)


def lift(element: etree._Element) -> None:
    element.getparent().getparent().append(element)


# --- Cases: one change, one verdict


def cases(spec: Spec) -> Iterator[Case]:
    """List every change that is tried on an element of a full document."""
    yield from _attribute_cases()
    yield from _type_cases(spec)
    yield from _nil_cases(spec)
    yield from _leaf_cases(spec) if spec.leaf else _parent_cases(spec)
    if spec.inside:
        yield from place_cases(spec, alone=False)
    if spec.kind == "choice":
        yield from _choice_cases(spec)


def _attribute_cases() -> Iterator[Case]:
    yield Case("attribute", False, attribute("id", "1"))
    yield Case("attribute of the namespace", False, attribute(tag("id"), "1"))
    yield Case("xml:lang", False, attribute(f"{{{XML}}}lang", "fr"))
    yield Case("unknown xsi attribute", False, attribute(f"{{{XSI}}}null", "true"))
    yield Case("schemaLocation", True, attribute(f"{{{XSI}}}schemaLocation", f"{NS} absent.xsd"))
    location = attribute(f"{{{XSI}}}noNamespaceSchemaLocation", "absent.xsd")
    yield Case("noNamespaceSchemaLocation", True, location)
    yield Case("comment", True, lambda e: e.append(commented("")))
    yield Case("processing instruction", True, lambda e: e.append(etree.PI("rien", "à dire")))


def _type_cases(spec: Spec) -> Iterator[Case]:
    names = ["cpf:inconnu", "cpf:texte", "cpf:genre", "cpf:codePostal", "cpf:flux", "cpf:titulaire"]
    names += ["xsd:string", "xsd:token", "xsd:int", "xsd:date", "xsd:boolean", "xsd:anyType"]
    for name in dict.fromkeys([*names, "autre:type", "type", *filter(None, [spec.type_name])]):
        yield Case(f"xsi:type {name}", name == spec.type_name, attribute(TYPE, name))


def _nil_cases(spec: Spec) -> Iterator[Case]:
    for value in ("true", "1", " true "):
        yield Case(f"nil={value!r}, empty", spec.nil, nil(value, None))
        for content in ("x", " ", "\n", "1", NO_BREAK_SPACE):
            yield Case(f"nil={value!r} with {content!a}", False, nil(value, content))
    for value in ("TRUE", "oui", "", "2"):
        yield Case(f"nil={value!r}, empty", False, nil(value, None))
    if spec.leaf:
        text = good_values(spec)[0]
        for value in ("false", "0"):
            yield Case(f"nil={value!r} with a value", spec.nil, nil(value, text))
            yield Case(f"nil={value!r}, empty", False, nil(value, None))
        yield Case("nil with its value", False, nil("true", text))


def _leaf_cases(spec: Spec) -> Iterator[Case]:
    text = good_values(spec)[0]
    for value, valid in values(spec.kind, spec.arguments):
        yield Case(shown(value), valid, write(value))
    yield Case("a comment inside the value", True, split(text))
    yield Case("CDATA", True, write(etree.CDATA(text)))
    yield Case("empty CDATA", False, write(etree.CDATA("")))
    yield Case("an element inside", False, lambda e: etree.SubElement(e, tag(spec.name)))


def shown(text: str) -> str:
    """Show a text in the name of a document, in a few characters."""
    repeated = len(text) > 3 and len(set(text)) == 1
    return f"{len(text)} × {text[0]!a}" if repeated else f"{text!a}"


def _parent_cases(spec: Spec) -> Iterator[Case]:
    optional = spec.kind != "choice" and not any(child.required for child in spec.children)
    yield Case("emptied", optional, hold([]))
    yield Case("only white space", optional, hold([], "\n  "))
    yield Case("only text", False, hold([], "x"))
    yield Case("text before its children", False, lead("x"))
    yield Case("no-break space", False, lead(NO_BREAK_SPACE))
    yield Case("white space before its children", True, lead("\n\t "))
    yield Case("text after its children", False, lambda e: e.append(commented("x")))
    yield Case("white space after its children", True, lambda e: e.append(commented("\r\n")))
    for name in (tag("inconnu"), "inconnu", "{urn:autre}inconnu", tag("flux"), tag("nir")):
        yield Case(f"child {name}", False, lambda e, n=name: etree.SubElement(e, n))
        yield Case(f"first child {name}", False, lambda e, n=name: e.insert(0, etree.Element(n)))
    yield Case("children reversed", True, reverse)
    yield Case("children rotated", True, lambda e: e.append(e[0]))


def place_cases(spec: Spec, *, alone: bool) -> Iterator[Case]:
    """List the changes of place, number and name; `alone` says that a list has no other element."""
    yield Case("absent", not spec.required or (spec.repeats and not alone), remove)
    for times in (1, 2, 20):
        yield Case(f"repeated {times} times", spec.repeats, repeat(times))
    yield Case("repeated last", spec.repeats, lambda e: e.getparent().append(deepcopy(e)))
    yield Case("placed first", True, lambda e: e.getparent().insert(0, e))
    yield Case("placed last", True, lambda e: e.getparent().append(e))
    near = [spec.name + "s", spec.name.upper(), spec.name.title(), spec.name[:-1], "inconnu"]
    other = [spec.name, f"{{urn:autre}}{spec.name}", f"{{{NS[:-1]}1}}{spec.name}"]
    for name in [*map(tag, near), *other]:
        yield Case(f"named {name}", False, rename(name))
    if spec.path.count("/") > 1:
        yield Case("in its grandparent", False, lift)


def _choice_cases(spec: Spec) -> Iterator[Case]:
    for size in range(1, len(spec.children) + 1):
        for branches in permutations(spec.children, size):
            label = " then ".join(branch.name for branch in branches)
            yield Case(label, size == 1, hold(list(branches)))


# --- Documents


def build(spec: Spec, towards: Spec | None = None, *, full: bool = True) -> etree._Element:
    """Build an element with all that it may hold, or only what it must and what leads to one.

    The element that a full document leads to stands twice where it may.
    """
    element = etree.Element(tag(spec.name), nsmap=NSMAP)
    if spec.leaf:
        element.text = good_values(spec)[0]
        return element
    ahead = [child for child in spec.children if towards and child.leads_to(towards)]
    children = (ahead or spec.children)[:1] if spec.kind == "choice" else spec.children
    for child in children:
        if full or child.required or child in ahead:
            times = 2 if child is towards and child.repeats and full else 1
            element.extend([build(child, towards, full=full) for _ in range(times)])
    return element


def draw(spec: Spec, rng: Random) -> etree._Element:
    """Draw a valid element: what is optional, the order, the values and the nils as they fall."""
    element = etree.Element(tag(spec.name), nsmap=NSMAP)
    if spec.nil and rng.random() < 0.3:
        element.set(NIL, rng.choice(["true", "1"]))
    elif spec.leaf:
        element.text = rng.choice(good_values(spec))
    elif spec.kind == "choice":
        element.append(draw(rng.choice(spec.children), rng))
    else:
        for child in rng.sample(spec.children, len(spec.children)):
            times = rng.randint(int(child.required), 2 if child.repeats else 1)
            element.extend([draw(child, rng) for _ in range(times)])
    return element


def documents(version: str = "1.1.2", *, since: str = "") -> Iterator[Document]:
    """Make the corpus of a version, or only what bears on the elements new in `since`."""
    root = table(version)
    for spec in root.walk():
        if not since or since in {spec.since, *(child.since for child in spec.children)}:
            yield from _documents_of(root, spec)
    if not since:
        yield from _whole_documents(root)
    for seed in range(300):
        yield from _drawn_documents(root, seed)


def _documents_of(root: Spec, spec: Spec) -> Iterator[Document]:
    in_full, in_bare = cases(spec), place_cases(spec, alone=True) if spec.inside else ()
    for size, changes in (("full", in_full), ("bare", in_bare)):
        base = build(root, spec, full=size == "full")
        yield Document(f"{spec.path} ({size})", True, etree.tostring(base))
        for case in changes:
            copy = deepcopy(base)
            case.edit(spec.find_in(copy))
            yield Document(f"{spec.path}: {case.label} ({size})", case.valid, etree.tostring(copy))


def _drawn_documents(root: Spec, seed: int) -> Iterator[Document]:
    """Draw a valid document, then put one fault in it."""
    rng = Random(seed)
    drawn = draw(root, rng)
    yield Document(f"drawn {seed}", True, etree.tostring(drawn))
    spec = rng.choice([spec for spec in root.walk() if spec.find_in(drawn) is not None])
    case = rng.choice([case for case in cases(spec) if not case.valid])
    case.edit(spec.find_in(drawn))
    yield Document(f"drawn {seed}, {spec.path}: {case.label}", False, etree.tostring(drawn))


def _whole_documents(root: Spec) -> Iterator[Document]:
    """Write the same deposit in other ways, then put other things at the root."""
    full = build(root)
    plain = etree.tostring(full, encoding="unicode")
    default = renamed_prefix(plain, "", "xmlns")
    for encoding in ("utf-8", "utf-16", "iso-8859-1", "us-ascii"):
        xml = etree.tostring(full, encoding=encoding, xml_declaration=True)
        yield Document(f"encoded in {encoding}", True, xml)
    yield Document("indented", True, etree.tostring(full, pretty_print=True))
    yield Document("other prefix", True, renamed_prefix(plain, "p:", "xmlns:p").encode())
    yield Document("default namespace", True, default.encode())
    yield Document("comments around", True, f"<!-- a -->{plain}<!-- b -->".encode())
    yield Document("no namespace", False, default.replace(f' xmlns="{NS}"', "").encode())
    for namespace in (NS[:-1] + "1", NS.upper(), "urn:autre"):
        yield Document(f"namespace {namespace}", False, plain.replace(NS, namespace).encode())
    for spec in root.walk():
        if spec.inside:
            yield Document(f"{spec.path} as the root", False, etree.tostring(build(spec)))
    for name in ("Flux", "fluxs", "inconnu"):
        xml = plain.replace("cpf:flux", f"cpf:{name}").encode()
        yield Document(f"root named {name}", False, xml)


def renamed_prefix(plain: str, prefix: str, declaration: str) -> str:
    tags = plain.replace("<cpf:", f"<{prefix}").replace("</cpf:", f"</{prefix}")
    return tags.replace("xmlns:cpf=", f"{declaration}=")
