"""What is done to a certification: added, changed, put away, taken out again, deleted; and reminded of before it ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from agrafe.certificateurs.models import Certificateur
from agrafe.certifications.models import Bloc, Certification
from agrafe.certifications.permissions import check_edit_certification
from agrafe.certifications.selectors import echeance_of, uses_of
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership
from agrafe.courriels.services import Letter, queue_many
from agrafe.journal.services import record
from agrafe.socle import french
from agrafe.socle.addresses import absolute
from agrafe.socle.refusals import Refusal

FIELDS: Final = (
    *("type", "code", "intitule", "niveau", "codes_nsf"),
    *("date_decision", "date_enregistrement", "date_echeance", "rappels", "duree_validite"),
    *("defaut_obtention_certification", "defaut_donnee_certifiee"),
    *("defaut_modalite_passage_examen", "defaut_modalite_acces"),
    *("defaut_presence_niveau_langue_euro", "defaut_niveau_langue_europeen"),
    "defaut_presence_niveau_numerique_euro",
)
"""What a person writes of a certification."""


class CertificationRefused(Refusal):
    """The certification cannot be so."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """A bloc de compétences as it was written.

    Attributes:
        code: RNCP35726BC01.
        intitule: Its title.
        is_optional: Whether one may do without it.
        known_as: The code that it had until now; empty for a new one.
    """

    code: str
    intitule: str
    is_optional: bool = False
    known_as: str = ""


@transaction.atomic
def create_certification(
    *, par: Membership, values: Mapping[str, Any], blocs: Sequence[Ligne] = ()
) -> Certification:
    """Add a certification and its blocs.

    Args:
        par: Who adds it.
        values: Its fields, among `FIELDS`.
        blocs: Its blocs, in order.

    Raises:
        CertificationRefused: The certificateur already has one of this code.
    """
    check_edit_certification(par)
    _check_is_new(par, values["code"])
    certification = Certification.objects.create(certificateur=par.certificateur, **_known(values))
    _write_blocs(certification, blocs)
    record(
        par=par,
        action="certifications.create",
        target=certification,
        summary=f"{certification.code} ajoutée",
    )
    return certification


@transaction.atomic
def update_certification(
    *,
    par: Membership,
    certification: Certification,
    values: Mapping[str, Any],
    blocs: Sequence[Ligne] | None = None,
) -> Certification:
    """Change a certification, and its blocs when they are given: those left out go.

    Raises:
        CertificationRefused: Another one has this code, or a bloc that goes is of use.
    """
    kept = _locked(par, certification)
    _check_is_new(par, values["code"], except_for=kept)
    changes = {
        name: (getattr(kept, name), value)
        for name, value in _known(values).items()
        if getattr(kept, name) != value
    }
    for name, (_, value) in changes.items():
        setattr(kept, name, value)
    kept.save()
    if blocs is not None and (said := _write_blocs(kept, blocs)):
        changes["blocs"] = said
    if changes:
        record(
            par=par,
            action="certifications.update",
            target=kept,
            summary=f"{kept.code} modifiée",
            changes=changes,
        )
    return kept


@transaction.atomic
def archive_certification(*, par: Membership, certification: Certification) -> Certification:
    """Put a certification away: it is no longer offered, and its passages stay."""
    kept = _locked(par, certification)
    if kept.archived_at is None:
        kept.archived_at = timezone.now()
        kept.save(update_fields=("archived_at", "updated_at"))
        _say(par, kept, "certifications.archive", "rangée")
    return kept


@transaction.atomic
def unarchive_certification(*, par: Membership, certification: Certification) -> Certification:
    """Take a certification out again."""
    kept = _locked(par, certification)
    if kept.archived_at is not None:
        kept.archived_at = None
        kept.save(update_fields=("archived_at", "updated_at"))
        _say(par, kept, "certifications.unarchive", "ressortie")
    return kept


@transaction.atomic
def delete_certification(*, par: Membership, certification: Certification) -> None:
    """Delete a certification that nothing needs.

    Raises:
        CertificationRefused: Something needs it; it can be put away.
    """
    kept = _locked(par, certification)
    if uses := uses_of(kept):
        said = ", ".join(use.said for use in uses)
        raise CertificationRefused(
            f"{kept.code} sert encore ({said}) : elle ne peut pas être supprimée. Rangez-la plutôt."
        )
    _say(par, kept, "certifications.delete", "supprimée")
    kept.delete()


def remind(*, today: date) -> int:
    """Write to the administrateurs of the certifications whose registration is about to end; return how many mails stand for it.

    Each reminder of a certification is written once to each of them. One that was added late has only the last that it has reached.
    """
    known = Certification.objects.in_use().exclude(date_echeance=None)
    rows = known.filter(date_echeance__gte=today).select_related("certificateur")
    by_certificateur: dict[Certificateur, list[tuple[Certification, int]]] = {}
    for certification in rows:
        echeance = echeance_of(certification, today=today)
        if echeance and echeance.rappel is not None:
            due = by_certificateur.setdefault(certification.certificateur, [])
            due.append((certification, echeance.rappel))
    return sum(_write(certificateur, due, today) for certificateur, due in by_certificateur.items())


def _write(
    certificateur: Certificateur, due: Sequence[tuple[Certification, int]], today: date
) -> int:
    to = Membership.objects.active().filter(certificateur=certificateur, role=Role.ADMINISTRATEUR)
    letters = [
        Letter(
            recipient=par.user.email,
            context=_context(certification, today),
            unique_key=f"{certification.public_id}:{certification.date_echeance}:{rappel}:{par.public_id}",
            target_id=certification.public_id,
        )
        for par in to.select_related("user")
        for certification, rappel in due
    ]
    with transaction.atomic():
        return len(
            queue_many(certificateur=certificateur, key="certifications.echeance", letters=letters)
        )


def _context(certification: Certification, today: date) -> dict[str, str]:
    on = certification.date_echeance
    assert on  # noqa: S101 - only those that have one are reminded of
    return {
        "certification": str(certification),
        "echeance": french.long_date(on),
        "delai": french.distance(on, today),
        "lien": absolute(
            reverse("certifications:detail", kwargs={"public_id": certification.public_id})
        ),
    }


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FIELDS if name in values}


def _locked(par: Membership, certification: Certification) -> Certification:
    check_edit_certification(par)
    rows = Certification.objects.of(par.certificateur).select_for_update(no_key=True)
    found: Certification = get_object_or_404(rows, pk=certification.pk)  # deleted meanwhile
    return found


def _check_is_new(par: Membership, code: str, except_for: Certification | None = None) -> None:
    """Refuse a second certification of the same code; the certificateur is locked, so that two cannot come at once."""
    Certificateur.objects.select_for_update(no_key=True).get(pk=par.certificateur_id)
    same = Certification.objects.of(par.certificateur).filter(code=code)
    if except_for:
        same = same.exclude(pk=except_for.pk)
    if same.exists():
        raise CertificationRefused(f"{code} est déjà dans vos certifications. Ouvrez sa fiche.")


def _say(par: Membership, certification: Certification, action: str, what: str) -> None:
    record(par=par, action=action, target=certification, summary=f"{certification.code} {what}")


def _write_blocs(certification: Certification, lines: Sequence[Ligne]) -> tuple[str, str] | None:
    """Make the blocs those of the lines, and return the codes before and after; None when nothing differs.

    A bloc that is renamed stays the same row: what points to it follows.
    """
    before = {bloc.code: bloc for bloc in certification.blocs.all()}
    was = [(bloc.code, bloc.intitule, bloc.is_optional) for bloc in before.values()]
    becomes = [(line.code, line.intitule, line.is_optional) for line in lines]
    if was == becomes:
        return None
    kept = {line.known_as for line in lines}
    _delete_blocs([bloc for code, bloc in before.items() if code not in kept])
    for bloc in before.values():  # out of the way of the new codes: two blocs may swap theirs
        certification.blocs.filter(pk=bloc.pk).update(code=f"~{bloc.pk}")
    for rang, line in enumerate(lines, start=1):
        bloc = before.get(line.known_as) or Bloc(certification=certification)
        bloc.rang, bloc.code = rang, line.code
        bloc.intitule, bloc.is_optional = line.intitule, line.is_optional
        bloc.save()
    return ", ".join(code for code, *_ in was), ", ".join(code for code, *_ in becomes)


def _delete_blocs(blocs: Sequence[Bloc]) -> None:
    for bloc in blocs:
        try:
            bloc.delete()
        except (ProtectedError, RestrictedError) as failure:
            raise CertificationRefused(
                f"Le bloc {bloc.code} sert encore : il ne peut pas être retiré."
            ) from failure
