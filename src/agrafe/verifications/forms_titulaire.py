"""The questions asked of a titulaire: one form each, which gives values by key of the dictionary."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from accrochage.operations.suggestion import LieuPropose, suggest_communes, suggest_pays
from accrochage.referentiels.cles import fold
from accrochage.referentiels.communes import Quand
from agrafe.verifications.textes import months_of

Textes = Mapping[str, str]

_FRANCE: Final = "france"
_NONE: Final = "aucune"
_MOST: Final = 25
"""Communes shown at a time: the twenty arrondissements of Paris, and some more."""
_LIKE: Final = 8
"""Communes shown when none has the very name typed."""
_WARD: Final = " Arrondissement"
_ALL: Final = 400
_FIRST_YEAR: Final = 1900
_TEXT: Final = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "words"}
_DIGITS: Final = {"autocomplete": "off", "inputmode": "numeric"}


class YearForm(forms.Form):
    """The year of birth, before the page opens."""

    annee = forms.CharField(max_length=20, widget=forms.TextInput({**_DIGITS, "size": "6"}))

    def __init__(self, *arguments: Any, textes: Textes, **options: Any) -> None:
        super().__init__(*arguments, **options)
        _describe(self, textes)
        self.fields["annee"].label = textes["year"]
        self.fields["annee"].help_text = textes["year_help"]
        self.fields["annee"].error_messages["required"] = textes["year_error"]
        self._textes = textes

    def clean_annee(self) -> str:
        """Return four figures; anything else is no year, and counts as no try."""
        text = "".join(str(self.cleaned_data["annee"]).split())
        if not text.isdecimal() or len(text) != 4:
            raise ValidationError(self._textes["year_error"])
        return f"{int(text):04d}"


class QuestionForm(forms.Form):
    """A question.

    Args:
        known: The whole civil identity, by key, as far as it is answered or known.
        textes: The words, in the language of the reader.
        language: That language.
    """

    initial_keys: Sequence[str] = ()

    def __init__(
        self,
        data: Any = None,
        *,
        known: Mapping[str, Any],
        textes: Textes,
        language: str,
    ) -> None:
        super().__init__(data, initial={key: known.get(key) or "" for key in self.initial_keys})
        self.known, self.textes, self.language = known, textes, language
        self.prepare()
        _describe(self, textes)

    def prepare(self) -> None:
        """Complete the fields that depend on what is known."""

    @property
    def values(self) -> dict[str, Any]:
        """Return what a valid form answers, by key."""
        return {key: self.cleaned_data[key] for key in self.initial_keys}


def _describe(form: forms.Form, textes: Textes) -> None:
    for name, field in form.fields.items():
        field.label = textes.get(f"{name}_label", field.label)
        field.error_messages |= {"required": textes["required"]}
        field.validators = [
            MaxLengthValidator(
                each.limit_value, textes["too_long"]
            )  # its like serves other readers
            if isinstance(each, MaxLengthValidator)
            else each
            for each in field.validators
        ]


def _text(*, required: bool = True) -> forms.CharField:
    return forms.CharField(max_length=255, required=required, widget=forms.TextInput(_TEXT))


class NomForm(QuestionForm):
    """The birth surname."""

    initial_keys = ("nomNaissance",)
    nomNaissance = _text()  # noqa: N815 - the key of the dictionary

    def prepare(self) -> None:
        """Name the field as it is asked."""
        self.fields["nomNaissance"].label = self.textes["nom_label"]


class UsageForm(QuestionForm):
    """The name in use."""

    initial_keys = ("nomUsage",)
    nomUsage = _text(required=False)  # noqa: N815 - the key of the dictionary

    def prepare(self) -> None:
        """Name the field as it is asked."""
        self.fields["nomUsage"].label = self.textes["usage_label"]


class PrenomsForm(QuestionForm):
    """The first names, in their order."""

    initial_keys = ("prenom1", "prenom2", "prenom3")
    prenom1 = _text()
    prenom2 = _text(required=False)
    prenom3 = _text(required=False)

    @property
    def values(self) -> dict[str, Any]:
        """Return the first names without a gap between them."""
        given = [self.cleaned_data[key] for key in self.initial_keys if self.cleaned_data[key]]
        return dict(zip(self.initial_keys, [*given, "", ""], strict=False))


class SexeForm(QuestionForm):
    """The sex of the civil registry."""

    initial_keys = ("sexe",)
    sexe = forms.ChoiceField(widget=forms.RadioSelect)

    def prepare(self) -> None:
        """Write the choices in the language of the reader."""
        choices = [("F", self.textes["sexe_f"]), ("M", self.textes["sexe_m"])]
        self.fields["sexe"].choices = choices  # type: ignore[attr-defined]
        self.fields["sexe"].error_messages["invalid_choice"] = self.textes["required"]


class NaissanceForm(QuestionForm):
    """The date of birth, as far as the civil registry knows it."""

    initial_keys = ("jourNaissance", "moisNaissance", "anneeNaissance")
    jour = forms.CharField(max_length=2, required=False, widget=forms.TextInput(_DIGITS))
    mois = forms.ChoiceField(required=False)
    annee = forms.CharField(max_length=4, widget=forms.TextInput(_DIGITS))

    def prepare(self) -> None:
        """Write the months in the language of the reader, and the date that is known."""
        months = [(str(rank), name) for rank, name in enumerate(months_of(self.language), 1)]
        self.fields["mois"].choices = [("", self.textes["unknown"]), *months]  # type: ignore[attr-defined]
        self.fields["mois"].error_messages["invalid_choice"] = self.textes["no_such_date"]
        self.initial = {
            name: self.known.get(key) or ""
            for name, key in zip(("jour", "mois", "annee"), self.initial_keys, strict=True)
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a date that cannot be one's birth."""
        data = super().clean() or {}
        if self.errors:
            return data
        texts = [str(data[name]).strip() for name in ("jour", "mois", "annee")]
        if not all(text.isdecimal() or not text for text in texts):
            raise ValidationError({"jour": self.textes["no_such_date"]})
        jour, mois, annee = (int(text) if text else None for text in texts)
        if jour and not mois:
            raise ValidationError({"mois": self.textes["day_alone"]})
        try:
            day = date(annee or 0, mois or 1, jour or 1)
        except ValueError:
            raise ValidationError({"jour": self.textes["no_such_date"]}) from None
        if not date(_FIRST_YEAR, 1, 1) <= day <= timezone.localdate() or jour == 0:
            raise ValidationError({"annee": self.textes["no_such_date"]})
        return {"jour": jour, "mois": mois, "annee": annee}

    @property
    def values(self) -> dict[str, Any]:
        """Return the parts of the date; what is not known is None."""
        parts = (self.cleaned_data[name] for name in ("jour", "mois", "annee"))
        return dict(zip(self.initial_keys, parts, strict=True))


