"""What the page of components shows: each component, and persons who do not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import get_template
from django.urls import reverse

from agrafe.socle.charts import Part
from agrafe.socle.files import File
from agrafe.socle.history import Event
from agrafe.socle.listing import Action, Column, Download, Filter, Listing
from agrafe.socle.progress import Progress
from agrafe.socle.states import Tone
from agrafe.socle.suggestions import Suggestion


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
    Example("fichier", "Fichiers à déposer", "cloud-arrow-up"),
    Example("telechargements", "Fichiers à emporter", "download"),
    Example("secrets", "Valeurs à cacher ou à copier", "eye"),
    Example("menus", "Menus", "chevron-down"),
    Example("listes", "Listes", "table"),
    Example("fiche", "Fiches", "person-circle"),
    Example("onglets", "Onglets", "folder2-open"),
    Example("historique", "Historique", "clock-history"),
    Example("etapes", "Étapes", "list-ol"),
    Example("etats", "États", "tag"),
    Example("echeances", "Échéances", "calendar-event"),
    Example("graphiques", "Graphiques", "bar-chart"),
    Example("definitions", "Définitions", "question-circle"),
    Example("fautes", "Fautes", "x-circle"),
    Example("vide", "Listes vides", "dash-circle"),
    Example("confirmation", "Confirmations", "trash"),
    Example("notes", "Remarques", "info-circle"),
    Example("messages", "Messages", "chat-square-text"),
    Example("avancements", "Avancement", "clock"),
    Example("textes", "Textes", "pencil"),
    Example("impression", "Impression", "printer"),
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
    mention: str
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
            mention=("", "Bien", "Très bien")[number % 3],
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


def listing_of(request: HttpRequest, today: date) -> Listing:
    """Return the example list, as an address asks for it."""
    return Listing(
        request.GET,
        _rows(today),
        columns=(
            Column("Titulaire", key="nom", sort=("nom",), is_title=True),
            Column("Certification", key="certification", sort=("certification", "nom")),
            Column("Délivrée le", key="date", sort=("delivered_on",)),
            Column("Score", key="score", sort=("score",), is_number=True),
            Column("Mention", key="mention", visible_by_default=False),
            Column("État", key="etat"),
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
        downloads=(Download("Exporter", reverse("socle:components_export")),),
        memory=request.session,
        tick_field="number",
        page_size=10,
    )


def work_of(done: int) -> Progress:
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


PARTS: Final = (
    Part("acceptés", 1187, Tone.SUCCESS, "#graphiques"),
    Part("en cours", 41, Tone.PROGRESS),
    Part("à corriger", 9, Tone.ATTENTION),
    Part("rejetés", 3, Tone.ERROR),
)
FILES: Final = (
    File(
        "accrochage-2026-10-14.xml",
        "#telechargements",
        1_250_000,
        note="139 passages, déposé le 14 octobre.",
    ),
    File("Procès-verbal du jury", "#telechargements", 84_000, kind="pdf"),
    File("Journal du dépôt", "#telechargements"),
)
_COMMUNES: Final = (
    ("Lille (59350)", "Nord"),
    ("Limoges (87085)", "Haute-Vienne"),
    ("Lisieux (14366)", "Calvados"),
    ("Lyon 3e Arrondissement (69383)", "Rhône"),
    ("Saint-Étienne (42218)", "Loire"),
)


def communes_like(text: str) -> list[Suggestion]:
    """Return the communes of the example whose name starts as a text does."""
    start = text.strip().casefold()
    return [
        Suggestion(*each) for each in _COMMUNES if start and each[0].casefold().startswith(start)
    ]


def events_until(now: datetime) -> list[Event]:
    """Return the history of the example, the latest first."""
    return [
        Event(now, "", "Accepté par la Caisse des Dépôts", tone=Tone.SUCCESS),
        Event(
            now - timedelta(days=3),
            "Claire Morel",
            "a mis le passage dans le dépôt du 14 octobre",
            tone=Tone.PROGRESS,
        ),
        Event(
            now - timedelta(days=9),
            "Claire Morel",
            "a corrigé le nom de naissance",
            detail="« Benali » remplace « Bénali ».",
        ),
        Event(now - timedelta(days=10), "", "Importé de jury-septembre.xlsx, ligne 14"),
    ]
