"""What is done to passages that a list chose, screens and answers: for the list of the passages, and for those above.

Their views check first that one may change passages.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accrochage.typographie import count
from agrafe.comptes.access import MemberRequest
from agrafe.passages import services
from agrafe.passages.forms import ExclusionForm
from agrafe.passages.models import PassageQuerySet
from agrafe.passages.selectors import titulaires_of
from agrafe.passages.services import Done, WrongState
from agrafe.socle.listing import carried
from agrafe.verifications import asking
from agrafe.verifications.questions import Question
from agrafe.verifications.services import MOST as MOST_ASKED

CARD: Final = "fiche"
"""Posted by the card of a passage, so that one comes back to it."""
ANNOUNCED: Final = "nombre"
"""Posted by a confirmation: how many passages it spoke of."""


def ask(
    request: MemberRequest,
    *,
    passages: PassageQuerySet,
    back: str,
    questions: Sequence[Question] = (),
    motifs: Sequence[str] = (),
) -> HttpResponse:
    """Show what asking the titulaires of passages to check their civil identity would do, then ask them.

    Args:
        request: A request that posts the choice of a list.
        passages: What it chose.
        back: Address of the list.
        questions: What the form proposes to ask; what is in doubt unless said.
        motifs: Codes of the rules or of the CDC's messages that are the reason.
    """
    personnes, origins = titulaires_of(par=request.par, passages=passages, most=MOST_ASKED + 1)
    return asking.ask(
        request,
        personnes=personnes,
        origins=origins,
        back=back,
        questions=questions,
        motifs=motifs,
    )


def resend(request: MemberRequest, *, passages: PassageQuerySet, back: str) -> HttpResponse:
    """Have rejected passages sent again as they are."""
    return answer(
        request,
        lambda: services.resend_passages(par=request.par, passages=passages),
        ("à renvoyer", "à renvoyer"),
        back=back,
    )


def exclude(request: MemberRequest, *, passages: PassageQuerySet, back: str) -> HttpResponse:
    """Ask why passages are put aside, then put them aside."""
    form = ExclusionForm(request.POST if "confirme" in request.POST else None)
    if is_confirmed(request, passages) and form.is_valid():
        reason = form.cleaned_data["motif"]
        return answer(
            request,
            lambda: services.exclude_passages(par=request.par, passages=passages, reason=reason),
            ("exclu", "exclus"),
            back=back,
        )
    return confirm(request, "passages/exclude.html", passages, "Exclure", back=back, form=form)


def answer(
    request: MemberRequest, act: Callable[[], Done], words: tuple[str, str], *, back: str
) -> HttpResponse:
    """Act, say what came of it, and go back.

    Args:
        request: The request.
        act: What is done; its refusal is shown.
        words: What is said of one passage, and of several.
        back: Where one goes then.
    """
    try:
        done = act()
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said(done, words))
    return redirect(back)


def is_confirmed(request: MemberRequest, passages: PassageQuerySet) -> bool:
    """Tell whether the page that `confirm` shows was answered, and speaks of as many passages as there are now.

    Others may have come into the choice, or left it, since: then it is to be asked again, and that is said.
    """
    if "confirme" not in request.POST:
        return False
    announced = request.POST.get(ANNOUNCED)
    is_same = announced is None or announced == str(passages.order_by().count())
    if not is_same:
        messages.warning(
            request,
            "Ce choix a changé entre-temps : rien n'a été fait. Relisez le nombre de passages, puis confirmez.",
        )
    return is_same


def confirm(
    request: MemberRequest, template: str, passages: Any, verb: str, *, back: str, **context: Any
) -> HttpResponse:
    """Ask whether something is to be done to passages, on a page that posts the same choice again."""
    number = passages.order_by().count()
    if not number:
        messages.warning(request, "Aucun passage n'est choisi : cochez-en au moins un.")
        return redirect(back)
    what = count(number, "passage", "passages")
    choice = [*carried(request.POST), *((CARD, one) for one in request.POST.getlist(CARD))]
    choice.append((ANNOUNCED, str(number)))
    asked = {
        "title": f"{verb} {what} ?",
        "verb": f"{verb} ce passage" if number == 1 else f"{verb} ces {what}",
        "number": number,
        "carried": choice,
        "cancel_url": back,
    }
    return render(request, template, {**asked, **context})


def _said(done: Done, words: tuple[str, str]) -> str:
    one, many = words
    said = f"{count(done.done, f'passage {one}', f'passages {many}')}."
    if done.left:
        left = count(done.left, "autre reste tel quel", "autres restent tels quels")
        said += (
            f" {left}, à cause de son état."
            if done.left == 1
            else f" {left}, à cause de leur état."
        )
    return said
