"""What is done to the team of a certificateur: people are invited, come, change role, leave."""

import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agrafe.certificateurs.models import Certificateur
from agrafe.certificateurs.permissions_equipe import check_manage_team
from agrafe.certificateurs.selectors_equipe import hash_of, invitation_with
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Invitation, Membership, User
from agrafe.comptes.selectors import has_second_factor, user_with_address
from agrafe.comptes.services import create_user
from agrafe.courriels import services as courriels
from agrafe.journal.services import record
from agrafe.socle.addresses import absolute
from agrafe.socle.french import long_date
from agrafe.socle.refusals import Refusal

LIFE: Final = timedelta(days=7)
"""How long the link of an invitation works."""


class EquipeRefused(Refusal):
    """The team cannot be changed so."""


class DeadInvitation(EquipeRefused):
    """The link of an invitation no longer works, or never did."""


@transaction.atomic
def invite(*, par: Membership, email: str, role: Role) -> Invitation:
    """Offer a place by mail. An address already invited gets a new link, and the one before dies.

    Raises:
        Denied: He may not manage the team.
        EquipeRefused: The person is already in the team.
    """
    check_manage_team(par)
    _lock(par)
    email = email.strip().lower()
    members = Membership.objects.active().filter(certificateur=par.certificateur_id)
    if members.filter(user__email=email).exists():
        raise EquipeRefused("Cette personne est déjà dans l'équipe.")
    pending = Invitation.objects.filter(
        certificateur=par.certificateur_id, email=email, accepted_at=None, revoked_at=None
    )
    invitation = pending.first() or Invitation(certificateur=par.certificateur, email=email)
    is_new = invitation.pk is None
    invitation.role, invitation.invited_by = role, par.user
    _send(invitation, par)
    summary = f"Invitation {'envoyée' if is_new else 'renvoyée'} : {role.label.lower()}"
    record(par=par, action="certificateurs.invite", target=invitation, summary=summary)
    return invitation


@transaction.atomic
def resend_invitation(*, par: Membership, invitation: Invitation) -> Invitation:
    """Send a new link to someone invited; the one before dies.

    Raises:
        Denied: He may not manage the team.
        DeadInvitation: It was answered or revoked meanwhile.
    """
    check_manage_team(par)
    invitation = _locked_pending(par, invitation)
    _send(invitation, par)
    record(
        par=par, action="certificateurs.invite", target=invitation, summary="Invitation renvoyée"
    )
    return invitation


@transaction.atomic
def revoke_invitation(*, par: Membership, invitation: Invitation) -> Invitation:
    """Take back an invitation: its link dies at once.

    Raises:
        Denied: He may not manage the team.
        DeadInvitation: It was answered or revoked meanwhile.
    """
    check_manage_team(par)
    invitation = _locked_pending(par, invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=("revoked_at", "updated_at"))
    record(par=par, action="certificateurs.revoke", target=invitation, summary="Invitation annulée")
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, user: User) -> Membership:
    """Give someone the place that was offered to his address.

    Raises:
        DeadInvitation: The link no longer works.
        EquipeRefused: It was offered to another address.
    """
    invitation = _locked_open(token)
    if user.email != invitation.email:
        raise EquipeRefused(
            "Cette invitation est adressée à une autre personne. Déconnectez-vous, puis ouvrez de nouveau le lien."
        )
    return _join(invitation, user)


@transaction.atomic
def accept_as_new_user(*, token: str, name: str, password: str) -> Membership:
    """Open an account for someone invited, whose address the link proves, and give him his place.

    Raises:
        DeadInvitation: The link no longer works.
        EquipeRefused: The address has an account already: he signs in instead.
    """
    invitation = _locked_open(token)
    if user_with_address(invitation.email):
        raise EquipeRefused(
            "Cette adresse a déjà un compte : connectez-vous pour rejoindre l'équipe."
        )
    user = create_user(email=invitation.email, name=name, password=password)
    record(par=None, user=user, action="comptes.create", summary="Compte créé par une invitation")
    return _join(invitation, user)


@transaction.atomic
def change_role(*, par: Membership, membership: Membership, role: Role) -> Membership:
    """Change what a member may do.

    Raises:
        Denied: He may not manage the team.
        EquipeRefused: He is the last administrateur, or has left meanwhile.
    """
    check_manage_team(par)
    membership = _locked_member(par, membership)
    before = Role(membership.role)
    if before == role:
        return membership
    if before == Role.ADMINISTRATEUR:
        _check_others_administer(membership)
    membership.role = role
    membership.save(update_fields=("role", "updated_at"))
    record(
        par=par,
        action="certificateurs.role",
        target=membership,
        summary=f"Rôle changé : {role.label.lower()}",
        changes={"role": (before, role)},
    )
    return membership


