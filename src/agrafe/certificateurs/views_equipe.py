"""The team: who works for the certificateur, and who is invited to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.certificateurs import services_equipe as services
from agrafe.certificateurs.forms_equipe import InviteForm, NewUserForm, RoleForm
from agrafe.certificateurs.permissions_equipe import check_manage_team
from agrafe.certificateurs.selectors_equipe import (
    get_colleague,
    get_invitation,
    invitation_with,
    invitations_of,
    team_of,
)
from agrafe.certificateurs.tabs import settings_tabs
from agrafe.comptes.access import CURRENT, MemberRequest, first_page_of, member
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Invitation, User
from agrafe.comptes.selectors import user_with_address

PAGE = ("GET", "HEAD", "POST")


@member
@require_safe
def team(request: MemberRequest) -> HttpResponse:
    """Show the team, and those who are invited."""
    context = {
        "members": team_of(par=request.par),
        "invitations": invitations_of(par=request.par),
        "tabs": settings_tabs(request.par, "certificateurs:team"),
        "now": timezone.now(),
    }
    return render(request, "certificateurs/equipe.html", context)


@member
@require_http_methods(PAGE)
def invite(request: MemberRequest) -> HttpResponse:
    """Offer a place by mail."""
    check_manage_team(request.par)
    form = InviteForm(request.POST or None, initial={"role": Role.GESTIONNAIRE})
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(par=request.par, **form.cleaned_data)
        except services.EquipeRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"L'invitation part pour {form.cleaned_data['email']}.")
            return redirect("certificateurs:team")
    return render(
        request,
        "certificateurs/equipe_invite.html",
        _page("Inviter une personne", "Envoyer l'invitation", form=form),
    )


@member
@require_POST
def resend(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Send an invitation again."""
    invitation = get_invitation(par=request.par, public_id=public_id)
    with _said(request, f"Un nouveau lien part pour {invitation.email}."):
        services.resend_invitation(par=request.par, invitation=invitation)
    return redirect("certificateurs:team")


@member
@require_http_methods(PAGE)
def revoke(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_invitation(par=request.par, public_id=public_id)
    if request.method == "POST":
        with _said(request, "L'invitation est annulée : son lien ne fonctionne plus."):
            services.revoke_invitation(par=request.par, invitation=invitation)
        return redirect("certificateurs:team")
    context = _page("Annuler cette invitation ?", "Annuler l'invitation", invitation=invitation)
    return render(request, "certificateurs/equipe_revoke.html", context)


@member
@require_http_methods(PAGE)
def change_role(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Change what a member may do."""
    colleague = get_colleague(par=request.par, public_id=public_id)
    form = RoleForm(request.POST or None, initial={"role": colleague.role})
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_role(
                par=request.par, membership=colleague, role=form.cleaned_data["role"]
            )
        except services.EquipeRefused as refusal:
            form.add_error("role", str(refusal))
        else:
            role = changed.get_role_display().lower()
            messages.success(request, f"{changed.user} a le rôle : {role}.")
            return _back(is_oneself=colleague.pk == request.par.pk)
    context = _page("Changer le rôle", "Changer le rôle", form=form, colleague=colleague)
    return render(request, "certificateurs/equipe_role.html", context)


@member
@require_http_methods(PAGE)
def end_access(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """End the access of a member."""
    colleague = get_colleague(par=request.par, public_id=public_id)
    if request.method == "POST":
        with _said(request, f"{colleague.user} n'a plus accès à {request.par.certificateur}."):
            services.end_access(par=request.par, membership=colleague)
        return _back(is_oneself=colleague.pk == request.par.pk)
    title = f"Terminer l'accès de {colleague.user} ?"
    context = _page(title, "Terminer l'accès", colleague=colleague)
    return render(request, "certificateurs/equipe_end.html", context)


def _page(title: str, verb: str, **context: Any) -> dict[str, Any]:
    """Return what the layouts of the forms and of the confirmations need."""
    empty = {"form": None, "carried": ()}
    back = reverse("certificateurs:team")
    return {**empty, "title": title, "verb": verb, "cancel_url": back, **context}


@contextmanager
def _said(request: HttpRequest, success: str) -> Iterator[None]:
    """Say that it is done, or why it is not."""
    try:
        yield
    except services.EquipeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, success)


def _back(*, is_oneself: bool) -> HttpResponse:
    """Return to the team, or to one's account when the team is no longer one's business."""
    return redirect("comptes:profile" if is_oneself else "certificateurs:team")


@member
@require_POST
def second_factor(request: MemberRequest) -> HttpResponse:
    """Have every member need a second factor, or no longer."""
    is_required = request.POST.get("exige") == "oui"
    try:
        services.require_second_factor(par=request.par, is_required=is_required)
    except services.EquipeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("mfa_index")
    said = "demandé à toute l'équipe" if is_required else "laissé au choix de chacun"
    messages.success(request, f"Le second facteur est {said}.")
    return redirect("certificateurs:team")


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(PAGE)
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Answer an invitation: with one's account, or by opening one."""
    invitation = invitation_with(token)
    if invitation is None:
        return _dead(request)
    try:
        if request.user.is_authenticated:
            return _accept_as_oneself(request, request.user, invitation, token)
        if user_with_address(invitation.email):
            return render(request, "certificateurs/equipe_sign_in.html", {"invitation": invitation})
        return _accept_as_new_user(request, invitation, token)
    except services.DeadInvitation:
        return _dead(request)


def _accept_as_oneself(
    request: HttpRequest, user: User, invitation: Invitation, token: str
) -> HttpResponse:
    if request.method == "POST":
        try:
            membership = services.accept_invitation(token=token, user=user)
        except services.DeadInvitation:
            raise
        except services.EquipeRefused as refusal:
            messages.error(request, str(refusal))
        else:
            request.session[CURRENT] = str(membership.public_id)
            messages.success(
                request, f"Vous faites partie de l'équipe de {membership.certificateur}."
            )
            return redirect(first_page_of(membership))
    context = {"invitation": invitation, "is_mine": user.email == invitation.email}
    return render(request, "certificateurs/equipe_join.html", context)


def _accept_as_new_user(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = NewUserForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            membership = services.accept_as_new_user(
                token=token, name=form.cleaned_data["name"], password=form.cleaned_data["password1"]
            )
        except services.DeadInvitation:
            raise
        except services.EquipeRefused:  # the account was opened meanwhile
            return redirect("certificateurs:accept_invitation", token=token)
        record_authentication(request, membership.user, method="password", email=invitation.email)
        login = Login(user=membership.user, email=invitation.email)
        response: HttpResponse = perform_login(request, login)
        return response
    return render(
        request, "certificateurs/equipe_new.html", {"form": form, "invitation": invitation}
    )


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "certificateurs/equipe_dead.html", status=404)
