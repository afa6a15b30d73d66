"""The form of a person, whose words are those of the dictionary, and that of a merge."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.urls import reverse_lazy

from accrochage.dictionnaire import RUBRIQUES
from accrochage.operations.suggestion import read_lieu, read_pays
from agrafe.personnes.controle import CONTACT, KEY_OF, Values, values_of
from agrafe.personnes.models import Personne
from agrafe.personnes.remarques import Remarque, form_field
from agrafe.personnes.services.fiches import label_of
from agrafe.socle.fields import PartialDateField
from agrafe.socle.rubriques import choices_of
from agrafe.socle.rubriques import label_of as label_of_code
from agrafe.socle.widgets import Combobox, PartialDate

_LONGEST: Final = 255
_SECTIONS: Final = (
    ("État civil", ("nom_naissance", "nom_usage", "prenom1", "prenom2", "prenom3", "sexe")),
    ("Naissance", ("naissance", "lieu", "pays", "code_postal")),
    ("Contact", CONTACT),
)
_PARTS: Final = ("jour", "mois", "annee")


def _text(field: str, *, required: bool = False, **options: Any) -> forms.CharField:
    """Return the field of a rubrique: its title and its help are those of the dictionary."""
    entry = RUBRIQUES[KEY_OF[field]]
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(
        label=entry.header,
        help_text=options.pop("help_text", entry.help),
        required=required,
        max_length=_LONGEST,
        widget=options.pop("widget", forms.TextInput(attrs)),
    )


class PersonneForm(forms.Form):
    """A person: only what no row could keep is refused; the rest is kept, and said."""

    nom_naissance = _text("nom_naissance", required=True)
    nom_usage = _text(
        "nom_usage", help_text="Nom porté aujourd'hui, s'il diffère du nom de naissance."
    )
    prenom1 = _text("prenom1", required=True, help_text="Premier prénom de l'état civil.")
    prenom2 = _text("prenom2", help_text="")
    prenom3 = _text("prenom3", help_text="")
    sexe = forms.ChoiceField(
        label="Sexe",
        help_text="Celui de l'état civil.",
        required=False,
        choices=choices_of("sexe"),
        widget=forms.RadioSelect,
    )
    naissance = PartialDateField(
        label="Date de naissance",
        help_text="Laissez le jour ou le mois vide si l'état civil ne le connaît pas.",
        required=False,
    )
    lieu = forms.CharField(
        label="Commune de naissance",
        help_text="Choisissez-la dans la liste : le code Insee vient avec. À l'étranger, écrivez la ville.",
        required=False,
        max_length=_LONGEST,
        widget=Combobox(reverse_lazy("personnes:communes")),
    )
    pays = forms.CharField(
        label="Pays de naissance",
        help_text="Seulement pour une naissance à l'étranger.",
        required=False,
        max_length=_LONGEST,
        widget=Combobox(reverse_lazy("personnes:pays")),
    )
    code_postal = forms.CharField(
        label="Code postal de naissance",
        help_text="Seulement si vous ne connaissez pas la commune exacte.",
        required=False,
        max_length=10,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    courriel = forms.EmailField(
        label="Courriel",
        help_text="Pour lui demander de vérifier ses données.",
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    telephone = forms.CharField(
        label="Téléphone",
        required=False,
        max_length=30,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
    )
    adresse = forms.CharField(
        label="Adresse",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, personne: Personne | None = None) -> None:
        super().__init__(data, initial=shown(values_of(personne)) if personne else None)
        for name in ("sexe", "naissance", "lieu"):  # the CDC asks for them, they may come later
            self.fields[name].is_wanted = True  # type: ignore[attr-defined]
        self.remarques: Sequence[Remarque] = ()

    @property
    def values(self) -> dict[str, Any]:
        """Return what a valid form says, by field of a person."""
        return _values(self.cleaned_data, self.cleaned_data["naissance"] or (None, None, None))

    @property
    def sections(self) -> list[tuple[str, list[tuple[BoundField, list[Remarque]]]]]:
        """Return the fields by section, each with what the core says of it."""
        return [
            (
                title,
                [
                    (self[name], [one for one in self.remarques if one.field == name])
                    for name in names
                ],
            )
            for title, names in _SECTIONS
        ]


def typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form being typed says so far, by field of a person; nothing is refused."""
    texts = {name: str(data.get(name, "")).strip() for name in PersonneForm.base_fields}
    numbers = [str(data.get(f"naissance_{part}", "")).strip() for part in _PARTS]
    return _values(texts, numbers)


