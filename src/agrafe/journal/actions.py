"""What the actions of the journal are called in French: each application declares its own on its configuration.

class PassagesConfig(AppConfig):
    actions = {"passages.exclude": "Passages exclus"}
"""

from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist


@cache
def labels() -> dict[str, str]:
    """Return the label of each action, in the order of the applications."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        found |= getattr(config, "actions", {})
    return found


def label_of(action: str) -> str:
    """Return the label of an action; its own name when the application that had it has gone."""
    return labels().get(action, action)


@cache
def target_labels() -> dict[str, str]:
    """Return what each kind of target is called: the models that have an address of their own."""
    return {
        model._meta.label_lower: str(model._meta.verbose_name).capitalize()  # noqa: SLF001 - Django's documented way
        for model in apps.get_models()
        if any(field.name == "public_id" for field in model._meta.fields)  # noqa: SLF001
    }


@cache
def field_label(target_type: str, name: str) -> str:
    """Return what a field of a kind of target is called, its own name when it is none of its fields."""
    try:
        field = apps.get_model(target_type)._meta.get_field(name)  # noqa: SLF001
    except (LookupError, ValueError, FieldDoesNotExist):
        return name.replace("_", " ")
    return str(getattr(field, "verbose_name", name))


@cache
def areas() -> dict[str, str]:
    """Return the parts of the software that write in the journal: the name of the application, and what it is called."""
    return {
        config.label: str(config.verbose_name).capitalize()
        for config in apps.get_app_configs()
        if getattr(config, "actions", {})
    }
