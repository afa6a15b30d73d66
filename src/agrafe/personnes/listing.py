"""The list of the persons."""

from collections.abc import Sequence

from django.http import HttpRequest

from agrafe.comptes.models import Membership
from agrafe.personnes.enums import Etat
from agrafe.personnes.selectors import of_state, personnes_of, search_personnes
from agrafe.socle.listing import Action, Column, Filter, Listing


def personne_listing(
    request: HttpRequest, *, par: Membership, actions: Sequence[Action] = ()
) -> Listing:
    """Return the list that an address asks for."""
    return Listing(
        request.GET,
        personnes_of(par=par).order_by("name_key"),
        columns=(
            Column("Titulaire", key="nom", sort=("name_key",), is_title=True),
            Column(
                "Naissance",
                key="naissance",
                sort=("annee_naissance", "mois_naissance", "jour_naissance"),
            ),
            Column("Lieu de naissance", key="lieu"),
            Column("Courriel", key="courriel", visible_by_default=False),
            Column("Téléphone", key="telephone", visible_by_default=False),
            Column("État civil", key="etat"),
        ),
        filters=(
            Filter("etat", "État civil", tuple(Etat.choices), of_state),
            Filter(
                "courriel",
                "Courriel",
                (("sans", "Sans courriel"),),
                lambda rows, _values: rows.filter(courriel=""),
            ),
            Filter(
                "doublon",
                "Doublons",
                (("oui", "Doublon possible"),),
                lambda rows, _values: rows.filter(has_doublon=True),
            ),
        ),
        search=lambda rows, text: search_personnes(par=par, rows=rows, text=text),
        actions=actions,
        memory=request.session,
        name="titulaires",
    )
