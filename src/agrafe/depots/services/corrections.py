"""What is done about rejected passages beyond mending them here: their titulaires are asked."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Case, Q, When

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


def preview_ask(*, par: Membership, cause: str, promotion: str = "") -> verifications.Preview:
    """Return whom a mail about a cause would reach, and what it would say; nothing is written.

    Args:
        par: Who would write.
        cause: The code of a message.
        promotion: That of the passages; any unless said.

    Raises:
        Denied: He may not.
    """
    check_deposit(par)
    passages = _passages(par, cause, promotion)
    keys = _keys(cause)
    persons = _persons(passages)
    return verifications.preview(
        par=par, personnes=persons, rubriques={one.pk: keys for one in persons}
    )


def ask_titulaires(*, par: Membership, cause: str, promotion: str = "") -> Asked:
    """Ask the titulaires of the passages of a cause to check what it is about, by a personal link.

    Args:
        par: Who writes.
        cause: The code of a message.
        promotion: That of the passages; any unless said.

    Raises:
        Denied: He may not.
        DepotRefusal: There is nobody to ask.
    """
    check_deposit(par)
    passages = _passages(par, cause, promotion)
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


def _passages(par: Membership, cause: str, promotion: str) -> list[Passage]:
    """Return the passages of a cause, those whose titulaire can be written to first: the others never keep them out."""
    rows = of_cause(rejections(par=par), message_of(cause).code).exclude(voie=Voie.DOSSIER)
    if promotion:
        rows = rows.filter(promotion=promotion)
    rank = Case(
        When(personne__in=verifications.waited_for(par=par), then=2),
        When(Q(personne__courriel="") | Q(personne__annee_naissance=None), then=1),
        default=0,
    )
    return list(rows.select_related(*RELATED).order_by(rank, "due_on", "pk")[:AT_ONCE])


def _persons(passages: Sequence[Passage]) -> list[Personne]:
    return list({one.personne_id: one.personne for one in passages}.values())


def _keys(cause: str) -> list[str]:
    return [key for key in message_of(cause).a_verifier if key in _ASKED]
