"""The forms of a certification and of its blocs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError

from accrochage.dictionnaire import DEFAULT_VERSION, RUBRIQUES
from accrochage.operations.saisie import Saisie
from accrochage.regles.coherence import is_code_of
from agrafe.certifications.enums import NIVEAUX, RAPPELS_POSSIBLES, Repertoire
from agrafe.certifications.models import Certification, usual_rappels
from agrafe.certifications.services import FIELDS, Ligne
from agrafe.socle.fields import WithWarnings
from agrafe.socle.rubriques import choices_of

EMPTY_LINES: Final = 3
"""Lines offered for new blocs, and added each time more are asked for."""
MAX_LINES: Final = 60

_NSF: Final = re.compile(r"[1-4][0-9]{2}[m-z]?")
_BLOC: Final = re.compile(r"(?P<fiche>(?:RNCP|RS)[0-9]+)?(?:BC)?(?P<number>[0-9]{1,3})")


def _date(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


def _help(key: str) -> str:
    return RUBRIQUES[key].help


class CertificationForm(WithWarnings, forms.Form):
    """A record of the RNCP or the RS, and what its passages have in common."""

    type = forms.ChoiceField(
        label="Répertoire", choices=Repertoire.choices, widget=forms.RadioSelect
    )
    code = forms.CharField(
        label="Code de la fiche",
        help_text="Sur le site de France compétences, par exemple RNCP35726 ou RS5875.",
        max_length=200,
    )
    intitule = forms.CharField(
        label="Intitulé exact", help_text="Recopiez-le de la fiche, sans l'abréger.", max_length=500
    )
    niveau = forms.TypedChoiceField(
        label="Niveau",
        help_text="Pour une certification du RNCP. Celles du RS n'en ont pas.",
        required=False,
        choices=[("", "Sans niveau"), *((str(level), f"Niveau {level}") for level in NIVEAUX)],
        coerce=int,
        empty_value=None,
    )
    codes_nsf = forms.CharField(
        label="Codes NSF",
        help_text="Trois chiffres, et parfois une lettre, séparés par des virgules : 312, 326t.",
        required=False,
        max_length=200,
    )
    date_decision = _date("Date de décision", "Celle de France compétences.")
    date_enregistrement = _date("Date d'enregistrement")
    date_echeance = _date("Échéance de l'enregistrement")
    rappels = forms.TypedMultipleChoiceField(
        label="Rappels avant l'échéance",
        help_text="Un courriel part aux administrateurs à chacun de ces moments.",
        required=False,
        choices=[(months, f"{months} mois") for months in RAPPELS_POSSIBLES],
        coerce=int,
        initial=usual_rappels,
        widget=forms.CheckboxSelectMultiple,
    )
    duree_validite = forms.IntegerField(
        label="Durée de validité du certificat, en mois",
        help_text="Laissez vide si le certificat est acquis pour toujours.",
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages={
            "min_value": "Écrivez un nombre de mois, de 1 à 600.",
            "max_value": "Écrivez un nombre de mois, de 1 à 600.",
        },
    )
    defaut_obtention_certification = forms.ChoiceField(
        label=RUBRIQUES["obtentionCertification"].header,
        help_text=_help("obtentionCertification"),
        choices=choices_of("obtentionCertification"),
        initial="PAR_ADMISSION",
        widget=forms.RadioSelect,
    )
    defaut_modalite_acces = forms.ChoiceField(
        label=RUBRIQUES["modaliteAcces"].header,
        help_text="Par quelle voie vos titulaires arrivent à la certification, s'ils ont tous la même.",
        required=False,
        choices=choices_of("modaliteAcces", empty="Selon le titulaire"),
    )
    defaut_modalite_passage_examen = forms.ChoiceField(
        label=RUBRIQUES["modalitePassageExamen"].header,
        help_text=_help("modalitePassageExamen"),
        required=False,
        choices=choices_of("modalitePassageExamen", empty="Selon la session"),
    )
    defaut_donnee_certifiee = forms.BooleanField(
        label=RUBRIQUES["donneeCertifiee"].header,
        help_text="Cochez si les résultats que vous transmettez sont définitifs.",
        required=False,
        initial=True,
    )
    defaut_presence_niveau_langue_euro = forms.BooleanField(
        label=RUBRIQUES["presenceNiveauLangueEuro"].header,
        help_text="Cochez si la certification atteste un niveau de langue du cadre européen (CECRL).",
        required=False,
    )
    defaut_niveau_langue_europeen = forms.ChoiceField(
        label=RUBRIQUES["niveauLangueEuropeen"].header,
        help_text="Si tous les titulaires obtiennent le même.",
        required=False,
        choices=choices_of("niveauLangueEuropeen", empty="Selon le titulaire"),
    )
    defaut_presence_niveau_numerique_euro = forms.BooleanField(
        label=RUBRIQUES["presenceNiveauNumeriqueEuro"].header,
        help_text="Cochez si la certification atteste un niveau de compétences numériques (DigComp).",
        required=False,
    )

    sections: Final = (
        ("La fiche", ("type", "code", "intitule", "niveau", "codes_nsf")),
        (
            "L'enregistrement",
            ("date_decision", "date_enregistrement", "date_echeance", "rappels"),
        ),
        (
            "Ce que les passages ont en commun",
            (
                *("duree_validite", "defaut_obtention_certification", "defaut_modalite_acces"),
                *("defaut_modalite_passage_examen", "defaut_donnee_certifiee"),
                *("defaut_presence_niveau_langue_euro", "defaut_niveau_langue_europeen"),
                "defaut_presence_niveau_numerique_euro",
            ),
        ),
    )

    def __init__(self, *arguments: Any, today: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.today = today

    def sectioned(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields, section by section."""
        return [(title, [self[name] for name in names]) for title, names in self.sections]

    def clean_intitule(self) -> str:
        """Return the title on one line."""
        return " ".join(self.cleaned_data["intitule"].split())

    def clean_codes_nsf(self) -> str:
        """Return the codes in one spelling, or name the first that has not the shape of one."""
        codes = [
            code.lower() for code in re.split(r"[\s,;/]+", self.cleaned_data["codes_nsf"]) if code
        ]
        for code in codes:
            if not _NSF.fullmatch(code):
                raise ValidationError(
                    f"« {code} » n'a pas la forme d'un code NSF : trois chiffres de 100 à 499, et parfois une lettre."
                )
        return ", ".join(dict.fromkeys(codes))

    def clean_rappels(self) -> list[int]:
        """Return the reminders, the first to come first."""
        return sorted(self.cleaned_data["rappels"], reverse=True)

    def clean(self) -> dict[str, Any]:
        """Compare what must agree: the code and the register, the dates, the level of language."""
        cleaned = super().clean() or {}
        self._check_code(cleaned)
        self._check_dates(cleaned)
        if cleaned.get("defaut_niveau_langue_europeen") and not cleaned.get(
            "defaut_presence_niveau_langue_euro"
        ):
            self.add_error(
                "defaut_niveau_langue_europeen",
                "Cochez « Niveau de langue attesté », ou laissez le niveau « Selon le titulaire ».",
            )
        return cleaned

    def _check_code(self, cleaned: dict[str, Any]) -> None:
        """Read the code as the core reads it, and let it say what is wrong."""
        if not (cleaned.get("type") and cleaned.get("code")):
            return
        keys = ("type", "code")
        fiche = Saisie(DEFAULT_VERSION, self.today, keys).check({key: cleaned[key] for key in keys})
        code = fiche.passage.certification.code or ""
        if is_code_of(cleaned["type"], code) and len(code) <= 20:
            cleaned["code"] = code
            return
        said = [each.message for each in fiche.anomalies if each.ou.rubrique in keys]
        self.add_error("code", said[0] if said else "Ce code est trop long. Vérifiez-le.")

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        decision, start, end = (
            cleaned.get(name) for name in ("date_decision", "date_enregistrement", "date_echeance")
        )
        if end and any(day and day >= end for day in (decision, start)):
            self.add_error(
                "date_echeance",
                "L'échéance doit suivre la décision et l'enregistrement. Vérifiez les dates.",
            )
        elif decision and start and decision > start:
            self.add_warning(
                "date_enregistrement",
                "L'enregistrement précède la décision : vérifiez les deux dates sur la fiche.",
            )


