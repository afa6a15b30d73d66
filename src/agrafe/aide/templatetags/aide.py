"""What leads to the help, from any page."""

from typing import Final

from django import template
from django.apps import apps
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from agrafe.aide.library import address_of, anchors

register = template.Library()

_CODES: Final = ("reference/regles", "reference/messages")
"""The pages that have an anchor for each code."""


@register.simple_tag
def help_address(request: HttpRequest) -> str:
    """Return the address of the guide of the application whose page is shown, of the index when it names none.

    An application names its own on its configuration: `guide = "guides/passages"`.
    """
    match = request.resolver_match
    label = match.namespace if match else ""
    return address_of(getattr(apps.app_configs.get(label), "guide", ""))


@register.simple_tag
def code_link(code: str) -> SafeString:
    """Return a code, small, which leads to what the help says of it; the code alone where it says nothing.

    In a new tab: whoever asks what a code means has not finished with the page that says it.
    """
    anchor = code.lower()
    page = next((one for one in _CODES if anchor in anchors(one)), "")
    if not page:
        return format_html('<span class="fault-code">{}</span>', code)
    return format_html(
        '<a class="fault-code" href="{}#{}" target="_blank" rel="noopener"'
        ' aria-label="{}, expliqué dans l\'aide (nouvel onglet)">{}</a>',
        address_of(page),
        anchor,
        code,
        code,
    )
