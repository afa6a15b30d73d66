"""The forms of allauth in the words of the house; each only says its labels, its help, and nothing inside the fields."""

from typing import Any, ClassVar, Final

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest

from agrafe.comptes.models import User
from agrafe.comptes.passwords import PASSWORD_HELP, different_passwords

_EMAIL: Final = "Adresse électronique"
_CODE_HELP: Final = "Le code à six chiffres de votre application, ou un code de secours."
_MAILED_HELP: Final = (
    "Huit lettres, reçues par courriel. Le tiret et les majuscules n'importent pas."
)


class Worded(forms.Form):
    """A form of allauth, worded here: `labels` and `helps` by field; what is not there has no help."""

    labels: ClassVar[dict[str, str]] = {}
    helps: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class NewPassword(Worded):
    """A form that asks twice for a new password."""

    labels: ClassVar = {
        "password1": "Nouveau mot de passe",
        "password2": "Le même, une seconde fois",
    }
    helps: ClassVar = {"password1": PASSWORD_HELP}

    def clean(self) -> dict[str, Any] | None:
        """Say in the words of the house that the two passwords differ."""
        cleaned = super().clean()
        if "password2" in self.errors and "password1" not in self.errors:
            del self.errors["password2"]
            self.add_error("password2", different_passwords(self.data.get("password2", "")))
        return cleaned


class LoginForm(Worded, account.LoginForm):  # type: ignore[misc]
    """Signing in."""

    labels: ClassVar = {"login": _EMAIL, "password": "Mot de passe"}


class SignupForm(NewPassword, account.SignupForm):  # type: ignore[misc]
    """Opening an account, where that is allowed."""

    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1", "password2")
    labels: ClassVar = {
        **NewPassword.labels,
        "name": "Prénom et nom",
        "email": _EMAIL,
        "password1": "Mot de passe",
    }

    def custom_signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 - allauth gives it
        """Keep the name."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=("name",))


class AddEmailForm(Worded, account.AddEmailForm):  # type: ignore[misc]
    """Changing one's address."""

    labels: ClassVar = {"email": "Nouvelle adresse"}
    helps: ClassVar = {
        "email": "Nous y envoyons un code. L'adresse change quand vous l'avez écrit."
    }


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):  # type: ignore[misc]
    """Changing one's password."""

    labels: ClassVar = {**NewPassword.labels, "oldpassword": "Mot de passe actuel"}


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    """Asking for a code that lets in without the password."""

    labels: ClassVar = {"email": _EMAIL}


class NewPasswordForm(NewPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choosing the password that replaces the one that was lost."""


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    """Giving one's password again before something that matters."""

    labels: ClassVar = {"password": "Mot de passe"}


class ConfirmEmailForm(Worded, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """Proving an address by the code that was sent there."""

    labels: ClassVar = {"code": "Code"}
    helps: ClassVar = {"code": _MAILED_HELP}


class ConfirmPasswordForm(Worded, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """The same, to replace a password."""

    labels: ClassVar = {"code": "Code"}
    helps: ClassVar = {"code": _MAILED_HELP}


class SecondFactorForm(Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second factor, when signing in."""

    labels: ClassVar = {"code": "Code"}
    helps: ClassVar = {"code": _CODE_HELP}


class ReauthenticateCodeForm(Worded, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second factor again, before something that matters."""

    labels: ClassVar = {"code": "Code"}
    helps: ClassVar = {"code": _CODE_HELP}


class ActivateTOTPForm(Worded, AllauthActivateTOTPForm):  # type: ignore[misc]
    """The first code of an application."""

    labels: ClassVar = {"code": "Code affiché par l'application"}
    helps: ClassVar = {"code": "Six chiffres, qui changent toutes les trente secondes."}


class AddKeyForm(Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new key."""

    labels: ClassVar = {
        "name": "Nom de la clé",
        "passwordless": "Entrer avec cette clé seule, sans mot de passe",
    }
    helps: ClassVar = {
        "name": "Pour la reconnaître : « Téléphone », « Clé bleue »…",
        "passwordless": "La clé demande alors votre empreinte, votre visage ou son code.",
    }


class RenameKeyForm(Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    labels: ClassVar = {"name": "Nom de la clé"}


class ProfileForm(forms.ModelForm[User]):
    """How one is called."""

    class Meta:
        model = User
        fields = ("name",)
        labels: ClassVar = {"name": "Prénom et nom"}
        help_texts: ClassVar = {"name": "Vos collègues le voient, et l'historique le garde."}
        widgets: ClassVar = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
