"""How forms are written: Django's own `{{ form }}`, with the markup of the house.

The templates are in `templates/django/forms/`. A form names its fields, labels and help; nothing in it speaks of style.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting


class BoundField(DjangoBoundField):
    """A field whose widget has the class that the style sheet knows."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Return the attributes of the widget, with its class beside any that the form gave."""
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        classes = [widget.attrs.get("class", ""), style_of(widget)]
        if self.errors:
            classes.append("is-invalid")
        built["class"] = " ".join(filter(None, classes))
        return built

    @property
    def warnings(self) -> list[str]:
        """Return the doubts of the form about this answer (`fields.WithWarnings`)."""
        said: dict[str, list[str]] = getattr(self.form, "warnings", {})
        return said.get(self.name, [])

    @property
    def aria_describedby(self) -> str | None:
        """Return the ids of what describes the field: its help, its errors, its doubts."""
        described: str | None = super().aria_describedby
        if not self.warnings or "aria-describedby" in self.field.widget.attrs:
            return described
        return " ".join(filter(None, (described, f"{self.auto_id}_warning")))

    @property
    def is_box(self) -> bool:
        """Tell whether the field is one box to tick, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def first_id(self) -> str:
        """Return the id of what a link to this field should reach: the first of its boxes when it has several."""
        widget = self.field.widget
        if isinstance(widget, forms.MultiWidget):
            return widget.id_for_label(self.auto_id)
        index = 0 if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else None
        return widget.id_for_label(self.auto_id, index) if index == 0 else self.auto_id


def style_of(widget: forms.Widget) -> str:
    """Return the class of a widget."""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


class FormRenderer(TemplatesSetting):
    """Writes every form of Agrafe; named by the setting FORM_RENDERER."""

    bound_field_class = BoundField
