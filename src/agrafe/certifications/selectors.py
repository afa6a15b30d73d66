"""What is read of the certifications."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.db.models import Count
from django.shortcuts import get_object_or_404

from accrochage.dictionnaire import RUBRIQUES
from accrochage.referentiels.cles import fold
from agrafe.certifications.models import Bloc, Certification, CertificationQuerySet
from agrafe.comptes.models import Membership
from agrafe.socle import french
from agrafe.socle.rubriques import label_of
from agrafe.socle.states import Tone

RUBRIQUES_BY_DEFAULT: Final = (
    "obtentionCertification",
    "donneeCertifiee",
    "modalitePassageExamen",
    "modaliteAcces",
    "presenceNiveauLangueEuro",
    "niveauLangueEuropeen",
    "presenceNiveauNumeriqueEuro",
)
"""The rubriques that the passages of a certification may have in common."""


def certifications_of(par: Membership) -> CertificationQuerySet:
    """Return the certifications that he may see, by code; a partenaire sees none until some are entrusted to it."""
    rows: CertificationQuerySet = Certification.objects.of(par.certificateur)
    return rows.order_by("code") if par.is_reader else rows.none()


def get_certification(*, par: Membership, public_id: UUID) -> Certification:
    """Return a certification of his certificateur; Http404 for any other."""
    found: Certification = get_object_or_404(certifications_of(par), public_id=public_id)
    return found


def with_counts(rows: CertificationQuerySet) -> CertificationQuerySet:
    """Add the number of blocs of each certification, `bloc_count`."""
    counted: CertificationQuerySet = rows.annotate(bloc_count=Count("blocs"))
    return counted


def searched(rows: CertificationQuerySet, text: str) -> CertificationQuerySet:
    """Keep the certifications whose code or title holds a text, whatever its case and accents.

    A certificateur has some dozens of them: they are compared here, where accents fold as everywhere else.
    """
    wanted = fold(text)
    found = [
        pk
        for pk, code, intitule in rows.values_list("pk", "code", "intitule")
        if wanted and wanted in fold(f"{code}{intitule}")
    ]
    return rows.filter(pk__in=found)


def defaults_of(certification: Certification) -> dict[str, Any]:
    """Return what the passages of a certification have in common, by key of the dictionary; what is not settled is absent."""
    values = {
        key: getattr(certification, f"defaut_{RUBRIQUES[key].field}")
        for key in RUBRIQUES_BY_DEFAULT
    }
    if not values["presenceNiveauLangueEuro"]:
        values["niveauLangueEuropeen"] = ""
    return {key: value for key, value in values.items() if value != ""}


def defaults_said(certification: Certification) -> list[tuple[str, str]]:
    """Return the same in French words, as the card shows them: what it is about, and what was settled."""
    said = []
    for key, value in defaults_of(certification).items():
        if isinstance(value, bool):
            value = "oui" if value else "non"  # noqa: PLW2901 - the same thing, in words
        said.append((RUBRIQUES[key].header, label_of(key, value)))
    return said


def end_of_validity(certification: Certification, *, start: date) -> date | None:
    """Return the last day of a certificat delivered on a day: the eve of that day so many months later; None when it never ends."""
    months = certification.duree_validite
    return months_after(start, months, eve=True) if months else None


def months_after(day: date, months: int, *, eve: bool = False) -> date:
    """Return the same day so many months later (before, when negative), or the last one of a shorter month; `eve`: the day before."""
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    last = monthrange(year, month)[1]
    if day.day > last:
        return date(year, month, last)  # 31 August and six months: 28 February closes the period
    same = date(year, month, day.day)
    return date.fromordinal(same.toordinal() - 1) if eve else same


@dataclass(frozen=True, slots=True)
class Echeance:
    """How near the end of a registration is.

    Attributes:
        on: The last day of the registration.
        is_over: Whether it is past.
        rappel: The reminder that has been reached, in months; None when none has.
    """

    on: date
    is_over: bool
    rappel: int | None

    @property
    def is_near(self) -> bool:
        """Tell whether something is to be done about it."""
        return self.is_over or self.rappel is not None


def echeance_of(certification: Certification, *, today: date) -> Echeance | None:
    """Return how near the end of a registration is; None when its day is not known."""
    on = certification.date_echeance
    if on is None:
        return None
    reached = [
        months for months in certification.rappels if today >= months_after(on, -int(months))
    ]
    return Echeance(on, on < today, min(reached, default=None))


def state_of(certification: Certification, *, today: date) -> tuple[str, str]:
    """Return the state of a certification and its tone."""
    if certification.archived_at:
        return "rangée", Tone.NEUTRAL.value
    echeance = echeance_of(certification, today=today)
    if echeance is None:
        return "échéance à donner", Tone.ATTENTION.value
    if echeance.is_over:
        return "expirée", Tone.ERROR.value
    if echeance.is_near:
        return "bientôt échue", Tone.ATTENTION.value
    return "en vigueur", Tone.SUCCESS.value


@dataclass(frozen=True, slots=True)
class Use:
    """Rows that need a certification: their French names, and how many they are."""

    one: str
    many: str
    number: int

    @property
    def said(self) -> str:
        """Say how many they are: `12 passages`."""
        return french.count(self.number, self.one, self.many)


def uses_of(certification: Certification) -> Sequence[Use]:
    """Return what else in the database needs a certification, whatever the application: nothing of it may lose it."""
    uses = []
    for relation in certification._meta.related_objects:  # noqa: SLF001 - Django's documented way
        if relation.related_model is Bloc or relation.on_delete is models.CASCADE:
            continue
        model: Any = relation.related_model
        number = model._base_manager.filter(**{relation.field.name: certification}).count()  # noqa: SLF001 - the same
        if number:
            names = model._meta  # noqa: SLF001 - the same
            uses.append(Use(str(names.verbose_name), str(names.verbose_name_plural), number))
    return uses
