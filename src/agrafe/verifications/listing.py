"""The list of the verifications."""

from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from agrafe.comptes.models import Membership
from agrafe.socle.listing import Action, Column, Filter, Listing
from agrafe.verifications.enums import Status
from agrafe.verifications.permissions import can_verify
from agrafe.verifications.selectors import search_verifications, verifications_of

STATE: Final = "etat"


def verification_listing(request: HttpRequest, *, par: Membership) -> Listing:
    """Return the list that an address asks for."""
    accept = Action("Accepter les réponses sûres", reverse("verifications:accept_safe"), "check-lg")
    return Listing(
        request.GET,
        verifications_of(par=par),
        columns=(
            Column("Titulaire", key="titulaire", is_title=True),
            Column("À vérifier", key="quoi"),
            Column("Demandée le", key="demandee", sort=("created_at",)),
            Column("État", key="etat"),
            Column("Réponse", key="reponse"),
        ),
        filters=(
            Filter(
                STATE,
                "État",
                tuple(Status.choices),
                lambda rows, values: rows.filter(status__in=values),
            ),
        ),
        search=lambda rows, text: search_verifications(par=par, rows=rows, text=text),
        actions=(accept,) if can_verify(par) else (),
        memory=request.session,
        name="verifications",
    )
