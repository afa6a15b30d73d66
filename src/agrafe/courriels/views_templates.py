"""The words of the mails, which a certificateur may rewrite."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.courriels import selectors, services
from agrafe.courriels.forms import TemplateForm
from agrafe.courriels.frame import framed, holds_frame
from agrafe.courriels.permissions import check_edit_templates
from agrafe.courriels.selectors import get_template, templates_of


@member
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List the mails that may be rewritten."""
    check_edit_templates(request.par)
    return render(request, "courriels/templates.html", {"templates": templates_of(par=request.par)})


@holds_frame
@member
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, key: str) -> HttpResponse:
    """Rewrite a mail, beside what it looks like."""
    check_edit_templates(request.par)
    template = get_template(par=request.par, key=key)
    initial = {"subject": template.words.subject, "text": template.words.text}
    data = request.POST if request.method == "POST" else None
    form = TemplateForm(data, initial=initial, kind=template.kind)
    if request.method == "POST" and form.is_valid():
        services.save_template(par=request.par, key=key, **form.cleaned_data)
        messages.success(request, "Votre texte est enregistré.")
        return redirect("courriels:template", key=key)
    context = {"template": template, "kind": template.kind, "form": form}
    return render(request, "courriels/template.html", context)


@framed
@member
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: MemberRequest, key: str) -> HttpResponse:
    """Answer what a mail looks like, for its frame: as it is kept, or as it is being typed."""
    check_edit_templates(request.par)
    template = get_template(par=request.par, key=key)
    words = template.words
    if request.method == "POST":
        form = TemplateForm(request.POST, kind=template.kind)
        if not form.is_valid():
            return render(request, "courriels/preview_refused.html", {"form": form})
        words = form.words
    written = selectors.preview(par=request.par, kind=template.kind, words=words)
    return HttpResponse(written.html)


@member
@require_POST
def send_trial(request: MemberRequest, key: str) -> HttpResponse:
    """Send whoever asks a mail as its recipients would receive it."""
    check_edit_templates(request.par)
    template = get_template(par=request.par, key=key)
    services.send_trial(par=request.par, key=template.kind.key)
    messages.success(request, f"L'essai part vers {request.par.user.email}.")
    return redirect("courriels:template", key=key)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: MemberRequest, key: str) -> HttpResponse:
    """Ask before going back to the words of the house, then do so."""
    check_edit_templates(request.par)
    template = get_template(par=request.par, key=key)
    if request.method == "POST":
        services.reset_template(par=request.par, key=key)
        messages.success(request, "Le texte d'origine est revenu.")
        return redirect("courriels:template", key=key)
    context: dict[str, Any] = {
        "title": "Revenir au texte d'origine ?",
        "verb": "Revenir au texte d'origine",
        "cancel_url": reverse("courriels:template", kwargs={"key": key}),
        "carried": [],
        "form": None,
        "kind": template.kind,
    }
    return render(request, "courriels/reset.html", context)
