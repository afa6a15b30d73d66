"""The addresses for programs, version 1: accusés are given and followed, deposits are read and taken away."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from agrafe.api.answers import accuse_said, answer, depot_said, failure
from agrafe.api.door import program
from agrafe.comptes.models import Membership
from agrafe.depots.selectors import depots_of, get_accuse, get_depot, get_fichier
from agrafe.depots.services.accuses import receive_accuse
from agrafe.depots.services.telechargement import open_fichier
from agrafe.socle.addresses import absolute

FIELD: Final = "fichier"
ON_A_PAGE: Final = 50


@require_POST
@program
def give_accuse(request: HttpRequest, par: Membership) -> HttpResponseBase:
    """Take an accusé: 202 when it is going to be read, 200 when these bytes are known and nothing changes."""
    if request.content_type != "multipart/form-data":
        said = f"Envoyez l'accusé comme un formulaire (multipart/form-data), dans le champ « {FIELD} »."
        return failure(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, said)
    fichier = request.FILES.get(FIELD)
    if fichier is None:
        return failure(HTTPStatus.BAD_REQUEST, f"Donnez l'accusé dans le champ « {FIELD} ».")
    began = timezone.now()
    accuse = receive_accuse(par=par, fichier=fichier)
    is_new = accuse.travail is not None and accuse.travail.created_at >= began
    status = HTTPStatus.ACCEPTED if is_new else HTTPStatus.OK
    said_of_it = accuse_said(accuse)
    return answer(said_of_it, status, {"Location": said_of_it["adresse"]})


@require_safe
@program
def show_accuse(_request: HttpRequest, par: Membership, public_id: UUID) -> HttpResponseBase:
    """Say where the reading of an accusé stands, and what it found."""
    return answer(accuse_said(get_accuse(par=par, public_id=public_id)))


@require_safe
@program
def list_depots(request: HttpRequest, par: Membership) -> HttpResponseBase:
    """List the deposits, the newest first; `suivante` is the address of the rest."""
    rows = depots_of(par=par).prefetch_related("fichiers").order_by("-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    here = absolute(reverse("api:depots"))
    following = f"{here}?page={page.next_page_number()}" if page.has_next() else None
    return answer({"depots": [depot_said(each) for each in page], "suivante": following})


@require_safe
@program
def show_depot(_request: HttpRequest, par: Membership, public_id: UUID) -> HttpResponseBase:
    """Say where a deposit stands."""
    return answer(depot_said(get_depot(par=par, public_id=public_id)))


@require_safe
@program
def take_fichier(
    _request: HttpRequest, par: Membership, public_id: UUID, rang: int
) -> HttpResponseBase:
    """Give the frozen bytes of a file to deposit, their fingerprint checked on the way."""
    fichier = get_fichier(depot=get_depot(par=par, public_id=public_id), rang=rang)
    content = open_fichier(par=par, fichier=fichier)
    return FileResponse(
        content, as_attachment=True, filename=fichier.nom, content_type="application/xml"
    )


@csrf_exempt
def unknown(_request: HttpRequest, rest: str) -> HttpResponseBase:  # noqa: ARG001 - Django gives it by name
    """Answer an address that leads nowhere, rather than lead a program to the same one with a slash, its file lost."""
    said = "Il n'y a rien à cette adresse. Les adresses finissent par une barre oblique."
    return failure(HTTPStatus.NOT_FOUND, said)
