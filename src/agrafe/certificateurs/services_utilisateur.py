"""What whoever runs the installation does to an account, from the command line: there is no user above the others."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.enums import Role
from agrafe.comptes.links import key_for
from agrafe.comptes.models import Membership, User
from agrafe.comptes.services import create_user
from agrafe.journal.services import record
from agrafe.socle.addresses import absolute


@transaction.atomic
def open_account(*, email: str, name: str, password: str | None) -> User:
    """Open an account whose address is taken as proven; without a password, a link will let its owner choose one."""
    user = create_user(email=email, name=name, password=password)
    record(par=None, user=user, action="comptes.create", summary="Compte créé")
    return user


@transaction.atomic
def replace_password(*, user: User, password: str) -> None:
    """Give a user another password: his sessions end."""
    user.set_password(password)
    user.save(update_fields=("password",))
    _note(user, "Mot de passe remplacé")


def one_time_link(*, user: User) -> str:
    """Return the address where a user chooses a password, once."""
    link = absolute(reverse("comptes:choose_password", kwargs={"key": key_for(user)}))
    _note(user, "Lien de connexion donné")
    return link


@transaction.atomic
def remove_second_factor(*, user: User) -> bool:
    """Take every second factor of a user away; tell whether he had one."""
    gone, _ = Authenticator.objects.filter(user=user).delete()
    if gone:
        _note(user, "Second facteur retiré")
    return bool(gone)


@transaction.atomic
def set_active(*, user: User, is_active: bool) -> None:
    """Close an account, at once and on every device, or open it again."""
    if user.is_active != is_active:
        user.is_active, user.signed_out_at = is_active, timezone.now()
        user.save(update_fields=("is_active", "signed_out_at"))
        _note(user, "Compte rouvert" if is_active else "Compte fermé")


@transaction.atomic
def give_access(*, user: User, certificateur: Certificateur, role: Role) -> Membership:
    """Give a user a place in a certificateur, or the role that he has there from now on."""
    Certificateur.objects.select_for_update(no_key=True).get(pk=certificateur.pk)
    membership, _ = Membership.objects.update_or_create(
        user=user, certificateur=certificateur, defaults={"role": role, "ended_at": None}
    )
    record(
        par=None,
        user=user,
        certificateur_id=certificateur.pk,
        action="certificateurs.join",
        target=membership,
        summary=f"Accès donné à la ligne de commande : {role.label.lower()}",
    )
    return membership


def certificateurs_called(name: str) -> list[Certificateur]:
    """Return the certificateurs that bear a name, whatever its case."""
    wanted = name.strip().casefold()  # SQLite folds no accented capital
    return [each for each in Certificateur.objects.order_by("pk") if each.nom.casefold() == wanted]


def _note(user: User, summary: str) -> None:
    record(par=None, user=user, action="comptes.command", summary=summary)
