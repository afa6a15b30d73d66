"""The forms of the assistant and of the settings."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from accrochage.dictionnaire import VERSIONS, version_rank
from agrafe.certificateurs.enums import Deposant, Identification
from agrafe.certificateurs.models import Certificateur
from agrafe.socle.images import ACCEPTED, ImageRefused, rewritten
from agrafe.socle.rubriques import RubriqueField, RubriquesForm
from agrafe.socle.siret import SiretField
from agrafe.socle.widgets import ImageDrop

MAX_SIDE: Final = 1600
"""Pixels of the longest side of a logo or of a signature: sharp on paper, and no more."""
_LAST: Final = max(VERSIONS, key=version_rank)
_TO_COME: Final = "Cette date n'est pas encore venue. Écrivez le jour de l'envoi."


class ReglagesForm(RubriquesForm):
    """A form that starts from what a certificateur has, field by field of the same name."""

    def __init__(self, *arguments: Any, certificateur: Certificateur, **options: Any) -> None:
        initial = {
            name: getattr(certificateur, name)
            for name in self.base_fields
            if hasattr(certificateur, name)
        }
        super().__init__(
            *arguments, **{**options, "initial": initial | (options.get("initial") or {})}
        )
        self.certificateur = certificateur

    def freeze(self) -> None:
        """Have the form show and take nothing: whoever reads it may not change it."""
        for field in self.fields.values():
            field.disabled = True


class OrganismeForm(ReglagesForm):
    """Who the certificateur is, and who speaks for it."""

    nom = forms.CharField(
        label="Raison sociale",
        help_text="Le nom de l'établissement tel que l'Insee le connaît.",
        max_length=255,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    siret = SiretField(
        required=False,
        help_text="14 chiffres, avec ou sans espaces. La Caisse des Dépôts demande celui d'un établissement en activité.",
    )
    adresse = forms.CharField(
        label="Adresse",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "street-address"}),
    )
    contact_nom = forms.CharField(
        label="Personne à joindre",
        help_text="Prénom et nom de qui suit l'accrochage : votre « contact métier » à la Caisse des Dépôts.",
        required=False,
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    contact_courriel = forms.EmailField(
        label="Son courriel", required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    contact_telephone = forms.CharField(
        label="Son téléphone",
        required=False,
        max_length=30,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )


class IdentifiantsForm(ReglagesForm):
    """What the CDC knows of the certificateur, and how it deposits."""

    id_client = RubriqueField("idClient", label="idClient (matricule, ou BCR)", required=False)
    id_contrat = RubriqueField("idContrat", label="idContrat (numéro de contrat)", required=False)
    nature_deposant = forms.ChoiceField(
        label="Qui dépose les fichiers ?", choices=Deposant.choices, widget=forms.RadioSelect
    )
    tiers_nom = forms.CharField(
        label="Nom du tiers de confiance",
        help_text="Seulement si un tiers dépose pour vous. Un organisme de formation partenaire n'est pas accepté comme déposant.",
        required=False,
        max_length=255,
    )
    id_client_emetteur = RubriqueField(
        "idClientEmetteur",
        label="idClient du tiers de confiance",
        help_text="Son propre matricule, de 8 caractères. Le numéro de contrat reste le vôtre.",
        required=False,
    )
    version_format = forms.ChoiceField(
        label="Version du format",
        help_text="Gardez la plus récente, sauf si la Caisse des Dépôts vous en demande une autre.",
        choices=[
            (version, f"{version} (la plus récente)" if version == _LAST else version)
            for version in VERSIONS
        ],
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the tiers de confiance where one deposits, and doubt one who bears the certificateur's own number."""
        cleaned = super().clean()
        if cleaned.get("nature_deposant") != Deposant.TIERS_CONFIANCE:
            return cleaned
        if not cleaned.get("tiers_nom"):
            self.add_error(
                "tiers_nom", "Donnez son nom, ou répondez que le certificateur dépose lui-même."
            )
        emetteur = cleaned.get("id_client_emetteur")
        if emetteur and emetteur == cleaned.get("id_client"):
            self.add_warning(
                "id_client_emetteur",
                "Le tiers de confiance porte votre idClient : il a le sien, demandez-le-lui.",
            )
        return cleaned


