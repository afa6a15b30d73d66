"""What the XSD validator of the CDC says of a rejected file, in words that a secretary understands.

The validator is Xerces, that of Java; each message starts with a code of the recommendation (XML Schema part 1, C.1), whatever the
language, and quotes names and values in the same order.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from accrochage.dictionnaire import NAMESPACE, RUBRIQUES, Kind, Presence, Rubrique
from accrochage.regles.lecture.nettoyage import quote

_CODE = re.compile(r"\bcvc-[A-Za-z]+(?:-[A-Za-z]+)*(?:\.\w+)*")
_QUOTED = re.compile(r"(?<![\w'])'(.*?)'(?![\w'])", re.DOTALL)
_SHOWN: Final = 12
"""Names or codes that a sentence shows at the most."""

_BY_NAME: Final[dict[str, list[str]]] = {}
for _key, _entry in RUBRIQUES.items():
    if _key != "nomNaissanceNir":  # the same column
        _BY_NAME.setdefault(_entry.name, []).append(_key)

_GROUPS: Final = frozenset(name for entry in RUBRIQUES.values() for name in entry.path[:-1])
_OPTIONAL_GROUPS: Final = frozenset({"niveauNumeriqueEuropeen", "resultats", "resultat"})
_OPTIONAL: Final = frozenset(
    entry.name
    for entry in RUBRIQUES.values()
    if entry.presence in {Presence.OPTIONAL, Presence.CONDITIONAL} and not entry.within
)
_CHOICES: Final = frozenset({"identificationTitulaire", "codeCommuneNaissance"})

_FORMS: Final = {
    Kind.DATE: "une date comme 2026-06-30, de 1900 à 2099",
    Kind.TIMESTAMP: "une date et une heure comme 2026-07-03T14:05:00+02:00",
    Kind.BOOLEAN: "true ou false",
    Kind.NIR: "13 caractères, sans la clé",
}


class Explication(NamedTuple):
    """What a message of the validator means.

    Attributes:
        texte: French sentence.
        element: Name of the element that it blames; None when it names none.
    """

    texte: str
    element: str | None = None


def code_of(message: str) -> str | None:
    """Return the code of the recommendation that a message starts with, `"cvc-type.3.1.3"`; None when there is none."""
    found = _CODE.search(message)
    return found[0] if found else None


def rubrique_named(element: str | None) -> str | None:
    """Return the key of the only rubrique of a name; None when there is none, or several (`idClient`)."""
    keys = _BY_NAME.get(element or "", [])
    return keys[0] if len(keys) == 1 else None


def explain_refus(message: str, rubrique: str | None = None) -> Explication | None:
    """Put a message of the validator into plain words; None when it is not one that we know.

    Args:
        message: The message, in French or in English.
        rubrique: Key of the rubrique where it points, when that is known.
    """
    code = code_of(message)
    if code is None:
        return None
    found = next((make for prefix, make in _EXPLAINED.items() if code.startswith(prefix)), None)
    arguments = _QUOTED.findall(message.partition(code)[2].replace("’", "'"))
    return found(arguments, rubrique) if found and arguments else None


def _titled(element: str | None, rubrique: str | None) -> str:
    entry = RUBRIQUES.get(rubrique or rubrique_named(element) or "")
    if entry:
        return f"« {entry.header} » ({entry.name})"
    return f"L'élément {element}" if element else "Une valeur"


def _shown(value: str, rubrique: str | None) -> str:
    """Quote a value, but never a NIR."""
    return "la valeur" if rubrique == "nir" else quote(value)


def _local(name: str) -> str:
    """Return a name without its prefix or its namespace: `{"urn:…":action}` gives `action`."""
    return (_names(name) or [name])[0]


def _names(listed: str) -> list[str]:
    """Return the names that a message lists: `{"urn:…":sexe, "urn:…":nir}`."""
    bare = re.sub(r"\"[^\"]*\":", "", listed.strip("{}[] "))
    return [name.strip().rpartition(":")[2] for name in bare.split(",") if name.strip()]


def _at(arguments: Sequence[str], rank: int) -> str:
    return arguments[rank] if rank < len(arguments) else ""


def _of_value(reason: Callable[[Sequence[str], Rubrique | None], str]) -> "_Make":
    """Make what explains a refused value, which the message quotes first."""

    def make(arguments: Sequence[str], rubrique: str | None) -> Explication:
        value, title = _at(arguments, 0), _titled(None, rubrique)
        if not value.strip():
            return Explication(
                f"{title} : la valeur est vide. Donnez-la, ou n'écrivez pas l'élément s'il est facultatif."
            )
        said = reason(arguments, RUBRIQUES.get(rubrique or ""))
        return Explication(f"{title} : {_shown(value, rubrique)} {said}")

    return make


def _enumeration(arguments: Sequence[str], _entry: Rubrique | None) -> str:
    return f"n'est pas dans la liste admise : {_listed(_names(_at(arguments, 1)))}."


def _bound(sentence: str, rank: int) -> Callable[[Sequence[str], Rubrique | None], str]:
    return lambda arguments, _: sentence.format(_at(arguments, rank))


def _form(_arguments: Sequence[str], entry: Rubrique | None) -> str:
    return f"n'a pas la forme attendue{_expected(entry)}."


def _expected(entry: Rubrique | None) -> str:
    if entry is None:
        return ""
    if entry.kind is Kind.INTEGER:
        return f" (un nombre entier, de {entry.minimum} à {entry.maximum})"
    if entry.codes and entry.kind is not Kind.BOOLEAN:
        return f" ({_listed([code.value for code in entry.codes])})"
    return f" ({_FORMS.get(entry.kind, f'par exemple {entry.example}')})"


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")


def _value_of_element(arguments: Sequence[str], rubrique: str | None) -> Explication:
    """`cvc-type.3.1.3`, which follows every refusal of a value and names its element."""
    value, element = _at(arguments, 0), _local(_at(arguments, 1))
    key = rubrique or rubrique_named(element)
    title = _titled(element, rubrique)
    if not value.strip():
        return Explication(f"{title} : la valeur est vide, ou ne contient que des blancs.", element)
    entry = RUBRIQUES.get(key or "")
    return Explication(
        f"{title} : {_shown(value, key)} n'est pas admis{_expected(entry)}.", element
    )


def _unexpected(arguments: Sequence[str], rubrique: str | None) -> Explication:
    element = _local(_at(arguments, 0))
    if element not in _BY_NAME and element not in _GROUPS:
        why = "le format ne connaît pas cet élément"
    else:
        why = "il est en double, mal placé, ou d'une autre version du format"
    return Explication(f"{_titled(element, rubrique)} n'a pas sa place ici : {why}.", element)


def _incomplete(arguments: Sequence[str], _rubrique: str | None) -> Explication:
    element, expected = _local(_at(arguments, 0)), _names(_at(arguments, 1))
    lacking = [name for name in expected if name not in _OPTIONAL | _OPTIONAL_GROUPS] or expected
    titles = [
        f"{title[0].lower()}{title[1:]}"
        for title in (_titled(name, None) for name in lacking[:_SHOWN])
    ]
    joined = " ou " if element in _CHOICES else ", "
    return Explication(
        f"Dans l'élément {element}, il manque : {joined.join(titles) or 'un élément'}.",
        lacking[0] if len(lacking) == 1 else element,
    )


def _not_a_deposit(_arguments: Sequence[str], _rubrique: str | None) -> Explication:
    return Explication(
        "Le fichier ne commence pas comme un dépôt. "
        f"Son premier élément doit être flux, dans l'espace de noms {NAMESPACE}."
    )


def _of_element(sentence: str, rank: int = 0) -> "_Make":
    """Make what explains a refused element, which the message quotes at a rank."""

    def make(arguments: Sequence[str], rubrique: str | None) -> Explication:
        element = _local(_at(arguments, rank))
        return Explication(f"{_titled(element, rubrique)} : {sentence}", element)

    return make


_Make = Callable[[Sequence[str], str | None], Explication]

_EXPLAINED: Final[dict[str, _Make]] = {
    "cvc-enumeration-valid": _of_value(_enumeration),
    "cvc-minLength-valid": _of_value(_bound("est trop court : {} caractères au moins.", 2)),
    "cvc-maxLength-valid": _of_value(_bound("est trop long : {} caractères au plus.", 2)),
    "cvc-length-valid": _of_value(_bound("doit compter exactement {} caractères.", 2)),
    "cvc-minInclusive-valid": _of_value(_bound("est trop petit : {} au moins.", 1)),
    "cvc-maxInclusive-valid": _of_value(_bound("est trop grand : {} au plus.", 1)),
    "cvc-pattern-valid": _of_value(_form),
    "cvc-datatype-valid": _of_value(_form),
    "cvc-type.3.1.3": _value_of_element,
    "cvc-type.3.1.1": _of_element("il porte un attribut que le format n'admet pas."),
    "cvc-type.3.1.2": _of_element("il doit contenir une valeur, et non d'autres éléments."),
    "cvc-complex-type.2.4.b": _incomplete,
    "cvc-complex-type.2.4.i": _incomplete,
    "cvc-complex-type.2.4": _unexpected,
    "cvc-complex-type.2.3": _of_element(
        "il contient un texte, alors qu'il n'admet que des éléments."
    ),
    "cvc-complex-type.2.2": _of_element("il doit contenir une valeur, et non d'autres éléments."),
    "cvc-complex-type.3.2.2": _of_element("il porte un attribut que le format n'admet pas.", 1),
    "cvc-elt.1": _not_a_deposit,
    "cvc-elt.3.1": _of_element("il ne peut pas être vide (xsi:nil). Donnez sa valeur.", 1),
    "cvc-elt.3.2.1": _of_element("il est annoncé vide (xsi:nil) mais contient quelque chose."),
}
"""What explains each message, by what its code starts with."""

CODES: Final = tuple(_EXPLAINED)
"""Codes of the messages that are explained, the more precise ones first."""
