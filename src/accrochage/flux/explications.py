"""What the XSD validator says, in words that a secretary understands."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from lxml import etree

from accrochage.dictionnaire import (
    NAMESPACE,
    RUBRIQUES,
    VERSIONS,
    Kind,
    Presence,
    Rubrique,
    version_rank,
)
from accrochage.flux.lecture import line_of
from accrochage.regles.lecture.nettoyage import quote

_STEP = re.compile(r"/(?:[^/:\[]*:)?([^/:\[*]+)")
_EXPECTED = re.compile(r"\{[^}]*\}([\w.-]+)")
_ATTRIBUTE = re.compile(r"attribute '(?:\{([^}]*)\})?([^']+)'")
_QUOTED = re.compile(r"'([^']*)'")

_LISTED: Final = 10
"""Names of missing elements that libxml2 lists at the most."""
_SHOWN: Final = 12
"""Codes of an enumeration that a sentence shows at the most."""

_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_PASSAGE: Final = "passageCertification"
_CHOICES: Final = frozenset({"identificationTitulaire", "codeCommuneNaissance"})
"""Elements that hold one of several others."""

_PATHS: Final = {entry.path: key for key, entry in RUBRIQUES.items()}
_NAMES: Final = frozenset(name for path in _PATHS for name in path)

_BOUNDS: Final = {
    "SCHEMAV_CVC_MINLENGTH_VALID": "la valeur est trop courte : {} caractères au moins. Complétez-la.",
    "SCHEMAV_CVC_MAXLENGTH_VALID": "la valeur est trop longue : {} caractères au plus. Raccourcissez-la.",
    "SCHEMAV_CVC_LENGTH_VALID": "la valeur doit compter exactement {} caractères. Corrigez-la.",
    "SCHEMAV_CVC_MININCLUSIVE_VALID": "la valeur est trop petite : {} au moins. Corrigez-la.",
    "SCHEMAV_CVC_MAXINCLUSIVE_VALID": "la valeur est trop grande : {} au plus. Corrigez-la.",
}
_STRUCTURE: Final = {
    "SCHEMAV_CVC_ELT_3_1": "il ne peut pas être vide (xsi:nil). Donnez sa valeur, ou retirez-le s'il est facultatif.",
    "SCHEMAV_CVC_ELT_3_2_1": "il est annoncé vide (xsi:nil) mais contient quelque chose. Videz-le, ou retirez xsi:nil.",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "il contient un texte, alors qu'il n'admet que des éléments. Retirez ce texte.",
    "SCHEMAV_CVC_TYPE_3_1_2": "il contient un élément, alors qu'il n'admet qu'une valeur. Gardez la valeur seule.",
}
_FORMS: Final = {
    Kind.DATE: "une date qui existe, de 1900 à 2099, sous la forme AAAA-MM-JJ",
    Kind.TIMESTAMP: "une date et une heure, comme 2026-07-03T14:05:00+02:00",
    Kind.BOOLEAN: "true ou false",
    Kind.INTEGER: "un nombre entier",
    Kind.NIR: "13 caractères, le premier étant 1 ou 2",
}

Path = tuple[str, ...]
"""Names of the elements from the root (left out) to one."""


class Refus(NamedTuple):
    """One refusal of the XSD.

    Attributes:
        element: Key of the rubrique that it blames, or name of the element when it is none.
        code: `XSD-01` (value), `XSD-02` (something missing) or `XSD-03` (something that should not be there).
        message: French sentence.
        valeur: The refused value, None when there is none.
        ligne: Line in the document that was validated.
        in_passage: Is it about the inside of a passage? Otherwise, about the frame of the deposit.
        concerned: Keys of the rubriques concerned: the blamed one, or those that are missing.
    """

    element: str
    code: str
    message: str
    valeur: str | None
    ligne: int
    in_passage: bool
    concerned: frozenset[str]


def refusals(schema: etree.XMLSchema, document: etree._Element | etree._ElementTree) -> list[Refus]:
    """Validate a document and return what the schema refuses, in its order, each element blamed once."""
    schema.validate(document)
    log: Any = schema.error_log
    found: dict[tuple[str, str], Refus] = {}
    for error in log:
        for refus in _explain(error, node_of(document, error.path)):
            found.setdefault((error.path, refus.element), refus)
    return list(found.values())


def node_of(document: etree._Element | etree._ElementTree, path: str) -> etree._Element:
    """Return the element that an error is about; the prefixes of its path may be known in a part of the document only."""
    nodes: Any = document.xpath(_STEP.sub(r"/*[local-name()='\1']", path))
    node: etree._Element = nodes[0]
    return node


def _explain(error: etree._LogEntry, node: etree._Element) -> Iterator[Refus]:
    """Put an error of libxml2's validator into French."""
    path = tuple(_name(above) for above in reversed([node, *node.iterancestors()]))[1:]
    if "Missing child element" in error.message:
        return _missing(error.message, node, path)
    if "This element is not expected" in error.message:
        return iter([_unexpected(node, path)])
    return iter([_of_value(error, node, path)])


