from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone

from accrochage.dictionnaire import COLONNES, Kind, Presence, Rubrique
from accrochage.operations.formulaire import in_form
from accrochage.operations.saisie import apply_correction
from agrafe.passages.blocks import BLOCKS, CONDITIONS
from agrafe.passages.checks import Checker
from agrafe.passages.enums import Voie
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import PLACES, WAY_KEYS, from_modele, to_values, typed_of
from agrafe.socle.fields import WithWarnings
from agrafe.socle.french import no_break

_FORM_KEYS = tuple(key for _, keys in BLOCKS for key in keys)
_DOSSIER_KEYS = BLOCKS[-1][1]


class Line(NamedTuple):
    """A field of the form, and when it serves."""

    field: forms.BoundField
    when: str


class Part(NamedTuple):
    """A block of the form."""

    title: str
    lines: list[Line]


class _Stated(forms.Field):
    """A field that is marked as compulsory and may be left empty: the passage is then incomplete, and nothing typed is lost."""

    def validate(self, value: Any) -> None:
        """Admit an empty value."""


class _Text(_Stated, forms.CharField):
    """A text, read by the core."""


class _Choice(_Stated, forms.ChoiceField):
    """A choice of the dictionary."""


class PassageForm(WithWarnings, forms.Form):
    """What a passage says beside its titulaire and its certification. The core reads and checks what is typed.

    What cannot be read is an error; the rest is a doubt: the passage can be kept, incomplete.

    Args:
        passage: The passage, saved or not, with its personne, certification and certificateur.
        has_nir: The vault has the NIR of the titulaire.

    Attributes:
        found: What the core said, once the form is cleaned.
        row: The fields of the passage, once the form is valid.
    """

    use_required_attribute = False

    def __init__(self, *arguments: Any, passage: Passage, has_nir: bool, **options: Any) -> None:
        self.passage, self.has_nir = passage, has_nir
        self.found: list[Any] = []
        self.row: dict[str, Any] = {}
        initial = {key: typed_of(key, getattr(passage, PLACES[key].field)) for key in _FORM_KEYS}
        initial |= {"voie": passage.voie, "promotion": passage.promotion}
        super().__init__(*arguments, initial={**initial, **options.pop("initial", {})}, **options)
        self.fields["voie"] = _voie_field(has_nir=has_nir)
        for key in _FORM_KEYS:
            self.fields[key] = _field_of(key)
        self.fields["promotion"] = forms.CharField(
            label="Promotion",
            max_length=100,
            required=False,
            help_text="Pour retrouver ensemble les passages d'un même groupe. N'est pas envoyée.",
        )
        identifier = self.fields["idTechnique"]
        identifier.required = bool(passage.pk)
        if not passage.pk:
            identifier.help_text = f"{identifier.help_text} Laissez vide : Agrafe en donne un."
        if passage.envois:
            identifier.disabled = True
            self.fields[
                "idTechnique"
            ].help_text = (
                "La Caisse des Dépôts connaît ce passage sous cet identifiant : il ne change plus."
            )

    def parts(self) -> Iterator[Part]:
        """Yield the blocks of the form."""
        for title, keys in BLOCKS:
            before = [Line(self["voie"], "")] if title == "Dossier EDOF" else []
            after = [Line(self["promotion"], "")] if title == "Certification obtenue" else []
            lines = [Line(self[key], CONDITIONS.get(key, "")) for key in keys]
            shown = "Identification du titulaire" if before else title
            yield Part(shown, [*before, *lines, *after])

    def clean(self) -> dict[str, Any]:
        """Have the core read and check all of it."""
        cleaned = super().clean() or {}
        voie = Voie(cleaned.get("voie") or self.passage.voie)
        typed = {key: cleaned.get(key, "") for key in _FORM_KEYS}
        if voie is not Voie.DOSSIER:
            typed |= dict.fromkeys(_DOSSIER_KEYS, "")
        owner = self.passage.certificateur
        checker = Checker(owner.version_format, timezone.localdate())
        fiche, self.found = checker.check(
            {**self._around(voie), **typed}, voie, has_nir=self.has_nir
        )
        read = from_modele(fiche.passage).passage
        self.row = {PLACES[key].field: read.get(PLACES[key].field, "") for key in _FORM_KEYS}
        self.row |= {PLACES[key].field: cleaned.get(key, "").strip() for key in _DOSSIER_KEYS}
        self.row |= {"voie": voie, "promotion": cleaned.get("promotion", "")}
        self._blame(typed)
        return cleaned

    def _around(self, voie: Voie) -> dict[str, str]:
        """Return what the titulaire and the certification say."""
        bare = Passage(
            personne=self.passage.personne,
            certification=self.passage.certification,
            certificateur=self.passage.certificateur,
            voie=voie,
        )
        return to_values(bare)

    def _blame(self, typed: Mapping[str, str]) -> None:
        """Put each fault under its field: an error where what is typed could not be kept, a doubt elsewhere."""
        for one in self.found:
            key = one.ou.rubrique or ""
            if key not in self.fields:
                continue
            if one.blocking and typed.get(key) and not self._keeps(key):
                self.add_error(key, no_break(one.message))
            elif typed.get(key):
                self.add_warning(key, no_break(one.message))
        for key in _FORM_KEYS:
            longest = getattr(Passage._meta.get_field(PLACES[key].field), "max_length", None)  # noqa: SLF001 - public, whatever its name
            value = self.row[PLACES[key].field]
            if longest and len(value) > longest and not self.has_error(key):
                self.add_error(key, f"{longest} caractères au plus.")

    def _keeps(self, key: str) -> bool:
        return self.row[PLACES[key].field] not in (None, "", [])

    def mended(self, key: str) -> dict[str, Any]:
        """Return what is typed with the correction proposed for a field, to be shown again."""
        values = {name: self.data.get(name, "") for name in self.fields}
        one = next((one for one in self.found if one.ou.rubrique == key), None)
        return apply_correction(values, one) if one else values


def _voie_field(*, has_nir: bool) -> forms.ChoiceField:
    choices = [(value, label) for value, label in Voie.choices if value != Voie.NIR or has_nir]
    known = (
        ""
        if has_nir
        else " Pour l'identifier par son NIR, enregistrez d'abord celui-ci sur sa fiche."
    )
    return forms.ChoiceField(
        label="Comment le titulaire est-il identifié ?",
        choices=choices,
        widget=forms.RadioSelect,
        help_text=f"L'état civil suffit dans presque tous les cas.{known}",
    )


def _field_of(key: str) -> forms.Field:
    entry = COLONNES[key]
    example = f" Exemple : {entry.example}." if entry.example and not entry.codes else ""
    options: dict[str, Any] = {
        "label": entry.header,
        "help_text": no_break(f"{in_form(entry.help)}{example}"),
        "required": entry.presence is Presence.REQUIRED and key not in WAY_KEYS.values(),
    }
    if isinstance(entry, Rubrique) and entry.codes:
        choices = [("", "Choisissez…"), *((code.value, code.libelle) for code in entry.codes)]
        return _Choice(choices=choices, **options)
    attributes = {"autocomplete": "off"}
    if entry.kind in {Kind.DATE, Kind.INTEGER}:
        attributes["class"] = "short"
    if entry.kind is Kind.INTEGER:
        attributes["inputmode"] = "numeric"
    return _Text(widget=forms.TextInput(attrs=attributes), **options)


class ExclusionForm(forms.Form):
    """Why passages are put aside."""

    motif = forms.CharField(
        label="Motif",
        max_length=500,
        help_text="Il reste sur la fiche du passage. Par exemple : certification délivrée par un autre organisme.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
