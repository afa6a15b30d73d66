"""What the tests of any page ask of it: that everybody can read it, and that it fits its window."""

import pytest
from axe_playwright_python.sync_playwright import Axe

EACH_WIDTH = pytest.mark.parametrize("width", [1280, 390])
EACH_SCREEN = pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (390, "light"), (1280, "dark"), (390, "dark")]
)
"""Computer and telephone, light and dark; `conftest` keeps two opposite ones, unless asked for the four."""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "iframes": False,  # ours hold mails, where no script runs: they cannot be asked
}


def faults(page):
    """Return what axe has against a page."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        (fault["id"], node["html"], node["failureSummary"])
        for fault in found
        for node in fault["nodes"]
    ]


def overflow(page):
    """Return by how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
