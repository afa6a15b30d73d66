"""The NIR vault: each opening is in the journal, nothing else tells a NIR."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accrochage.regles.anomalie import Anomalie
from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.journal.services import record
from agrafe.personnes import coffre
from agrafe.personnes.controle import Checker
from agrafe.personnes.extensions import announce_nir, nir_purposes
from agrafe.personnes.models import NirScelle, Personne
from agrafe.personnes.permissions import check_nir
from agrafe.personnes.services.fiches import lock_personne
from agrafe.socle.bulk import rewrite
from agrafe.socle.refusals import Refusal
from agrafe.socle.sealing import Resealed

KEPT: Final = timedelta(days=30)
"""Time that a NIR stays in the vault at least: its passage may not be there yet."""
BATCH: Final = 500
"""Rows sealed again, or purged, in one transaction."""


class NirRefusal(Refusal):
    """What was asked of a NIR cannot be done."""


@transaction.atomic
def set_nir(*, par: Membership, personne: Personne, nir: str) -> list[Anomalie]:
    """Put the NIR of a person into the vault, in place of any other.

    Returns:
        What the core doubts of it, beside the civil identity; it is kept all the same.

    Raises:
        Denied: He may not.
        NirRefusal: It is no NIR, or its key is wrong; the sentence does not repeat it.
        CoffreError: The vault has no key.
    """
    check_nir(par)
    locked = lock_personne(par, personne)
    checker = Checker(par.certificateur.version_format, timezone.localdate())
    number, found = checker.read_nir(nir, locked)
    if number is None:
        reason = next((one.message for one in found if one.blocking), "")
        raise NirRefusal(reason or "Écrivez le NIR : 13 chiffres, ou 15 avec la clé.")
    NirScelle.objects.update_or_create(
        personne=locked, defaults={**_sealed(number, locked), "created_at": timezone.now()}
    )
    record(par=par, action="personnes.set_nir", target=locked, summary="NIR enregistré au coffre")
    announce_nir(par=par, personnes=[locked])
    return found


@transaction.atomic
def show_nir(*, par: Membership, personne: Personne) -> str:
    """Return the NIR of a person, and say in the journal who asked.

    Raises:
        Denied: He may not.
        NirRefusal: The vault has none.
        CoffreError: The vault cannot be opened.
    """
    check_nir(par)
    sealed = NirScelle.objects.filter(personne=personne).first()
    if sealed is None:
        raise NirRefusal("Le coffre n'a pas de NIR pour cette fiche.")
    nir = coffre.unseal(sealed.sealed, personne)
    record(par=par, action="personnes.show_nir", target=personne, summary="NIR montré")
    return nir


@transaction.atomic
def erase_nir(*, par: Membership, personne: Personne) -> None:
    """Take the NIR of a person out of the vault, for good.

    Raises:
        Denied: He may not.
        NirRefusal: The vault has none.
    """
    check_nir(par)
    deleted, _ = NirScelle.objects.filter(personne=personne).delete()
    if not deleted:
        raise NirRefusal("Le coffre n'a pas de NIR pour cette fiche.")
    record(par=par, action="personnes.erase_nir", target=personne, summary="NIR effacé du coffre")
    announce_nir(par=par, personnes=[personne])


@transaction.atomic
def set_nirs(*, par: Membership, nirs: Sequence[tuple[Personne, str]]) -> int:
    """Put NIR that the core has read (13 characters) into the vault, for an import, and return how many are new or changed.

    Raises:
        Denied: He may not.
        CoffreError: The vault has no key.
    """
    check_nir(par)
    known = {
        each.personne_id: each
        for part in _parts([personne.pk for personne, _ in nirs])
        for each in NirScelle.objects.filter(personne__in=part)
    }
    new, changed = [], []
    for personne, nir in nirs:
        sealed = known.get(personne.pk)
        values = _sealed(nir, personne)
        if sealed is None:
            new.append(NirScelle(personne=personne, **values))
        elif sealed.fingerprint not in coffre.fingerprints(nir, personne.certificateur_id):
            sealed.sealed, sealed.fingerprint = values["sealed"], values["fingerprint"]
            sealed.created_at = timezone.now()
            changed.append(sealed)
    NirScelle.objects.bulk_create(new, batch_size=BATCH)
    rewrite(changed, ("sealed", "fingerprint", "created_at"))
    number = len(new) + len(changed)
    if number:
        record(par=par, action="personnes.set_nirs", summary=f"{number} NIR au coffre")
    return number


@transaction.atomic
def open_nirs(*, par: Membership, personnes: QuerySet[Personne]) -> Callable[[Personne], str]:
    """Open the vault for a deposit: a line of the journal says how many NIR are about to be read.

    Args:
        par: Who makes the deposit.
        personnes: The persons whose NIR it says; those of another certificateur are left out.

    Returns:
        What reads the NIR of a person, empty when the vault has none or she is no person of the certificateur; it costs no
        statement when her `nir_scelle` was read with her.

    Raises:
        Denied: He may not.
        CoffreError: The vault cannot be opened; said when a NIR is read.
    """
    check_nir(par)
    rows = NirScelle.objects.filter(personne__in=personnes.order_by().values("pk"))
    number = rows.filter(personne__certificateur=par.certificateur).count()
    if number:
        summary = f"{count(number, 'NIR lu', 'NIR lus')} pour un dépôt"
        record(par=par, action="personnes.open_nirs", summary=summary)

    def nir_of(personne: Personne) -> str:
        sealed = getattr(personne, "nir_scelle", None)
        is_theirs = personne.certificateur_id == par.certificateur_id
        return coffre.unseal(sealed.sealed, personne) if sealed and is_theirs else ""

    return nir_of


@transaction.atomic
def purge_nir(*, personnes: Sequence[int], par: Membership | None = None) -> int:
    """Take out of the vault the NIR of persons that serve no purpose any more, and return how many: one line for each certificateur.

    Args:
        personnes: Primary keys.
        par: Who asks; None for what is purged by itself.
    """
    erased: dict[int, int] = {}
    for part in _parts(personnes):
        rows = NirScelle.objects.filter(personne__in=part)
        if par:
            rows = rows.filter(personne__certificateur=par.certificateur)
        for owner in list(rows.values_list("personne__certificateur_id", flat=True)):
            erased[owner] = erased.get(owner, 0) + 1
        rows.delete()
    for owner, number in sorted(erased.items()):
        record(
            par=par,
            certificateur_id=owner,
            action="personnes.purge_nir",
            summary=f"{number} NIR purgés du coffre, ils ne servaient plus",
        )
    return sum(erased.values())


def purge_unneeded_nirs() -> int:
    """Purge every NIR that has been in the vault for a month and that no application needs any more; return how many.

    An application says what it needs by `nir_needed` (see `extensions`); while none does, nothing is purged.
    """
    purposes = nir_purposes()
    if not purposes:
        return 0
    purged, last = 0, 0
    old = NirScelle.objects.filter(created_at__lt=timezone.now() - KEPT).order_by("personne_id")
    while pks := list(
        old.filter(personne_id__gt=last).values_list("personne_id", flat=True)[:BATCH]
    ):
        needed: set[int] = set()
        for function in purposes:
            rows = function(personnes=Personne.objects.filter(pk__in=pks))
            needed.update(rows.values_list("pk", flat=True))
        purged += purge_nir(personnes=[pk for pk in pks if pk not in needed])
        last = pks[-1]
    return purged


def reseal_nirs() -> Resealed:
    """Seal every NIR again by the first key, by batches; declared as `reseal`.

    Raises:
        CoffreError: There is no key.
    """
    if not coffre.is_open():
        raise coffre.CoffreError(coffre.NO_KEY)
    done, closed, last = 0, 0, 0
    while batch := _batch_after(last):
        last = batch[-1]
        sealed, kept_closed = _reseal(batch)
        done, closed = done + sealed, closed + kept_closed
    if done:
        record(
            par=None,
            action="personnes.reseal_nir",
            summary=count(done, "NIR rescellé", "NIR rescellés"),
        )
    return Resealed("NIR,NIR", done, closed)


def move_nir(goes: Personne, stays: Personne) -> None:
    """Give the NIR of a person to another that has none, sealed anew.

    Raises:
        CoffreError: The vault cannot be opened: the two are not to be merged before it can.
    """
    sealed = NirScelle.objects.filter(personne=goes).first()
    if sealed and not NirScelle.objects.filter(personne=stays).exists():
        nir = coffre.unseal(sealed.sealed, goes)
        row = NirScelle.objects.create(personne=stays, **_sealed(nir, stays))
        NirScelle.objects.filter(pk=row.pk).update(created_at=sealed.created_at)


def _batch_after(pk: int) -> list[int]:
    rows = NirScelle.objects.filter(pk__gt=pk).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _reseal(pks: Sequence[int]) -> tuple[int, int]:
    rows = NirScelle.objects.select_related("personne").select_for_update(of=("self",), no_key=True)
    done, closed = [], 0
    for row in rows.filter(pk__in=pks).order_by("pk"):
        try:
            values = _sealed(coffre.unseal(row.sealed, row.personne), row.personne)
        except coffre.CoffreError:
            closed += 1
            continue
        row.sealed, row.fingerprint = values["sealed"], values["fingerprint"]
        done.append(row)
    rewrite(done, ("sealed", "fingerprint"))
    return len(done), closed


def _sealed(nir: str, personne: Personne) -> dict[str, Any]:
    return {
        "sealed": coffre.seal(nir, personne),
        "fingerprint": coffre.fingerprint(nir, personne.certificateur_id),
    }


def _parts(pks: Sequence[int]) -> list[Sequence[int]]:
    return [pks[first : first + BATCH] for first in range(0, len(pks), BATCH)]
