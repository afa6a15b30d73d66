from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms

from accrochage.dictionnaire import COLONNES, WRITTEN_BY_AGRAFE, Presence
from accrochage.referentiels.cles import fold
from accrochage.regles.composition import KEYS
from agrafe.certifications.models import Certification
from agrafe.certifications.selectors import certifications_of
from agrafe.comptes.models import Membership
from agrafe.imports.fiche import fault_of
from agrafe.imports.models import Ligne
from agrafe.imports.reading import CONTACT, title_of
from agrafe.imports.recall import name_of
from agrafe.passages.rubriques import OWNER_KEYS
from agrafe.socle.fields import WithWarnings
from agrafe.socle.french import long_date
from agrafe.socle.widgets import FileDrop

CLASSEURS: Final = ".xlsx,.xlsm,.xls,.ods,.csv"
_ALWAYS: Final = ("nomNaissance", "prenom1", "sexe", "code", "dateDebutValidite")
"""What the form of a row always shows."""


class ImportForm(forms.Form):
    """A workbook to import.

    Args:
        par: Who imports it.
    """

    fichier = forms.FileField(
        label="Votre fichier",
        help_text="Le modèle rempli, ou votre propre tableau : Excel, OpenDocument ou CSV.",
        widget=FileDrop(attrs={"accept": CLASSEURS}),
        error_messages={"empty": "Ce fichier est vide. Choisissez-en un autre."},
        max_length=255,
    )
    certification: Any = forms.ModelChoiceField(
        label="Certification",
        queryset=Certification.objects.none(),
        required=False,
        empty_label="Celle que dit chaque ligne",
        help_text="Pour les lignes qui ne disent pas leur certification.",
    )
    promotion = forms.CharField(
        label="Promotion",
        required=False,
        max_length=100,
        help_text="Pour retrouver ensemble les passages de ce fichier. N'est pas envoyée.",
    )

    def __init__(self, *arguments: Any, par: Membership, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field: Any = self.fields["certification"]
        field.queryset = certifications_of(par).in_use()


class _Stated(forms.Field):
    """A field that nobody calls optional, and that may be left empty all the same: the row then waits."""

    def validate(self, value: Any) -> None:
        """Admit an empty value."""


class _Text(_Stated, forms.CharField):
    """The text of a cell."""


class _Choice(_Stated, forms.ChoiceField):
    """What a cell or a column says, among what is known."""


class ColumnsForm(forms.Form):
    """Which sheet to read, and what each column of it holds.

    Args:
        columns: The columns, as the reading of the workbook gave them.
        sheets: The sheets that may be read, when there are several.
        sheet: The one that was read.
    """

    def __init__(
        self,
        *arguments: Any,
        columns: Iterable[Mapping[str, Any]],
        sheets: Sequence[str] = (),
        sheet: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._sheet = sheet
        self._letters = [column["lettre"] for column in columns]
        if sheets:
            self.fields["feuille"] = forms.ChoiceField(
                label="Feuille à lire",
                choices=[(name, name) for name in sheets],
                initial=sheet,
                help_text="Si vous en choisissez une autre, Agrafe en reconnaît les colonnes : ne réglez pas celles d'ici.",
            )
        choices = [("", "Ne pas l'importer"), *_meanings()]
        for column in columns:
            self.fields[column["lettre"]] = _column_field(column, choices)

    def clean(self) -> dict[str, Any]:
        """Refuse two columns that hold the same thing."""
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for letter in self._letters:
            key = cleaned.get(letter)
            if key and key in taken:
                self.add_error(
                    letter,
                    f"La colonne {taken[key]} dit déjà « {title_of(key)} ». Gardez l'une des deux.",
                )
            elif key:
                taken[key] = letter
        return cleaned

    @property
    def feuille(self) -> str:
        """Return the sheet to read."""
        chosen: str = self.cleaned_data.get("feuille", self._sheet)
        return chosen

    @property
    def correspondance(self) -> dict[str, str]:
        """Return what each column holds, by its name; nothing of those of another sheet."""
        if self.feuille != self._sheet:
            return {}
        return {name_of(letter): self.cleaned_data[letter] for letter in self._letters}


def _column_field(column: Mapping[str, Any], choices: Sequence[tuple[str, str]]) -> forms.Field:
    title = f"« {column['titre']} »" if column["titre"] else "sans titre"
    said = []
    if column["exemples"]:
        said.append(f"Par exemple : {', '.join(f'« {one} »' for one in column['exemples'])}.")
    if day := column.get("reprise"):
        said.append(f"Repris de votre import du {long_date(date.fromisoformat(day))}.")
    if column["proposition"]:
        said.append("Agrafe propose un sens d'après le contenu : vérifiez-le.")
    return _Choice(
        label=f"Colonne {column['lettre']}, {title}",
        help_text=" ".join(said),
        choices=choices,
        initial=column["cle"] or column["proposition"],
    )


def _meanings() -> list[tuple[str, str]]:
    kept = [
        key
        for key in COLONNES
        if key in KEYS and key not in WRITTEN_BY_AGRAFE and key not in OWNER_KEYS
    ]
    contact = [(key, title_of(key)) for key in CONTACT]
    return [*((key, COLONNES[key].header) for key in kept), *contact]


class LigneForm(WithWarnings, forms.Form):
    """The cells of a row: those that the file gives, those that something is wrong with, and the few that one always wants.

    Args:
        ligne: The row.
    """

    use_required_attribute = False

    def __init__(self, *arguments: Any, ligne: Ligne, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._before = {**ligne.valeurs, "nir": ""}
        self._blamed = {one["key"] for one in ligne.anomalies if one["key"]}
        shown = {*ligne.valeurs, *self._blamed, *_ALWAYS}
        for key in (*(key for key in COLONNES if key in shown), *CONTACT):
            self.fields[key] = _cell_field(key, self._before.get(key, ""))
            self._before[key] = self.fields[key].initial or ""
        self._corrections: dict[str, str] = {}
        for one in map(fault_of, ligne.anomalies):
            if one.key in self.fields:
                self.add_warning(one.key, f"{one.message} ({one.code})")
            if one.correction is not None:
                self._corrections.setdefault(one.key, one.correction)

    def to_mend(self) -> list[tuple[forms.BoundField, str | None]]:
        """Return the cells that something is wrong with, each with what one press would write in it."""
        return [
            (self[key], self._corrections.get(key)) for key in self.fields if key in self._blamed
        ]

    def others(self) -> list[forms.BoundField]:
        """Return the other cells."""
        return [self[key] for key in self.fields if key not in self._blamed]

    @property
    def typed(self) -> dict[str, str]:
        """Return the values that differ from those of the row."""
        return {
            key: text
            for key, text in self.cleaned_data.items()
            if text != self._before.get(key, "")
        }


def _cell_field(key: str, value: str) -> forms.Field:
    """Return the field of a cell: a choice where the dictionary has codes."""
    entry = COLONNES.get(key)
    options: dict[str, Any] = {
        "label": title_of(key),
        "required": bool(entry and entry.presence is Presence.REQUIRED),
    }
    if entry:
        example = f" Exemple : {entry.example}." if entry.example and key != "nir" else ""
        options["help_text"] = f"{entry.help}{example}"
    if key == "nir":
        options["help_text"] = "Laissez vide pour garder celui du fichier. Il est chiffré."
    codes = getattr(entry, "codes", ())
    if not codes:
        return _Text(initial=value, max_length=1000, **options)
    choices = [("", "Non renseigné"), *((code.value, code.libelle) for code in codes)]
    known = _code_of(codes, value)
    if value and known is None:
        choices.insert(0, (value, f"« {value} », non reconnu"))
    return _Choice(initial=known or value, choices=choices, **options)


def _code_of(codes: Iterable[Any], value: str) -> str | None:
    """Return the code that a cell means, None when it is not known."""
    wanted = fold(value)
    for code in codes:
        if wanted in {fold(text) for text in (code.value, code.libelle, *code.synonyms)}:
            found: str = code.value
            return found
    return None
