"""The components of the pages: `{% load components %}`. All of them are shown on `/composants/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django import forms, template
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from agrafe.socle import french
from agrafe.socle.charts import Part, slices
from agrafe.socle.files import File
from agrafe.socle.glossary import DEFINITIONS
from agrafe.socle.history import Event
from agrafe.socle.icons import ICONS
from agrafe.socle.listing import TICK, Listing
from agrafe.socle.navigation import tabs_under
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
    shown = (Tone(tone).value, drawn, capfirst(label))
    return format_html('<span class="state state-{}">{}{}</span>', *shown)


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
    tip = {
        "word": word,
        "shown": shown or word,
        "definition": DEFINITIONS[word],
        "id": _number(context, "definition"),
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


@register.inclusion_tag("composants/tabs.html", takes_context=True)
def room_tabs(context: Context, route: str, label: str) -> dict[str, Any]:
    """Draw the tabs of a room, those that the applications declare: `{% room_tabs "passages:list" "Accrochage" %}`."""
    return {"label": label, "links": tabs_under(context["request"], route)}


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
            "stacks": "data-label=" in content,
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


class CellNode(template.Node):
    """A cell of a list, which is not even rendered when its column is hidden."""

    def __init__(
        self, shown: FilterExpression, key: FilterExpression, nodelist: template.NodeList
    ) -> None:
        self.shown = shown
        self.key = key
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Write the cell as its column wants it: the name of the row, figures on the right, or plain."""
        column = self.shown.resolve(context).column(self.key.resolve(context))
        if column is None:
            return SafeString("")
        content = self.nodelist.render(context)
        if column.is_title:
            return format_html('<th scope="row" class="row-title">{}</th>', content)
        kind = SafeString(' class="number"' if column.is_number else "")
        return format_html('<td{} data-label="{}"><div>{}</div></td>', kind, column.label, content)


@register.tag
def cell(parser: Parser, token: Token) -> CellNode:
    """Write the cell of a column, nothing when it is hidden: `{% cell listing "nom" %}{{ row.nom }}{% endcell %}`."""
    name, *arguments = token.split_contents()
    if len(arguments) != 2:
        raise template.TemplateSyntaxError(
            f"{{% {name} %}} takes a listing and the key of a column"
        )
    shown, key = map(parser.compile_filter, arguments)
    nodelist = parser.parse(("endcell",))
    parser.delete_first_token()
    return CellNode(shown, key, nodelist)


@register.simple_block_tag
def card_head(content: str, kind: str, title: object, state: str = "") -> SafeString:
    """Write the top of a card: what it is, its state, and in the block what comes next, a sentence and a button."""
    return render_to_string(
        "composants/card_head.html",
        {"kind": kind, "title": title, "state": state, "content": content},
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """Gather the facts of a card, one `{% fact %}` each."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """Write a fact: `{% fact "Naissance" %}3 juillet 1991{% endfact %}`; an empty one says that it is not known."""
    return render_to_string("composants/fact.html", {"label": label, "content": content})


@register.inclusion_tag("composants/history.html")
def history(events: Sequence[Event]) -> dict[str, Any]:
    """Tell what happened, as it is given: the latest first."""
    return {"events": events}


@register.inclusion_tag("composants/masked.html")
def masked(value: str = "", label: str = "", url: str = "") -> dict[str, Any]:
    """Hide a value until it is asked for; with `url` it is not in the page, and the view that shows it can say so in the journal."""
    return {"value": value, "label": label, "url": url}


@register.inclusion_tag("composants/copy.html", takes_context=True)
def copy(context: Context, value: str, label: str) -> dict[str, Any]:
    """Show a value to take elsewhere, with a button that copies it."""
    return {"value": value, "label": label, "id": _number(context, "copie")}


@register.inclusion_tag("composants/files.html")
def files(files: Sequence[File]) -> dict[str, Any]:
    """List files to take away."""
    return {"files": files}


@register.simple_block_tag
def note(content: str, tone: str = "neutral") -> SafeString:
    """Say something beside the rest: `{% note "attention" %}<p>…</p>{% endnote %}`."""
    kind = Tone(tone)
    icon_name = "info-circle" if kind is Tone.NEUTRAL else ICON_OF[kind]
    return render_to_string(
        "composants/note.html", {"tone": kind.value, "icon_name": icon_name, "content": content}
    )


@register.simple_block_tag
def menu(content: str, label: str, icon_name: str) -> SafeString:
    """Write a menu of the top of the page, closed until it is pressed; the block holds links and small forms."""
    return render_to_string(
        "composants/menu.html", {"label": label, "icon_name": icon_name, "content": content}
    )


@register.inclusion_tag("composants/donut.html", takes_context=True)
def donut(context: Context, parts: Sequence[Part], title: str) -> dict[str, Any]:
    """Draw the parts of a whole as a ring, with their figures."""
    return _chart(context, parts, title)


@register.inclusion_tag("composants/bars.html", takes_context=True)
def bars(context: Context, parts: Sequence[Part], title: str) -> dict[str, Any]:
    """Draw the parts of a whole as bars, with their figures."""
    return _chart(context, parts, title)


def _chart(context: Context, parts: Sequence[Part], title: str) -> dict[str, Any]:
    return {
        "slices": list(slices(parts)),
        "whole": sum(part.value for part in parts),
        "title": title,
        "id": _number(context, "figure"),
    }


def _number(context: Context, name: str) -> str:
    """Return an id that the page does not have yet."""
    numbers = context.dicts[0].setdefault(f"{name}_numbers", count(1))
    return f"{name}-{next(numbers)}"
