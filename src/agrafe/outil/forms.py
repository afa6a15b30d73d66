"""The forms of the tool."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accrochage.dictionnaire import COLONNES, DEFAULT_VERSION, VERSIONS, WRITTEN_BY_AGRAFE
from accrochage.regles.composition import KEYS
from accrochage.typographie import size
from agrafe.outil.workspace import Reglages
from agrafe.socle.widgets import FileDrop

if TYPE_CHECKING:  # generic in its stubs alone
    from django.core.files.uploadedfile import UploadedFile

ONCE: Final = ("idClient", "idContrat", "code", "idClientEmetteur", "natureDeposant")
"""What may be given once for all rows, by key of the dictionary."""

ASIDE: Final = "-"
"""Says that a column is not to be sent."""
CLASSEURS: Final = ".xlsx,.xlsm,.xls,.ods,.csv"


class GivenFile(forms.FileField):
    """A file of the visitor, not larger than the tool takes; what it is, its reader says from its content."""

    def __init__(self, accept: str, **options: Any) -> None:
        super().__init__(
            widget=FileDrop(attrs={"accept": accept}),
            error_messages={"empty": "Ce fichier est vide. Choisissez-en un autre."},
            max_length=255,
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse a file that is too large."""
        file: UploadedFile[Any] | None = super().clean(data, initial)
        most = settings.OUTIL_MAX_FILE_SIZE
        if file and (file.size or 0) > most:
            raise ValidationError(
                f"Ce fichier pèse {size(file.size or 0)}, et l'outil en prend {size(most)} au plus. Partagez-le en plusieurs."
            )
        return file


class ClasseurForm(forms.Form):
    """The workbook to check."""

    classeur = GivenFile(
        CLASSEURS,
        label="Votre fichier",
        help_text="Le modèle rempli, ou votre propre tableau : Excel, OpenDocument ou CSV.",
    )


class ReglagesForm(forms.Form):
    """What the workbook does not say.

    Args:
        reglages: What was said before.
        missing: Keys of what is wanted, and nothing else asked; none asks for all that may be said.
    """

    def __init__(
        self, data: Any = None, *, reglages: Reglages, missing: Sequence[str] = ()
    ) -> None:
        super().__init__(data, initial={"version": reglages.version, **reglages.options})
        self._given = dict(reglages.options)
        for key in missing or ONCE:
            self.fields[key] = _given_once(key, required=key in missing)
        if not missing:
            self.fields["version"] = _version()
            self.order_fields(["version"])

    @property
    def options(self) -> dict[str, str]:
        """Return what was given, now or before, by key of the dictionary."""
        said = {key: value for key, value in self.cleaned_data.items() if key in ONCE}
        return {key: value for key, value in {**self._given, **said}.items() if value}


def _given_once(key: str, *, required: bool) -> forms.Field:
    """Return the field of what may be given once for all rows."""
    entry = COLONNES[key]
    if entry.codes:
        choices = [("", "Celle du classeur"), *((one.value, one.libelle) for one in entry.codes)]
        return forms.ChoiceField(
            label=entry.header, help_text=entry.help, required=required, choices=choices
        )
    return forms.CharField(
        label=entry.header,
        help_text=f"{entry.help} Par exemple : {entry.example}.",
        required=required,
        max_length=getattr(entry, "max_length", None),
    )


def _version() -> forms.Field:
    return forms.ChoiceField(
        label="Version du format",
        choices=[
            (one, f"{one} (habituelle)" if one == DEFAULT_VERSION else one) for one in VERSIONS
        ],
        help_text="Celle du kit que la Caisse des Dépôts vous a remis ; dans le doute, gardez l'habituelle.",
    )


class ColumnsForm(forms.Form):
    """What each column of the workbook holds.

    Args:
        columns: The columns, as `isolated.columns` gives them.
        given: What the visitor said before, by name of column.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        columns: Iterable[Mapping[str, Any]],
        given: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        choices = [(ASIDE, "Ne pas l'envoyer"), *_meanings()]
        for column in columns:
            letter = column["lettre"]
            name = f"colonne {letter}"
            examples = ", ".join(f"« {one} »" for one in column["exemples"])
            title = f"« {column['titre']} »" if column["titre"] else "sans titre"
            self.fields[letter] = forms.ChoiceField(
                label=f"Colonne {letter}, {title}",
                help_text=f"Par exemple : {examples}" if examples else "Elle est vide.",
                choices=choices,
                initial=given.get(name, column["cle"]) or ASIDE,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse two columns that hold the same thing."""
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for letter, key in list(cleaned.items()):
            if key in taken:
                self.add_error(
                    letter,
                    f"La colonne {taken[key]} dit déjà « {COLONNES[key].header} ». Gardez l'une des deux.",
                )
            elif key != ASIDE:
                taken[key] = letter
        return cleaned

    @property
    def correspondance(self) -> dict[str, str]:
        """Return what each column holds, by its name."""
        said = {letter: "" if key == ASIDE else key for letter, key in self.cleaned_data.items()}
        return {f"colonne {letter}": key for letter, key in said.items()}


def _meanings() -> Iterator[tuple[str, str]]:
    """Yield what a column may hold, by title."""
    for key in COLONNES:
        if key in KEYS and key not in WRITTEN_BY_AGRAFE:
            yield key, COLONNES[key].header


class AccuseForm(forms.Form):
    """An accusé, and what it answers."""

    accuse = GivenFile(
        ".xml",
        label="L'accusé de traitement",
        help_text="Le fichier XML que le portail rend dans l'historique de vos dépôts.",
    )
    flux = GivenFile(
        ".xml",
        label="Le fichier déposé",
        help_text="Le fichier XML que vous aviez déposé : les passages rejetés vous sont alors rendus dans un classeur à corriger.",
        required=False,
    )
    classeur = GivenFile(
        CLASSEURS,
        label="Ou le classeur dont il vient",
        help_text="Si vous n'avez plus le fichier déposé.",
        required=False,
    )