@transaction.atomic
def end_access(*, par: Membership, membership: Membership) -> Membership:
    """End the access of a member: the account stays, this certificateur no longer opens.

    Raises:
        Denied: He may not manage the team.
        EquipeRefused: He is the last administrateur, or has left meanwhile.
    """
    check_manage_team(par)
    membership = _locked_member(par, membership)
    if membership.is_administrateur:
        _check_others_administer(membership)
    membership.ended_at = timezone.now()
    membership.save(update_fields=("ended_at", "updated_at"))
    record(par=par, action="certificateurs.leave", target=membership, summary="Accès terminé")
    return membership


@transaction.atomic
def require_second_factor(*, par: Membership, is_required: bool) -> Certificateur:
    """Have every member need a second factor, or no longer.

    Raises:
        Denied: He may not manage the team.
        EquipeRefused: He has none himself, and would shut himself out.
    """
    check_manage_team(par)
    certificateur = _lock(par)
    if certificateur.requires_second_factor == is_required:
        return certificateur
    if is_required and not has_second_factor(par.user):
        raise EquipeRefused("Ajoutez d'abord un second facteur à votre propre compte.")
    certificateur.requires_second_factor = is_required
    certificateur.save(update_fields=("requires_second_factor", "updated_at"))
    record(
        par=par,
        action="certificateurs.second_factor",
        target=certificateur,
        summary="Second facteur exigé" if is_required else "Second facteur laissé au choix",
    )
    return certificateur


def _lock(par: Membership) -> Certificateur:
    """Have those who change the team of a certificateur do it one after the other."""
    return Certificateur.objects.select_for_update(no_key=True).get(pk=par.certificateur_id)


def _locked_member(par: Membership, membership: Membership) -> Membership:
    _lock(par)
    members = Membership.objects.active().filter(certificateur=par.certificateur_id)
    found = members.select_related("user").filter(pk=membership.pk).first()
    if found is None:
        raise EquipeRefused("Cette personne n'est plus dans l'équipe.")
    return found


def _check_others_administer(membership: Membership) -> None:
    others = Membership.objects.active().filter(
        certificateur=membership.certificateur_id, role=Role.ADMINISTRATEUR
    )
    if not others.exclude(pk=membership.pk).exists():
        raise EquipeRefused(
            "C'est le dernier administrateur : donnez d'abord ce rôle à une autre personne."
        )


def _locked_pending(par: Membership, invitation: Invitation) -> Invitation:
    pending = Invitation.objects.select_for_update(no_key=True).filter(
        certificateur=par.certificateur_id, accepted_at=None, revoked_at=None
    )
    found = pending.filter(pk=invitation.pk).first()
    if found is None:
        raise DeadInvitation("Cette invitation a déjà reçu sa réponse, ou a été annulée.")
    return found


def _locked_open(token: str) -> Invitation:
    seen = invitation_with(token)
    if seen:
        Certificateur.objects.select_for_update(no_key=True).get(pk=seen.certificateur_id)
        Invitation.objects.select_for_update(no_key=True).get(pk=seen.pk)
    invitation = invitation_with(token)  # again: the other tab may have answered meanwhile
    if invitation is None:
        raise DeadInvitation("Cette invitation ne fonctionne plus.")
    return invitation


def _join(invitation: Invitation, user: User) -> Membership:
    """Answer an invitation; whoever comes back finds his place again, with the role offered now."""
    membership, is_new = Membership.objects.get_or_create(
        user=user,
        certificateur=invitation.certificateur,
        defaults={"role": invitation.role},
    )
    if membership.ended_at:
        membership.ended_at, membership.role = None, invitation.role
        membership.save(update_fields=("ended_at", "role", "updated_at"))
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=("accepted_at", "updated_at"))
    role = Role(membership.role).label.lower()
    record(
        par=membership,
        action="certificateurs.join",
        target=membership,
        summary=f"Équipe rejointe : {role}" if is_new else f"Équipe retrouvée : {role}",
    )
    return membership


def _send(invitation: Invitation, par: Membership) -> None:
    """Give an invitation a new secret, of which only the hash is kept, and mail the link."""
    token = secrets.token_urlsafe(24)
    invitation.token_hash = hash_of(token)
    invitation.expires_at = timezone.now() + LIFE
    invitation.save()
    link = reverse("certificateurs:accept_invitation", kwargs={"token": token})
    courriels.queue(
        certificateur=None,  # the outbox of a certificateur is read by people who must not open this link
        key="certificateurs.invitation",
        recipient=invitation.email,
        context={
            "certificateur": par.certificateur.nom,
            "invitant": par.user.name,
            "role": Role(invitation.role).label.lower(),
            "lien": absolute(link),
            "limite": long_date(timezone.localdate(invitation.expires_at)),
        },
        unique_key=secrets.token_hex(16),
        target_id=invitation.public_id,
    )
