"""What the answer of a titulaire changes, what the core says of it, and whether anyone need look at it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accrochage.identite.noms import is_initial
from accrochage.referentiels.cles import fold
from accrochage.referentiels.departements import nom_departement
from accrochage.referentiels.toponymes import departement_of
from agrafe.personnes.controle import Checker, from_rubriques, to_rubriques, values_of
from agrafe.personnes.models import Personne
from agrafe.personnes.remarques import Remarque, remarques_of
from agrafe.socle.rubriques import label_of
from agrafe.socle.states import Tone
from agrafe.verifications.enums import Langue
from agrafe.verifications.models import Verification
from agrafe.verifications.questions import Question, questions_of
from agrafe.verifications.textes import months_of, textes_of

Values = Mapping[str, Any]
"""Values by key of the dictionary."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """What one question comes to.

    Attributes:
        question: The question.
        avant: What the row said when it was asked, in words.
        reponse: What the titulaire says.
        maintenant: What the row says now, when it is neither what it was nor the answer; empty otherwise.
        remarques: What the core finds in the answer.
        is_changed: Whether the answer differs from what was asked.
        is_small: Whether it only completes or respells it.
    """

    question: Question
    avant: str
    reponse: str
    maintenant: str
    remarques: tuple[Remarque, ...]
    is_changed: bool
    is_small: bool

    @property
    def is_doubtful(self) -> bool:
        """Tell whether the core finds more than an advice to give."""
        return any(one.tone is not Tone.NEUTRAL for one in self.remarques)

    @property
    def is_proposed(self) -> bool:
        """Tell whether its acceptance is ticked beforehand: nothing is doubtful, and nobody has written anything else since."""
        return not self.is_doubtful and not self.maintenant

    @property
    def is_safe(self) -> bool:
        """Tell whether it can be accepted without anyone looking at it."""
        return self.is_proposed and (self.is_small or not self.is_changed)


class Reader:
    """Reads answers; built once for a piece of work, for one version of the format."""

    def __init__(self, version: str, today: date | None = None) -> None:
        self._checker = Checker(version, today or timezone.localdate())

    def lignes_of(self, verification: Verification) -> list[Ligne]:
        """Return what each question of a verification comes to; its person must be loaded."""
        now = rubriques_of(verification.personne)
        merged = {**now, **verification.reponse}
        found = remarques_of(self._checker.check(from_rubriques(merged)))
        asked = questions_of(verification.rubriques)
        return [_ligne(one, verification, now, found) for one in asked]

    def is_safe(self, verification: Verification) -> bool:
        """Tell whether an answer can be accepted without anyone looking at it; a word added by the titulaire asks for a reader."""
        if not verification.is_answered or verification.remarque:
            return False
        return all(one.is_safe for one in self.lignes_of(verification))


def rubriques_of(personne: Personne) -> dict[str, Any]:
    """Return the civil identity of a person, by key."""
    return to_rubriques(values_of(personne))


def said(question: Question, values: Values, *, plainly: bool = False) -> str:
    """Say in words what values answer to a question; empty when they say nothing. `plainly` is without the codes of the CDC."""
    own = {key: values.get(key) for key in question.keys}
    personne = Personne(**from_rubriques(own))
    if question.name == "naissance":
        return personne.naissance
    if question.name == "lieu":
        postal = personne.code_postal and f"code postal {personne.code_postal}"
        if plainly:
            return _place(personne)
        return ", ".join(filter(None, (personne.lieu, personne.pays, postal)))
    if question.name == "sexe":
        return label_of("sexe", personne.sexe) if personne.sexe else ""
    return ", ".join(str(value) for value in own.values() if value)


def told(question: Question, values: Values, language: str) -> str:
    """Say to a titulaire, in his language and without codes, what values answer to a question; a place is said as his papers name it."""
    if language == Langue.FRANCAIS or question.name not in {"naissance", "sexe"}:
        return said(question, values, plainly=True)
    if question.name == "sexe":
        sexe = values.get("sexe")
        return textes_of(language)[f"sexe_{sexe.lower()}"] if sexe else ""
    day, month, year = (values.get(key) for key in question.keys)
    named = months_of(language)[month - 1] if month and month in range(1, 13) else ""
    return " ".join(str(part) for part in (day, named, year) if part)


def _place(personne: Personne) -> str:
    """Name a birth place as people do: « Saint-Denis (Seine-Saint-Denis) », « Lisbonne, Portugal »."""
    commune, pays = personne.libelle_commune_naissance, personne.libelle_pays_naissance
    departement = (
        nom_departement(departement_of(personne.code_insee)) if personne.code_insee else ""
    )
    if commune and departement and not pays:
        return f"{commune} ({departement})"
    return ", ".join(filter(None, (commune or departement, pays)))


def _ligne(
    question: Question, verification: Verification, now: Values, found: Iterable[Remarque]
) -> Ligne:
    before, after = verification.avant, verification.reponse
    is_known = any(_same(question, one, now) for one in (before, after))
    return Ligne(
        question=question,
        avant=said(question, before),
        reponse=said(question, after),
        maintenant="" if is_known else said(question, now) or "rien",
        remarques=tuple(one for one in found if one.key in question.keys),
        is_changed=not _same(question, before, after),
        is_small=is_small(question, before, after),
    )


def _same(question: Question, one: Values, other: Values) -> bool:
    return all((one.get(key) or "") == (other.get(key) or "") for key in question.keys)


def is_small(question: Question, before: Values, after: Values) -> bool:
    """Tell whether an answer only completes or respells what was there: accents, case, more first names, the day of a month."""
    return _SMALL[question.name](
        [before.get(key) or "" for key in question.keys],
        [after.get(key) or "" for key in question.keys],
    )


def _is_respelt(before: list[Any], after: list[Any]) -> bool:
    return bool(before[0]) and fold(before[0]) == fold(after[0])


def _is_respelt_or_new(before: list[Any], after: list[Any]) -> bool:
    return not before[0] or _is_respelt(before, after)


def _has_more_prenoms(before: list[Any], after: list[Any]) -> bool:
    """« Zoe » made « Zoé, Marie », « Z. » made « Zoé »: what was there still begins what is there."""
    old, new = ([fold(word) for word in " ".join(prenoms).split()] for prenoms in (before, after))
    if not old or len(old) > len(new):
        return False
    if is_initial(before[0]) and new[0].startswith(old[0][0]):
        old[0] = new[0]
    return new[: len(old)] == old


def _was_empty(before: list[Any], _after: list[Any]) -> bool:
    return not any(before)


def _is_same_day_or_more(before: list[Any], after: list[Any]) -> bool:
    *parts, year = zip(before, after, strict=True)
    return year[0] == year[1] and all(not old or old == new for old, new in parts)


def _is_same_place_or_more(before: list[Any], after: list[Any]) -> bool:
    if not any(before):
        return True
    nom, code, postal, libelle, pays = zip(before, after, strict=True)
    return (
        (not nom[0] or fold(nom[0]) == fold(nom[1]))
        and (not code[0] or code[0] == code[1])
        and (not postal[0] or postal[0] == postal[1] or _is_postal_of(postal[0], code[1]))
        and (pays[0] == pays[1] if pays[0] else _is_pays(libelle[0], libelle[1]))
    )


def _is_postal_of(postal: str, code: str) -> bool:
    """Tell whether a postal code, which the INSEE code takes the place of, is of the same département."""
    departement = departement_of(code)
    return departement_of(postal) == ("20" if departement in {"2A", "2B"} else departement)


def _is_pays(before: str, after: str) -> bool:
    """Tell whether a country is said, or left unsaid, as it was; a birth in France needs none."""
    return not before or fold(before) == fold(after or "France")


_SMALL = {
    "nom": _is_respelt,
    "usage": _is_respelt_or_new,
    "prenoms": _has_more_prenoms,
    "sexe": _was_empty,
    "naissance": _is_same_day_or_more,
    "lieu": _is_same_place_or_more,
}
