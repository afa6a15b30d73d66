"""What never enters the repository: a NIR outside the samples, a package index, somebody's home folder."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

# Sex, year, month (or the codes of an unknown one), département, commune, rank, and the key if there is one.
NIR = re.compile(
    r"(?<![0-9A-Za-z])[12]\d\d(?:0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)(?:\d\d|2[AB])\d{6}(?:\d\d)?(?![0-9A-Za-z])"
)
# Where made-up persons are at home.
FICTION = (
    "tests/",
    "exemples/",
    "docs/",
    "src/accrochage/dictionnaire/",
    "src/accrochage/schemas/",
)
# Written in two halves, or this file would denounce itself.
INDEXES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com")
HOME = re.compile(r"(?<![\w/.])/(?:(?:home|Users)/[a-z]|r" + r"oot/)")


@pytest.fixture(scope="session")
def texts(root) -> dict[str, str]:
    """Return the text files that git follows or would follow, by path."""
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        pytest.skip("not a git clone")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    contents = {name: read_text(root / name) for name in listing.split("\0") if name}
    return {name: content for name, content in contents.items() if content is not None}


def read_text(path: Path) -> str | None:
    """Return the text of a file, or None when it is a binary file or was just deleted."""
    if not path.is_file():
        return None
    content = path.read_bytes()
    return None if b"\0" in content else content.decode("utf-8", errors="replace")


def test_the_pattern_knows_a_nir():
    made_up = "2" + "99" + "13" + "75" + "056" + "001"

    assert not NIR.search(made_up)  # there is no month 13
    assert NIR.search(made_up.replace("9913", "9912"))
    assert NIR.search("1" + "85" + "05" + "2A" + "004" + "123" + "45")


def test_no_nir_outside_the_samples(texts):
    found = {
        name: NIR.findall(text) for name, text in texts.items() if not name.startswith(FICTION)
    }

    assert {name: numbers for name, numbers in found.items() if numbers} == {}


def test_no_package_index_is_named(texts):
    assert [name for name, text in texts.items() if any(index in text for index in INDEXES)] == []


def test_no_path_of_somebodys_machine(texts):
    assert [name for name, text in texts.items() if HOME.search(text)] == []
