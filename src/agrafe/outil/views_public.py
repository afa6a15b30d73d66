"""The pages of the tool that need no file: the template, who is concerned, what to do first."""

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accrochage.dictionnaire import DEFAULT_VERSION, VERSIONS
from accrochage.operations import write_modele
from agrafe.outil.concerne import QUESTIONS, interview
from agrafe.outil.pages import page, workspace_of

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def modele(request: HttpRequest) -> HttpResponse:
    """Give the template, of the version that is asked for or of the usual one."""
    asked = request.GET.get("version", "")
    version = asked if asked in VERSIONS else DEFAULT_VERSION
    name = f"modele-accrochage-{version}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(_modele(version), content_type=_EXCEL, headers=headers)


@lru_cache(maxsize=len(VERSIONS))
def _modele(version: str) -> bytes:
    """Return the template; it is the same for everybody."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "modele.xlsx"
        write_modele(path, version)
        return path.read_bytes()


@require_safe
def concerne(request: HttpRequest) -> HttpResponse:
    """Ask the four questions, one a page; the answers are in the address, and kept nowhere."""
    context = {"interview": interview(request.GET.dict()), "total": len(QUESTIONS)}
    return page(request, "outil/concerne.html", workspace_of(request), context)


@require_safe
def before(request: HttpRequest) -> HttpResponse:
    """Say what the CDC asks, where the identifiers come from, and how an accrochage goes."""
    return page(request, "outil/avant.html", workspace_of(request), {})