class DemandeForm(forms.Form):
    """The day when the identifiers were asked for."""

    on = forms.DateField(
        label="Demande envoyée le",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self, *arguments: Any, today: date, asked_on: date | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.today = today
        self.fields["on"].initial = asked_on or today
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean_on(self) -> date:
        """Refuse a day that has not come."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_TO_COME)
        return on


class SituationForm(RubriquesForm):
    """The second step of the assistant: where the certificateur stands with the CDC."""

    situation = forms.ChoiceField(
        label="Où en êtes-vous avec la Caisse des Dépôts ?",
        choices=[
            (Identification.A_DEMANDER, "Je ne me suis pas encore fait connaître"),
            (Identification.ATTENDUS, "J'ai envoyé ma demande, j'attends mes identifiants"),
            (Identification.RECUS, "J'ai mes identifiants"),
        ],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label="Demande envoyée le",
        help_text="Si vous attendez vos identifiants.",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    id_client = RubriqueField("idClient", label="idClient (matricule, ou BCR)", required=False)
    id_contrat = RubriqueField("idContrat", label="idContrat (numéro de contrat)", required=False)

    def __init__(
        self, *arguments: Any, certificateur: Certificateur, today: date, **options: Any
    ) -> None:
        initial = {
            "situation": certificateur.identification,
            "on": certificateur.identifiants_demandes_le,
            "id_client": certificateur.id_client,
            "id_contrat": certificateur.id_contrat,
        }
        super().__init__(*arguments, **{**options, "initial": initial})
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Ask for what the answer needs, and for that alone."""
        cleaned = super().clean()
        needs = {
            Identification.ATTENDUS: {"on": "Écrivez le jour où vous avez envoyé votre demande."},
            Identification.RECUS: {
                "id_client": "Recopiez-le du courriel de la Caisse des Dépôts.",
                "id_contrat": "Recopiez-le du courriel de la Caisse des Dépôts.",
            },
        }
        for name, sentence in needs.get(cleaned.get("situation", ""), {}).items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        on = cleaned.get("on")
        if cleaned.get("situation") == Identification.ATTENDUS and on and on > self.today:
            self.add_error("on", _TO_COME)
        return cleaned


def _read_image(fichier: Any) -> bytes | None:
    if fichier is None:
        return None
    try:
        return rewritten(fichier.read(), max_side=MAX_SIDE)
    except ImageRefused as refusal:
        raise ValidationError(str(refusal), code="image") from refusal


class ImagesForm(ReglagesForm):
    """The logo, the signature, and who signs."""

    logo = forms.FileField(
        label="Logo",
        help_text="PNG, JPEG ou WebP, 5 Mo au plus. Un fond transparent va partout.",
        required=False,
        widget=ImageDrop({"accept": ACCEPTED}),
    )
    signature = forms.FileField(
        label="Signature",
        help_text="PNG, JPEG ou WebP, 5 Mo au plus. Signez à l'encre noire sur une feuille blanche, et photographiez-la.",
        required=False,
        widget=ImageDrop({"accept": ACCEPTED}),
    )
    signataire_nom = forms.CharField(
        label="Nom du signataire",
        help_text="Tel qu'il est écrit sous la signature.",
        required=False,
        max_length=150,
    )
    signataire_qualite = forms.CharField(
        label="Qualité du signataire",
        help_text="Par exemple : directrice générale.",
        required=False,
        max_length=150,
    )

    def __init__(
        self,
        *arguments: Any,
        certificateur: Certificateur,
        url_of: Callable[[str], str],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, certificateur=certificateur, **options)
        for name in ("logo", "signature"):
            if getattr(certificateur, name):
                self.fields[name].widget.current_url = url_of(name)

    def clean_logo(self) -> bytes | None:
        """Return the logo as it will be kept; None when nothing was sent."""
        return _read_image(self.files.get("logo"))

    def clean_signature(self) -> bytes | None:
        """Return the signature as it will be kept; None when nothing was sent."""
        return _read_image(self.files.get("signature"))


class CourrielsForm(ReglagesForm):
    """How the mails of the certificateur present themselves."""

    courriel_expediteur = forms.CharField(
        label="Nom de l'expéditeur",
        help_text="Ce que vos titulaires lisent avant d'ouvrir. Laissez vide pour la raison sociale.",
        required=False,
        max_length=100,
    )
    courriel_reponse = forms.EmailField(
        label="Adresse de réponse",
        help_text="Là où vont leurs réponses : une boîte que quelqu'un lit.",
        required=False,
    )
    courriel_pied = forms.CharField(
        label="Pied des courriels",
        help_text="Vos coordonnées, en quelques lignes : elles terminent chaque courriel.",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean_courriel_expediteur(self) -> str:
        """Refuse what could not stand in the header of a mail."""
        name: str = self.cleaned_data["courriel_expediteur"]
        if any(character in name for character in '<>@"'):
            raise ValidationError("Écrivez un nom seul, sans adresse ni guillemets.")
        return name
