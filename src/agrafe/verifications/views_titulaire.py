"""The page of the titulaire: no account, a link, a year of birth, then one question a screen.

Until the year is given, every link shows the same page, and nothing is read of the database: a wrong link is not told from a right one.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from agrafe.socle.images import CONTENT_TYPE
from agrafe.socle.limits import seconds_to_wait
from agrafe.verifications import services
from agrafe.verifications.forms_titulaire import FORMS, ConfirmForm, YearForm
from agrafe.verifications.models import Verification
from agrafe.verifications.questions import BY_NAME, Question, questions_of
from agrafe.verifications.selectors import open_link
from agrafe.verifications.textes import how_many, language_of, textes_of
from agrafe.verifications.tokens import PROOF_AGE, is_proved, proof_of
from agrafe.verifications.verdicts import rubriques_of, told

COOKIE: Final = "verification"
PAGE: Final = ("GET", "HEAD", "POST")
REFERRER_POLICY: Final = "strict-origin"
"""No request says the path, where the secret is. « no-referrer » would also make the browser post its forms with « Origin: null »,
which the protection against forged forms must refuse."""

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Keep a page out of memories and of other sites, and one address from trying years or links without end.

    The answers of those who gave the year are not counted: a whole class may answer behind one address.
    """

    @wraps(view)
    def kept(request: HttpRequest, token: str, **arguments: str) -> HttpResponse:
        most = settings.VERIFICATIONS_RATE
        is_try = request.method == "POST" and not _is_proved(request, token)
        if is_try and (left := seconds_to_wait(request, scope="verifications", most=most)):
            status = HTTPStatus.TOO_MANY_REQUESTS
            response = _render(request, token, "too_many", status=status)
            response["Retry-After"] = str(left)
        else:
            response = view(request, token, **arguments)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = REFERRER_POLICY
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return kept


def behind_link(view: View) -> View:
    """Open a page to whoever gave the year of birth behind this link; others are asked for it."""

    @private
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **arguments: str) -> HttpResponse:
        verification = _opened(request, token)
        if verification is None:
            return _to_door(request, token)
        asked = language_of(request.GET.get("lang", ""), verification.language)
        if asked != verification.language:
            services.set_language(verification=verification, language=asked)
        return view(request, token, verification, **arguments)

    return guarded


def _opened(request: HttpRequest, token: str) -> Verification | None:
    """Return the verification of a link whose year of birth was given by this browser, lately."""
    return open_link(token=token) if _is_proved(request, token) else None


def _is_proved(request: HttpRequest, token: str) -> bool:
    return is_proved(token, request.COOKIES.get(COOKIE, ""))


