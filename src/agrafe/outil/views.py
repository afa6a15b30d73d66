"""The pages where a workbook becomes a deposit."""

from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from agrafe.outil import services
from agrafe.outil import workspace as folders
from agrafe.outil.forms import ClasseurForm, ColumnsForm, ReglagesForm
from agrafe.outil.limits import limited
from agrafe.outil.listing import anomalies_listing
from agrafe.outil.pages import (
    PAGES,
    follow,
    forget,
    name_of,
    page,
    remember,
    state_of,
    workspace_of,
)
from agrafe.outil.services import BUSY, EXPIRED, OutilRefusal, outcome
from agrafe.outil.workspace import FILES, Reglages, Workspace
from agrafe.socle.isolation import State
from agrafe.socle.listing import TICK
from agrafe.socle.progress import Progress

STEPS: Final = ("Téléchargez le modèle", "Déposez votre fichier", "Récupérez le XML")
SHOWN: Final = 100
"""Corrections that the page lists."""
TITLES: Final = {
    "check": "Lecture de votre fichier",
    "columns": "Lecture de vos colonnes",
    "accuse": "Lecture de votre accusé",
}


@require_http_methods(["GET", "HEAD", "POST"])
@limited
def index(request: HttpRequest) -> HttpResponse:
    """Show the tool: the three steps, and what came out of the workbook; a POST gives the workbook."""
    space = workspace_of(request)
    form = ClasseurForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _show(request, space, form)
    if not form.is_valid():
        return _show(request, space, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        space = space or services.open_workspace()
        services.take_classeur(space, form.cleaned_data["classeur"], Reglages())
    except OutilRefusal as refusal:
        return _refused(request, space, str(refusal))
    response = follow(space, "check")
    remember(response, space)
    return response


def _show(
    request: HttpRequest,
    space: Workspace | None,
    form: ClasseurForm,
    *,
    failure: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Write the page of the tool, with the result of the last check if there is one."""
    state = state_of(space, "check")
    if state and state.is_running:
        return redirect("outil:progress", kind="check")
    found = (state.outcome if state else None) or {}
    gone = name_of(request) != "" and space is None and not failure
    context: dict[str, Any] = {
        "form": form,
        "failure": failure or (state.failure if state else "") or found.get("sans_titres", ""),
        "notice": EXPIRED if gone or "efface" in request.GET else "",
        "found": found if "lignes" in found else None,
        "can_name_columns": "sans_titres" in found,
        "labels": STEPS,
        "step": 3 if found.get("fichiers") else 2 if found else 1,
    }
    if space and "lignes" in found:
        context |= _of_check(request, space, found)
    response = page(request, "outil/index.html", space, context, status)
    if gone:
        forget(response)
    return response


def _of_check(request: HttpRequest, space: Workspace, found: dict[str, Any]) -> dict[str, Any]:
    listing = anomalies_listing(request.GET, found["anomalies"])
    return {
        "listing": listing,
        "can_tick": any(row.retouche for row in listing.page),
        "reglages": ReglagesForm(reglages=space.etat.reglages, missing=found["manque"]),
        "changements": found["changements"][:SHOWN],
        "check": space.etat.check,
    }


def _refused(request: HttpRequest, space: Workspace | None, sentence: str) -> HttpResponse:
    """Say why the tool cannot take the work now."""
    status = HTTPStatus.SERVICE_UNAVAILABLE if sentence == BUSY else HTTPStatus.CONFLICT
    return _show(request, space, ClasseurForm(), failure=sentence, status=status)


def _gone() -> HttpResponse:
    return redirect(f"{reverse('outil:index')}?efface=1")


@require_POST
@limited
def fill(request: HttpRequest) -> HttpResponse:
    """Take what the workbook lacks, and check it again."""
    space = workspace_of(request)
    if space is None or not space.etat.source:
        return _gone()
    missing = outcome(space, "check").get("manque", ()) if "manque" in request.POST else ()
    form = ReglagesForm(request.POST, reglages=space.etat.reglages, missing=missing)
    if not form.is_valid():
        context = {"form": form, "missing": missing}
        return page(request, "outil/reglages.html", space, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.fill(space, form.cleaned_data.get("version", ""), form.options)
    except OutilRefusal as refusal:
        return _refused(request, space, str(refusal))
    return follow(space, "check")


@require_POST
@limited
def correct(request: HttpRequest) -> HttpResponse:
    """Apply corrections, all the sure ones or those ticked, or forget them."""
    space = workspace_of(request)
    if space is None or not space.etat.source:
        return _gone()
    what = request.POST.get("quoi", "")
    try:
        if what == "sures":
            services.correct_all(space)
        elif what == "annuler":
            services.undo(space)
        else:
            ranks = [
                int(one) for one in request.POST.getlist(TICK) if one.isascii() and one.isdecimal()
            ]
            services.correct(space, ranks, request.POST.get("controle", ""))
    except OutilRefusal as refusal:
        return _refused(request, space, str(refusal))
    return follow(space, "check")


@require_http_methods(["GET", "HEAD", "POST"])
@limited
def columns(request: HttpRequest) -> HttpResponse:
    """Say what each column holds; the work of guessing it is done at the first look."""
    space = workspace_of(request)
    if space is None or not space.etat.source:
        return _gone()
    try:
        if space.job("columns") is None:
            services.look_at_columns(space)
            return follow(space, "columns")
        found = outcome(space, "columns")
        given = space.etat.reglages.correspondance
        form = ColumnsForm(request.POST or None, columns=found.get("colonnes", ()), given=given)
        if request.method == "POST" and found and form.is_valid():
            services.name_columns(space, form.correspondance)
            return follow(space, "check")
    except OutilRefusal as refusal:
        return _refused(request, space, str(refusal))
    return _show_columns(request, space, form, found)


def _show_columns(
    request: HttpRequest, space: Workspace, form: ColumnsForm, found: dict[str, Any]
) -> HttpResponse:
    state = state_of(space, "columns")
    if state and state.is_running:
        return redirect("outil:progress", kind="columns")
    context = {
        "form": form,
        "missing": found.get("absentes", []),
        "failure": state.failure if state else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, "outil/colonnes.html", space, context, status)


@require_safe
def progress(request: HttpRequest, kind: str) -> HttpResponse:
    """Show how far a work is; once it is done, lead to its result."""
    if kind not in PAGES:
        raise Http404
    space = workspace_of(request)
    state = state_of(space, kind)
    if state is None:
        return _gone()
    url = reverse(PAGES[kind])
    if not state.is_running:
        response = HttpResponse() if "HX-Request" in request.headers else redirect(url)
        response["HX-Redirect"] = url
        return response
    return page(request, "outil/avancement.html", space, {"work": _progress(kind, state)})


def _progress(kind: str, state: State) -> Progress:
    """Say how far a work is; once all was read, files are written, and nobody knows for how long."""
    is_read = state.total is not None and state.done >= state.total
    return Progress(
        "Écriture de vos fichiers" if is_read else TITLES[kind],
        state.done,
        None if is_read else state.total,
        "ligne,lignes",
        reverse("outil:progress", args=[kind]),
        reverse(PAGES[kind]),
        "Voir le résultat",
        can_leave=False,
    )


@require_GET
def download(request: HttpRequest, what: str) -> FileResponse:
    """Give one of the files that were made; only to whoever gave the workbook."""
    space = workspace_of(request)
    path = _file(space, what) if space else None
    if path is None or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


def _file(space: Workspace, what: str) -> Path | None:
    """Return where a file is, None when there is none."""
    kind = "accuse" if what == "ko" else "check"
    found, job = outcome(space, kind), space.job(kind)
    names = {
        "xml": found.get("archive") or next((one["nom"] for one in found.get("fichiers", [])), ""),
        "copie": found.get("copie"),
        "a-corriger": found.get("a_corriger"),
        "ko": found.get("ko"),
    }
    name = names.get(what)
    return job / FILES / name if job and name else None


@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the files of a visitor: he asks, or leaves the page that was shown last."""
    space = workspace_of(request)
    left = request.POST.get("page")
    if left is not None and (space is None or left != space.etat.page):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if space:
        folders.erase(space.folder)
    response = _gone() if left is None else HttpResponse(status=HTTPStatus.NO_CONTENT)
    forget(response)
    return response
