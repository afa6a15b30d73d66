"""The components of the pages: `{% load components %}`. All of them are shown on `/composants/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django import forms, template
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from agrafe.socle import french
from agrafe.socle.glossary import DEFINITIONS
from agrafe.socle.icons import ICONS
from agrafe.socle.listing import TICK, Listing
from agrafe.socle.progress import Progress
from agrafe.socle.states import ICON_OF, Tone

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; with a label it speaks to screen readers, without one it is only there beside a word."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"« {name} » is not in agrafe.socle.icons")
    use = format_html('<use href="{}#{}"/>', static("socle/icones.svg"), name)
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}">{}</svg>', label, use)
    return format_html('<svg class="icon" aria-hidden="true">{}</svg>', use)


@register.simple_tag
def badge(label: str, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """Show a state: `{% badge "accepté" "success" %}`; a state with an icon of its own names it."""
    drawn = icon(icon_name or ICON_OF[Tone(tone)])
    return format_html('<span class="state state-{}">{}{}</span>', Tone(tone).value, drawn, label)


@register.simple_tag(takes_context=True)
def deadline(context: Context, day: date, *, is_done: bool = False) -> SafeString:
    """Say a day both ways, and louder when it is near or past: `{% deadline depot.due_on %}`."""
    today = context["today"]
    days = (day - today).days
    tone = Tone.NEUTRAL
    if not is_done and days <= 14:
        tone = Tone.ERROR if days < 0 else Tone.ATTENTION
    drawn = "" if tone is Tone.NEUTRAL else icon(ICON_OF[tone])
    said = french.both_ways(day, today) + (", en retard" if tone is Tone.ERROR else "")
    return format_html(
        '<time class="deadline deadline-{}" datetime="{}">{}{}</time>',
        tone.value,
        day.isoformat(),
        drawn,
        said,
    )


@register.simple_tag(takes_context=True)
def term(context: Context, word: str, shown: str = "") -> SafeString:
    """Write a word of the trade and what it means, one press away: `{% term "passage" "passages" %}`."""
    numbers = context.dicts[0].setdefault("term_numbers", count(1))
    tip = {
        "word": word,
        "shown": shown or word,
        "definition": DEFINITIONS[word],
        "id": f"definition-{next(numbers)}",
    }
    return mark_safe(render_to_string("composants/term.html", tip).strip())  # noqa: S308 - our own template


@dataclass(frozen=True, slots=True)
class Fault:
    """An error of a form, as the summary on top of it shows it; a fault of the whole form has no field."""

    message: str
    label: str = ""
    anchor: str = ""


@register.inclusion_tag("composants/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """List the errors of a form above it, each leading to its field; nothing when there is none."""
    faults = [Fault(str(message)) for message in form.non_field_errors()]
    for field in form:
        anchor = getattr(field, "first_id", field.auto_id)  # a form may have fields of its own kind
        faults += [Fault(str(message), str(field.label), anchor) for message in field.errors]
    return {"faults": faults}


@register.inclusion_tag("composants/tabs.html")
def tabs(label: str, links: Sequence[Any]) -> dict[str, Any]:
    """Show tabs that are links, `agrafe.socle.navigation.Link` or the like; the current one has `is_current`."""
    return {"label": label, "links": links}


@register.inclusion_tag("composants/steps.html")
def steps(labels: Sequence[str], current: int) -> dict[str, Any]:
    """Show the steps of a work, numbered from 1, and where the reader is."""
    return {"labels": labels, "current": current}


@register.inclusion_tag("composants/progress.html")
def progress(work: Progress) -> dict[str, Any]:
    """Show how far a long work is; the panel asks its page again until it is done."""
    return {"work": work}


@register.inclusion_tag("composants/error_text.html")
def error_text(message: str, code: str = "") -> dict[str, Any]:
    """Show an error of the data: what, where and how, its code small at the end."""
    return {"message": message, "code": code}


@register.simple_block_tag
def empty_state(content: str, title: str, icon_name: str = "folder2-open") -> SafeString:
    """Show that there is nothing yet, what a thing of this kind is, and how to make the first."""
    return render_to_string(
        "composants/empty_state.html", {"title": title, "icon_name": icon_name, "content": content}
    )


@register.simple_block_tag(takes_context=True)
def listing(
    context: Context, content: str, shown: Listing, caption: str, counted: str
) -> SafeString:
    """Show a list: its count, search, filters, table and pages; the block holds the rows (`<tr>`) of `shown.page`.

    `caption` names the table to screen readers; `counted` gives the singular and the plural of what it lists.
    """
    return render_to_string(
        "composants/listing.html",
        {
            "listing": shown,
            "caption": caption,
            "counted": counted,
            "content": content,
            "csrf_token": context.get("csrf_token"),
        },
    )


@register.simple_tag
def tick(shown: Listing, value: object, label: str) -> SafeString:
    """Write the first cell of a row that can be ticked: `{% tick listing row.pk row.nom %}`."""
    return format_html(
        '<td class="tick"><input class="form-check-input" type="checkbox" name="{}" value="{}" form="{}-choix" '
        'aria-label="Choisir {}"></td>',
        TICK,
        value,
        shown.name,
        label,
    )
