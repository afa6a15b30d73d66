"""What becomes of the answers: taken, in whole or in part, or set aside."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from django.db import transaction

from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.journal.services import record
from agrafe.personnes.controle import from_rubriques
from agrafe.personnes.services import update_personne, update_personnes
from agrafe.verifications.enums import Status
from agrafe.verifications.models import Verification
from agrafe.verifications.permissions import check_verify
from agrafe.verifications.questions import keys_of, questions_of
from agrafe.verifications.services.etat import (
    VerificationError,
    check_moves,
    lock_verification,
    move,
)
from agrafe.verifications.verdicts import Reader

_TOO_LATE: Final = "Cette réponse a déjà été traitée, ou n'est pas encore venue."


class Done(NamedTuple):
    """How many answers were accepted, and how many left for someone to read."""

    done: int
    left: int


@transaction.atomic
def accept(*, par: Membership, verification: Verification, keys: Iterable[str]) -> Verification:
    """Write answers of a titulaire into his card; the passages are then checked again. The rest of the answers is left out.

    Args:
        par: Who accepts.
        verification: An answered one.
        keys: The rubriques to take; a date or a place comes whole.

    Raises:
        Denied: He may not.
        VerificationError: There is no answer to accept, or nothing in it is chosen.
        PersonneError: The card cannot be changed.
    """
    check_verify(par)
    locked = lock_verification(par, verification)
    check_moves(locked, Status.ACCEPTEE, _TOO_LATE)
    asked = questions_of(locked.rubriques)
    taken = keys_of(one for one in questions_of(keys) if one in asked)
    if not taken:
        raise VerificationError(
            "Choisissez au moins une réponse à accepter, ou écartez-les toutes."
        )
    values = {key: locked.reponse.get(key) for key in taken}
    update_personne(par=par, personne=locked.personne, values=from_rubriques(values))
    move([locked], Status.ACCEPTEE, par=par, acceptees=taken)
    summary = ", ".join(one.label.lower() for one in questions_of(taken))
    record(par=par, action="verifications.accept", target=locked, summary=summary)
    return locked


@transaction.atomic
def accept_safe(*, par: Membership, verifications: Iterable[Verification]) -> Done:
    """Accept, among answers, those that nobody need look at; the others are left to be read.

    Raises:
        Denied: He may not.
        PersonneError: A card cannot be changed.
    """
    check_verify(par)
    rows = Verification.objects.of(par.certificateur).filter(
        pk__in=[one.pk for one in verifications], status=Status.REPONDUE
    )
    rows = rows.select_related("personne", "certificateur").order_by("pk")
    locked = list(rows.select_for_update(of=("self",), no_key=True))
    reader_of = cache(Reader)
    safe = {
        one.personne_id: one
        for one in locked
        if reader_of(one.certificateur.version_format).is_safe(one)
    }
    if safe:
        _accept_whole(par, list(safe.values()))
    return Done(len(safe), len(locked) - len(safe))


def _accept_whole(par: Membership, verifications: Sequence[Verification]) -> None:
    changes = [(one.personne, from_rubriques(one.reponse)) for one in verifications]
    update_personnes(par=par, changes=changes)
    for one in verifications:
        one.acceptees = one.rubriques
    Verification.objects.bulk_update(verifications, ["acceptees"])
    move(verifications, Status.ACCEPTEE, par=par)
    summary = count(len(verifications), "réponse acceptée", "réponses acceptées")
    target = verifications[0] if len(verifications) == 1 else None
    record(par=par, action="verifications.accept_safe", target=target, summary=summary)


@transaction.atomic
def set_aside(*, par: Membership, verification: Verification, reason: str) -> Verification:
    """Leave an answer out: nothing of it reaches the card.

    Args:
        par: Who decides.
        verification: An answered one.
        reason: Why, for those who will wonder.

    Raises:
        Denied: He may not.
        VerificationError: There is no answer to set aside.
    """
    check_verify(par)
    locked = lock_verification(par, verification)
    check_moves(locked, Status.ECARTEE, _TOO_LATE)
    move([locked], Status.ECARTEE, par=par, motif_ecart=reason.strip()[:300])
    record(par=par, action="verifications.set_aside", target=locked)
    return locked
