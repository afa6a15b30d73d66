"""What is done to the passages that are ticked, or to one from its card; and the export."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accrochage.typographie import count
from agrafe.comptes.access import MemberRequest, member
from agrafe.passages import services, services_bulk
from agrafe.passages.forms import ExclusionForm
from agrafe.passages.lists import passage_listing
from agrafe.passages.models import PassageQuerySet
from agrafe.passages.permissions import check_edit_passages, check_see_passages
from agrafe.passages.selectors import count_of, titulaires_of
from agrafe.passages.services import Done, WrongState
from agrafe.socle import storage
from agrafe.socle.listing import carried
from agrafe.travaux.selectors import get_travail
from agrafe.verifications import asking
from agrafe.verifications.services import MOST as MOST_ASKED

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CARD = "fiche"
"""Posted by the card of a passage, so that one comes back to it."""


@member
@require_POST
def check(request: MemberRequest) -> HttpResponse:
    """Check passages again."""
    return _treat(request, services_bulk.CHECK, ("vérifié", "vérifiés"))


@member
@require_POST
def include(request: MemberRequest) -> HttpResponse:
    """Take excluded passages back."""
    return _treat(request, services_bulk.INCLUDE, ("réinclus", "réinclus"))


@member
@require_POST
def resend(request: MemberRequest) -> HttpResponse:
    """Have rejected passages sent again as they are."""
    check_edit_passages(request.par)
    rows = _chosen(request)
    return _answer(
        request,
        lambda: services.resend_passages(par=request.par, passages=rows),
        ("à renvoyer", "à renvoyer"),
    )


@member
@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    """Show what asking the titulaires of passages to check their civil identity would do, then ask them."""
    check_edit_passages(request.par)
    personnes, origins = titulaires_of(
        par=request.par, passages=_chosen(request), most=MOST_ASKED + 1
    )
    return asking.ask(request, personnes=personnes, origins=origins, back=_back(request))


@member
@require_POST
def exclude(request: MemberRequest) -> HttpResponse:
    """Ask why passages are put aside, then put them aside."""
    check_edit_passages(request.par)
    rows = _chosen(request)
    is_confirmed = "confirme" in request.POST
    form = ExclusionForm(request.POST if is_confirmed else None)
    if is_confirmed and form.is_valid():
        reason = form.cleaned_data["motif"]
        return _answer(
            request,
            lambda: services.exclude_passages(par=request.par, passages=rows, reason=reason),
            ("exclu", "exclus"),
        )
    return _confirm(request, "passages/exclude.html", rows, "Exclure", form=form)


@member
@require_POST
def delete(request: MemberRequest) -> HttpResponse:
    """Ask whether passages are to be deleted, then delete them."""
    check_edit_passages(request.par)
    rows = _chosen(request)
    if "confirme" in request.POST:
        return _answer(
            request,
            lambda: services.delete_passages(par=request.par, passages=rows),
            ("supprimé", "supprimés"),
            is_gone=True,
        )
    return _confirm(request, "passages/delete.html", rows, "Supprimer")


@member
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: MemberRequest) -> HttpResponse:
    """Give the rows of the list as a workbook; when there are many, have it made in the background."""
    check_see_passages(request.par)
    if request.method == "POST":
        rows = _chosen(request)
        travail = services_bulk.start_export(par=request.par, passages=rows)
        return redirect("travaux:detail", public_id=travail.public_id)
    listing = passage_listing(request)
    rows = cast("PassageQuerySet", listing.rows)
    if count_of(rows) > services_bulk.AT_ONCE:
        query = [("tout", "1"), ("requete", listing.query)]
        return render(request, "passages/export.html", {"carried": query, "query": listing.query})
    content = services_bulk.export_now(par=request.par, passages=rows)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{_file_name()}"'
    return response


@member
@require_safe
def export_file(request: MemberRequest, public_id: UUID) -> HttpResponseBase:
    """Give the workbook that was made in the background."""
    check_see_passages(request.par)
    travail = get_travail(par=request.par, public_id=public_id)
    if travail.kind != services_bulk.EXPORT:
        raise Http404
    name = services_bulk.export_name(travail.public_id)
    return storage.give(name, filename=_file_name(), content_type=XLSX)


def _chosen(request: MemberRequest) -> PassageQuerySet:
    return cast("PassageQuerySet", passage_listing(request).ticked(request.POST))


def _treat(request: MemberRequest, kind: str, words: tuple[str, str]) -> HttpResponse:
    check_edit_passages(request.par)
    rows = _chosen(request)
    if count_of(rows) > services_bulk.AT_ONCE:
        travail = services_bulk.start_bulk(par=request.par, kind=kind, passages=rows)
        return redirect("travaux:detail", public_id=travail.public_id)
    service = services_bulk.SERVICES[kind]
    return _answer(request, lambda: service(par=request.par, passages=rows), words)


def _answer(
    request: MemberRequest,
    act: Callable[[], Done],
    words: tuple[str, str],
    *,
    is_gone: bool = False,
) -> HttpResponse:
    """Act, and say what came of it where one came from."""
    try:
        done = act()
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said(done, words))
    return redirect(_back(request, is_gone=is_gone))


def _back(request: MemberRequest, *, is_gone: bool = False) -> str:
    """Return where the rows were chosen: the card of one, unless it is gone, or the list."""
    card = request.POST.get(CARD, "")
    if card and not is_gone:
        return reverse("passages:detail", args=[_uuid(card)])
    query = request.POST.get("requete", "")
    return f"{reverse('passages:list')}?{query}" if query else reverse("passages:list")


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


def _confirm(
    request: MemberRequest, template: str, rows: Any, verb: str, **context: Any
) -> HttpResponse:
    number = count_of(rows)
    if not number:
        messages.warning(request, "Aucun passage n'est choisi : cochez-en au moins un.")
        return redirect("passages:list")
    what = count(number, "passage", "passages")
    choice = [*carried(request.POST), *((CARD, one) for one in request.POST.getlist(CARD))]
    asked = {
        "title": f"{verb} {what} ?",
        "verb": f"{verb} ce passage" if number == 1 else f"{verb} ces {what}",
        "number": number,
        "carried": choice,
        "cancel_url": reverse("passages:list"),
    }
    return render(request, template, {**asked, **context})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _file_name() -> str:
    return f"passages-{timezone.localdate().isoformat()}.xlsx"
