"""What the pages of the passages share: `{% load passages %}`."""

from django import template
from django.utils.safestring import SafeString

from agrafe.passages.enums import Status
from agrafe.passages.models import Passage
from agrafe.passages.selectors import TONES
from agrafe.socle.templatetags.components import badge

register = template.Library()


@register.simple_tag
def passage_state(passage: Passage) -> SafeString:
    """Show the state of a passage."""
    status = Status(passage.status)
    return badge(status.label, TONES[status].value)
