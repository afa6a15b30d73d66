"""The page of the accusé: who passed, who did not and why."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accrochage.typographie import plural
from agrafe.outil import services
from agrafe.outil.forms import AccuseForm
from agrafe.outil.limits import limited
from agrafe.outil.pages import follow, page, remember, state_of, workspace_of
from agrafe.outil.services import OutilRefusal
from agrafe.outil.workspace import Workspace
from agrafe.socle.charts import Part
from agrafe.socle.states import Tone


@require_http_methods(["GET", "HEAD", "POST"])
@limited
def accuse(request: HttpRequest) -> HttpResponse:
    """Ask for an accusé, and show what it says."""
    space = workspace_of(request)
    form = AccuseForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _show(request, space, form)
    if not form.is_valid():
        return _show(request, space, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    try:
        space = space or services.open_workspace()
        services.take_accuse(space, given["accuse"], given["flux"], given["classeur"])
    except OutilRefusal as refusal:
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return _show(request, space, AccuseForm(), failure=str(refusal), status=status)
    response = follow(space, "accuse")
    remember(response, space)
    return response


def _show(
    request: HttpRequest,
    space: Workspace | None,
    form: AccuseForm,
    *,
    failure: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    state = state_of(space, "accuse")
    if state and state.is_running:
        return redirect("outil:progress", kind="accuse")
    found: dict[str, Any] | None = state.outcome if state else None
    context = {
        "form": form,
        "failure": failure or (state.failure if state else ""),
        "found": found,
        "parts": _parts(found) if found else [],
        "has_deposit": bool(space and services.deposits_of(space)),
    }
    return page(request, "outil/accuse.html", space, context, status)


def _parts(found: dict[str, Any]) -> list[Part]:
    """Return what became of the passages, as the ring shows it."""
    ok, known, ko = found["acceptes"], found["connus"], found["rejetes"]
    return [
        Part(plural(ok, "accepté", "acceptés"), ok, Tone.SUCCESS),
        Part(plural(known, "déjà connu", "déjà connus"), known),
        Part(plural(ko, "rejeté", "rejetés"), ko, Tone.ERROR),
    ]
