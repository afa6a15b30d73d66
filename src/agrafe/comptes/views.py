"""One's own account: name, password, second factor, sessions, the certificateur one works for."""

from uuid import UUID

from allauth.account.internal.flows.password_reset import finalize_password_reset
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from agrafe.comptes import links, sessions
from agrafe.comptes.access import CURRENT, MemberRequest, first_page_of
from agrafe.comptes.forms import NewPasswordForm, ProfileForm
from agrafe.comptes.selectors import get_own_membership, has_second_factor
from agrafe.comptes.services import change_name, sign_out_everywhere


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: MemberRequest) -> HttpResponse:
    """Show one's account, and change one's name."""
    form = ProfileForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        change_name(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, "Votre nom est enregistré.")
        return redirect("comptes:profile")
    context = {"form": form, "has_second_factor": has_second_factor(request.user)}
    return render(request, "comptes/profile.html", context)


@login_required
@require_POST
def switch(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Work for another of one's certificateurs."""
    membership = get_own_membership(user=request.user, public_id=public_id)
    request.session[CURRENT] = str(membership.public_id)
    messages.success(request, f"Vous travaillez maintenant pour {membership.certificateur}.")
    return redirect(first_page_of(membership))


@login_required
@require_POST
def sign_out_elsewhere(request: MemberRequest) -> HttpResponse:
    """End every other session of whoever asks."""
    sign_out_everywhere(user=request.user)
    sessions.begin(type(request.user), request)
    messages.success(request, "Vous êtes déconnecté de tous vos autres appareils.")
    return redirect("comptes:profile")


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest, key: str) -> HttpResponse:
    """Let the holder of a one-time link choose a password."""
    user = links.user_of(key)
    if user is None:
        return render(request, "comptes/dead_link.html", status=404)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return finalize_password_reset(request, user, email=user.email) or redirect("account_login")
    return render(request, "comptes/choose_password.html", {"form": form, "email": user.email})
