"""Errors that were written before a view of the API was reached, or after it fell: a program reads JSON, not a page."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

from agrafe.api.answers import failure
from agrafe.socle.middleware import Answer

PREFIX: Final = "/api/"
_SAID: Final = {
    HTTPStatus.BAD_REQUEST: "Cette demande est mal formée.",
    HTTPStatus.FORBIDDEN: "Vous ne pouvez pas faire cela.",
    HTTPStatus.NOT_FOUND: "Il n'y a rien à cette adresse pour ce jeton. Les adresses finissent par une barre oblique.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Cette adresse ne connaît pas cette méthode ; l'en-tête « Allow » dit lesquelles.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Ce fichier est trop gros : vérifiez que c'est bien un accusé de traitement.",
}
_BROKEN: Final = "Agrafe n'a pas pu répondre. Donnez à votre administrateur le numéro de l'en-tête « X-Request-Id »."


class JsonErrorsMiddleware:
    """Have the errors of the addresses for programs be JSON, whoever wrote them."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put a sentence in the place of an error page."""
        response = self.get_response(request)
        is_error = response.status_code >= HTTPStatus.BAD_REQUEST
        is_said = response.get("Content-Type") == "application/json"
        if is_error and not is_said and request.path_info.startswith(PREFIX):
            sentence = _SAID.get(HTTPStatus(response.status_code), _BROKEN)
            said = failure(response.status_code, sentence)
            response.content = said.content
            response["Content-Type"] = said["Content-Type"]
            response["Content-Length"] = str(len(said.content))
        return response
