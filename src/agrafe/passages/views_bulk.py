"""What is done to the passages that are ticked, or to one from its card; and the export."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.passages import acting, services, services_bulk
from agrafe.passages.lists import passage_listing
from agrafe.passages.models import PassageQuerySet
from agrafe.passages.permissions import check_edit_passages, check_see_passages
from agrafe.passages.selectors import count_of
from agrafe.socle import storage
from agrafe.travaux.selectors import get_travail

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    return acting.resend(request, passages=_chosen(request), back=_back(request))


@member
@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    """Show what asking the titulaires of passages to check their civil identity would do, then ask them."""
    check_edit_passages(request.par)
    return acting.ask(request, passages=_chosen(request), back=_back(request))


@member
@require_POST
def exclude(request: MemberRequest) -> HttpResponse:
    """Ask why passages are put aside, then put them aside."""
    check_edit_passages(request.par)
    return acting.exclude(request, passages=_chosen(request), back=_back(request))


@member
@require_POST
def delete(request: MemberRequest) -> HttpResponse:
    """Ask whether passages are to be deleted, then delete them."""
    check_edit_passages(request.par)
    rows = _chosen(request)
    if acting.is_confirmed(request, rows):
        return acting.answer(
            request,
            lambda: services.delete_passages(par=request.par, passages=rows),
            ("supprimé", "supprimés"),
            back=_back(request, is_gone=True),
        )
    return acting.confirm(request, "passages/delete.html", rows, "Supprimer", back=_back(request))


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
    return acting.answer(
        request,
        lambda: service(par=request.par, passages=rows),
        words,
        back=_back(request),
    )


def _back(request: MemberRequest, *, is_gone: bool = False) -> str:
    """Return where the rows were chosen: the card of one, unless it is gone, or the list."""
    card = request.POST.get(acting.CARD, "")
    if card and not is_gone:
        return reverse("passages:detail", args=[_uuid(card)])
    query = request.POST.get("requete", "")
    return f"{reverse('passages:list')}?{query}" if query else reverse("passages:list")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _file_name() -> str:
    return f"passages-{timezone.localdate().isoformat()}.xlsx"