def _missing(message: str, node: etree._Element, path: Path) -> Iterator[Refus]:
    """Yield a refusal for each thing that an element lacks, or only one when any of several would do."""
    expected = _EXPECTED.findall(message.split("Expected is", 1)[-1])
    present = {_name(child) for child in node}
    lacking = [
        name
        for name in _required(path)
        if name not in present and (name in expected or len(expected) >= _LISTED)
    ]
    for names in (
        [[name] for name in lacking] if lacking and _name(node) not in _CHOICES else [expected]
    ):
        paths = [(*path, name) for name in names]
        keys = [_PATHS.get(place, place[-1]) for place in paths]
        what = " ou ".join(map(_title, keys)) or "un élément"
        yield Refus(
            element=keys[0] if len(keys) == 1 else _name(node),
            code="XSD-02",
            message=f"Dans l'élément {_name(node)}, il manque {what}. {_remedy(paths)}",
            valeur=None,
            ligne=line_of(node),
            in_passage=_PASSAGE in path,
            concerned=frozenset(key for place in paths for key in _below(place)),
        )


def _remedy(paths: list[Path]) -> str:
    """Say how to mend what is missing."""
    if len(paths) != 1:
        return "Ajoutez l'un d'eux."
    since, entry = _since(paths[0]), RUBRIQUES.get(_PATHS.get(paths[0], ""))
    if since:
        return (
            f"Le format le demande depuis la version {since} : ajoutez-le, "
            "ou vérifiez le fichier dans une version plus ancienne."
        )
    if entry and entry.nillable:
        return "Ajoutez-le, avec xsi:nil=\"true\" s'il n'a pas de valeur."
    return "Ajoutez-le."


def _unexpected(node: etree._Element, path: Path) -> Refus:
    element = _PATHS.get(path, _name(node))
    return Refus(
        element=element,
        code="XSD-03",
        message=_sentence(element, _why_unexpected(node, path)),
        valeur=None,
        ligne=line_of(node),
        in_passage=_PASSAGE in path[:-1],
        concerned=frozenset({element}),
    )


def _why_unexpected(node: etree._Element, path: Path) -> str:
    if etree.QName(node).namespace != NAMESPACE:
        return f"il n'est pas dans l'espace de noms du format. Écrivez-le dans {NAMESPACE}, ou retirez-le."
    if _name(node) not in _NAMES:
        return "le format ne connaît pas cet élément. Retirez-le, ou vérifiez son nom."
    of_choice = path[-2:-1] and path[-2] in _CHOICES
    if next(node.itersiblings(None if of_choice else node.tag, preceding=True), None) is not None:
        return "il est de trop, un seul a sa place ici. N'en gardez qu'un."
    if since := _since(path):
        return f"il n'existe que depuis la version {since} du format. Retirez-le, ou vérifiez le fichier dans cette version."
    return "il n'a pas sa place ici. Déplacez-le, ou retirez-le."


