"""The lists of the deposits: their columns, filters and sorts."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from accrochage.accuses.messages import A_VERIFIER, Acteur, Message
from accrochage.dictionnaire import COLONNES
from agrafe.comptes.access import MemberRequest
from agrafe.depots.enums import Genre, Issue, Status
from agrafe.depots.models import Depot
from agrafe.depots.permissions import can_deposit
from agrafe.depots.selectors import (
    Choix,
    demandes_of,
    depots_of,
    lignes_of,
    of_cause,
    rejections,
    search_depots,
    with_due,
)
from agrafe.passages.enums import Status as Passages
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import IDENTITY_KEYS, PASSAGE_KEYS, RELATED
from agrafe.passages.selectors import passages_of, search_passages
from agrafe.personnes.remarques import anchor_of
from agrafe.socle.listing import Action, Column, Filter, Listing


def depot_listing(request: MemberRequest) -> Listing:
    """Return the deposits that a request asks for, the newest first."""
    return Listing(
        request.GET,
        with_due(depots_of(par=request.par)).order_by("-numero"),
        columns=(
            Column("Dépôt", key="depot", sort=("numero",), is_title=True),
            Column("Ce qu'il rassemble", key="choix"),
            Column("Passages", key="passages", is_number=True),
            Column("Préparé le", key="prepare", sort=("created_at",)),
            Column("Échéance", key="echeance"),
            Column("Déposé le", key="depose"),
            Column("Rejetés", key="rejetes", is_number=True),
            Column("État", key="etat"),
        ),
        filters=(
            Filter(
                "etat",
                "État",
                tuple(Status.choices),
                lambda rows, values: rows.filter(status__in=values),
            ),
        ),
        search=lambda rows, text: search_depots(rows=rows, text=text),
        name="depots",
    )


def ligne_listing(request: MemberRequest, depot: Depot) -> Listing:
    """Return the passages of a deposit that a request asks for, in its order."""
    passages = passages_of(par=request.par)
    return Listing(
        request.GET,
        lignes_of(depot=depot).order_by("rang"),
        columns=(
            Column("Titulaire", key="titulaire", is_title=True),
            Column("Identifiant", key="identifiant", sort=("id_technique",)),
            Column("Certification", key="certification"),
            Column("Échéance", key="echeance"),
            Column("Réponse", key="issue"),
            Column("Message", key="message"),
        ),
        filters=(
            Filter(
                "issue",
                "Réponse",
                tuple(Issue.choices),
                lambda rows, values: rows.filter(issue__in=values),
            ),
        ),
        search=lambda rows, text: rows.filter(
            passage__in=search_passages(par=request.par, rows=passages, text=text).values("pk")
        ),
        name="lignes",
    )


def rejection_listing(request: MemberRequest, message: Message) -> Listing:
    """Return the rejected passages of a cause that a request asks for, the nearest deadline first."""
    rows = of_cause(rejections(par=request.par), message.code).select_related(*RELATED)
    return Listing(
        request.GET,
        rows.order_by("due_on"),
        columns=(
            Column("Titulaire", key="titulaire", is_title=True),
            Column("Certification", key="certification"),
            Column("Ce que dit l'accusé", key="message"),
            Column("Vérification", key="verification"),
            Column("Échéance", key="echeance", sort=("due_on",)),
            Column("Envois", key="envois", is_number=True),
            Column("À faire", key="faire"),
        ),
        search=lambda rows, text: search_passages(par=request.par, rows=rows, text=text),
        actions=_rejection_actions(message) if can_deposit(request.par) else (),
        name="rejets",
    )


def _rejection_actions(message: Message) -> Sequence[Action]:
    """Return what can be done to the rejected passages of a cause that are ticked."""
    asking = Action(
        "Écrire aux titulaires choisis",
        reverse("depots:rejections_ask_chosen", args=[message.code]),
        "envelope",
    )
    return (
        *((asking,) if Acteur.TITULAIRE in message.acteurs else ()),
        Action(
            "Renvoyer tels quels",
            reverse("depots:rejections_resend_chosen", args=[message.code]),
            "send",
        ),
        Action("Exclure", reverse("depots:rejections_exclude", args=[message.code]), "archive"),
    )


def demande_listing(request: MemberRequest) -> Listing:
    """Return the letters of the CDC that a request asks for, the nearest deadline first."""
    return Listing(
        request.GET,
        demandes_of(par=request.par).order_by("due_on"),
        columns=(
            Column("Objet", key="objet", is_title=True),
            Column("Nature", key="nature"),
            Column("Passage", key="passage"),
            Column("Reçue le", key="recue", sort=("received_on",)),
            Column("Répondre avant le", key="limite", sort=("due_on",)),
            Column("État", key="etat"),
        ),
        filters=(
            Filter(
                "nature",
                "Nature",
                tuple(Genre.choices),
                lambda rows, values: rows.filter(genre__in=values),
            ),
            Filter(
                "etat",
                "État",
                (("a_repondre", "À répondre"), ("repondue", "Répondue")),
                lambda rows, values: (
                    rows
                    if len(values) > 1
                    else rows.filter(answered_on__isnull=values == ["a_repondre"])
                ),
            ),
        ),
        name="demandes",
    )


_NAMES: Final[Mapping[str, str]] = {"prenom1": "Prénom"}


def to_check(keys: Sequence[str]) -> list[tuple[str, str]]:
    """Return what to check for a cause: the name of each rubrique, and what to look at."""
    return [
        (_NAMES.get(key) or COLONNES[key].header, A_VERIFIER.get(key, ""))
        for key in keys
        if key in COLONNES
    ]


def place_of(passage: Passage, keys: Sequence[str], back: str = "") -> str:
    """Return where a passage is mended for a cause: its own form, or the card of its titulaire; `back` is the page that comes next."""
    suite = f"?{urlencode({'suite': back})}" if back else ""
    key = keys[0] if keys else ""
    if key in IDENTITY_KEYS - {*PASSAGE_KEYS}:
        route = "personnes:nir" if key == "nir" else "personnes:update"
        return f"{reverse(route, args=[passage.personne.public_id])}{suite}{anchor_of(key)}"
    anchor = f"#id_{key}" if key in PASSAGE_KEYS else ""
    return f"{reverse('passages:edit', args=[passage.public_id])}{suite}{anchor}"


def passages_url(choix: Choix, states: Sequence[Passages]) -> str:
    """Return the address of the list of the passages of a choice, those in some states, the nearest deadline first."""
    asked: dict[str, Any] = {"etat": [state.value for state in states], "tri": "echeance"}
    if choix.certification:
        asked["certification"] = choix.certification.public_id
    if choix.promotion:
        asked["promotion"] = choix.promotion
    return f"{reverse('passages:list')}?{urlencode(asked, doseq=True)}"


def what_keeps_back(
    passage: Passage,
) -> tuple[Passage, str, Mapping[str, Any] | None, str]:
    """Return a passage that is not ready, what its heaviest fault is about, that fault if there is one, and where it is mended."""
    order = {"erreur": 0, "alerte": 1}
    fault = min(
        passage.anomalies, key=lambda one: order.get(one["gravite"].lower(), 2), default=None
    )
    key = (fault or {}).get("key") or ""
    label = COLONNES[key].header if key in COLONNES else ""
    return passage, label, fault, place_of(passage, [key])