class LieuForm(QuestionForm):
    """The birth place: the country, then the commune, that the référentiel of the day of birth knows.

    A name that several communes had is asked again, with a list to choose from.
    """

    pays = forms.ChoiceField()
    commune = _text()
    choix = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def prepare(self) -> None:
        """Write the countries of that time, and the communes to choose from when the name typed is not enough."""
        self._quand = _quand(self.known)
        found = suggest_pays("", self._quand, _ALL)
        pays = [(one.code, _named(one)) for one in found]
        self.fields["pays"].choices = [(_FRANCE, "France"), *pays]  # type: ignore[attr-defined]
        self.fields["pays"].help_text = self.textes["pays_help"]
        self.fields["pays"].error_messages["invalid_choice"] = self.textes["required"]
        self.initial = {
            "pays": self._known_pays(found),
            "commune": self.known.get("libelleCommuneNaissance") or "",
        }
        self._found = self._search()
        if len(self._found) and not self._certain():
            options = [(one.code, _named(one)) for one in self._found]
            self._offer(options)
        elif self._is_french() and not self._found:
            self._offer([])
        else:
            del self.fields["choix"]

    def _known_pays(self, found: Sequence[LieuPropose]) -> str:
        """Return the country that is known, by its code or by its name alone."""
        if trois := self.known.get("codePaysNaissance"):
            return f"99{trois}"
        named = fold(self.known.get("libellePaysNaissance") or "")
        return next((one.code for one in found if named and fold(one.nom) == named), _FRANCE)

    def _offer(self, options: list[tuple[str, str]]) -> None:
        field: Any = self.fields["choix"]
        field.choices = [*options, (_NONE, self.textes["choix_none"])]
        field.error_messages["invalid_choice"] = self.textes["choose_commune"]

    def _is_french(self) -> bool:
        return bool(self.is_bound and self._typed() and self.data.get("pays") == _FRANCE)

    def _typed(self) -> str:
        return " ".join(str(self.data.get("commune", "")).split())[:255]

    def _search(self) -> Sequence[LieuPropose]:
        if not self._is_french():
            return ()
        found = suggest_communes(self._typed(), self._quand, _MOST)
        same = [one for one in found if fold(one.nom) == fold(self._typed())]
        wards = [one for one in found if _WARD in one.nom]
        return same or wards or found[:_LIKE]

    def _certain(self) -> LieuPropose | None:
        """Return the one commune that the name typed means: the only one of that name, or the one whose code is known already."""
        same = [one for one in self._found if fold(one.nom) == fold(self._typed())]
        known = [one for one in same if one.code == self.known.get("codeInsee")]
        return same[0] if len(same) == 1 else next(iter(known), None)

    def clean(self) -> dict[str, Any]:
        """Ask for a choice where the name is not enough."""
        data = super().clean() or {}
        if not self.errors and "choix" in self.fields and not data["choix"]:
            sentence = "choose_commune" if self._found else "no_commune"
            raise ValidationError({"choix": self.textes[sentence]})
        return data

    @property
    def values(self) -> dict[str, Any]:
        """Return the five rubriques of a birth place, those that it does not have empty."""
        data = self.cleaned_data
        values = dict.fromkeys(("codeInsee", "codePostal"), "")
        values |= {"libellePaysNaissance": "", "codePaysNaissance": ""}
        if data["pays"] != _FRANCE:
            nom = dict(self.fields["pays"].choices)[data["pays"]]  # type: ignore[attr-defined]
            code = {"codeInsee": data["pays"], "codePaysNaissance": data["pays"][2:]}
            return (
                values
                | code
                | {"libelleCommuneNaissance": self._typed(), "libellePaysNaissance": _bare(nom)}
            )
        chosen = self._certain() or next(
            (one for one in self._found if one.code == data.get("choix")), None
        )
        if chosen:
            return values | {"libelleCommuneNaissance": chosen.nom, "codeInsee": chosen.code}
        postal = self.known.get("codePostal") or ""
        return values | {"libelleCommuneNaissance": self._typed(), "codePostal": postal}


def _named(one: LieuPropose) -> str:
    return f"{one.nom} ({one.detail})" if one.detail else one.nom


def _bare(nom: str) -> str:
    return nom.partition(" (jusqu'en")[0]


def _quand(known: Mapping[str, Any]) -> Quand | None:
    annee = known.get("anneeNaissance")
    if not annee:
        return None
    return Quand.de(int(annee), known.get("moisNaissance"), known.get("jourNaissance"))


class ConfirmForm(forms.Form):
    """The last screen: a word to add, and the confirmation."""

    remarque = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea({"rows": 3, "autocomplete": "off"})
    )
    confirm = forms.BooleanField()

    def __init__(self, *arguments: Any, textes: Textes, **options: Any) -> None:
        super().__init__(*arguments, **options)
        _describe(self, textes)
        self.fields["remarque"].help_text = textes["remarque_help"]
        self.fields["confirm"].error_messages["required"] = textes["confirm_error"]


FORMS: Final[Mapping[str, Callable[..., QuestionForm]]] = {
    "nom": NomForm,
    "usage": UsageForm,
    "prenoms": PrenomsForm,
    "sexe": SexeForm,
    "naissance": NaissanceForm,
    "lieu": LieuForm,
}