def _of_value(error: etree._LogEntry, node: etree._Element, path: Path) -> Refus:
    element = _PATHS.get(path, _name(node))
    attribute = _ATTRIBUTE.search(error.message)
    if attribute:
        reason = _of_attribute(attribute[1], attribute[2], node)
    else:
        reason = _STRUCTURE.get(error.type_name) or _of_text(error, node, RUBRIQUES.get(element))
    return Refus(
        element=element,
        code="XSD-01",
        message=_sentence(element, reason),
        valeur=None if attribute or len(node) else node.text or None,
        ligne=line_of(node),
        in_passage=_PASSAGE in path,
        concerned=frozenset({element}),
    )


def _of_attribute(namespace: str | None, name: str, node: etree._Element) -> str:
    if (namespace, name) == (_XSI, "nil"):
        value = quote(node.get(f"{{{_XSI}}}nil", ""))
        return f"son attribut xsi:nil vaut {value}. Écrivez true, ou retirez-le."
    shown = f"xsi:{name}" if namespace == _XSI else name
    return f"son attribut {shown} n'est pas admis. Retirez-le."


def _of_text(error: etree._LogEntry, node: etree._Element, entry: Rubrique | None) -> str:
    text = node.text or ""
    if len(node):
        return (
            "il n'est pas admis par le schéma de cette version. Comparez-le à un exemple du format."
        )
    if not text.strip():
        return "la valeur est vide. Donnez-la, ou retirez l'élément s'il est facultatif."
    bound = _BOUNDS.get(error.type_name)
    if bound:
        return bound.format(_QUOTED.findall(error.message)[-1])
    return f"{quote(text)} {_why_refused(error, entry)}"


def _why_refused(error: etree._LogEntry, entry: Rubrique | None) -> str:
    if error.type_name == "SCHEMAV_CVC_ENUMERATION_VALID":
        codes = _QUOTED.findall(error.message.rpartition(" of the set ")[2])
        shown = ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")
        return f"n'est pas dans la liste admise : {shown}. Choisissez dans cette liste."
    if entry is None:
        return "n'est pas admis par le schéma de cette version. Corrigez la valeur."
    form = _FORMS.get(entry.kind, f"par exemple {entry.example}")
    return f"n'a pas la forme attendue ({form}). Corrigez la valeur."


def _sentence(element: str, reason: str) -> str:
    title = _title(element)
    return f"{title[0].upper()}{title[1:]} : {reason}"


def _title(element: str) -> str:
    entry = RUBRIQUES.get(element)
    return f"« {entry.header} » ({entry.name})" if entry else f"l'élément {element}"


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


@cache
def _required(path: Path) -> tuple[str, ...]:
    """Return the names of what an element cannot go without: its rubriques, and the elements that hold some."""
    wanted = {Presence.REQUIRED, Presence.REQUIRED_OR_NIL}
    return tuple(
        dict.fromkeys(
            place[len(path)]
            for place, key in _PATHS.items()
            if place[: len(path)] == path and place != path
            if RUBRIQUES[key].presence in wanted or RUBRIQUES[key].within
        )
    )


@cache
def _below(path: Path) -> tuple[str, ...]:
    """Return the keys of the rubriques that are or stand in an element."""
    return tuple(key for place, key in _PATHS.items() if place[: len(path)] == path)


def _since(path: Path) -> str | None:
    """Return the version that brought an element, None when it was always there."""
    keys = _below(path) or tuple(key for key in path[-1:] if key in RUBRIQUES)
    since = min((RUBRIQUES[key].since for key in keys), key=version_rank, default=VERSIONS[0])
    return None if since == VERSIONS[0] else since
