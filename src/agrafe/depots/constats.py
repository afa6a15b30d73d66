"""What an accusé says that does not tally, and why it rejects a file, as the page of the accusé shows it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from accrochage.dictionnaire import COLONNES
from agrafe.comptes.models import Membership
from agrafe.depots.listing import place_of
from agrafe.depots.models import Accuse
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import RELATED

_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "manquant": (
        "Passages absents de l'accusé",
        "Le dépôt les contient, mais l'accusé n'en dit rien. Demandez à la Caisse des Dépôts, ou remettez-les à déposer depuis la page du dépôt : s'ils sont déjà enregistrés, elle répondra qu'ils sont en base.",
    ),
    "inconnu": (
        "Passages que le dépôt ne contient pas",
        "L'accusé en parle, mais ce dépôt ne les contient pas. Rien n'a été changé pour eux.",
    ),
    "doublon": (
        "Passages dits deux fois",
        "L'accusé en parle deux fois. S'il se contredit, le rejet est retenu : un passage renvoyé à tort est simplement dit déjà en base.",
    ),
    "autrement": (
        "Passages dits autrement qu'auparavant",
        "Un autre accusé avait déjà répondu pour eux, ou vous les aviez remis à déposer : rien n'a été changé pour eux. S'ils sont déjà enregistrés, la Caisse des Dépôts répondra au dépôt suivant qu'ils sont en base.",
    ),
}
_COUNTS: Final = {
    "manquant": "manquants",
    "inconnu": "inconnus",
    "doublon": "doublons",
    "autrement": "autrement",
}


class Group(NamedTuple):
    """Passages of an accusé that do not tally for the same reason.

    Attributes:
        title: What they are.
        explication: What it means, and what to do.
        number: How many there are.
        passages: Their identifiers, each with its passage when it is known; some of them when there are many.
    """

    title: str
    explication: str
    number: int
    passages: Sequence[tuple[str, Passage | None]]


class Reason(NamedTuple):
    """Why a file is rejected as a whole.

    Attributes:
        message: What the accusé says.
        explication: What it means.
        place: Where in the file, in words.
        rubrique: What it is about, empty when it is not known.
        passage: The passage that it points to.
        url: Where it is mended.
    """

    message: str
    explication: str
    place: str
    rubrique: str
    passage: Passage | None
    url: str


def groups_of(*, par: Membership, accuse: Accuse) -> list[Group]:
    """Return what does not tally in an accusé."""
    names = [one["id_technique"] for one in accuse.constats if one["genre"] in _TITLES]
    known = _passages(par, names)
    groups = []
    for genre, (title, explication) in _TITLES.items():
        found = [one["id_technique"] for one in accuse.constats if one["genre"] == genre]
        number = accuse.comptes.get(_COUNTS[genre], 0)
        if number:
            groups.append(
                Group(title, explication, number, [(name, known.get(name)) for name in found])
            )
    return groups


def reasons_of(*, par: Membership, accuse: Accuse) -> list[Reason]:
    """Return why an accusé rejects a file, each reason with the passage to mend."""
    erreurs = [one for one in accuse.constats if one["genre"] == "erreur"]
    known = _passages(par, [one["id_technique"] for one in erreurs if one["id_technique"]])
    return [_reason(one, known.get(one["id_technique"] or "")) for one in erreurs]


def _reason(one: Mapping[str, Any], passage: Passage | None) -> Reason:
    key = one["rubrique"] or ""
    line = f"ligne {one['ligne']}" if one["ligne"] else ""
    column = f", colonne {one['colonne']}" if line and one["colonne"] else ""
    return Reason(
        one["message"],
        one["explication"],
        f"{line}{column}",
        COLONNES[key].header if key in COLONNES else "",
        passage,
        place_of(passage, [key]) if passage else "",
    )


def _passages(par: Membership, names: Sequence[str]) -> dict[str, Passage]:
    rows = Passage.objects.of(par.certificateur).filter(id_technique__in=names)
    return {one.id_technique: one for one in rows.select_related(*RELATED)}
