"""Starting a travail, stopping it, taking it up again."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Refusal
from agrafe.travaux.enums import Status
from agrafe.travaux.models import Travail
from agrafe.travaux.permissions import check_manage
from agrafe.travaux.registry import function_of
from agrafe.travaux.runner import wake


class NotActive(Refusal):
    """A travail that is over cannot be stopped."""


class NotResumable(Refusal):
    """A travail that goes on, or that is done, cannot be taken up again."""


def start(
    *,
    par_user: Any,
    certificateur: Any,
    kind: str,
    arguments: dict[str, Any],
    title: str,
    total: int = 0,
    counted: str = "élément,éléments",
    key: str = "",
) -> Travail:
    """Ask for a travail; a worker takes it up once the transaction is committed.

    Args:
        par_user: Who asks, or None when nobody does.
        certificateur: The one it belongs to, or None for the whole installation.
        kind: The name under which its function is registered.
        arguments: What the function is given, by name: identifiers, never personal data.
        title: What is being done, « Import de passages ».
        total: How many there are to do, 0 when it is not known yet.
        counted: What is counted, its singular and its plural.
        key: What this work is about: while one with the same key is not over, it is given back instead of a second one.

    Raises:
        KeyError: No application has registered the kind.
    """
    function_of(kind)
    full_key = f"{kind}:{certificateur.pk if certificateur else ''}:{key}" if key else ""
    existing = _active_with(full_key)
    if existing:
        return existing
    travail = Travail(
        certificateur=certificateur,
        started_by=par_user,
        kind=kind,
        arguments=arguments,
        title=title,
        total=total,
        counted=counted,
        key=full_key,
        woken_at=timezone.now(),
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                travail.save()
        except IntegrityError:
            existing = _active_with(full_key)
            if not existing:
                raise
            return existing
        wake(travail)
    return travail


def cancel(*, par: Membership, travail: Travail) -> Travail:
    """Stop a travail: it does not start, or stops at its next step; what it did stays done.

    Raises:
        Denied: The member may not.
        NotActive: It is over already.
    """
    with transaction.atomic():
        locked = _locked(par, travail)
        check_manage(par=par, travail=locked)
        if not locked.is_active:
            raise NotActive("Ce travail est déjà terminé.")
        locked.status = Status.CANCELLED
        locked.finished_at = timezone.now()
        locked.worker = ""
        locked.save()
    return locked


def resume(*, par: Membership, travail: Travail) -> Travail:
    """Take up again, from its last step, a travail that failed or was stopped.

    Raises:
        Denied: The member may not.
        NotResumable: It goes on, it is done, or the same work was asked again since.
    """
    with transaction.atomic():
        locked = _locked(par, travail)
        check_manage(par=par, travail=locked)
        if not locked.is_resumable:
            raise NotResumable(
                "Ce travail est en cours ou déjà terminé : il n'y a rien à reprendre."
            )
        locked.status = Status.WAITING
        locked.tries = 0
        locked.error = ""
        locked.finished_at = None
        locked.woken_at = timezone.now()
        try:
            with transaction.atomic():
                locked.save()
        except IntegrityError:
            raise NotResumable(
                "Le même travail a été demandé de nouveau depuis : attendez qu'il se termine."
            ) from None
        wake(locked)
    return locked


def _active_with(key: str) -> Travail | None:
    return Travail.objects.active().filter(key=key).first() if key else None


def _locked(par: Membership, travail: Travail) -> Travail:
    mine = Travail.objects.of(par.certificateur)
    return mine.select_for_update(no_key=True).get(pk=travail.pk)
