"""What argparse says in English, in French.

Only what the grammar of `analyse` can meet is in the table. A sentence that another version of Python would word otherwise is
never shown: a general one takes its place.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

_ARGUMENT = re.compile(r"argument (?P<name>.+?): (?P<rest>.+)", re.DOTALL)
_QUOTES: Final = "'\""
_UNKNOWN: Final = "La commande n'est pas comprise."


def french(message: str) -> str:
    """Return the French sentence for an error of argparse."""
    argument = _ARGUMENT.fullmatch(message)
    name, rest = (argument["name"], argument["rest"]) if argument else ("", message)
    for pattern, sentence in _SENTENCES:
        found = pattern.fullmatch(rest)
        if found:
            return sentence(name, *found.groups())
    return _UNKNOWN


def unknown(arguments: Iterable[str], options: Iterable[str]) -> str:
    """Return the sentence for what a command does not know.

    Args:
        arguments: What was left over.
        options: The options that the command has; one of them is unknown only before the name of the command.
    """
    first = next(iter(arguments))
    if first.startswith("-"):
        name = first.split("=", 1)[0]
        if name in options:
            return f"L'option {name} se place après le nom de la commande."
        return f"Option inconnue : {name}.{suggestion(name, options)}"
    return f"Argument en trop : « {first} ». Un nom qui contient des espaces s'écrit entre guillemets droits."


def suggestion(word: str, words: Iterable[str]) -> str:
    """Return a question that names the word probably meant, to be set after a sentence; empty when none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to import, and of use to mistakes only

    near = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f" Vouliez-vous écrire {near[0]} ?" if near else ""


def _required(_name: str, names: str) -> str:
    return f"Argument obligatoire manquant : {names}."


def _no_value(name: str) -> str:
    return f"L'option {name} attend une valeur."


def _needless_value(name: str, value: str) -> str:
    return f"L'option {name} ne prend pas de valeur : retirez « {value.strip(_QUOTES)} »."


def _no_choice(_name: str, value: str, choices: str) -> str:
    word, words = value.strip(_QUOTES), [choice.strip(_QUOTES) for choice in choices.split(", ")]
    return (
        f"Commande inconnue : « {word} ».{suggestion(word, words)} Commandes : {', '.join(words)}."
    )


_SENTENCES: Final[tuple[tuple[re.Pattern[str], Callable[..., str]], ...]] = (
    (re.compile(r"the following arguments are required: (.+)"), _required),
    (re.compile(r"expected one argument"), _no_value),
    (re.compile(r"ignored explicit argument (.+)"), _needless_value),
    (re.compile(r"invalid choice: (.+) \(choose from (.+)\)", re.DOTALL), _no_choice),
)
