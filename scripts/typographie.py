"""Put the no-break spaces of French typography where they belong: before `; : ! ? »` and after `«`.

In the modules of src, only the literals that hold French prose are touched, and of these only the text: docstrings, comments, raw strings
(regular expressions), bytes, the fields of f-strings and what looks like code are left alone. In the French pages, code blocks, inline code
and addresses are left alone; in the templates of the web, HTML tags are. One ordinary space becomes one no-break space and nothing else changes, so that a second run changes
nothing.

A literal that must keep an ordinary space there is written as a raw string.
"""

import argparse
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
NO_BREAK: Final = "\u00a0"

_OPAQUE: Final = "\0"
"""Stands for a character that is not text: code, or part of an escape sequence."""
_WRITTEN: Final = "\1"
"""Stands for the end of something that is shown at this place: the field of an f-string, inline code."""

_WRONG = re.compile(
    r"(?<=[^\W_]|[»)\]%€°…’'*\1]) (?=(?::|;|[!?]+)(?:[\s»)\"”*]|$))"  # a word, one space, a sign that ends there
    r"|(?<=«) (?! )"
    r"|(?<! ) (?=»)"
)
"""An ordinary space that should not break; searched in a text whose code was made opaque."""

_CODE = re.compile(
    r"</?[A-Za-z][^<>]*>|<!--|<\?"  # XML
    r"|==|!=|->|=>|:=|&&|\|\||\(\)|[{}]"
    r"|\b(?:SELECT|INSERT|UPDATE|DELETE|WHERE|VALUES|lambda|def|return)\b"
)
"""What no French sentence holds."""

_LITERAL = re.compile(r"(?P<prefix>[A-Za-z]*)(?P<quotes>'''|\"\"\"|'|\")")
_STRING = re.compile(
    r"'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"", re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:N\{[^}]*\}|x(\w{2})|u(\w{4})|U(\w{8})|(.))", re.DOTALL)
_BRACE = re.compile(r"\\N\{[^}]*\}|\\.|[{}]", re.DOTALL)
_BLANKS: Final = {"n": "\n", "r": "\r", "t": "\t"}

_MARKDOWN_CODE = re.compile(
    r"^ *(?P<fence>```+|~~~+).*?(?:^ *(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`)"
    r"|<!--.*?-->"
    r"|(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?=\))"
    r"|<[A-Za-z/][^<>\n]*>",
    re.DOTALL | re.MULTILINE,
)

_HTML_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_END_OF_TEMPLATE_TAG = re.compile(r"(?<=[%}])\}")

