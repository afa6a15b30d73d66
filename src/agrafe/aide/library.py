"""The pages of the documentation: where they lie, what they say, where something is said in them.

They are the Markdown files of `docs/`, which a wheel carries in `agrafe/aide/pages`. Each is read once, when it is first asked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from posixpath import join, normpath
from typing import Any, Final

from django.urls import reverse
from django.utils.html import escape
from django.utils.text import Truncator
from markdown_it import MarkdownIt
from markdown_it.token import Token

from accrochage.referentiels.cles import fold

_CARRIED: Final = Path(__file__).parent / "pages"
_WRITTEN: Final = Path(__file__).parents[3] / "docs"
ROOT: Final = _CARRIED if _CARRIED.is_dir() else _WRITTEN
INDEX: Final = "README"
_FOR_DEVELOPERS: Final = "adr/"
_ANCHOR: Final = re.compile(r'<a id="[\w-]+">|</a>')
_ID: Final = re.compile(r' id="([^"]+)"')
_ELSEWHERE: Final = re.compile(r"[a-z]+:|#")
MOST: Final = 30
"""How many places a search shows."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the documentation.

    Attributes:
        name: Its path without its ending, `guides/premier-depot`.
        title: What its first heading says.
        html: What it says; its links lead to other pages of the site.
    """

    name: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page, below one of its headings.

    Attributes:
        page: The name of the page.
        page_title: Its title.
        anchor: The fragment of the address that leads there; empty for the top of the page.
        title: What its heading says.
        text: What it says, without marks.
        folded: The same, and the titles, folded: what a search looks at.
    """

    page: str
    page_title: str
    anchor: str
    title: str
    text: str
    folded: str

    @property
    def url(self) -> str:
        """Return the address of the section."""
        return address_of(self.page) + (f"#{self.anchor}" if self.anchor else "")

    @property
    def excerpt(self) -> str:
        """Return the beginning of what it says."""
        return Truncator(self.text).words(30, truncate=" […]")


@cache
def names() -> frozenset[str]:
    """Return the names of all pages that users may read: the decisions of the developers are not among them."""
    found = (path.relative_to(ROOT).with_suffix("").as_posix() for path in ROOT.rglob("*.md"))
    return frozenset(name for name in found if not name.startswith(_FOR_DEVELOPERS))


@cache
def read(name: str) -> Page:
    """Return a page.

    Raises:
        KeyError: There is no such page.
    """
    tokens = _tokens(name)
    return Page(name, _title(tokens), _PARSER.renderer.render(tokens, _PARSER.options, {}))


@cache
def anchors(name: str) -> frozenset[str]:
    """Return the anchors of a page."""
    return frozenset(_ID.findall(read(name).html))


@cache
def contents() -> list[tuple[str, str]]:
    """Return the parts of the index: the title of each, and its list of links."""
    tokens = _tokens(INDEX)
    starts = [rank for rank, token in enumerate(tokens) if token.tag == "h2"][::2]
    parts = []
    for start, end in pairwise([*starts, len(tokens)]):
        links = _PARSER.renderer.render(_first_list(tokens[start + 3 : end]), _PARSER.options, {})
        if "href" in links:
            parts.append((_words(tokens[start + 1]), links))
    return parts


def search(text: str) -> list[Section]:
    """Return the sections that say every word of a text, those whose title does first; `MOST` of them at most."""
    words = [folded for word in text.split() if (folded := fold(word))]
    if not words:
        return []
    found = [one for one in _sections() if all(word in one.folded for word in words)]
    return sorted(found, key=lambda one: -_weight(one, words))[:MOST]


def address_of(name: str) -> str:
    """Return the address of a page, of the index when it has no name."""
    if name in {"", INDEX}:
        return reverse("aide:index")
    return reverse("aide:page", args=[name])


# ----------------------------------------------------------------------------------------- reading


