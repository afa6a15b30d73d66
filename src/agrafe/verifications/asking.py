"""The two screens of a sending, for the lists whose rows lead to titulaires: whom and what, with the very mail; then the sending."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accrochage.typographie import count
from agrafe.comptes.access import MemberRequest
from agrafe.personnes.models import Personne
from agrafe.socle.listing import carried
from agrafe.verifications import selectors, services
from agrafe.verifications.forms import AskForm
from agrafe.verifications.permissions import check_verify
from agrafe.verifications.questions import Question
from agrafe.verifications.services import MOST

_SHOWN: Final = 20
"""Names listed of each kind, on the page before the sending."""


def ask(
    request: MemberRequest,
    *,
    personnes: Sequence[Personne],
    back: str,
    origins: Mapping[int, UUID] | None = None,
    questions: Sequence[Question] = (),
    motifs: Sequence[str] = (),
) -> HttpResponse:
    """Show what a sending to titulaires would do; send when it is confirmed.

    Args:
        request: A request that posts the choice of a list, and the form of this page once it was shown.
        personnes: Whom that choice leads to; more than MOST are refused.
        back: Address of the list.
        origins: The passage that it is about (`public_id`), by primary key of the person.
        questions: What the form proposes to ask; what is in doubt unless said.
        motifs: Codes of the rules or of the CDC's messages that are the reason.

    Raises:
        Denied: He may not.
    """
    check_verify(request.par)
    form = AskForm(request.POST if "quoi" in request.POST else None, questions=questions)
    rubriques = form.rubriques_of(personnes)
    if "confirme" in request.POST and form.is_valid():
        try:
            done = services.ask(
                par=request.par,
                personnes=personnes,
                rubriques=rubriques,
                motifs={one.pk: motifs for one in personnes},
                origins=origins,
            )
        except services.AskRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        _say(request, done)
        return redirect("verifications:list")
    preview = selectors.preview(par=request.par, personnes=personnes[:MOST], rubriques=rubriques)
    context: dict[str, Any] = {
        "form": form,
        "preview": preview,
        "groups": _left_out(preview),
        "names": preview.recipients[:_SHOWN],
        "more": max(0, len(preview.recipients) - _SHOWN),
        "is_too_many": len(personnes) > MOST,
        "most": MOST,
        "carried": carried(request.POST),
        "cancel_url": back,
    }
    return render(request, "verifications/ask.html", context)


def _left_out(preview: selectors.Preview) -> list[dict[str, Any]]:
    """Return those who will not be written to, by reason."""
    reasons = (
        (preview.without_courriel, "sans courriel", "Écrivez leur adresse dans leur fiche."),
        (
            preview.without_annee,
            "sans année de naissance",
            "C'est elle qui protège le lien : sans elle, rien ne peut être envoyé. Demandez-la autrement.",
        ),
        (
            preview.already_open,
            "déjà en cours",
            "Une vérification attend leur réponse, ou la vôtre.",
        ),
    )
    return [
        {
            "label": label,
            "why": why,
            "names": some[:_SHOWN],
            "total": len(some),
            "more": max(0, len(some) - _SHOWN),
        }
        for some, label, why in reasons
        if some
    ]


def _say(request: MemberRequest, done: services.Asked) -> None:
    left = len(done.without_courriel) + len(done.without_annee) + len(done.already_open)
    if not done.sent:
        messages.warning(request, "Aucun courriel n'est parti : personne ne pouvait en recevoir.")
        return
    text = f"{count(len(done.sent), 'courriel part', 'courriels partent')} vers les titulaires."
    if left:
        text += f" {count(left, 'titulaire est laissé', 'titulaires sont laissés')} de côté."
    messages.success(request, text)
