"""How the pages show the state of a certification: `{% load certifications %}`."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from agrafe.certifications.models import Certification
from agrafe.socle.templatetags.components import badge

register = template.Library()


@register.simple_tag
def state_of(states: Mapping[int, tuple[str, str]], certification: Certification) -> SafeString:
    """Show the state of a row, among those that its view worked out."""
    label, tone = states[certification.pk]
    return badge(label, tone)
