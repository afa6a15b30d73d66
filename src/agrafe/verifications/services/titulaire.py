"""What a titulaire does behind his link. Whoever tries links or years learns nothing: each try costs the same, whatever it meets."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from agrafe.certificateurs.models import Certificateur
from agrafe.journal.services import record
from agrafe.socle.refusals import Refusal
from agrafe.verifications.enums import Langue, Status
from agrafe.verifications.models import MAX_TRIES, Verification
from agrafe.verifications.questions import Question
from agrafe.verifications.services.etat import move
from agrafe.verifications.tokens import hash_of

TRIES: Final = 5
"""Wrong years after which a link is locked for LOCK."""
LOCK: Final = timedelta(hours=1)
_NO_YEAR: Final = "----"
"""What is compared when there is nothing to compare to."""
MAX_REMARQUE: Final = 500
"""Characters of the word that a titulaire may add."""


class AnswerRefused(Refusal):
    """The answer is not whole, or the link no longer takes one."""


@transaction.atomic
def check_year(*, token: str, year: str) -> bool:
    """Tell whether a link opens with a year of birth; a wrong year is counted.

    A wrong link, an expired or used one, a locked one and a wrong year make the same statements and the same answer.

    Args:
        token: The secret of the link.
        year: What was typed.
    """
    now = timezone.now()
    found = _locked(token)
    opens = found is not None and found.opens_at(now)
    annee = found.personne.annee_naissance if found else None
    expected = f"{annee:04d}" if annee else _NO_YEAR
    is_right = constant_time_compare(expected, year.strip()) and opens
    tries = found.tries if found else 0
    locked_until = found.locked_until if found else None
    if is_right:
        tries, locked_until = 0, None
    elif opens:
        tries += 1
        locked_until = now + LOCK if tries % TRIES == 0 else None
    opened_at = (found.opened_at if found else None) or (now if is_right else None)
    Verification.objects.filter(pk=found.pk if found else 0).update(
        tries=tries, locked_until=locked_until, opened_at=opened_at, updated_at=now
    )
    if found and opens and tries == MAX_TRIES:
        _record(found, "verifications.block", "Trop d'années fausses")
    return is_right


@transaction.atomic
def set_language(*, verification: Verification, language: str) -> None:
    """Note the language in which a titulaire reads."""
    Verification.objects.filter(pk=verification.pk).update(language=Langue(language))
    verification.language = language


@transaction.atomic
def save_answer(*, token: str, question: Question, values: Mapping[str, Any]) -> None:
    """Keep the answer to a question until all of them are confirmed.

    Args:
        token: The secret of the link, whose year of birth was given.
        question: One of those asked.
        values: By key; those of other questions are left out.

    Raises:
        AnswerRefused: The link no longer takes an answer.
    """
    verification = _opened(token)
    if set(question.keys) <= set(verification.rubriques):
        own = {key: values.get(key) for key in question.keys}
        verification.reponse = {**verification.reponse, **own}
        verification.save(update_fields=("reponse", "updated_at"))


@transaction.atomic
def answer(*, token: str, confirmed: bool, remarque: str = "") -> None:
    """Send the answers of a titulaire to the staff; the link is then dead.

    Args:
        token: The secret of the link, whose year of birth was given.
        confirmed: Whether he says that they are exact.
        remarque: A word that he adds.

    Raises:
        AnswerRefused: The link no longer takes an answer, a question has none, or they are not confirmed.
    """
    verification = _opened(token)
    if not confirmed:
        raise AnswerRefused("Confirmez que ces informations sont exactes.")
    if set(verification.rubriques) - set(verification.reponse):
        raise AnswerRefused("Répondez d'abord à chaque question.")
    now = timezone.now()
    move([verification], Status.REPONDUE, answered_at=now, remarque=remarque.strip()[:MAX_REMARQUE])
    _record(verification, "verifications.answer")


@transaction.atomic
def not_me(*, token: str) -> None:
    """Note that whoever received the link is not the titulaire: the link is then dead. A link that opens nothing is passed over.

    The year of birth is not asked: a stranger does not know it. A wrong link, or a used one, makes the same statements: they are made
    for nobody, then taken back.

    Args:
        token: The secret of the link.
    """
    found = _locked(token)
    with transaction.atomic():
        closed = found if found and found.is_open else _nobody()
        move([closed], Status.PAS_MOI, answered_at=timezone.now(), reponse={})
        _record(closed, "verifications.not_me")
        transaction.set_rollback(closed is not found)


def _nobody() -> Verification:
    """Return a verification that no row is, for whoever must do the work that a true one costs."""
    return Verification(pk=0, certificateur=Certificateur(pk=0), status=Status.ENVOYEE)


def _locked(token: str) -> Verification | None:
    rows = Verification.objects.filter(liens__token_hash=hash_of(token))
    rows = rows.select_related("personne", "certificateur").select_for_update(
        of=("self",), no_key=True
    )
    found: Verification | None = rows.first()
    return found


def _opened(token: str) -> Verification:
    found = _locked(token)
    if found is None or not found.is_open or found.expires_at <= timezone.now():
        raise AnswerRefused("Ce lien ne prend plus de réponse.")
    return found


def _record(verification: Verification, action: str, summary: str = "") -> None:
    record(
        par=None,
        certificateur_id=verification.certificateur_id or None,
        action=action,
        target=verification,
        summary=summary,
    )