_FSTRING_START: Final = getattr(tokenize, "FSTRING_START", None)  # Python 3.12
_FSTRING_END: Final = getattr(tokenize, "FSTRING_END", None)
_SPACING: Final = {tokenize.NL, tokenize.COMMENT}
_LINE_STARTS: Final = {tokenize.ENCODING, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


class _Span(NamedTuple):
    """The place of a literal in its module: offsets of its first character and of the one after its last."""

    start: int
    end: int


def fix_markdown(text: str) -> str:
    """Return a French page with its no-break spaces."""

    def hide(found: re.Match[str]) -> str:
        shown = _WRITTEN if found["ticks"] else _OPAQUE
        return _OPAQUE * (len(found[0]) - 1) + shown

    masked = _MARKDOWN_CODE.sub(hide, text)
    return _with_no_break(text, (found.start() for found in _WRONG.finditer(masked)))


def fix_template(text: str) -> str:
    """Return a template of the web with its no-break spaces."""
    # A tag opens like a space, for the sign before it to be the end of its sentence.
    masked = _HTML_TAG.sub(lambda found: f" {_OPAQUE * (len(found[0]) - 2)}{_WRITTEN}", text)
    masked = _END_OF_TEMPLATE_TAG.sub(_WRITTEN, masked)
    return _with_no_break(text, (found.start() for found in _WRONG.finditer(masked)))


def fix_python(source: str) -> str:
    """Return a module whose French literals have their no-break spaces."""
    offsets = [offset for group in _literals(source) for offset in _wrong_spaces(source, group)]
    return _with_no_break(source, offsets)


def _with_no_break(text: str, offsets: Iterable[int]) -> str:
    characters = list(text)
    for offset in offsets:
        characters[offset] = NO_BREAK
    return "".join(characters)


def _wrong_spaces(source: str, group: list[_Span]) -> Iterator[int]:
    """Yield the offsets of the spaces to change in literals that follow one another, read as one text."""
    mask: list[str] = []
    places: list[int] = []
    for span in group:
        body, hidden = _masked(source, span)
        mask.append(hidden)
        places.extend(range(body, body + len(hidden)))
    text = "".join(mask)
    if not _CODE.search(text):
        yield from (places[found.start()] for found in _WRONG.finditer(text))


def _masked(source: str, span: _Span) -> tuple[int, str]:
    """Return where the content of a literal starts, and the content with what is not text made opaque."""
    literal = source[span.start : span.end]
    opening = _LITERAL.match(literal)
    assert opening, literal  # a token of Python is one
    prefix = opening["prefix"].lower()
    content = literal[opening.end() : -len(opening["quotes"])]
    if "r" in prefix or "b" in prefix:
        hidden = _OPAQUE * len(content)
    elif "f" in prefix:
        hidden = "".join(_f_string_parts(content))
    else:
        hidden = _ESCAPE.sub(_unescape, content)
    return span.start + opening.end(), hidden


def _unescape(found: re.Match[str]) -> str:
    """Return as many times the character that an escape sequence stands for as the sequence is long."""
    digits = found[1] or found[2] or found[3]
    character = chr(int(digits, 16)) if digits else _BLANKS.get(found[4] or "", _OPAQUE)
    return character * len(found[0])


def _f_string_parts(content: str) -> Iterator[str]:
    """Yield the text of an f-string, its fields made opaque."""
    done = 0
    while (brace := _next_brace(content, done)) is not None:
        yield _ESCAPE.sub(_unescape, content[done:brace])
        done = brace + 2
        if content[brace : brace + 2] in {"{{", "}}"}:
            yield _OPAQUE * 2
        else:
            done = _end_of_field(content, brace + 1)
            yield _OPAQUE * (done - brace - 1) + _WRITTEN
    yield _ESCAPE.sub(_unescape, content[done:])


def _next_brace(content: str, start: int) -> int | None:
    r"""Return the offset of the next brace that is not in the name of a character (`\N{DASH}`)."""
    found = (piece for piece in _BRACE.finditer(content, start) if piece[0] in {"{", "}"})
    return next((brace.start() for brace in found), None)


def _end_of_field(content: str, start: int) -> int:
    """Return the offset after the brace that closes a field, given that of its first character."""
    depth, offset = 0, start
    while True:
        character = content[offset]
        if string := _STRING.match(content, offset):
            offset = string.end()
            continue
        if character in "([{":
            depth += 1
        elif character == ":" and not depth:
            return _end_of_format(content, offset + 1)
        elif character in ")]}":
            if not depth:
                return offset + 1
            depth -= 1
        offset += 1


def _end_of_format(content: str, offset: int) -> int:
    """Return the offset after the brace that closes a field, given one inside its format; fields may stand in it."""
    while content[offset] != "}":
        offset = _end_of_field(content, offset + 1) if content[offset] == "{" else offset + 1
    return offset + 1


def _literals(source: str) -> Iterator[list[_Span]]:
    """Yield the strings of a module, those that follow one another (`"a" "b"`) together, docstrings left out."""
    group: list[_Span] = []
    before = tokenize.ENCODING
    for kind, span in _pieces(source):
        if kind == tokenize.STRING:
            group.append(span)
        elif kind not in _SPACING:
            is_statement = before in _LINE_STARTS and kind in {tokenize.NEWLINE, tokenize.ENDMARKER}
            if group and not is_statement:
                yield group
            group, before = [], kind


def _pieces(source: str) -> Iterator[tuple[int, _Span]]:
    """Yield the kind and the place of each token, an f-string counting as one whatever the version of Python."""
    lines = [0, *(found.end() for found in re.finditer("\n", source)), len(source)]
    depth = start = 0
    for token in tokenize.generate_tokens(StringIO(source).readline):
        kind = token.type
        if not depth:
            start = lines[token.start[0] - 1] + token.start[1]
        if kind == _FSTRING_START:
            depth += 1
        elif kind == _FSTRING_END:
            depth -= 1
            kind = tokenize.STRING
        if not depth:
            yield kind, _Span(start, lines[token.end[0] - 1] + token.end[1])


def targets(root: Path) -> Iterator[tuple[Path, Callable[[str], str]]]:
    """Yield the files to keep right, each with what makes it right; the decisions of docs/adr are in English."""
    for path in sorted((root / "src").rglob("*.py")):
        yield path, fix_python
    for path in sorted((root / "src").rglob("templates/**/*.html")):
        yield path, fix_template
    pages = [*(root / "docs").rglob("*.md"), root / "README.md", root / "CHANGELOG.md"]
    for path in sorted(pages):
        if path.is_file() and not path.is_relative_to(root / "docs" / "adr"):
            yield path, fix_markdown


def faults(root: Path) -> Iterator[str]:
    """Yield a line for each line of a file where a space may break: `src/a.py:12: "le texte : "`."""
    for path, fix in targets(root):
        text = _read(path)
        pairs = zip(text.split("\n"), fix(text).split("\n"), strict=True)
        for number, (line, fixed) in enumerate(pairs, start=1):
            if line != fixed:
                yield f"{path.relative_to(root)}:{number}: {line.strip()}"


def write(root: Path) -> Iterator[Path]:
    """Put the files right, and yield those that changed."""
    for path, fix in targets(root):
        text = _read(path)
        fixed = fix(text)
        if fixed != text:
            path.write_bytes(fixed.encode())
            yield path


def _read(path: Path) -> str:
    return path.read_bytes().decode()


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(
        description="Met les espaces insécables du français à leur place."
    )
    parser.add_argument(
        "--check", action="store_true", help="n'écrit rien ; répond 1 s'il en manque"
    )
    if parser.parse_args().check:
        found = list(faults(ROOT))
        print(*found, sep="\n", end="\n" if found else "")
        if found:
            print(
                f"Espaces insécables manquantes : {len(found)} lignes. « make fix » les met.",
                file=sys.stderr,
            )
        return int(bool(found))
    for path in write(ROOT):
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
