"""What the parser of Java (Xerces), which the CDC uses, says in French of a file that it refuses.

One of these sentences was seen in an accusé of the CDC; the others are what that parser answered, in French, to files made wrong
on purpose (Java 17). Where it lists all that it expects, what libxml2 tells of it is listed.
"""

import re
from typing import Final

from lxml import etree

from accrochage.dictionnaire import NAMESPACE, RUBRIQUES, Kind

_QUOTED = re.compile(r"'([^']*)'")
_SECRET: Final = frozenset({"nir"})
"""Elements whose value is never repeated."""

_MALFORMED: Final = {
    "no element found": "Fin prématurée du fichier.",
    "unclosed token": "Les structures de document XML doivent commencer et se terminer dans la même entité.",
    "mismatched tag": "Le type d'élément doit se terminer par la balise de fin correspondante.",
    "XML or text declaration not at start of entity": (
        "La cible de l'instruction de traitement correspondant à \"[xX][mM][lL]\" n'est pas autorisée."
    ),
    "junk after document element": (
        "Le balisage du document suivant l'élément racine doit avoir un format correct."
    ),
    "undefined entity": "L'entité était référencée, mais pas déclarée.",
    "unbound prefix": "Le préfixe d'un élément n'est pas lié.",
}
"""What is wrong with the form of a file, by expat's own words."""
_INVALID: Final = "not well-formed (invalid token)"
_NOT_A_TAG: Final = "syntax error"
_NOT_XML: Final = "Contenu non autorisé dans le prologue."
_AMPERSAND: Final = (
    "Le nom de l'identité doit immédiatement suivre le caractère \"&\" dans la référence d'entité."
)
_NOT_UTF8: Final = "Octet de la séquence UTF-8 non valide."
_CONTROL: Final = r"Un caractère XML non valide (Unicode : 0x{:x}) a été détecté dans le contenu d'élément du document."
ILL_FORMED: Final = (
    "Le contenu des éléments doit inclure un balisage ou des caractères au format correct."
)

SPACE_IN_TARGET: Final = (
    "Un espace est obligatoire entre les données et la cible de l'instruction de traitement."
)
"""Seen in an accusé of the CDC, at line 1 and column 18; expat says no more than « invalid token » of it."""
GLUED_PLACE: Final = (1, 18)

_LENGTH: Final = (
    "La valeur '{value}', ayant pour longueur '{length}', n'est pas un facet valide par rapport {what} "
    "'{last}' pour le type '{type}'."
)
_BOUND: Final = "La valeur '{value}' n'est pas un facet valide par rapport {what} '{last}' pour le type '{type}'."
_TEMPLATES: Final = {
    "SCHEMAV_CVC_ENUMERATION_VALID": (
        r"cvc-enumeration-valid : La valeur '{value}' n'est pas un facet valide par rapport à l'énumération '[{quoted}]'. "
        "Il doit s'agir d'une valeur provenant de l'énumération."
    ),
    "SCHEMAV_CVC_MINLENGTH_VALID": r"cvc-minLength-valid : "
    + _LENGTH.replace("{what}", "à minLength"),
    "SCHEMAV_CVC_MAXLENGTH_VALID": r"cvc-maxLength-valid : "
    + _LENGTH.replace("{what}", "à maxLength"),
    "SCHEMAV_CVC_LENGTH_VALID": r"cvc-length-valid : " + _LENGTH.replace("{what}", "à la longueur"),
    "SCHEMAV_CVC_MININCLUSIVE_VALID": (
        r"cvc-minInclusive-valid : " + _BOUND.replace("{what}", "à minInclusive")
    ),
    "SCHEMAV_CVC_MAXINCLUSIVE_VALID": (
        r"cvc-maxInclusive-valid : " + _BOUND.replace("{what}", "à maxInclusive")
    ),
    "SCHEMAV_CVC_PATTERN_VALID": r"cvc-pattern-valid : " + _BOUND.replace("{what}", "au modèle"),
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": (
        r"cvc-datatype-valid.1.2.1 : '{value}' n'est pas une valeur valide pour '{base}'."
    ),
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": (
        r"cvc-complex-type.2.3 : L'élément '{name}' ne doit comporter aucun enfant ([children]) de type caractère, "
        'car le type porte le type de contenu "element-only".'
    ),
    "SCHEMAV_CVC_TYPE_3_1_2": (
        r"cvc-type.3.1.2 : L'élément '{name}' est de type simple et ne doit comporter aucun enfant ([children]) "
        "de type élément d'information."
    ),
    "SCHEMAV_CVC_ELT_3_1": (
        r"cvc-elt.3.1 : L'attribut 'http://www.w3.org/2001/XMLSchema-instance,nil' ne doit pas figurer dans l'élément "
        "'{name}', car la propriété {{nillable}} de '{name}' est False."
    ),
}
"""What the parser of Java says, by the type of libxml2's error."""
_AT_OPENING: Final = frozenset({"SCHEMAV_CVC_ELT_3_1", "SCHEMAV_CVC_TYPE_3_1_1"})
"""Errors that are told at the opening tag."""
_UNEXPECTED: Final = (
    r"cvc-complex-type.2.4.a : Contenu non valide trouvé à partir de l'élément '{}'. "
    "L'une des valeurs '{}' est attendue."
)
_INCOMPLETE: Final = (
    r"cvc-complex-type.2.4.b : Le contenu de l'élément '{}' n'est pas complet. "
    "L'un des éléments '{}' est attendu."
)
_OTHER: Final = r"cvc-type.3.1.3 : La valeur '{value}' de l'élément '{name}' n'est pas valide."
NO_ROOT: Final = r"cvc-elt.1.a : Déclaration de l'élément '{}' introuvable."
DOCTYPE: Final = "DOCTYPE n'est pas autorisé."

