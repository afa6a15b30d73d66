"""The decisions of docs/adr are numbered without gap or double, and all have the same headings."""

import re

import pytest

NAME = re.compile(r"(\d{4})-[a-z0-9-]+\.md")
DATE = re.compile(r"^- Date: \d{4}-\d{2}-\d{2}$", re.MULTILINE)
STATUS = re.compile(
    r"^- Status: (proposed|accepted|superseded by \[\d{4}\]\(\d{4}-[a-z0-9-]+\.md\))$",
    re.MULTILINE,
)
HEADINGS = ["Context", "Decision", "Consequences"]


@pytest.fixture(scope="session")
def adrs(root):
    return sorted((root / "docs" / "adr").glob("*.md"))


def test_numbers_follow_one_another(adrs):
    numbers = [int(NAME.fullmatch(adr.name)[1]) for adr in adrs]

    assert numbers == list(range(1, len(adrs) + 1))


def test_headings_are_there_in_order(adrs):
    for adr in adrs:
        text = adr.read_text(encoding="utf-8")

        assert text.startswith(f"# {adr.name[:4]} "), adr.name
        assert DATE.search(text), adr.name
        assert STATUS.search(text), adr.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS, adr.name


def test_each_is_listed_in_the_index(adrs, root):
    index = (root / "docs" / "README.md").read_text(encoding="utf-8")

    assert [adr.name for adr in adrs if f"(adr/{adr.name})" not in index] == []
