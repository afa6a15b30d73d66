from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from agrafe.comptes.enums import READERS, STAFF, Role
from agrafe.socle.models import Record


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is the same whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password he can only come in through an invitation or a reset."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user who signs in with an address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Someone who signs in. What he may do is in his memberships: there is no user above the others."""

    email = models.EmailField("adresse électronique", max_length=254, unique=True)
    name = models.CharField("prénom et nom", max_length=150)
    is_active = models.BooleanField("actif", default=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    signed_out_at = models.DateTimeField("déconnecté partout le", null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "utilisateur"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="comptes_user_email_in_lower_case"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The memberships, and how they are narrowed."""

    def active(self) -> Self:
        """Keep those that still open a door."""
        return self.filter(ended_at=None, user__is_active=True)


class Membership(Record):
    """A user's place in a certificateur: the `par` of every service and of every guarded accessor."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    certificateur = models.ForeignKey(
        "certificateurs.Certificateur", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField("rôle", max_length=20, choices=Role)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    has_second_factor: bool  # found by `selectors.memberships_of`

    objects: ClassVar[models.Manager["Membership"]] = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "accès"
        verbose_name_plural = "accès"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "certificateur"), name="comptes_membership_once_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"

    @property
    def is_administrateur(self) -> bool:
        """Tell whether he manages the users and the settings."""
        return self.role == Role.ADMINISTRATEUR

    @property
    def lacks_second_factor(self) -> bool:
        """Tell whether the certificateur asks for a second factor that the user has not."""
        return self.certificateur.requires_second_factor and not self.has_second_factor

    @property
    def is_staff(self) -> bool:
        """Tell whether he keeps the data."""
        return self.role in STAFF

    @property
    def is_reader(self) -> bool:
        """Tell whether he sees every row of the certificateur."""
        return self.role in READERS


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The invitations, and how they are narrowed."""

    def open(self) -> Self:
        """Keep those that can still be answered."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(Record):
    """A place offered by mail. The link holds a secret of which only the SHA-256 is kept."""

    certificateur = models.ForeignKey(
        "certificateurs.Certificateur", on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField("adresse électronique", max_length=254)
    role = models.CharField("rôle", max_length=20, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField("expire le")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        indexes = (models.Index(fields=("certificateur", "created_at")),)

    def __str__(self) -> str:
        return f"invitation {self.public_id}"
