from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.journal import periods, services
from agrafe.journal.actions import areas, labels
from agrafe.journal.export import lines_of
from agrafe.journal.permissions import check_read_journal
from agrafe.journal.selectors import chain_of, entries_of, people_of
from agrafe.journal.verification import Verdict
from agrafe.socle.listing import Column, Download, Filter, Listing

if TYPE_CHECKING:
    from agrafe.journal.models import JournalEntry

_NOBODY: Final = "agrafe"
"""The value of the filter for what nobody asked for."""


def journal_listing(request: MemberRequest) -> Listing:
    """Return the lines of the journal, the latest first."""
    return Listing(
        request.GET,
        entries_of(par=request.par),
        columns=(
            Column("Ligne", key="ligne", sort=("number",), is_title=True),
            Column("Quand", key="quand"),
            Column("Qui", key="qui"),
            Column("Quoi", key="quoi"),
            Column("Sur", key="sur"),
            Column("Empreinte", key="empreinte", visible_by_default=False),
        ),
        filters=_filters(request),
        downloads=(Download("Exporter", reverse("journal:export")),),
        memory=request.session,
        name="journal",
    )


def _filters(request: MemberRequest) -> tuple[Filter, ...]:
    today = timezone.localdate()
    people = {str(each.public_id): each.user for each in people_of(par=request.par)}
    names = tuple((key, str(user)) for key, user in people.items())
    return (
        Filter(
            "periode",
            "Période",
            periods.choices(today),
            lambda rows, values: rows.filter(periods.within(values, today)),
        ),
        Filter(
            "qui",
            "Qui",
            (*names, (_NOBODY, "Agrafe, de lui-même")),
            lambda rows, values: rows.filter(
                _by([people[each].pk for each in values if each in people], values)
            ),
        ),
        Filter(
            "domaine",
            "Domaine",
            tuple(areas().items()),
            lambda rows, values: rows.filter(_in_areas(values)),
        ),
        *_followed(request),
    )


def _by(users: Sequence[int], values: Sequence[str]) -> Q:
    kept = Q(user__in=users)
    return kept | Q(user=None) if _NOBODY in values else kept


def _in_areas(values: Iterable[str]) -> Q:
    """Keep the actions of some applications: a range of an index, as they all start with its name and a dot."""
    kept = Q(pk__in=())
    for value in values:
        kept |= Q(action__in=[action for action in labels() if action.startswith(f"{value}.")])
    return kept


def _followed(request: MemberRequest) -> list[Filter]:
    """Return the filters that only a link of the list sets: one action, one thing."""
    filters = []
    action, target = request.GET.get("quoi", ""), request.GET.get("cible", "")
    if action in labels():
        choice = ((action, labels()[action]),)
        filters += [Filter("quoi", "Quoi", choice, lambda rows, _: rows.filter(action=action))]
    if _is_uuid(target):
        choice = ((target, "un seul élément"),)
        filters += [Filter("cible", "Sur", choice, lambda rows, _: rows.filter(target_id=target))]
    return filters


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@member
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List what was done, and say how far the chain was found sound."""
    check_read_journal(request.par)
    context: dict[str, Any] = {
        "listing": journal_listing(request),
        "chain": chain_of(par=request.par),
    }
    return render(request, "journal/list.html", context)


@member
@require_POST
def verify(request: MemberRequest) -> HttpResponse:
    """Verify the whole chain, at once or in the background."""
    found = services.verify_journal(par=request.par)
    if not isinstance(found, Verdict):
        return redirect("travaux:detail", public_id=found.public_id)
    if found.is_sound:
        messages.success(request, "Le journal est intact : rien n'a été changé ni retiré.")
    else:
        messages.error(request, f"La ligne {found.broken} n'est plus ce qu'elle était.")
    return redirect("journal:list")


@member
@require_safe
def export(request: MemberRequest) -> StreamingHttpResponse:
    """Send the lines asked for as a CSV file, and write in the journal that they left."""
    check_read_journal(request.par)
    rows = cast("QuerySet[JournalEntry]", journal_listing(request).rows)
    services.note_export(par=request.par, count=rows.count())
    return StreamingHttpResponse(
        lines_of(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="journal.csv"'},
    )
