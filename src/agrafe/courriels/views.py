"""The mails that left, or will; and the page where their recipients ask for no more."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.courriels import services
from agrafe.courriels.enums import MailStatus
from agrafe.courriels.forms import BounceForm
from agrafe.courriels.frame import framed, holds_frame
from agrafe.courriels.kinds import all_kinds, label_of
from agrafe.courriels.models import Mail
from agrafe.courriels.outbox import is_set
from agrafe.courriels.permissions import can_edit_templates, check_follow_mails
from agrafe.courriels.selectors import events_of, get_mail, mail_of_token, mails_of, readable
from agrafe.socle.listing import Column, Filter, Listing
from agrafe.socle.refusals import Denied, Refusal


def mail_listing(request: MemberRequest) -> Listing:
    """Return the list of the mails of the certificateur."""
    kinds = tuple((each.key, each.label) for each in all_kinds())
    return Listing(
        request.GET,
        mails_of(par=request.par).defer("text", "html", "links"),
        columns=(
            Column("Destinataire", key="destinataire", is_title=True),
            Column("Objet", key="objet"),
            Column("Modèle", key="modele", visible_by_default=False),
            Column("État", key="etat"),
            Column("Écrit le", key="date", sort=("created_at",)),
        ),
        filters=(
            Filter(
                "etat",
                "État",
                tuple(MailStatus.choices),
                lambda rows, values: rows.filter(status__in=values),
            ),
            Filter("modele", "Modèle", kinds, lambda rows, values: rows.filter(key__in=values)),
        ),
        search=lambda rows, text: rows.filter(recipient__startswith=text.lower()),
        memory=request.session,
        name="courriels",
    )


@member
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List the mails, the newest first."""
    check_follow_mails(request.par)
    context = {
        "listing": mail_listing(request),
        "is_set": is_set(),
        "can_edit_templates": can_edit_templates(request.par),
    }
    return render(request, "courriels/list.html", context)


@holds_frame
@member
@require_safe
def detail(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show a mail: where it stands, what it says."""
    check_follow_mails(request.par)
    mail = get_mail(par=request.par, public_id=public_id)
    context = {
        "mail": mail,
        "kind": label_of(mail.key),
        "written": readable(mail),
        "events": events_of(par=request.par, mail=mail),
    }
    return render(request, "courriels/detail.html", context)


@framed
@member
@require_safe
def body(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Answer the HTML of a mail, for its frame."""
    check_follow_mails(request.par)
    return HttpResponse(readable(get_mail(par=request.par, public_id=public_id)).html)


@member
@require_POST
def cancel(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Keep a mail from leaving."""
    mail = get_mail(par=request.par, public_id=public_id)
    return _act(request, mail, services.cancel, "Ce courriel ne partira pas.")


@member
@require_POST
def note_arrival(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Note that a mail whose sending is uncertain has arrived."""
    mail = get_mail(par=request.par, public_id=public_id)
    return _act(request, mail, services.note_arrival, "C'est noté : ce courriel est arrivé.")


@member
@require_http_methods(["GET", "HEAD", "POST"])
def resend(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask before sending again a mail that may have left, then send it."""
    mail = get_mail(par=request.par, public_id=public_id)
    if request.method == "POST":
        return _act(request, mail, services.resend, "Ce courriel va repartir.")
    check_follow_mails(request.par)
    context = {"title": "Renvoyer ce courriel ?", "verb": "Renvoyer ce courriel", "form": None}
    return render(request, "courriels/resend.html", context | _confirmation(mail))


@member
@require_http_methods(["GET", "HEAD", "POST"])
def note_bounce(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask why a mail came back, and note it."""
    mail = get_mail(par=request.par, public_id=public_id)
    check_follow_mails(request.par)
    form = BounceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _act(
            request,
            mail,
            services.note_bounce,
            "C'est noté : ce courriel est revenu.",
            reason=reason,
        )
    context = {"title": "Ce courriel est revenu ?", "verb": "Noter qu'il est revenu", "form": form}
    return render(request, "courriels/bounce.html", context | _confirmation(mail))


@csrf_exempt  # the link is the proof; and mail programs post here without coming first (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before sending no more of a kind of mail, then do so."""
    mail = mail_of_token(token)
    if mail is None:
        return render(request, "courriels/unsubscribe_unknown.html", status=404)
    context = {"organisme": mail.certificateur, "label": label_of(mail.key)}
    if request.method == "POST":
        services.unsubscribe(mail=mail)
        return render(request, "courriels/unsubscribed.html", context)
    return render(request, "courriels/unsubscribe.html", context)


def _confirmation(mail: Mail) -> dict[str, Any]:
    return {"mail": mail, "cancel_url": mail.get_absolute_url(), "carried": []}


def _act(
    request: MemberRequest, mail: Mail, service: Callable[..., None], said: str, **arguments: Any
) -> HttpResponse:
    """Do something to a mail, say what came of it, and go back to its card."""
    try:
        service(par=request.par, mail=mail, **arguments)
    except Denied:
        raise
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(mail.get_absolute_url())
