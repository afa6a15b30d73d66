"""What is done about rejected passages beyond mending them here: their titulaires are asked."""

from collections.abc import Sequence
from typing import Final

from agrafe.comptes.models import Membership
from agrafe.depots.permissions import check_deposit
from agrafe.depots.selectors import message_of, of_cause, rejections
from agrafe.depots.services.commun import DepotRefusal
from agrafe.passages.enums import Voie
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import RELATED
from agrafe.personnes.models import Personne
from agrafe.verifications import selectors as verifications
from agrafe.verifications import services as verification_services
from agrafe.verifications.services import Asked

AT_ONCE: Final = 500
"""Titulaires written to together; those who were are no longer to be asked the next time."""
_ASKED: Final = frozenset({"nomNaissance", "prenom1", "prenom2", "prenom3", "sexe"}) | {
    *("anneeNaissance", "moisNaissance", "jourNaissance", "dateNaissance"),
    *("codeInsee", "codePostal", "libelleCommuneNaissance", "codePaysNaissance"),
}
"""Rubriques that a titulaire can check; only he and his papers know his NIR, which no mail asks for."""


def preview_ask(*, par: Membership, cause: str) -> verifications.Preview:
    """Return whom a mail about a cause would reach, and what it would say; nothing is written.

    Raises:
        Denied: He may not.
    """
    check_deposit(par)
    passages = _passages(par, cause)
    keys = _keys(cause)
    persons = _persons(passages)
    return verifications.preview(
        par=par, personnes=persons, rubriques={one.pk: keys for one in persons}
    )


def ask_titulaires(*, par: Membership, cause: str) -> Asked:
    """Ask the titulaires of the passages of a cause to check what it is about, by a personal link.

    Raises:
        Denied: He may not.
        DepotRefusal: There is nobody to ask.
    """
    check_deposit(par)
    passages = _passages(par, cause)
    if not passages:
        raise DepotRefusal(
            "Aucun passage n'est rejeté pour cette cause : il n'y a personne à qui écrire."
        )
    persons, keys, code = _persons(passages), _keys(cause), message_of(cause).code
    return verification_services.ask(
        par=par,
        personnes=persons,
        rubriques={one.pk: keys for one in persons},
        motifs={one.pk: [code] for one in persons},
        origins={one.personne_id: one.public_id for one in passages},
    )


def _passages(par: Membership, cause: str) -> list[Passage]:
    rows = of_cause(rejections(par=par), message_of(cause).code).exclude(voie=Voie.DOSSIER)
    return list(rows.select_related(*RELATED).order_by("due_on", "pk")[:AT_ONCE])


def _persons(passages: Sequence[Passage]) -> list[Personne]:
    return list({one.personne_id: one.personne for one in passages}.values())


def _keys(cause: str) -> list[str]:
    return [key for key in message_of(cause).a_verifier if key in _ASKED]
