"""The form widgets that Django does not have."""

from django import forms


class FileDrop(forms.FileInput):
    """A place where to drop a file, which is a plain file input where there is no JavaScript.

    `FileDrop(attrs={"accept": ".xlsx,.csv"})` says what the browser offers; the form checks it all the same.
    """

    template_name = "composants/widgets/file_drop.html"
