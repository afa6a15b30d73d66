"""What the core finds in a civil identity, as the form and the card say it: under which field, in what tone, with which button."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accrochage.dictionnaire import COLONNES
from accrochage.operations.saisie import to_plain
from accrochage.regles.anomalie import Anomalie
from agrafe.personnes.controle import FIELD_OF
from agrafe.socle.states import Tone

_TONES: Final = {"erreur": Tone.ERROR, "alerte": Tone.ATTENTION, "conseil": Tone.NEUTRAL}
_NAISSANCE: Final = frozenset({"annee_naissance", "mois_naissance", "jour_naissance"})
_LIEU: Final = frozenset({"code_insee", "libelle_commune_naissance"})
_PAYS: Final = frozenset({"code_pays_naissance", "libelle_pays_naissance"})


@dataclass(frozen=True, slots=True)
class Remarque:
    """A fault, as a page shows it.

    Attributes:
        field: The field of the form under which it stands.
        key: The rubrique, `"nomNaissance"`.
        code: Its code, `"NOM-10"`.
        label: What the rubrique is called.
        message: What is wrong, and how to mend it.
        tone: How serious it is.
        proposal: What the button of its correction says; empty when there is none.
    """

    field: str
    key: str
    code: str
    label: str
    message: str
    tone: Tone
    proposal: str

    @property
    def choice(self) -> str:
        """Return what the button posts; `read_choice` reads it."""
        return f"{self.key} {self.code}"


def remarques_of(found: Iterable[Anomalie]) -> list[Remarque]:
    """Return what a page says of what the core has just found."""
    return told([to_plain(one) for one in found])


def told(anomalies: Sequence[Mapping[str, Any]]) -> list[Remarque]:
    """Return what a page says of the faults that a person's row keeps, the gravest first."""
    order = list(_TONES)
    return [
        Remarque(
            field=form_field(FIELD_OF.get(one["key"], "")),
            key=one["key"],
            code=one["code"],
            label=COLONNES[one["key"]].header,
            message=one["message"],
            tone=_TONES[one["gravite"]],
            proposal=_proposal(one),
        )
        for one in sorted(anomalies, key=lambda one: order.index(one["gravite"]))
    ]


def form_field(field: str) -> str:
    """Return the field of the form that shows a field of a person: one for the date, one for the commune and its code."""
    if field in _NAISSANCE:
        return "naissance"
    if field in _LIEU:
        return "lieu"
    return "pays" if field in _PAYS else field


def anchor_of(key: str) -> str:
    """Return where the form of a person asks for a rubrique: `"#champ_lieu"` for `"codeInsee"`; empty when it does not."""
    field = form_field(FIELD_OF.get(key, ""))
    return f"#champ_{field}" if field else ""


def read_choice(choice: str) -> tuple[str, str]:
    """Return the rubrique and the code that a button posted; what is no such thing names nothing."""
    key, _, code = choice.partition(" ")
    return key, code


def _proposal(one: Mapping[str, Any]) -> str:
    correction = one["correction"]
    if correction is None:
        return ""
    more = "".join(
        f", et « {value} » dans « {COLONNES[key].header} »" for key, value in one["avec"] if value
    )
    if correction == "":
        return f"Vider ce champ{more}"
    return f"Écrire « {correction} »{more}"