def shown(values: Values) -> dict[str, Any]:
    """Return what the fields of the form show of a person."""
    personne = Personne(**values)
    annee = personne.annee_naissance
    naissance = annee and PartialDate(personne.jour_naissance, personne.mois_naissance, annee)
    texts = {name: values[name] for name in PersonneForm.base_fields if name in values}
    return {**texts, "naissance": naissance, "lieu": personne.lieu, "pays": personne.pays}


def typed_again(data: Any, before: Values, after: Values) -> Any:
    """Return what was posted, with what a correction changes written in its fields; the rest stays as it was typed."""
    data = data.copy()
    changed = {form_field(name) for name in after if after[name] != before.get(name)}
    values = shown(after)
    for name in changed & PersonneForm.base_fields.keys():
        if name == "naissance":
            for part, number in zip(_PARTS, values[name] or ("", "", ""), strict=True):
                data[f"naissance_{part}"] = number or ""
        else:
            data[name] = values[name]
    return data


def _values(texts: Mapping[str, Any], naissance: Sequence[Any]) -> dict[str, Any]:
    """Return the fields of a person out of those of the form."""
    commune, code = read_lieu(texts["lieu"])
    pays, code_pays = read_pays(texts["pays"])
    jour, mois, annee = naissance
    values = {name: texts[name] for name in PersonneForm.base_fields if name in {*KEY_OF, *CONTACT}}
    return values | {
        "jour_naissance": jour,
        "mois_naissance": mois,
        "annee_naissance": annee,
        "libelle_commune_naissance": commune,
        "code_insee": code or (f"99{code_pays}" if code_pays else ""),
        "libelle_pays_naissance": pays,
        "code_pays_naissance": code_pays,
    }


class NirForm(forms.Form):
    """A NIR to put into the vault; what was typed is never shown again."""

    nir = forms.CharField(
        label="Numéro de sécurité sociale",
        help_text="13 chiffres, ou 15 avec la clé, comme sur l'attestation de droits.",
        max_length=30,
        widget=forms.TextInput(
            {"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


_GROUPS: Final = (
    *(("nom_naissance",), ("nom_usage",), ("prenom1",), ("prenom2",), ("prenom3",), ("sexe",)),
    ("annee_naissance", "mois_naissance", "jour_naissance"),
    (
        *("code_insee", "code_postal", "libelle_commune_naissance"),
        *("code_pays_naissance", "libelle_pays_naissance"),
    ),
    *(("commentaires_men",), ("courriel",), ("telephone",), ("adresse",)),
)
"""Fields that are taken together from one row or the other: half a date of each would be nobody's."""
_HERE, _THERE = "ici", "autre"


class MergeForm(forms.Form):
    """What the person that stays is to say, where the two rows differ."""

    def __init__(self, *arguments: Any, stays: Personne, goes: Personne, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._goes = goes
        self._groups: dict[str, Sequence[str]] = {}
        for names in _GROUPS:
            here, there = _said(stays, names), _said(goes, names)
            if here != there:
                self._groups[names[0]] = names
                self.fields[names[0]] = forms.ChoiceField(
                    label=_label(names),
                    choices=[(_HERE, here or "Rien"), (_THERE, there or "Rien")],
                    initial=_THERE if not here or _is_fuller(names, there, here) else _HERE,
                    widget=forms.RadioSelect,
                )

    @property
    def values(self) -> dict[str, Any]:
        """Return the fields to take from the person that goes."""
        return {
            name: getattr(self._goes, name)
            for first, names in self._groups.items()
            if self.cleaned_data[first] == _THERE
            for name in names
        }


def _is_fuller(names: Sequence[str], there: str, here: str) -> bool:
    """Tell whether a date or a place is better known there: the other fields are only a matter of who is right."""
    return len(names) > 1 and len(there) > len(here)


def _said(personne: Personne, names: Sequence[str]) -> str:
    if names[0] == "annee_naissance":
        return personne.naissance
    if names[0] == "code_insee":
        return ", ".join(filter(None, (personne.lieu, personne.code_postal, personne.pays)))
    if names[0] == "sexe" and personne.sexe:
        return label_of_code("sexe", personne.sexe)
    return str(getattr(personne, names[0]))


def _label(names: Sequence[str]) -> str:
    if len(names) == 1:
        label = label_of(names[0])
        return label[0].upper() + label[1:]
    return "Date de naissance" if names[0] == "annee_naissance" else "Lieu de naissance"
