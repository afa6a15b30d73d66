"""Reads of the persons; the guarded accessor is the only door from a view to one."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.personnes import rapprochement
from agrafe.personnes.controle import Checker, Values
from agrafe.personnes.enums import Etat
from agrafe.personnes.models import NirScelle, Personne, PersonneQuerySet
from agrafe.personnes.rapprochement import Doublon, Match
from agrafe.socle.search import starts_with


class Known(NamedTuple):
    """What the vault has of a person."""

    is_sealed: bool
    sealed_at: Any


def personnes_of(*, par: Membership) -> PersonneQuerySet:
    """Return the persons that someone may see, those that were merged left out; none for a partenaire."""
    rows: PersonneQuerySet = Personne.objects.of(par.certificateur).current()
    return rows if par.is_reader else rows.none()


def search_personnes(*, par: Membership, rows: PersonneQuerySet, text: str) -> PersonneQuerySet:
    """Keep the persons whose name, then first name, or first name alone, begins so, whatever the case and the accents.

    They are found first, each column in its own index: beside another filter, the database would otherwise read every row of it.
    """
    every = Personne.objects.of(par.certificateur)
    found = [
        every.filter(starts_with(text, field)).values("pk")
        for field in ("name_key", "first_name_key")
    ]
    return rows.filter(pk__in=found[0].union(found[1]))


def get_personne(*, par: Membership, public_id: UUID) -> Personne:
    """Return a person of the certificateur, be it merged into another since; Http404 when there is none."""
    rows = Personne.objects.of(par.certificateur) if par.is_reader else Personne.objects.none()
    personne: Personne = get_object_or_404(
        rows.select_related("certificateur", "merged_into"), public_id=public_id
    )
    return personne


def doublons_of(*, par: Membership, personne: Personne) -> list[Doublon]:
    """Return those who may be the same person."""
    sealed = NirScelle.objects.filter(personne=personne).values("fingerprint")
    same_nir = personnes_of(par=par).filter(nir_scelle__fingerprint__in=sealed)
    return rapprochement.doublons_of(personne, same_nir.exclude(pk=personne.pk))


def are_told_apart(*, personne: Personne, other: Personne) -> bool:
    """Tell whether someone said that two persons who look alike are two."""
    return bool(personne.distinct_from.filter(pk=other.pk).exists())


def match_personnes(*, par: Membership, rows: Sequence[Values]) -> list[Match]:
    """Return, for each row of an import (values by field of a person), the person that it is about: one query for 500 names."""
    return rapprochement.match_rows(par.certificateur, rows)


def nir_of(*, personne: Personne) -> Known:
    """Tell whether the vault has the NIR of a person, and since when; it stays closed."""
    found = NirScelle.objects.filter(personne=personne).values_list("created_at", flat=True).first()
    return Known(found is not None, found)


def sealed_among(*, personnes: Sequence[int]) -> frozenset[int]:
    """Return, of primary keys of persons, those whose NIR is in the vault."""
    rows = NirScelle.objects.filter(personne__in=personnes)
    return frozenset(rows.values_list("personne_id", flat=True))


def check(*, par: Membership, values: Values, today: date | None = None) -> list[Any]:
    """Return what the core says of a civil identity being typed, by field: a list of `Anomalie`."""
    day = today or timezone.localdate()
    return Checker(par.certificateur.version_format, day).check(values)


def references_of(*, personne: Personne) -> list[tuple[int, str, str]]:
    """Return what refers to a person: how many, and what it is called, one and several (« passage », « passages »)."""
    found = []
    for relation in followers():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: personne})  # noqa: SLF001 - every row, whatever its manager hides
        meta = relation.related_model._meta  # noqa: SLF001 - public, whatever its name
        found.append((rows.count(), str(meta.verbose_name), str(meta.verbose_name_plural)))
    return [each for each in found if each[0]]


def followers() -> list[Any]:
    """Return the relations of the applications above to a person, `Passage.personne` and the like."""
    own = {"merged", "nir_scelle"}
    return [
        relation
        for relation in Personne._meta.related_objects  # noqa: SLF001 - public, whatever its name
        if relation.related_name not in own and not relation.many_to_many
    ]


def of_state(rows: PersonneQuerySet, values: Sequence[str]) -> PersonneQuerySet:
    """Keep the persons of some states; several at once only when they do not say « all of them »."""
    return rows if set(values) == set(Etat.values) else rows.filter(etat__in=values)
