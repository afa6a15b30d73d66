"""The settings: each page is a form that administrateurs send, and that other members read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.certificateurs import services
from agrafe.certificateurs.enums import Image
from agrafe.certificateurs.forms import (
    CourrielsForm,
    DemandeForm,
    IdentifiantsForm,
    ImagesForm,
    OrganismeForm,
    ReglagesForm,
)
from agrafe.certificateurs.models import Certificateur
from agrafe.certificateurs.permissions import (
    can_edit_settings,
    check_edit_settings,
    check_read_settings,
)
from agrafe.certificateurs.selectors import get_image, identite_of
from agrafe.certificateurs.tabs import settings_tabs
from agrafe.comptes.access import MemberRequest, member
from agrafe.comptes.models import Membership
from agrafe.socle.fields import WithWarnings
from agrafe.socle.images import CONTENT_TYPE

PAGE: Final = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the settings.

    Attributes:
        route: Its name, among the tabs.
        title: What stands under the tabs.
        form: Its form.
        save: Does what the form asks.
        template: Its template.
        options: What the form takes beside the certificateur.
    """

    route: str
    title: str
    form: type[ReglagesForm]
    save: Callable[[Membership, dict[str, Any]], Any]
    template: str = "certificateurs/reglages.html"
    options: dict[str, Any] = field(default_factory=dict)


@member
@require_http_methods(PAGE)
def settings(request: MemberRequest) -> HttpResponse:
    """Say who the certificateur is."""
    page = Page("certificateurs:settings", "Organisme", OrganismeForm, _save_organisme)
    return _answer(request, page)


def _save_organisme(par: Membership, values: dict[str, Any]) -> None:
    services.update_organisme(par=par, **values)


@member
@require_http_methods(PAGE)
def caisse_des_depots(request: MemberRequest) -> HttpResponse:
    """Say what the CDC knows of the certificateur, and who deposits."""
    page = Page(
        "certificateurs:caisse_des_depots",
        "Caisse des Dépôts",
        IdentifiantsForm,
        _save_identifiants,
        "certificateurs/caisse_des_depots.html",
    )
    return _answer(request, page, **identification_context(request))


def _save_identifiants(par: Membership, values: dict[str, Any]) -> None:
    services.update_caisse_des_depots(par=par, today=timezone.localdate(), **values)


def identification_context(request: MemberRequest) -> dict[str, Any]:
    """Return what the pages that speak of the identification with the CDC need."""
    today = timezone.localdate()
    certificateur = request.par.certificateur
    return {
        "identite": identite_of(certificateur, today=today),
        "demande": DemandeForm(today=today, asked_on=certificateur.identifiants_demandes_le),
        "letter": letter_to_cdc(certificateur),
    }


def letter_to_cdc(certificateur: Certificateur) -> str:
    """Return the text to send to the CDC, ready to be copied."""
    context = {"certificateur": certificateur}
    return render_to_string("certificateurs/demande.txt", context).strip()


@member
@require_POST
def identification(request: MemberRequest) -> HttpResponse:
    """Note that the identifiers were asked for, or that they were not after all."""
    today = timezone.localdate()
    if "effacer" in request.POST:
        check_edit_settings(request.par)
        return _settled(request, lambda: services.forget_request(par=request.par))
    form = DemandeForm(request.POST, today=today)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("on", []))))
        return redirect("certificateurs:caisse_des_depots")
    on = form.cleaned_data["on"]
    return _settled(
        request, lambda: services.request_identifiants(par=request.par, on=on, today=today)
    )


def _settled(request: MemberRequest, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except services.ReglageRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "C'est noté.")
    return redirect("certificateurs:caisse_des_depots")


@member
@require_http_methods(PAGE)
def images(request: MemberRequest) -> HttpResponse:
    """Show the logo and the signature, and take others."""
    page = Page(
        "certificateurs:images",
        "Images",
        ImagesForm,
        _save_images,
        "certificateurs/images.html",
        {"url_of": _image_url},
    )
    has = [kind for kind in Image if getattr(request.par.certificateur, kind)]
    return _answer(request, page, kept=has)


