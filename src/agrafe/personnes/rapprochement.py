"""Two rows for one person: which may be, and why. Nothing is ever merged without someone saying so.

Persons are only compared within small blocks that an index finds: those of one name, those born on one day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import Q

from accrochage.identite.homonymes import likelihood_of_namesake
from accrochage.referentiels.cles import fold
from agrafe.certificateurs.models import Certificateur
from agrafe.personnes.controle import Values
from agrafe.personnes.models import Personne

K = TypeVar("K", str, int)
CHUNK: Final = 500
"""Names or rows asked for at a time."""
_ALIKE: Final = 0.8
_BLOCK: Final = 200
"""Persons born on one day that are compared, at most."""
_COMPARED: Final = ("annee_naissance", "mois_naissance", "jour_naissance", "sexe", "code_insee")
_DATE: Final = _COMPARED[:3]


class Doublon(NamedTuple):
    """Somebody who may be the same person.

    Attributes:
        personne: Who.
        reason: Why, as a French sentence.
        is_likely: Chance alone hardly explains it: few bear that name, or the NIR is the same.
    """

    personne: Personne
    reason: str
    is_likely: bool


class Match(NamedTuple):
    """What the database knows of a row of an import.

    Attributes:
        personne: The person of that row, None when there is none or several may be.
        others: The persons that may be it, when it is not certain.
    """

    personne: Personne | None
    others: Sequence[Personne]


def doublons_of(personne: Personne, same_nir: Collection[Personne] = ()) -> list[Doublon]:
    """Return those who may be the same person, the likeliest first, in two queries.

    Args:
        personne: The person; saved, with its keys.
        same_nir: Those who have the same NIR in the vault: they are told even when someone said that they are somebody else.
    """
    found = {each.pk: Doublon(each, "Le même NIR est au coffre.", True) for each in same_nir}
    for other in _block(personne):
        reason = _reason(personne, other)
        if reason:
            found.setdefault(other.pk, Doublon(other, reason, _is_likely(personne, other)))
    return sorted(found.values(), key=lambda one: (not one.is_likely, str(one.personne)))


def mark_doublons(certificateur: Certificateur, name_keys: Collection[str]) -> None:
    """Set or clear the mark of the persons of some names; to be called after any change of these."""
    for keys in _chunks(sorted(set(name_keys) - {""})):
        blocks: dict[str, list[Any]] = defaultdict(list)
        rows = Personne.objects.of(certificateur).current().filter(name_key__in=keys)
        for row in rows.only("name_key", "has_doublon", *_COMPARED):
            blocks[row.name_key].append(row)
        shared = [key for key, block in blocks.items() if len(block) > 1]
        apart = _told_apart(certificateur, shared)
        marked = {
            each.pk: any(
                agree(each, other) and (each.pk, other.pk) not in apart
                for other in block
                if other is not each
            )
            for block in blocks.values()
            for each in block
        }
        changed = [row for block in blocks.values() for row in block]
        for mark in (True, False):
            pks = [
                row.pk for row in changed if marked[row.pk] is mark and row.has_doublon is not mark
            ]
            if pks:
                Personne.objects.filter(pk__in=pks).update(has_doublon=mark)


def forget_distinctions(personnes: Sequence[Personne]) -> None:
    """Have persons compared anew with those who were told apart from them; to be called before `mark_doublons`."""
    for pks in _chunks(each.pk for each in personnes):
        of_one = Q(from_personne__in=pks) | Q(to_personne__in=pks)
        Personne.distinct_from.through.objects.filter(of_one).delete()


def match_rows(certificateur: Certificateur, rows: Sequence[Values]) -> list[Match]:
    """Return, for each row of an import, the person that it is about: one query for 500 names.

    A row is about a person when name, first name and whole birth date are the same and nothing contradicts it, or when name,
    first name and courriel are. With a date that is not whole, it may be.

    Args:
        certificateur: Whose persons.
        rows: Values by field of a person.
    """
    wanted = [_unsaved(row) for row in rows]
    known: dict[str, list[Personne]] = defaultdict(list)
    for keys in _chunks(sorted({each.name_key for each in wanted})):
        for personne in (
            Personne.objects.of(certificateur).current().filter(name_key__in=keys).order_by("pk")
        ):
            known[personne.name_key].append(personne)
    return [_match(each, known[each.name_key]) for each in wanted]


def agree(one: Personne, other: Personne) -> bool:
    """Tell whether nothing that is known of both contradicts that they are one."""
    return all(
        not (mine := getattr(one, name)) or not (theirs := getattr(other, name)) or mine == theirs
        for name in _COMPARED
    )


def _match(wanted: Personne, block: Sequence[Personne]) -> Match:
    possible = [each for each in block if agree(wanted, each)]
    certain = [each for each in possible if _is_certain(wanted, each)]
    if len(certain) == 1:
        return Match(certain[0], ())
    return Match(None, certain or possible)


def _is_certain(one: Personne, other: Personne) -> bool:
    if one.courriel and one.courriel.casefold() == other.courriel.casefold():
        return True
    return _has_whole_date(one) and _has_whole_date(other)


def _has_whole_date(personne: Personne) -> bool:
    return all(getattr(personne, name) for name in _DATE)


def _block(personne: Personne) -> Iterator[Personne]:
    rows = Personne.objects.of(personne.certificateur).current().exclude(pk=personne.pk)
    rows = rows.exclude(distinct_from=personne)
    yield from rows.filter(name_key=personne.name_key)[:_BLOCK]
    if _has_whole_date(personne):
        birth = {name: getattr(personne, name) for name in _DATE}
        yield from rows.filter(**birth).exclude(name_key=personne.name_key)[:_BLOCK]


def _reason(one: Personne, other: Personne) -> str:
    """Say why two persons of a block may be one; empty when nothing says so."""
    if one.name_key == other.name_key:
        return "Mêmes nom et prénom, rien ne les distingue." if agree(one, other) else ""
    nom, prenom = fold(one.nom_naissance), one.first_name_key
    their_nom, their_prenom = fold(other.nom_naissance), other.first_name_key
    if (nom, prenom) == (their_prenom, their_nom):
        return "Même date de naissance, nom et prénom inversés."
    if prenom == their_prenom and _share_a_name(one, other):
        return "Mêmes prénom et date de naissance, le nom d'usage de l'un est le nom de l'autre."
    if _alike(nom, their_nom) and _alike(prenom, their_prenom):
        return "Même date de naissance, nom et prénom presque pareils."
    return ""


def _share_a_name(one: Personne, other: Personne) -> bool:
    """Tell whether one bears as usage name what the other has as a name."""
    mine = {fold(one.nom_naissance), fold(one.nom_usage)} - {""}
    return bool(mine & {fold(other.nom_naissance), fold(other.nom_usage)})


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _is_likely(one: Personne, other: Personne) -> bool:
    """Tell whether two persons of that name and age are hardly met by chance."""
    namesake = likelihood_of_namesake(
        one.nom_naissance or None,
        one.prenom1 or None,
        one.sexe or other.sexe or "F",
        one.annee_naissance or other.annee_naissance,
    )
    whole = _has_whole_date(one) and _has_whole_date(other)
    return (namesake.same_day if whole else namesake.same_year) < 0.5


def _unsaved(values: Values) -> Personne:
    personne = Personne(**{name: values[name] for name in values if values[name] is not None})
    personne.set_keys()
    return personne


def _told_apart(certificateur: Certificateur, name_keys: Sequence[str]) -> set[tuple[int, int]]:
    """Return the pairs, in both orders, of persons of some names and those whom someone told from them."""
    named = Personne.objects.of(certificateur).filter(name_key__in=name_keys)
    pairs = Personne.distinct_from.through.objects.filter(from_personne__in=named)
    return set(pairs.values_list("from_personne_id", "to_personne_id"))


def _chunks(keys: Iterable[K]) -> Iterator[list[K]]:
    every = list(keys)
    for first in range(0, len(every), CHUNK):
        yield every[first : first + CHUNK]