def _tokens(name: str) -> Sequence[Token]:
    """Return what a page is made of: its headings have anchors, its links lead to the site, HTML is left out but for anchors."""
    if name not in names():
        raise KeyError(name)
    text = (ROOT / f"{name}.md").read_text(encoding="utf-8")
    tokens = [token for token in _PARSER.parse(text) if token.type != "html_block"]
    for rank, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slug(_words(tokens[rank + 1])))
        for part in token.children or ():
            _lead(part, name)
            if part.type == "html_inline" and not _ANCHOR.fullmatch(part.content):
                part.content = ""
    return tokens


def _lead(token: Token, name: str) -> None:
    """Have a link or an image of a page lead to where the site shows it."""
    if token.type == "image":
        token.attrSet("src", reverse("aide:image", args=[Path(str(token.attrGet("src"))).name]))
        token.attrSet("loading", "lazy")
        return
    target = str(token.attrGet("href") or "")
    if token.type != "link_open" or _ELSEWHERE.match(target):
        return
    path, _, anchor = target.partition("#")
    found = normpath(join(name.rpartition("/")[0], path)).removesuffix(".md")
    if found in names():
        token.attrSet("href", address_of(found) + (f"#{anchor}" if anchor else ""))
    else:
        del token.attrs["href"]


def _title(tokens: Sequence[Token]) -> str:
    return next(
        (_words(tokens[rank + 1]) for rank, token in enumerate(tokens) if token.tag == "h1"), ""
    )


def _first_list(tokens: Sequence[Token]) -> Sequence[Token]:
    start = next((rank for rank, one in enumerate(tokens) if one.tag == "ul"), len(tokens))
    end = next(
        (r for r, one in enumerate(tokens) if one.type == "bullet_list_close" and one.level == 0),
        start - 1,
    )
    return tokens[start : end + 1]


def _words(token: Token) -> str:
    """Return what an inline token says, without its marks."""
    said = (one for one in token.children or () if one.type in {"text", "code_inline", "softbreak"})
    return "".join(" " if one.type == "softbreak" else one.content for one in said)


def slug(heading: str) -> str:
    """Return the anchor of a heading, as the sites that show Markdown make it."""
    kept = (one for one in heading.lower() if one.isalnum() or one in " -_")
    return "".join(kept).replace(" ", "-")


# ----------------------------------------------------------------------------------------- search


@cache
def _sections() -> list[Section]:
    return [section for name in sorted(names() - {INDEX}) for section in _cut(name)]


def _cut(name: str) -> Iterator[Section]:
    tokens = _tokens(name)
    page_title = _title(tokens)
    starts = [rank for rank, one in enumerate(tokens) if one.type == "heading_open"]
    for start, end in pairwise([*starts, len(tokens)]):
        title = _words(tokens[start + 1])
        said = " ".join(_said(tokens[start + 3 : end]))
        anchor = "" if tokens[start].tag == "h1" else str(tokens[start].attrGet("id"))
        yield Section(name, page_title, anchor, title, said, fold(f"{page_title} {title} {said}"))


def _said(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield _words(token)
        elif token.type == "fence":
            yield token.content


def _weight(section: Section, words: Sequence[str]) -> int:
    title, page_title = fold(section.title), fold(section.page_title)
    return sum(3 * (word in title) + 2 * (word in page_title) for word in words)


# --------------------------------------------------------------------------------------- rendering


def _table_open(*_given: Any) -> str:
    """Open a table that a keyboard can scroll."""
    return '<div class="help-scroll" tabindex="0"><table class="table">'


def _table_close(*_given: Any) -> str:
    return "</table></div>"


def _fence(_renderer: Any, tokens: Sequence[Token], rank: int, *_given: Any) -> str:
    """Show an example that a keyboard can scroll."""
    return (
        f'<pre class="help-scroll" tabindex="0"><code>{escape(tokens[rank].content)}</code></pre>'
    )


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    for name, rule in (
        ("table_open", _table_open),
        ("table_close", _table_close),
        ("fence", _fence),
    ):
        parser.add_render_rule(name, rule)
    return parser


_PARSER: Final = _parser()
