from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_see_personnes(par: Membership) -> bool:
    """Tell whether someone sees the persons of his certificateur."""
    return par.is_reader


def check_see_personnes(par: Membership) -> None:
    """Refuse whoever may not see the persons.

    Raises:
        Denied: He is a partenaire.
    """
    if not can_see_personnes(par):
        raise Denied("La liste des titulaires est réservée aux membres du certificateur.")


def can_edit_personnes(par: Membership) -> bool:
    """Tell whether someone may create, change, merge or delete persons, and handle their NIR."""
    return par.is_staff


def check_edit_personnes(par: Membership) -> None:
    """Refuse whoever may not change persons.

    Raises:
        Denied: He is neither administrateur nor gestionnaire.
    """
    if not can_edit_personnes(par):
        raise Denied(
            "Seuls les gestionnaires et les administrateurs peuvent modifier les fiches des titulaires."
        )


def check_nir(par: Membership) -> None:
    """Refuse whoever may not handle the NIR.

    Raises:
        Denied: He is neither administrateur nor gestionnaire.
    """
    if not can_edit_personnes(par):
        raise Denied(
            "Seuls les gestionnaires et les administrateurs peuvent voir ou modifier un NIR."
        )
