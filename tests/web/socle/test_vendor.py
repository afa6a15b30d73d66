"""What comes from others is listed, whole and licensed; the icons are those that the pages use."""

import hashlib
import re

import pytest
from lxml import etree

from agrafe.socle.icons import ICONS

ROW = re.compile(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def socle(root):
    return root / "src" / "agrafe" / "socle"


def test_every_vendored_file_is_listed_with_its_digest(socle):
    vendor = socle / "static" / "socle" / "vendor"
    listed = dict(ROW.findall((socle / "VENDOR.md").read_text(encoding="utf-8")))
    found = {
        path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file()
    }

    assert found == listed


def test_each_has_its_licence(socle):
    folders = list((socle / "static" / "socle" / "vendor").iterdir())

    assert folders
    assert all((folder / "LICENSE").is_file() for folder in folders)


def test_the_sprite_holds_the_icons_of_the_list(socle):
    sprite = etree.parse(socle / "static" / "socle" / "icones.svg").getroot()

    assert [symbol.get("id") for symbol in sprite.iter("{*}symbol")] == list(ICONS)
    assert list(ICONS) == sorted(ICONS)
