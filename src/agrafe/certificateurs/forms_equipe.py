from typing import Any, Final

from allauth.account.adapter import get_adapter
from django import forms

from agrafe.comptes.enums import Role
from agrafe.comptes.models import User
from agrafe.comptes.passwords import PASSWORD_HELP, different_passwords

_RIGHTS: Final = {
    Role.ADMINISTRATEUR: "tout, avec l'équipe et les réglages",
    Role.GESTIONNAIRE: "les titulaires, les passages, les dépôts",
    Role.RESPONSABLE_JURY: "lit les titulaires et leurs passages, non les dépôts ; les jurys, à venir, lui reviendront",
    Role.PARTENAIRE: "ne voit rien encore : seulement, plus tard, ce qui le concerne",
    Role.LECTURE: "lit les titulaires, les passages et les dépôts, ne change rien",
}
ROLES: Final = [(role.value, f"{role.label} : {_RIGHTS[role]}") for role in Role]


class RoleForm(forms.Form):
    """What a member may do."""

    role = forms.ChoiceField(label="Rôle", choices=ROLES, widget=forms.RadioSelect)

    def clean_role(self) -> Role:
        """Return the role itself."""
        return Role(self.cleaned_data["role"])


class InviteForm(RoleForm):
    """To whom a place is offered."""

    email = forms.EmailField(
        label="Adresse électronique",
        help_text="La personne y reçoit un lien qui fonctionne une fois, pendant sept jours.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "role")


class NewUserForm(forms.Form):
    """The account of someone invited; his address is known."""

    name = forms.CharField(
        label="Prénom et nom",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label="Mot de passe",
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Le même, une seconde fois",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is weak, or not written twice alike."""
        values = self.cleaned_data
        first, second = values.get("password1"), values.get("password2")
        if first:
            user = User(email=self.email, name=values.get("name", ""))
            try:
                get_adapter().clean_password(first, user=user)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        if first and second and first != second:
            self.add_error("password2", different_passwords(second))
        return values
