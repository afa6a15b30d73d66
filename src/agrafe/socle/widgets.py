"""The form widgets that Django does not have."""

from typing import Any, NamedTuple

from django import forms


class FileDrop(forms.FileInput):
    """A place where to drop a file, which is a plain file input where there is no JavaScript.

    `FileDrop(attrs={"accept": ".xlsx,.csv"})` says what the browser offers; the form checks it all the same.
    """

    template_name = "composants/widgets/file_drop.html"


class ImageDrop(FileDrop):
    """A place where to drop an image, shown before it is sent; `current_url` is the one that there is now."""

    template_name = "composants/widgets/image_drop.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, current_url: str = "") -> None:
        super().__init__(attrs)
        self.current_url = current_url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template is given."""
        return super().get_context(name, value, attrs) | {"current_url": self.current_url}


class Combobox(forms.TextInput):
    """A text field that suggests while one types, and a plain text field where there is no JavaScript.

    `url` (a text, or `reverse_lazy`) answers `?q=…` with `suggestions.suggestions(…)`. The form must understand what is typed.
    """

    template_name = "composants/widgets/combobox.html"

    def __init__(self, url: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.url = url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template is given."""
        return super().get_context(name, value, attrs) | {"url": str(self.url)}


class PartialDate(NamedTuple):
    """A date whose day, or day and month, may not be known."""

    jour: int | None
    mois: int | None
    annee: int


class SplitDate(forms.MultiWidget):
    """A date in three fields: day, month, year."""

    template_name = "composants/widgets/split_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        lengths = {"jour": "2", "mois": "2", "annee": "4"}
        super().__init__(
            {
                name: forms.TextInput({**digits, "maxlength": length, "size": length})
                for name, length in lengths.items()
            },
            attrs,
        )

    def decompress(self, value: PartialDate | None) -> list[int | None]:
        """Return what each field shows."""
        return list(value) if value else [None, None, None]

    def id_for_label(self, id_: str, index: str | None = None) -> str:  # noqa: ARG002 - Django's own signature
        """Return the id of the first field, where a link to the date leads."""
        return f"{id_}_0" if id_ else id_
