"""The deadlines: what is to be deposited and by when, the letters of the CDC, the answers."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.depots.enums import Genre
from agrafe.depots.forms import DemandeForm, ReponseForm
from agrafe.depots.listing import demande_listing
from agrafe.depots.permissions import can_deposit, check_deposit
from agrafe.depots.selectors import due_counts, get_demande, late_demandes, not_sent
from agrafe.depots.services import echeances
from agrafe.passages.selectors import get_passage
from agrafe.socle.acting import done


@require_safe
@member
def index(request: MemberRequest) -> HttpResponse:
    """Show what the CDC waits for, the nearest first."""
    today = timezone.localdate()
    context = {
        "listing": demande_listing(request),
        "late": late_demandes(par=request.par, today=today),
        "dues": due_counts(par=request.par, today=today),
        "not_sent": not_sent(par=request.par),
        "can_deposit": can_deposit(request.par),
    }
    return render(request, "depots/deadlines.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member
def add(request: MemberRequest) -> HttpResponse:
    """Write down a letter of the CDC."""
    check_deposit(request.par)
    form = DemandeForm(request.POST or None, par=request.par, initial=_about(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        demande = done(
            request,
            lambda: echeances.add_demande(
                par=request.par,
                genre=Genre(said["genre"]),
                received_on=said["received_on"],
                objet=said["objet"],
                limit=said["limit"],
                passage=said["id_technique"],
            ),
            "La demande est notée : son échéance est suivie.",
        )
        if demande:
            return redirect("depots:deadlines")
    context = {
        "title": "Noter une demande de la Caisse des Dépôts",
        "form": form,
        "verb": "Noter cette demande",
        "cancel_url": reverse("depots:deadlines"),
    }
    return render(request, "layout/form.html", context)


def _about(request: MemberRequest) -> dict[str, str]:
    """Return what the address says of the passage that a letter is about."""
    try:
        public_id = UUID(request.GET.get("passage", ""))
    except ValueError:
        return {}
    return {"id_technique": get_passage(par=request.par, public_id=public_id).id_technique}


@require_http_methods(["GET", "HEAD", "POST"])
@member
def answer(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show a letter of the CDC, and write down what was answered."""
    demande = get_demande(par=request.par, public_id=public_id)
    if request.method == "POST":
        check_deposit(request.par)
    form = ReponseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answered = done(
            request,
            lambda: echeances.answer_demande(
                par=request.par, demande=demande, on=said["on"], reponse=said["reponse"]
            ),
            "La réponse est notée.",
        )
        if answered:
            return redirect("depots:deadlines_answer", public_id=public_id)
    context = {"demande": demande, "form": form, "can_deposit": can_deposit(request.par)}
    return render(request, "depots/demande.html", context)