class Faults:
    """The faults of a form and of the lines under it, as one summary shows them."""

    def __init__(self, form: CertificationForm, blocs: "BlocFormSet") -> None:
        self._form = form
        self._blocs = blocs

    def non_field_errors(self) -> list[str]:
        """Return the faults that belong to no field."""
        return [*self._form.non_field_errors(), *self._blocs.non_form_errors()]

    def __iter__(self) -> Iterator[forms.BoundField]:
        yield from self._form
        for line in self._blocs:
            yield from line


def initial_of(certification: Certification) -> dict[str, Any]:
    """Return what the form of a certification starts from."""
    return {name: getattr(certification, name) for name in FIELDS}


class BlocForm(forms.Form):
    """A line for a bloc de compétences; an empty one is no bloc."""

    known_as = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    code = forms.CharField(label="Code du bloc", required=False, max_length=60)
    intitule = forms.CharField(label="Intitulé du bloc", required=False, max_length=500)
    is_optional = forms.BooleanField(label="Facultatif", required=False)
    is_removed = forms.BooleanField(label="Retirer ce bloc", required=False)

    @property
    def ligne(self) -> Ligne | None:
        """Return the bloc of a clean line; None for an empty one or one that goes."""
        values = self.cleaned_data
        if values.get("is_removed") or not (values.get("code") or values.get("intitule")):
            return None
        return Ligne(
            values["code"], values["intitule"], values["is_optional"], values.get("known_as", "")
        )

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a line."""
        cleaned = super().clean() or {}
        if cleaned.get("is_removed"):
            return cleaned
        code, intitule = cleaned.get("code"), cleaned.get("intitule")
        if code and not intitule:
            self.add_error("intitule", "Écrivez l'intitulé de ce bloc.")
        if intitule and not code:
            self.add_error("code", "Écrivez le code de ce bloc, par exemple BC01.")
        if cleaned.get("known_as") and not (code or intitule):
            self.add_error("code", "Pour retirer ce bloc, cochez « Retirer ce bloc ».")
        return cleaned

    def complete(self, fiche: str) -> None:
        """Write the code with that of the certification before it, or say why it cannot be."""
        typed = self.cleaned_data.get("code", "")
        found = _BLOC.fullmatch(re.sub(r"[\s.\-_/]+", "", typed).upper())
        if not found:
            self.add_error(
                "code", f"« {typed} » n'a pas la forme d'un code de bloc : {fiche}BC01, ou BC01."
            )
        elif found["fiche"] and found["fiche"] != fiche:
            self.add_error(
                "code", f"Ce bloc est de la fiche {found['fiche']}, pas de {fiche}. Corrigez-le."
            )
        else:
            self.cleaned_data["code"] = f"{fiche}BC{int(found['number']):02}"


class BlocFormSet(forms.BaseFormSet[BlocForm]):
    """The blocs of a certification, a line each."""

    fiche: str = ""
    """The code of the certification, once it is known."""

    def clean(self) -> None:
        """Complete the codes, and refuse the same one twice, or a line that belongs to nothing."""
        seen: set[str] = set()
        for form in self.forms:
            if form.errors or form.ligne is None:
                continue
            if self.fiche:
                form.complete(self.fiche)
            code = form.cleaned_data.get("code", "")
            if code in seen:
                form.add_error("code", f"{code} est écrit deux fois. Gardez une seule ligne.")
            seen.add(code)

    @property
    def lignes(self) -> list[Ligne]:
        """Return the blocs written, in order."""
        return [ligne for form in self.forms if (ligne := form.ligne)]


_BlocFormSet: Final = forms.formset_factory(
    BlocForm,
    formset=BlocFormSet,
    extra=EMPTY_LINES,
    max_num=MAX_LINES,
    absolute_max=MAX_LINES + EMPTY_LINES,
)
PREFIX: Final = "blocs"


def bloc_formset(data: Mapping[str, Any] | None = None) -> BlocFormSet:
    """Return the blocs that a form sent."""
    return cast("BlocFormSet", _BlocFormSet(data, prefix=PREFIX))


def bloc_lines(lines: Sequence[Mapping[str, Any]]) -> BlocFormSet:
    """Return lines to fill, after those that there are."""
    initial = [dict(line) for line in lines]
    return cast("BlocFormSet", _BlocFormSet(initial=initial, prefix=PREFIX))


def lines_of(certification: Certification) -> list[dict[str, Any]]:
    """Return the lines of the blocs that a certification has."""
    return [
        {
            "known_as": bloc.code,
            "code": bloc.code,
            "intitule": bloc.intitule,
            "is_optional": bloc.is_optional,
        }
        for bloc in certification.blocs.all()
    ]


def lines_sent(data: Any) -> list[dict[str, Any]]:
    """Return the lines that a form sent, as they were typed, so that more can be added without a check."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    number = min(int(total), MAX_LINES) if total.isascii() and total.isdigit() else 0
    names = tuple(BlocForm.base_fields)
    return [
        {name: data.get(f"{PREFIX}-{rank}-{name}", "") for name in names} for rank in range(number)
    ]
