"""Who may make and take back what lets a program in."""

from agrafe.comptes.models import Membership
from agrafe.socle.refusals import Denied


def can_create_jeton(par: Membership) -> bool:
    """Tell whether he may let a program in, in his place."""
    return par.is_staff


def check_create_jeton(par: Membership) -> None:
    """Refuse whoever may not let a program in.

    Raises:
        Denied: He may not.
    """
    if not can_create_jeton(par):
        raise Denied(
            "Seuls les gestionnaires et les administrateurs peuvent créer un jeton d'accès."
        )


def check_read_jetons(par: Membership) -> None:
    """Refuse whoever may not even see the settings.

    Raises:
        Denied: He is a partenaire.
    """
    if not par.is_reader:
        raise Denied("Les réglages sont réservés aux membres du certificateur.")


def check_revoke_jeton(par: Membership, *, maker_id: int) -> None:
    """Refuse whoever is neither administrateur nor the maker of a jeton.

    Args:
        par: Who asks.
        maker_id: The primary key of the membership that made it.

    Raises:
        Denied: He may not.
    """
    if not (par.is_administrateur or (par.is_staff and par.pk == maker_id)):
        raise Denied(
            "Seuls la personne qui a créé ce jeton et les administrateurs peuvent le révoquer."
        )