_EXPECTED: Final = re.compile(r"\{[^}]*\}([\w.-]+)")
_BASES: Final = {
    Kind.INTEGER: "integer",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.TIMESTAMP: "dateTime",
}


def sentence_of_form(error: str, octet: int, *, started: bool) -> str:
    """Return what is said of a file that is not well-formed.

    Args:
        error: What expat says of it.
        octet: Byte where it says so, -1 at the end of the file, or that before it when it is « & ».
        started: Was the root met?
    """
    if error not in {_INVALID, _NOT_A_TAG}:
        return _MALFORMED.get(error, ILL_FORMED)
    if not started:
        return _NOT_XML
    if octet == ord("&"):
        return _AMPERSAND
    if octet >= 0x80:
        return _NOT_UTF8
    return _CONTROL.format(octet) if 0 <= octet < 0x20 else ILL_FORMED


def sentence_of_schema(error: etree._LogEntry, node: etree._Element) -> str:
    """Return what is said of an element that the schema refuses.

    Args:
        error: What libxml2 says of it.
        node: The element; of a NIR, the value is not repeated.
    """
    local = etree.QName(node).localname
    name = f"cpf:{local}"
    if is_unexpected(error):
        return _UNEXPECTED.format(_listed([local]), _listed(_expected(error)))
    if "Missing child element" in error.message:
        return _INCOMPLETE.format(name, _listed(_expected(error)))
    text = node.text or ""
    quoted = _QUOTED.findall(error.message.partition("] ")[2])
    entry, parent = RUBRIQUES.get(local), node.getparent()
    return _TEMPLATES.get(error.type_name, _OTHER).format(
        value="(valeur masquée)" if local in _SECRET else text,
        name=name,
        type=f"#AnonType_{local}{'' if parent is None else etree.QName(parent).localname}",
        base=_BASES.get(entry.kind if entry else Kind.TEXT, "string"),
        length=len(text),
        last=quoted[-1] if quoted else "",
        quoted=", ".join(quoted[1:]),
    )


def is_unexpected(error: etree._LogEntry) -> bool:
    """Tell whether an element is blamed for being there, which is told at its opening tag, as a few others are."""
    return "This element is not expected" in error.message


def is_told_at_opening(error: etree._LogEntry) -> bool:
    """Tell whether an error stands at the opening tag of the element, and not at its closing tag."""
    return is_unexpected(error) or error.type_name in _AT_OPENING


def _expected(error: etree._LogEntry) -> list[str]:
    return _EXPECTED.findall(error.message.rpartition("Expected is")[2])


def _listed(names: list[str]) -> str:
    return f"{{{', '.join(f'{chr(34)}{NAMESPACE}{chr(34)}:{name}' for name in names)}}}"
