from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_see_verifications(par: Membership) -> bool:
    """Tell whether someone sees the verifications of his certificateur."""
    return par.is_reader


def check_see_verifications(par: Membership) -> None:
    """Refuse whoever may not see the verifications.

    Raises:
        Denied: He is a partenaire.
    """
    if not can_see_verifications(par):
        raise Denied("Les vérifications sont réservées aux membres du certificateur.")


def can_verify(par: Membership) -> bool:
    """Tell whether someone may ask titulaires, and decide on what they answer."""
    return par.is_staff


def check_verify(par: Membership) -> None:
    """Refuse whoever may neither ask nor decide.

    Raises:
        Denied: He is neither administrateur nor gestionnaire.
    """
    if not can_verify(par):
        raise Denied(
            "Seuls les gestionnaires et les administrateurs peuvent écrire aux titulaires et décider de leurs réponses."
        )


def can_edit_reglage(par: Membership) -> bool:
    """Tell whether someone may settle how titulaires are asked."""
    return par.is_administrateur


def check_edit_reglage(par: Membership) -> None:
    """Refuse whoever may not settle how titulaires are asked.

    Raises:
        Denied: He is no administrateur.
    """
    if not can_edit_reglage(par):
        raise Denied(
            "Seuls les administrateurs peuvent changer les réglages. Demandez à l'un d'eux."
        )
