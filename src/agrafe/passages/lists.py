"""The list of the passages: its columns, its filters, what can be done to its rows. The page, the bulk actions and the export share it."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from agrafe.certifications.selectors import certifications_of
from agrafe.comptes.access import MemberRequest
from agrafe.passages.enums import Gravite, Status
from agrafe.passages.permissions import can_edit_passages
from agrafe.passages.selectors import (
    day_of,
    of_deadline,
    passages_of,
    promotions_of,
    search_passages,
)
from agrafe.socle.french import long_date
from agrafe.socle.listing import Action, Column, Download, Filter, Listing

STATE: Final = "etat"
DEADLINE: Final = "echeance"


_COLUMNS: Final = (
    Column("Titulaire", key="titulaire", sort=("name_key",), is_title=True),
    Column("Identifiant", key="identifiant", sort=("id_key",), visible_by_default=False),
    Column("Certification", key="certification"),
    Column("Délivrée le", key="delivree", sort=("date_debut_validite",)),
    Column("Échéance", key="echeance", sort=("due_on",)),
    Column("État", key="etat", sort=("status", "due_on")),
    Column("Anomalies", key="anomalies"),
    Column("Promotion", key="promotion", sort=("promotion", "due_on"), visible_by_default=False),
    Column("Envois", key="envois", is_number=True, visible_by_default=False),
    Column("Identification", key="voie", visible_by_default=False),
)


def passage_listing(request: MemberRequest) -> Listing:
    """Return the list that a request asks for."""
    par = request.par
    return Listing(
        request.GET,
        passages_of(par=par).order_by("-due_on"),
        columns=_COLUMNS,
        filters=_filters(request),
        search=lambda rows, text: search_passages(par=par, rows=rows, text=text),
        actions=_actions() if can_edit_passages(par) else (),
        downloads=(Download("Exporter", reverse("passages:export")),),
        memory=request.session,
        name="passages",
    )


def _filters(request: MemberRequest) -> Sequence[Filter]:
    certifications = certifications_of(request.par).values_list("public_id", "code", "intitule")
    promotions = promotions_of(par=request.par)
    return (
        Filter(
            DEADLINE,
            "Échéance",
            (("retard", "En retard"), ("bientot", "Dans les 14 jours")),
            lambda rows, values: of_deadline(
                rows,
                values,
                certificateur=request.par.certificateur,
                today=timezone.localdate(),
            ),
            label_of=lambda value: long_date(day) if (day := day_of(value)) else None,
        ),
        Filter(STATE, "État", tuple(Status.choices), _narrow("status")),
        Filter("anomalies", "Anomalies", tuple(Gravite.choices), _narrow("gravite")),
        Filter(
            "certification",
            "Certification",
            tuple((str(key), f"{code}, {intitule}") for key, code, intitule in certifications),
            lambda rows, values: rows.filter(
                certification__in=certifications_of(request.par).filter(public_id__in=values)
            ),
        ),
        Filter(
            "promotion",
            "Promotion",
            tuple((name, name) for name in promotions),
            _narrow("promotion"),
        ),
    )


def _narrow(field: str) -> Any:
    """Return what keeps the rows of a field; one value is asked as an equality, which every database reads best."""

    def narrow(rows: Any, values: Sequence[str]) -> Any:
        return rows.filter(**({field: values[0]} if len(values) == 1 else {f"{field}__in": values}))

    return narrow


def _actions() -> Sequence[Action]:
    return (
        Action("Vérifier à nouveau", reverse("passages:check"), "arrow-counterclockwise"),
        Action("Faire vérifier par les titulaires", reverse("passages:ask"), "envelope"),
        Action("Renvoyer tels quels", reverse("passages:resend"), "send"),
        Action("Exclure", reverse("passages:exclude"), "archive"),
        Action("Réinclure", reverse("passages:include"), "check-circle"),
        Action("Supprimer", reverse("passages:delete"), "trash"),
    )
