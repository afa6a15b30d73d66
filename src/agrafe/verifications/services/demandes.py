"""Asking titulaires to check their data, and taking it back."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.courriels.services import Letter, queue_many
from agrafe.journal.services import record
from agrafe.personnes.models import Personne
from agrafe.socle.addresses import absolute
from agrafe.socle.refusals import Refusal
from agrafe.verifications.enums import Status
from agrafe.verifications.mails import DEMANDE
from agrafe.verifications.models import Lien, Verification
from agrafe.verifications.permissions import check_verify
from agrafe.verifications.selectors import (
    Rubriques,
    expiry,
    keys_to_ask,
    letter_of,
    reglage_of,
    sort_out,
)
from agrafe.verifications.services.etat import check_moves, lock_verification, move
from agrafe.verifications.tokens import hash_of, make_token
from agrafe.verifications.verdicts import rubriques_of

MOST: Final = 1_000
"""Titulaires that are asked at a time."""


class AskRefused(Refusal):
    """Nobody, or too many, would be asked."""


class Asked(NamedTuple):
    """Who was asked, and who was not."""

    sent: list[Verification]
    without_courriel: list[Personne]
    without_annee: list[Personne]
    already_open: list[Personne]


@transaction.atomic
def ask(
    *,
    par: Membership,
    personnes: Sequence[Personne],
    rubriques: Rubriques | None = None,
    motifs: Mapping[int, Sequence[str]] | None = None,
    origins: Mapping[int, UUID] | None = None,
) -> Asked:
    """Ask titulaires to check their data: a personal link to each, by mail.

    Nothing goes to those who have no address, nor to those whose year of birth is not known: it is the second factor of the link.

    Args:
        par: Who asks.
        personnes: Whom; those who were merged or belong to another certificateur are left out.
        rubriques: What, by primary key of the person; for those who are absent, what is in doubt, else the whole civil identity.
        motifs: Codes of the rules or of the CDC's messages that are the reason, by primary key of the person.
        origins: The passage that it is about (`public_id`), by primary key of the person.

    Raises:
        Denied: He may not.
        AskRefused: There are more than MOST.
    """
    check_verify(par)
    if len(personnes) > MOST:
        raise AskRefused(
            f"Choisissez {MOST} titulaires au plus à la fois, puis recommencez pour les autres."
        )
    choice = sort_out(_locked(par, personnes))
    _end_dead(choice.recipients)
    expires = expiry(reglage_of(certificateur=par.certificateur))
    sent = []
    for one in choice.recipients:
        keys = keys_to_ask(one, rubriques)
        now = rubriques_of(one)
        sent.append(
            Verification(
                certificateur=par.certificateur,
                personne=one,
                rubriques=keys,
                avant={key: now[key] for key in keys},
                motifs=list((motifs or {}).get(one.pk, ())),
                origin_id=(origins or {}).get(one.pk),
                expires_at=expires,
                asked_by=par.user,
            )
        )
    Verification.objects.bulk_create(sent)
    if sent:
        write_to(sent, key=DEMANDE.key)
        summary = f"{count(len(sent), 'titulaire', 'titulaires')} à vérifier"
        record(par=par, action="verifications.ask", summary=summary)
    return Asked(sent, *choice[1:])


@transaction.atomic
def cancel(*, par: Membership, verification: Verification) -> Verification:
    """Take back what was asked: the links no longer open anything.

    Raises:
        Denied: He may not.
        VerificationError: It no longer waits for an answer.
    """
    check_verify(par)
    locked = lock_verification(par, verification)
    check_moves(
        locked,
        Status.ANNULEE,
        "Cette vérification n'attend plus de réponse : il n'y a rien à annuler.",
    )
    move([locked], Status.ANNULEE, par=par)
    record(par=par, action="verifications.cancel", target=locked)
    return locked


def write_to(verifications: Sequence[Verification], *, key: str, suffix: str = "") -> None:
    """Make a new link for each verification, and queue the mail that takes it there; all of one certificateur.

    Args:
        verifications: Open ones, with their person and certificateur.
        key: The kind of mail.
        suffix: What tells this mail from the others of its kind.
    """
    tokens = [make_token() for _ in verifications]
    pairs = list(zip(verifications, tokens, strict=True))
    Lien.objects.bulk_create(
        Lien(verification=one, token_hash=hash_of(token)) for one, token in pairs
    )
    letters = [
        Letter(
            recipient=one.personne.courriel.strip(),
            context=letter_of(one.personne, one.rubriques, address_of(token), one.expires_at),
            unique_key=f"{one.public_id}{suffix}",
            target_id=one.public_id,
        )
        for one, token in pairs
    ]
    queue_many(certificateur=verifications[0].certificateur, key=key, letters=letters)


def address_of(token: str) -> str:
    """Return the whole address of a personal link."""
    return absolute(reverse("verifications:open", kwargs={"token": token}))


def _locked(par: Membership, personnes: Sequence[Personne]) -> list[Personne]:
    """Lock persons in the order in which every service does, and return them by name."""
    rows = Personne.objects.of(par.certificateur).current()
    rows = rows.filter(pk__in=[one.pk for one in personnes]).select_related("certificateur")
    found = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    return sorted(found, key=attrgetter("name_key", "pk"))


def _end_dead(personnes: Sequence[Personne]) -> None:
    """Close the verifications that wait in vain, expired or blocked: their persons are asked anew."""
    dead = Verification.objects.open().filter(personne__in=personnes)
    dead = dead.select_related("certificateur").select_for_update(of=("self",), no_key=True)
    if rows := list(dead.order_by("pk")):
        move(rows, Status.EXPIREE)
