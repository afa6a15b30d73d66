"""Pages of the free tool, as a visitor reads them."""

from html import unescape


def text(page):
    """Return the source of a page with plain spaces and signs."""
    return unescape(page.content.decode()).replace("\u00a0", " ")
