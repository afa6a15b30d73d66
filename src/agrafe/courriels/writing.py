"""The language in which mails are written, small enough to be put into anyone's hands.

Paragraphs are separated by an empty line. `{{ name }}` stands for a value. Lines that start with `- ` are a list. `[words](address)`
is a link, and a button when it is alone in its paragraph; its address is `https://…`, `http://…`, `mailto:…` or the variable of an
address. There is nothing else: neither filter, nor condition, nor HTML. A value is only ever text: it is put in after the marks
have been read, so that no name, however odd, makes a link.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from agrafe.socle.refusals import Refusal

_VARIABLE: Final = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_LINK: Final = re.compile(
    r"\[(?P<words>[^\[\]\n]+)\]\((?P<address>(?:\{\{[^{}()]*\}\}|[^()\s{}])+)\)"
)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"«»]+[^\s<>\"«».,;:!?)]")
_ONLY_VARIABLE: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_SAFE: Final = re.compile(r"(?:https?://|mailto:)\S+\Z", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_ITEM: Final = "- "

LINK_STYLE: Final = "color:#0b5d63;text-decoration:underline"
_BUTTON_STYLE: Final = (
    "display:inline-block;padding:12px 22px;border-radius:6px;"
    "background:#0b5d63;color:#ffffff;font-weight:bold;text-decoration:none"
)
_PARAGRAPH_STYLE: Final = "margin:0 0 16px"
_LIST_STYLE: Final = "margin:0 0 16px;padding-left:22px"


class WritingError(Refusal):
    """The words of a mail cannot be sent as they are; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a mail, plain and in HTML (the inside of the house layout)."""

    text: str
    html: SafeString


def check_subject(subject: str, names: AbstractSet[str]) -> None:
    """Refuse a subject that names what the mail does not have.

    Raises:
        WritingError: It does, or its braces do not match, or it has more than one line.
    """
    if "\n" in subject or "\r" in subject:
        raise WritingError("L'objet tient sur une seule ligne.")
    _check_variables(subject, names)


def check(text: str, names: AbstractSet[str], links: AbstractSet[str]) -> None:
    """Refuse a text that names what the mail does not have, or links where no mail may.

    Args:
        text: The text.
        names: The names of the variables of the mail.
        links: Those among them whose value is an address.

    Raises:
        WritingError: It does, or its braces do not match.
    """
    _check_variables(text, names)
    for match in _LINK.finditer(text):
        address = match["address"]
        variable = _ONLY_VARIABLE.fullmatch(address)
        if variable and variable[1] not in links:
            raise WritingError(
                f"« {variable[1]} » n'est pas une adresse : le lien « {match['words']} » ne mènerait nulle part."
            )
        if not variable and ("{" in address or not _SAFE.match(address)):
            raise WritingError(
                f"Le lien « {match['words']} » mène à « {address} ». "
                "Écrivez une adresse entière, qui commence par https://."
            )


def one_line(text: str) -> str:
    """Return a text on one line: what a header may hold."""
    return " ".join(_CONTROL.sub(" ", text).split())


def fill_subject(subject: str, values: Mapping[str, str]) -> str:
    """Return a subject with its values, on one line whatever they hold."""
    return one_line(_filled(subject, values))


def fill(text: str, values: Mapping[str, str], links: AbstractSet[str]) -> Body:
    """Return a text with its values, plain and in HTML.

    Args:
        text: A text that `check` has accepted.
        values: The value of each of its variables.
        links: The names whose value is an address; a value that is none of http, https or mailto is shown and not linked.
    """
    values = {name: _CONTROL.sub("", value.replace("\r\n", "\n")) for name, value in values.items()}
    blocks = list(_blocks(text))
    return Body(
        "\n\n".join(_plain(block, values) for block in blocks),
        mark_safe("\n".join(_html(block, values, links) for block in blocks)),  # noqa: S308 - made of escaped parts
    )


def _check_variables(text: str, names: AbstractSet[str]) -> None:
    for match in _VARIABLE.finditer(text):
        if match[1] not in names:
            known = ", ".join(sorted(names))
            raise WritingError(
                f"« {match[1]} » n'est pas une variable de ce courriel. Les variables sont : {known}."
            )
    left = _VARIABLE.sub("", text)
    for braces in ("{{", "}}", "{%", "%}"):
        if braces in left:
            raise WritingError(
                f"« {braces} » n'est pas à sa place. Une variable s'écrit {{{{ nom }}}}, avec deux accolades de chaque côté."
            )


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip()):
        if block.strip():
            yield block.strip("\n")


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: values[match[1]], text)


def _plain(block: str, values: Mapping[str, str]) -> str:
    """Write a paragraph as plain text: the address follows the words of its link."""
    parts, end = [], 0
    for match in _LINK.finditer(block):
        words, address = _filled(match["words"], values), _filled(match["address"], values)
        address = address.removeprefix("mailto:")
        parts += [_filled(block[end : match.start()], values)]
        parts += [
            f"{words}\u00a0:\n{address}" if match[0] == block.strip() else f"{words} ({address})"
        ]
        end = match.end()
    return "".join([*parts, _filled(block[end:], values)])


def _html(block: str, values: Mapping[str, str], links: AbstractSet[str]) -> SafeString:
    """Write a paragraph, a list or a button as HTML."""
    alone = _LINK.fullmatch(block.strip())
    if alone:
        button = _anchor(alone, values, _BUTTON_STYLE)
        return format_html('<p style="{}">{}</p>', _PARAGRAPH_STYLE, button)
    lines = block.split("\n")
    if all(line.startswith(_ITEM) for line in lines):
        items = ((_inline(line.removeprefix(_ITEM), values, links),) for line in lines)
        return format_html(
            '<ul style="{}">{}</ul>', _LIST_STYLE, format_html_join("", "<li>{}</li>", items)
        )
    written = format_html_join(
        mark_safe("<br>"), "{}", ((_inline(line, values, links),) for line in lines)
    )
    return format_html('<p style="{}">{}</p>', _PARAGRAPH_STYLE, written)


def _inline(line: str, values: Mapping[str, str], links: AbstractSet[str]) -> SafeString:
    parts, end = [], 0
    for match in _LINK.finditer(line):
        parts += [
            _words(line[end : match.start()], values, links),
            _anchor(match, values, LINK_STYLE),
        ]
        end = match.end()
    return _joined([*parts, _words(line[end:], values, links)])


def _anchor(match: re.Match[str], values: Mapping[str, str], style: str) -> SafeString:
    address, words = _filled(match["address"], values), _filled(match["words"], values)
    if not _SAFE.match(address):
        return _lines(words)
    return format_html('<a href="{}" style="{}">{}</a>', address, style, words)


def _words(text: str, values: Mapping[str, str], links: AbstractSet[str]) -> SafeString:
    """Write words without marks: values escaped, addresses linked when they are ours or the author's."""
    parts, end = [], 0
    for match in _VARIABLE.finditer(text):
        value = values[match[1]]
        parts += [_linked(text[end : match.start()])]
        parts += [_linked(value) if match[1] in links else _lines(value)]
        end = match.end()
    return _joined([*parts, _linked(text[end:])])


def _linked(text: str) -> SafeString:
    parts, end = [], 0
    for match in _ADDRESS.finditer(text):
        parts += [_lines(text[end : match.start()])]
        parts += [format_html('<a href="{}" style="{}">{}</a>', match[0], LINK_STYLE, match[0])]
        end = match.end()
    return _joined([*parts, _lines(text[end:])])


def _lines(text: str) -> SafeString:
    return mark_safe(escape(text).replace("\n", "<br>"))  # noqa: S308 - escaped just before


def _joined(parts: list[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part is safe