@private
@require_http_methods(PAGE)
def show_door(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the year of birth, of whatever link; the right one opens the first question."""
    if request.method != "POST" and (verification := _opened(request, token)):
        return _to_next(token, verification)
    language = language_of(request.GET.get("lang", ""))
    form = YearForm(_posted(request), textes=textes_of(language))
    is_shut = False
    if form.is_valid():
        if services.check_year(token=token, year=form.cleaned_data["annee"]):
            return _let_in(token, language)
        is_shut = True
    return _render(request, token, "door", form=form, is_shut=is_shut)


def _let_in(token: str, language: str) -> HttpResponse:
    verification = open_link(token=token)
    if verification is None:  # answered in between
        return redirect("verifications:open", token=token)
    if language != verification.language:
        services.set_language(verification=verification, language=language)
    response = _to_next(token, verification)
    response.set_cookie(
        COOKIE,
        proof_of(token),
        max_age=PROOF_AGE,
        path=reverse("verifications:open", kwargs={"token": token}),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


@behind_link
@require_http_methods(PAGE)
def ask_question(
    request: HttpRequest, token: str, verification: Verification, name: str
) -> HttpResponse:
    """Ask one question, then go to the next."""
    asked = questions_of(verification.rubriques)
    question = BY_NAME.get(name)
    if question not in asked:
        return _to_next(token, verification)
    textes = textes_of(verification.language)
    form = FORMS[name](
        _posted(request),
        known={**rubriques_of(verification.personne), **verification.reponse},
        textes=textes,
        language=verification.language,
    )
    if form.is_valid():
        try:
            services.save_answer(token=token, question=question, values=form.values)
        except services.AnswerRefused:  # the link has died since the page came
            return _to_door(request, token)
        verification.reponse = {**verification.reponse, **form.values}
        return _to_next(token, verification)
    rank = asked.index(question)
    context: dict[str, Any] = {
        "form": form,
        "question": question,
        "title": textes[name],
        "help": textes[f"{name}_help"],
        "number": rank + 1,
        "total": len(asked),
        "before": told(question, verification.avant, verification.language),
        "how_many": how_many(len(asked), verification.language),
        "back": _address("question", token, name=asked[rank - 1].name) if rank else "",
    }
    return _render(request, token, "question", verification, **context)


@behind_link
@require_http_methods(PAGE)
def review(request: HttpRequest, token: str, verification: Verification) -> HttpResponse:
    """Show all the answers, and send them once they are confirmed."""
    textes = textes_of(verification.language)
    if _unanswered(verification):
        return _to_next(token, verification)
    form = ConfirmForm(_posted(request), textes=textes)
    if form.is_valid():
        remarque = form.cleaned_data["remarque"]
        try:
            services.answer(token=token, confirmed=True, remarque=remarque)
        except services.AnswerRefused:
            return _to_next(token, verification)
        return _closed("thanks", token, verification.language)
    rows = [
        (
            textes[one.name],
            told(one, verification.reponse, verification.language),
            _address("question", token, name=one.name),
        )
        for one in questions_of(verification.rubriques)
    ]
    return _render(request, token, "review", verification, form=form, rows=rows)


@private
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Thank: the same words for whatever link."""
    return _render(request, token, "thanks")


@private
@require_http_methods(PAGE)
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Take the word of whoever received a mail that was not for him; the year is not asked, and every link answers the same."""
    if request.method == "POST":
        services.not_me(token=token)
        return _closed("not_me_done", token, language_of(request.GET.get("lang", "")))
    return _render(request, token, "not_me")


@private
@require_safe
def not_me_done(request: HttpRequest, token: str) -> HttpResponse:
    """Say that it is noted."""
    return _render(request, token, "not_me_done")


@behind_link
@require_safe
def notice(request: HttpRequest, token: str, verification: Verification) -> HttpResponse:
    """Say who processes what, why, how long, and the rights that go with it (RGPD, articles 13 and 14)."""
    kept = settings.VERIFICATIONS_KEPT_DAYS
    return _render(request, token, "notice", verification, kept=kept)


@behind_link
@require_safe
def logo(_request: HttpRequest, _token: str, verification: Verification) -> HttpResponse:
    """Give the logo of the certificateur."""
    file = verification.certificateur.logo
    if not file:
        raise Http404
    with file.open("rb") as content:
        return HttpResponse(content.read(), content_type=CONTENT_TYPE)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _render(
    request: HttpRequest,
    token: str,
    page: str,
    verification: Verification | None = None,
    *,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    asked = request.GET.get("lang", "")
    language = verification.language if verification else language_of(asked)
    certificateur = verification.certificateur if verification else None
    frame = {
        "t": textes_of(language),
        "language": language,
        "certificateur": certificateur,
        "door_url": _address("open", token),
        "not_me_url": _address("not_me", token),
        "notice_url": _address("notice", token),
        "logo_url": _address("logo", token) if certificateur and certificateur.logo else "",
    }
    template = f"verifications/titulaire/{page}.html"
    return render(request, template, {**frame, **context}, status=status)


def _address(route: str, token: str, **arguments: str) -> str:
    return reverse(f"verifications:{route}", kwargs={"token": token, **arguments})


def _to_door(request: HttpRequest, token: str) -> HttpResponse:
    query = "?lang=en" if language_of(request.GET.get("lang", "")) == "en" else ""
    return redirect(_address("open", token) + query)


def _to_next(token: str, verification: Verification) -> HttpResponse:
    """Go to the first question that has no answer, then to the review."""
    left = _unanswered(verification)
    if left:
        return redirect(_address("question", token, name=left[0].name))
    return redirect(_address("review", token))


def _closed(route: str, token: str, language: str) -> HttpResponse:
    """Go to a last page, and take the proof away."""
    address = _address(route, token)
    response = redirect(f"{address}?lang={language}" if language != "fr" else address)
    response.delete_cookie(COOKIE, path=_address("open", token), samesite="Strict")
    return response


def _unanswered(verification: Verification) -> list[Question]:
    asked = questions_of(verification.rubriques)
    return [one for one in asked if not set(one.keys) <= set(verification.reponse)]
