"""The page that shows every component, with the very template that draws it; for those who develop Agrafe.

It answers where the setting COMPONENTS_PAGE is true, and nowhere else. The persons are invented.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.socle.forms import ExampleForm
from agrafe.socle.french import count
from agrafe.socle.icons import ICONS
from agrafe.socle.listing import TICK, Action, Column, Filter, Listing
from agrafe.socle.navigation import Link, Navigation
from agrafe.socle.progress import Progress
from agrafe.socle.states import Tone

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Example:
    """A component, shown by `templates/socle/components/<name>.html`."""

    name: str
    title: str
    icon: str

    @property
    def template(self) -> str:
        """Return the name of its template."""
        return f"socle/components/{self.name}.html"

    @property
    def source(self) -> str:
        """Return what one writes to have it."""
        template: Any = get_template(self.template)
        return str(template.template.source).strip()


EXAMPLES: Final = (
    Example("couleurs", "Couleurs", "layout-text-window"),
    Example("boutons", "Boutons", "square"),
    Example("formulaire", "Formulaires", "ui-checks"),
    Example("fichier", "Fichiers", "cloud-arrow-up"),
    Example("listes", "Listes", "table"),
    Example("onglets", "Onglets", "folder2-open"),
    Example("etapes", "Étapes", "list-ol"),
    Example("etats", "États", "tag"),
    Example("echeances", "Échéances", "calendar-event"),
    Example("definitions", "Définitions", "question-circle"),
    Example("fautes", "Fautes", "x-circle"),
    Example("vide", "Listes vides", "dash-circle"),
    Example("confirmation", "Confirmations", "trash"),
    Example("messages", "Messages", "chat-square-text"),
    Example("avancements", "Avancement", "clock"),
    Example("textes", "Textes", "pencil"),
    Example("icones", "Icônes", "award"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A passage of the example list."""

    number: int
    nom: str
    certification: str
    delivered_on: date
    score: int
    label: str
    tone: str


_NOMS: Final = ("Aubry", "Benali", "Castel", "Diarra", "Étienne", "Fournier", "Gómez", "Huang")
_STATES: Final = {
    "accepte": ("accepté", Tone.SUCCESS),
    "depose": ("déposé", Tone.PROGRESS),
    "rejete": ("rejeté", Tone.ERROR),
}


def _rows(today: date) -> list[Row]:
    states = list(_STATES.values())
    return [
        Row(
            number=number,
            nom=f"{_NOMS[number % 8]} {'ABCDEFGH'[number // 8]}.",
            certification="RNCP35726" if number % 3 else "RS5875",
            delivered_on=today - timedelta(days=7 * number),
            score=(number * 37) % 1201,
            label=states[number % 3][0],
            tone=states[number % 3][1].value,
        )
        for number in range(64)
    ]


def _in_state(rows: Sequence[Row], values: Sequence[str]) -> list[Row]:
    labels = {_STATES[value][0] for value in values}
    return [row for row in rows if row.label in labels]


def _named(rows: Sequence[Row], text: str) -> list[Row]:
    return [row for row in rows if text.casefold() in row.nom.casefold()]


def _listing(request: HttpRequest, today: date) -> Listing:
    return Listing(
        request.GET,
        _rows(today),
        columns=(
            Column("Titulaire", key="nom", sort=("nom",)),
            Column("Certification", key="certification", sort=("certification", "nom")),
            Column("Délivrée le", key="date", sort=("delivered_on",)),
            Column("Score", key="score", sort=("score",), is_number=True),
            Column("État"),
        ),
        filters=(
            Filter(
                "etat",
                "État",
                tuple((value, label) for value, (label, _) in _STATES.items()),
                _in_state,
            ),
        ),
        search=_named,
        actions=(
            Action("Mettre dans un dépôt", reverse("socle:components_ticked"), "folder2-open"),
        ),
        page_size=10,
    )


def _work(done: int) -> Progress:
    """Return the progress of a work that advances each time one looks at it."""
    return Progress(
        title="Écriture du fichier XML",
        done=done,
        total=1240,
        counted="passage,passages",
        url=reverse("socle:components_work", kwargs={"done": min(done + 310, 1240)}),
        result_url=reverse("socle:components"),
        result_label="Revenir aux composants",
    )


def developers_only(view: View) -> View:
    """Answer that there is no such page, unless the setting COMPONENTS_PAGE is true."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not settings.COMPONENTS_PAGE:
            raise Http404
        return view(request, **arguments)

    return guarded


def _page(**extra: Any) -> dict[str, Any]:
    """Return what the frame of these pages needs; its navigation lists the components."""
    page = reverse("socle:components")
    links = [Link(each.title, each.icon, f"{page}#{each.name}") for each in EXAMPLES]
    return {"navigation": Navigation(links[:-2], links[-2:]), **extra}


@developers_only
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show every component; the form, when sent, says what is wrong or that all is well."""
    form = ExampleForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        messages.success(request, "Le formulaire est complet : rien n'a été enregistré.")
        return redirect("socle:components")
    today = timezone.localdate()
    onglets = [
        Link("Identité", "", "?onglet=identite#onglets", request.GET.get("onglet") != "passages"),
        Link("Passages", "", "?onglet=passages#onglets", request.GET.get("onglet") == "passages"),
    ]
    context = _page(
        examples=EXAMPLES,
        form=form,
        listing=_listing(request, today),
        days={days: today + timedelta(days=days) for days in (-3, 0, 9, 120)},
        onglets=onglets,
        etapes=["Téléchargez le modèle", "Déposez votre fichier", "Récupérez le XML"],
        work=_work(310),
        icons=ICONS,
    )
    return render(request, "socle/components.html", context)


@developers_only
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Show what a confirmation looks like; confirmed, it changes nothing and says so."""
    page = reverse("socle:components")
    if request.method == "POST":
        messages.warning(request, "Vous avez confirmé : rien n'a été supprimé, c'était un exemple.")
        return redirect(f"{page}#confirmation")
    context = _page(
        title="Supprimer 4 passages de ce dépôt ?",
        verb="Supprimer ces 4 passages",
        cancel_url=f"{page}#confirmation",
    )
    return render(request, "socle/confirm.html", context)


@developers_only
@require_POST
def ticked(request: HttpRequest) -> HttpResponse:
    """Say how many rows were ticked, and do nothing to them."""
    number = len(request.POST.getlist(TICK))
    chosen = count(number, "passage choisi", "passages choisis")
    messages.info(request, f"{chosen} : rien n'a changé, c'était un exemple.")
    return redirect("socle:components")


@developers_only
@require_safe
def work(request: HttpRequest, *, done: int) -> HttpResponse:
    """Show a long work at some point."""
    return render(request, "socle/work.html", _page(work=_work(min(done, 1240))))
