"""The documentation says what the code does: generated pages, links, commands and codes."""

import re
import shlex
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from accrochage.cli.analyse import parse
from accrochage.cli.usage import UsageError
from accrochage.regles.catalogue import CATALOGUE

FENCE = re.compile(r"^ *(```+|~~~+)[^\n]*\n(.*?)^ *\1[ \t]*$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"!?\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *#*$", re.MULTILINE)
ANCHOR = re.compile(r'<a id="([^"]+)">')
COMMAND = re.compile(r"^ *(?:\$ )?(?:[A-Z_]+=\S+ )*accrochage(?: (?P<arguments>.*))?$")
CODE = re.compile(r"\b[A-Z]{3}-[0-9]{2}\b")


@pytest.fixture(scope="module")
def scripts(root) -> dict[str, ModuleType]:
    """Return the scripts that write the documentation, by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root / "scripts")
        return {name: import_module(name) for name in ("console", "docs")}


def pages(root: Path) -> list[Path]:
    return [*sorted((root / "docs").rglob("*.md")), *sorted(root.glob("*.md"))]


def prose_of(text: str) -> str:
    """Return a page without its code blocks and inline code."""
    return INLINE.sub("", FENCE.sub("", text))


def anchors_of(text: str) -> set[str]:
    """Return the anchors of a page: those that it declares, and those that its headings get."""
    headings = HEADING.findall(FENCE.sub("", text))
    return {*ANCHOR.findall(text), *map(slug, headings)}


def slug(heading: str) -> str:
    kept = (
        character
        for character in unicodedata.normalize("NFC", heading.lower())
        if character.isalnum() or character in " -_"
    )
    return "".join(kept).replace(" ", "-")


def is_broken(page: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return False
    name, _, anchor = unquote(target).partition("#")
    aimed = page.parent / name if name else page
    if not aimed.exists():
        return True
    return bool(anchor) and anchor not in anchors_of(aimed.read_text(encoding="utf-8"))


def commands_of(text: str) -> Iterator[str]:
    """Yield the arguments of every `accrochage …` that a page quotes in full."""
    blocks = [line for _, block in FENCE.findall(text) for line in block.splitlines()]
    quoted = [code for _, code in INLINE.findall(FENCE.sub("", text))]
    for line in (*blocks, *quoted):
        found = COMMAND.match(line)
        if found and "…" not in line:
            yield re.split(r" +[|>#] ", found["arguments"] or "")[0]


def refusal(arguments: str) -> str | None:
    """Return why the command refuses its arguments, None when it takes them; a name alone needs only be that of a command."""
    try:
        words = shlex.split(arguments)
        parse([*words, "--help"] if all(map(str.isalpha, words)) else words)
    except (UsageError, ValueError) as error:  # shlex raises the latter
        return str(error)
    except SystemExit:  # the help or the version
        return None
    return None


def is_reference(page: Path) -> bool:
    """Tell whether a page shows the help of the command, where a line may start with what is no command."""
    return page.parent.name == "reference"


def test_every_prefix_of_a_code_has_a_title(root):
    page = (root / "docs" / "reference" / "regles.md").read_text(encoding="utf-8")
    titles = dict(re.findall(r"^## ([A-Z]{3})\u00a0: (.+)$", page, re.MULTILINE))

    assert set(titles) == {code.split("-")[0] for code in CATALOGUE}
    assert [prefix for prefix, title in titles.items() if title == prefix] == []


def test_links_resolve(root):
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages(root)
        for target in LINK.findall(prose_of(page.read_text(encoding="utf-8")))
        if is_broken(page, target)
    ]

    assert broken == []


def test_every_page_is_in_the_index(root):
    index = root / "docs" / "README.md"
    targets = {
        (index.parent / target.partition("#")[0]).resolve()
        for target in LINK.findall(index.read_text(encoding="utf-8"))
    }

    assert [
        page for page in sorted(index.parent.rglob("*.md")) if page not in {*targets, index}
    ] == []


def test_commands_are_understood(root):
    quoted = {
        page: list(commands_of(page.read_text(encoding="utf-8")))
        for page in pages(root)
        if not is_reference(page)
    }
    refused = [
        f"{page.relative_to(root)}: accrochage {arguments}: {reason}"
        for page, commands in quoted.items()
        for arguments in commands
        if (reason := refusal(arguments))
    ]

    assert sum(map(len, quoted.values())) > 20
    assert refused == []


def test_codes_exist(root):
    unknown = [
        f"{page.relative_to(root)}: {code}"
        for page in pages(root)
        for code in CODE.findall(page.read_text(encoding="utf-8"))
        if code not in CATALOGUE
    ]

    assert unknown == []


def test_says_which_page_is_stale(scripts, tmp_path):
    (tmp_path / "docs" / "guides").mkdir(parents=True)
    (tmp_path / "docs" / "reference").mkdir()
    for name in ("regles.md", "autre.md"):
        (tmp_path / "docs" / "reference" / name).write_text("Rien.\n", encoding="utf-8")
    guide = "```console\n$ accrochage --version\nAgrafe 0\n```\n"
    (tmp_path / "docs" / "guides" / "essai.md").write_text(guide, encoding="utf-8")

    assert [line.replace("\u00a0", " ") for line in scripts["docs"].stale(tmp_path)] == [
        "docs/reference/commande.md manque : lancez « make docs ».",
        "docs/reference/messages.md manque : lancez « make docs ».",
        "docs/reference/regles.md n'est plus à jour : lancez « make docs ».",
        "docs/reference/rubriques.md manque : lancez « make docs ».",
        "docs/reference/versions.md manque : lancez « make docs ».",
        "docs/guides/essai.md n'est plus à jour : lancez « make docs ».",
        "docs/reference/autre.md ne vient pas du code : supprimez-la.",
    ]


def test_plays_the_examples_of_a_guide(scripts):
    page = "A\n\n```csv a.csv\nNom;Prénom;Sexe\n```\n\n```console\n$ accrochage verifier a.csv\n```\n\nB\n"

    played = scripts["console"].play(page)

    assert played.startswith(page.removesuffix("```\n\nB\n"))
    assert played.endswith("\n```\n\nB\n")
    assert "FEU-03" in played
    assert scripts["console"].play(played) == played


def test_an_example_that_cannot_take_place_stops_all(scripts):
    with pytest.raises(SystemExit, match="code 3"):
        scripts["console"].play("```console\n$ accrochage verifier absent.csv\n```\n")


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("Lancez `accrochage modele` ou `accrochage`.", ["modele", ""]),
        ("```\n$ accrochage modele a.xlsx\nécrit\n```", ["modele a.xlsx"]),
        ("```\n    X_Y=1 accrochage schema lister | more\n```", ["schema lister"]),
        ("```\naccrochage modele    # le modèle\n```", ["modele"]),
        ("`accrochage verifier a.csv --json > b.json`", ["verifier a.csv --json"]),
        ("`accrochage …` et `accrochage schema …`", []),
        ("Le mot accrochage dans une phrase, `accrochages`.", []),
    ],
)
def test_finds_the_commands_of_a_page(text, commands):
    assert list(commands_of(text)) == commands


def test_refuses_what_the_command_refuses():
    assert refusal("modele a.xlsx --version-format 1.1.2") is None
    assert refusal("--version") is None
    assert refusal("generer a.xlsx --ecartr") is not None
    assert refusal("transformer a.xlsx") is not None


def test_finds_broken_links(tmp_path):
    page = tmp_path / "a.md"
    page.write_text('# Où ça ?\n\n<a id="ici"></a>\n', encoding="utf-8")

    for target in ("a.md", "#ici", "a.md#où-ça-", "https://exemple.fr/b.md", "mailto:a@exemple.fr"):
        assert not is_broken(page, target), target
    for target in ("b.md", "#là", "a.md#ça"):
        assert is_broken(page, target), target
