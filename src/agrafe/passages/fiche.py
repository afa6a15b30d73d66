"""What the card of a passage says: where it stands, what comes next, what is wrong and where to mend it, what it holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from accrochage.dictionnaire import COLONNES, RUBRIQUES
from agrafe.passages.blocks import BLOCKS
from agrafe.passages.enums import EDITABLE, OPEN, Gravite, Status
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import IDENTITY_KEYS, PASSAGE_KEYS, PLACES, typed_of
from agrafe.passages.selectors import TONES, is_deletable, reason_of, unsent_among
from agrafe.personnes.remarques import anchor_of
from agrafe.socle import declarations
from agrafe.socle.french import long_date
from agrafe.socle.navigation import Link
from agrafe.socle.states import Tone

FAULT_TONES: Final = {
    Gravite.ERREUR: Tone.ERROR,
    Gravite.ALERTE: Tone.ATTENTION,
    Gravite.CONSEIL: Tone.NEUTRAL,
}
"""How each weight is shown."""
NEXT: Final[Mapping[Status, str]] = {
    Status.INCOMPLET: "Il manque quelque chose à ce passage. Complété, il pourra partir à la Caisse des Dépôts.",
    Status.PRET: "Ce passage est prêt : il partira dans le prochain dépôt.",
    Status.EN_DEPOT: "Ce passage est dans un dépôt. La réponse de la Caisse des Dépôts dira la suite.",
    Status.ACCEPTE: "La Caisse des Dépôts l'a accepté : la certification figure au passeport du titulaire. Rien d'autre à faire.",
    Status.REJETE: "La Caisse des Dépôts l'a rejeté. Corrigé, il pourra être renvoyé avec le même identifiant.",
    Status.A_RENVOYER: "Ce passage est corrigé : il repartira dans le prochain dépôt, avec le même identifiant.",
    Status.EXCLU: "Ce passage est mis de côté : il ne sera pas envoyé.",
    Status.RETIRE: "Ce passage a été retiré auprès de la Caisse des Dépôts. Rien d'autre à faire.",
}
"""What comes next, state by state."""
NEXT_UNSENT: Final = (
    "Ce passage est dans un dépôt qui n'est pas encore parti à la Caisse des Dépôts."
)
TO_MEND: Final = frozenset({Status.INCOMPLET, Status.REJETE})
_TABS: Final = {"passages:detail": "Passage", "passages:titulaire": "Titulaire"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault as the card shows it.

    Attributes:
        label: What it is about.
        message: The sentence of the core.
        code: Its code, for the help page.
        tone: How heavy it is.
        weight: The word of its weight.
        url: Where the field is; empty when there is no such page.
        key: Key of the rubrique.
        correction: What one press writes instead, as people read it; None when only the user knows.
    """

    label: str
    message: str
    code: str
    tone: Tone
    weight: str
    url: str
    key: str
    correction: str | None


class Fact(NamedTuple):
    """A rubrique and its value, as one reads it."""

    label: str
    value: str


class Block(NamedTuple):
    """The facts of a block of the template."""

    title: str
    facts: Sequence[Fact]


def tabs_of(request: HttpRequest, passage: Passage, current: str) -> list[Link]:
    """Return the tabs of the card: its own, and those that the applications above declare as `passage_tabs`, the history last."""
    above = {
        entry.route: entry.label
        for entry in declarations.entries("passage_tabs")
        if entry.allowed(request)
    }
    labels = {**_TABS, **above, "passages:history": "Historique"}
    return [
        Link(label, "", reverse(route, args=[passage.public_id]), route == current)
        for route, label in labels.items()
    ]


def head_of(passage: Passage) -> dict[str, Any]:
    """Return what the top of every tab shows."""
    status = Status(passage.status)
    is_open, is_unsent = status in OPEN, bool(unsent_among([passage]))
    return {
        "passage": passage,
        "status": status,
        "tone": TONES[status].value,
        "next": NEXT_UNSENT if is_unsent else NEXT[status],
        "reason": reason_of(passage=passage) if status is Status.REJETE else "",
        "is_open": is_open and passage.due_on is not None,
        "is_due": (is_open or is_unsent) and passage.due_on is not None,
        "is_editable": status in EDITABLE,
        "is_to_mend": status in TO_MEND,
        "is_excluded": status is Status.EXCLU,
        "is_deletable": is_deletable(passage=passage),
    }


def faults_of(
    passage: Passage, anomalies: Iterable[Mapping[str, Any]] | None = None
) -> Iterator[Fault]:
    """Yield the faults of a passage, the heaviest first: those that its row keeps, unless others are given."""
    order = list(Gravite)
    found = passage.anomalies if anomalies is None else anomalies
    for one in sorted(found, key=lambda one: order.index(Gravite(one["gravite"]))):
        key, gravite = one["key"] or "", Gravite(one["gravite"])
        yield Fault(
            label=COLONNES[key].header if key in COLONNES else "",
            message=one["message"],
            code=one["code"],
            tone=FAULT_TONES[gravite],
            weight=gravite.label,
            url=_place_of(passage, key),
            key=key,
            correction=_proposed(one),
        )


def _place_of(passage: Passage, key: str) -> str:
    if key in PASSAGE_KEYS:
        return f"{reverse('passages:edit', args=[passage.public_id])}#id_{key}"
    route = "personnes:nir" if key == "nir" else "personnes:update"
    if key not in IDENTITY_KEYS:
        return ""
    return reverse(route, args=[passage.personne.public_id]) + anchor_of(key)


def _proposed(one: Mapping[str, Any]) -> str | None:
    """Return the correction of a fault of the passage itself; those of the titulaire are made on his own card."""
    if one["correction"] is None or one["key"] not in PASSAGE_KEYS:
        return None
    return shown(one["key"], one["correction"]) if one["correction"] else "vide"


def blocks_of(passage: Passage) -> list[Block]:
    """Return what a passage says, by block of the template; past the first block, what it does not say is left out."""
    blocks: list[Block] = []
    for title, keys in BLOCKS:
        said = [
            Fact(COLONNES[key].header, shown(key, getattr(passage, PLACES[key].field)))
            for key in keys
        ]
        facts = [fact for fact in said if fact.value] if blocks else said
        if facts:
            blocks.append(Block(title, facts))
    return blocks


def shown(key: str, value: Any) -> str:
    """Return a value as one reads it: a day in full, the words of a code."""
    if value is None or value == "":
        return ""
    if hasattr(value, "isoformat"):
        return long_date(value)
    text = typed_of(key, value)
    codes = RUBRIQUES[key].codes if key in RUBRIQUES else ()
    return next((code.libelle for code in codes if code.value == text), text)
