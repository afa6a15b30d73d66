"""What a titulaire is asked, one screen each: the rubriques that only make sense together are one question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    Attributes:
        name: Its name in the addresses and in the texts.
        label: What the staff calls it.
        keys: The rubriques that it is about.
    """

    name: str
    label: str
    keys: tuple[str, ...]


QUESTIONS: Final = (
    Question("nom", "Nom de naissance", ("nomNaissance",)),
    Question("usage", "Nom d'usage", ("nomUsage",)),
    Question("prenoms", "Prénoms", ("prenom1", "prenom2", "prenom3")),
    Question("sexe", "Sexe", ("sexe",)),
    Question(
        "naissance", "Date de naissance", ("jourNaissance", "moisNaissance", "anneeNaissance")
    ),
    Question(
        "lieu",
        "Lieu de naissance",
        (
            "libelleCommuneNaissance",
            "codeInsee",
            "codePostal",
            "libellePaysNaissance",
            "codePaysNaissance",
        ),
    ),
)
BY_NAME: Final[Mapping[str, Question]] = MappingProxyType({one.name: one for one in QUESTIONS})
ASKABLE: Final = frozenset(key for one in QUESTIONS for key in one.keys)


def questions_of(keys: Iterable[str]) -> list[Question]:
    """Return the questions that rubriques call for, in the order in which they are asked."""
    asked = set(keys)
    return [one for one in QUESTIONS if asked & set(one.keys)]


def named(questions: Sequence[Question]) -> str:
    """Name questions: « Nom de naissance, prénoms », or all of them in three words."""
    if len(questions) == len(QUESTIONS):
        return "Tout l'état civil"
    first, *rest = (one.label for one in questions)
    return ", ".join([first, *(label[0].lower() + label[1:] for label in rest)])


def keys_of(questions: Iterable[Question]) -> list[str]:
    """Return the rubriques of questions."""
    return [key for one in questions for key in one.keys]


def keys_in_doubt(anomalies: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what to ask of somebody whose row has these faults: what is wrong or doubtful, else the whole civil identity."""
    doubtful = {one["key"] for one in anomalies if one["gravite"] != "conseil"}
    return keys_of(questions_of(doubtful) or QUESTIONS)
