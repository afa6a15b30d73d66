"""The correspondance: a small TOML file, to be edited by hand, that says what each column of a workbook holds.

One line a column: its title (or `colonne F`), then a rubrique, or nothing to leave it aside.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

from accrochage.classeur.entetes import spelling
from accrochage.dictionnaire import COLONNES, WRITTEN_BY_AGRAFE
from accrochage.erreurs import CorrespondanceError
from accrochage.referentiels.cles import fold
from accrochage.regles.lecture.nettoyage import clean, quote

MAX_OCTETS: Final = 1 << 20
"""Bytes beyond which a file is no correspondance."""

_MOST: Final = 5
"""Faults that are told at once."""
_LINE = re.compile(r"\(at line (\d+)")
_FORM: Final = 'Une ligne s\'écrit : "Titre de la colonne" = "nomNaissance"'
_ESCAPED: Final = re.compile(r'["\\\x00-\x1f\x7f]')


class Line(NamedTuple):
    """A line of the file.

    Attributes:
        title: Title of the column, or `colonne F`.
        key: Key of the dictionary; empty when the column is left aside.
        section: What the line and its neighbours have in common (a comment above them).
        remark: What is worth knowing of the column (a comment on the same line).
    """

    title: str
    key: str
    section: str
    remark: str = ""


# ------------------------------------------------------------------------------------------ writing


def render(lines: Iterable[Line], source: str) -> str:
    """Return the text of a correspondance; `source` is the name of the workbook."""
    text = [_comment(line) for line in _NOTICE.format(source=source).splitlines()]
    for section, members in groupby(lines, key=lambda line: line.section):
        text += ["", _comment(section)]
        text += map(_written, members)
    text += ["", *map(_comment, _RUBRIQUES), *map(_comment, _listed())]
    return "\n".join(text) + "\n"


_NOTICE: Final = """\
Ce que contiennent les colonnes de « {source} ».

À gauche du signe égal, le titre de la colonne dans le classeur ; à droite, la rubrique d'Agrafe.
Rien entre les guillemets de droite : la colonne n'est pas envoyée.
Une colonne sans titre, ou dont le titre revient deux fois, se nomme par sa lettre : "colonne F".
Relisez, corrigez, enregistrez. Ce qui suit un # est pour vous : Agrafe ne le lit pas."""
_RUBRIQUES: Final = ("Les rubriques qui peuvent se mettre à droite :",)


def _listed() -> Iterator[str]:
    width = max(map(len, COLONNES))
    entries = (entry for entry in COLONNES.values() if entry.key not in WRITTEN_BY_AGRAFE)
    return (f"  {entry.key:<{width}}  {entry.header}" for entry in entries)


def _comment(text: str) -> str:
    """Return a line of comment; no character of a name can end it."""
    return f"# {_ESCAPED.sub(' ', text) if not text.isprintable() else text}".rstrip()


def _written(line: Line) -> str:
    remark = f"  {_comment(line.remark)}" if line.remark else ""
    return f"{_toml(line.title)} = {_toml(line.key)}{remark}"


def _toml(text: str) -> str:
    """Return a basic string of TOML 1.0."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found[0] in '"\\' else f"\\u{ord(found[0]):04X}"


# ------------------------------------------------------------------------------------------ reading


def read_correspondance(path: Path) -> dict[str, str]:
    """Read a correspondance.

    Args:
        path: The file, in UTF-8.

    Returns:
        The key of the dictionary for each title; an empty one leaves the column aside.

    Raises:
        CorrespondanceError: It cannot be read, names a rubrique that does not exist, or one rubrique twice.
    """
    given = _parse(path)
    faults: list[str] = []
    keys = {title: _key(title, value, faults) for title, value in given.items()}
    faults += _same_column(keys)
    faults += _same_rubrique(keys)
    if faults:
        others = len(faults) - _MOST
        more = f" Et {others} autres lignes à revoir." if others > 0 else ""
        said = " ".join(faults[:_MOST])
        raise CorrespondanceError(f"La correspondance « {path.name} » est à revoir. {said}{more}")
    return keys


def _parse(path: Path) -> dict[str, Any]:
    """Return what the file says, whatever it is."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_OCTETS + 1)
    except FileNotFoundError as error:
        raise CorrespondanceError(
            f"La correspondance « {path} » n'existe pas. Pour en faire une : accrochage correspondance CLASSEUR"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no system admits
        raise CorrespondanceError(f"La correspondance « {path} » ne peut pas être lue.") from error
    if len(content) > MAX_OCTETS:
        raise CorrespondanceError(
            f"« {path.name} » est trop gros pour être une correspondance. Donnez le fichier .toml."
        )
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CorrespondanceError(
            f"La correspondance « {path.name} » n'est pas un texte en UTF-8. "
            "Dans votre éditeur de texte : Enregistrer sous, codage UTF-8."
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _not_toml(path, str(error)) from error


def _not_toml(path: Path, message: str) -> CorrespondanceError:
    """Say where a file stops making sense."""
    found = _LINE.search(message)
    where = f"à la ligne {found[1]}" if found else "à la fin du fichier"
    if "overwrite" in message:
        reason = "une colonne y est nommée pour la deuxième fois. Gardez une seule des deux lignes."
    else:
        reason = f"l'écriture n'est pas comprise. {_FORM}"
    return CorrespondanceError(f"Correspondance « {path.name} », {where} : {reason}")


def _key(title: str, value: object, faults: list[str]) -> str:
    """Return the key that a line gives; note what is wrong with it."""
    if not isinstance(value, str):
        faults.append(f"{quote(title)} : la rubrique s'écrit entre guillemets. {_FORM}.")
        return ""
    text = clean(value)
    key = _spellings().get(fold(text), "")
    if text and not key:
        near = get_close_matches(fold(text), _spellings(), n=1, cutoff=0.7)
        meant = f" Vouliez-vous écrire {_spellings()[near[0]]} ?" if near else ""
        faults.append(
            f"{quote(title)} : {quote(text)} n'est pas une rubrique.{meant or ' Leur liste est à la fin du fichier proposé.'}"
        )
    return key


@cache
def _spellings() -> Mapping[str, str]:
    """Key of a column by what may be written for it: the key itself, or the French title."""
    titles = {fold(entry.header): key for key, entry in COLONNES.items()}
    return titles | {fold(key): key for key in COLONNES}


def _same_column(keys: Mapping[str, str]) -> Iterator[str]:
    """Say which lines name the same column in other capitals."""
    seen: dict[str, str] = {}
    for title in keys:
        first = seen.setdefault(spelling(title), title)
        if first != title:
            yield f"{quote(first)} et {quote(title)} nomment la même colonne : gardez une seule des deux lignes."


def _same_rubrique(keys: Mapping[str, str]) -> Iterator[str]:
    """Say which columns are said to hold the same thing."""
    seen: dict[str, str] = {}
    for title, key in keys.items():
        first = seen.setdefault(key, title) if key else title
        if first != title:
            yield f'{quote(first)} et {quote(title)} donnent toutes deux {key} : videz l\'une des deux (= "").'
