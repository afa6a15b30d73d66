"""How the pages of the settings write what a certificateur is: `{% load reglages %}`."""

from typing import Any

from django import template
from django.template import Context

from agrafe.certificateurs.tabs import settings_tabs
from agrafe.socle.siret import spaced

register = template.Library()


@register.filter
def siret(value: str) -> str:
    """Write a SIRET as people read it; nothing when there is none."""
    return spaced(value) if value else ""


@register.filter
def one_line(value: str) -> str:
    """Write an address on one line."""
    return ", ".join(filter(None, map(str.strip, value.splitlines())))


@register.inclusion_tag("composants/tabs.html", takes_context=True)
def tabs_of_settings(context: Context, current: str) -> dict[str, Any]:
    """Draw the tabs of the settings above a page of another application: `{% tabs_of_settings "journal:list" %}`."""
    return {"label": "Réglages", "links": settings_tabs(context["request"].par, current)}
