"""What the pages of the passages share: `{% load passages %}`."""

from collections.abc import Collection

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from agrafe.passages.enums import OPEN, Status
from agrafe.passages.models import Passage
from agrafe.passages.selectors import TONES
from agrafe.socle.templatetags.components import badge, deadline

register = template.Library()


@register.simple_tag
def passage_state(passage: Passage) -> SafeString:
    """Show the state of a passage."""
    status = Status(passage.status)
    return badge(status.label, TONES[status].value)


@register.simple_tag(takes_context=True)
def passage_deadline(context: Context, passage: Passage, unsent: Collection[int]) -> SafeString:
    """Show the deadline of a passage until the CDC has it; `unsent` has the keys of those in a deposit that has not left."""
    is_unsent = passage.pk in unsent
    if passage.status not in OPEN and not is_unsent:
        return _quiet("déposé" if passage.status == Status.EN_DEPOT else "sans objet")
    shown = deadline(context, passage.due_on) if passage.due_on else _quiet("inconnue")
    return format_html("{} {}", shown, _quiet("dépôt pas encore parti")) if is_unsent else shown


def _quiet(text: str) -> SafeString:
    return format_html('<span class="quiet">{}</span>', text)