def _image_url(kind: str) -> str:
    return reverse("certificateurs:image", kwargs={"kind": kind})


def _save_images(par: Membership, values: dict[str, Any]) -> None:
    services.update_images(
        par=par,
        images={kind: values.pop(kind) for kind in Image},
        **values,
    )


@member
@require_safe
def image(request: MemberRequest, kind: str) -> HttpResponse:
    """Give the logo or the signature to a member."""
    check_read_settings(request.par)
    file = get_image(par=request.par, kind=kind)
    with file.open("rb") as content:
        answer = HttpResponse(content.read(), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{kind}.png"'
    return answer


@member
@require_http_methods(PAGE)
def image_remove(request: MemberRequest, kind: str) -> HttpResponse:
    """Take an image away, once it is confirmed."""
    check_edit_settings(request.par)
    get_image(par=request.par, kind=kind)
    chosen = Image(kind)
    if request.method == "POST":
        services.remove_image(par=request.par, kind=chosen)
        messages.success(request, f"{chosen.label} : l'image est retirée.")
        return redirect("certificateurs:images")
    name = "le logo" if chosen == Image.LOGO else "la signature"
    context = {
        "title": f"Retirer {name} ?",
        "verb": f"Retirer {name}",
        "cancel_url": reverse("certificateurs:images"),
    }
    return render(request, "certificateurs/image_remove.html", context)


@member
@require_http_methods(PAGE)
def courriels(request: MemberRequest) -> HttpResponse:
    """Settle how the mails present themselves."""
    page = Page(
        "certificateurs:courriels",
        "Courriels",
        CourrielsForm,
        _save_courriels,
        "certificateurs/courriels.html",
    )
    return _answer(request, page)


def _save_courriels(par: Membership, values: dict[str, Any]) -> None:
    services.update_courriels(par=par, **values)


@member
@require_http_methods(PAGE)
def trial(request: MemberRequest) -> HttpResponse:
    """Turn the trial mode on or off, once it is confirmed."""
    check_edit_settings(request.par)
    becomes_trial = not request.par.certificateur.is_trial
    if request.method == "POST":
        services.set_trial(par=request.par, is_trial=request.POST.get("essai") != "non")
        messages.success(request, "C'est fait.")
        return redirect("certificateurs:caisse_des_depots")
    context = {
        "title": "Passer en mode essai ?" if becomes_trial else "Quitter le mode essai ?",
        "verb": "Passer en mode essai" if becomes_trial else "Quitter le mode essai",
        "becomes_trial": becomes_trial,
        "cancel_url": reverse("certificateurs:caisse_des_depots"),
        "carried": [("essai", "oui" if becomes_trial else "non")],
    }
    return render(request, "certificateurs/trial.html", context)


def _answer(request: MemberRequest, page: Page, **context: Any) -> HttpResponse:
    """Show a page of the settings; save what was sent, and say what the core doubts of it."""
    check_read_settings(request.par)
    form = _form_of(request, page)
    if request.method == "POST":
        check_edit_settings(request.par)
        if form.is_valid():
            page.save(request.par, form.cleaned_data)
            messages.success(request, "C'est enregistré.")
            say_doubts(request, form)
            return redirect(page.route)
    can_edit = can_edit_settings(request.par)
    if not can_edit:
        form.freeze()
    return render(
        request,
        page.template,
        {
            "title": page.title,
            "tabs": settings_tabs(request.par, page.route),
            "form": form,
            "can_edit": can_edit,
            "certificateur": request.par.certificateur,
            **context,
        },
    )


def _form_of(request: MemberRequest, page: Page) -> ReglagesForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return page.form(*sent, certificateur=request.par.certificateur, **page.options)


def say_doubts(request: HttpRequest, form: WithWarnings) -> None:
    """Say what a form that was taken doubts of its answers."""
    for name, doubts in form.warnings.items():
        for doubt in doubts:
            messages.warning(request, f"{form.fields[name].label} : {doubt}")
