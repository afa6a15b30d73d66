"""What is done to a workbook to import, in a process that may die: `agrafe.socle.isolation` runs these functions.

Nothing here knows Django. The rows go to a file of JSON lines, so that no more than one is in memory.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from accrochage.classeur.entetes import Correspondance, column_letter
from accrochage.classeur.feuilles import open_feuilles
from accrochage.classeur.lecture import Classeur, read_classeur
from accrochage.erreurs import AccrochageError, ClasseurError
from accrochage.modele import Flux, Header
from accrochage.operations import Demande, propose_correspondance, verify_classeur
from accrochage.operations.saisie import to_plain
from accrochage.referentiels.cles import fold
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.lecture.nettoyage import Raw, clean
from agrafe.imports.recall import Column, Recalled, Said, name_of, named, recall
from agrafe.socle.page_words import SAY_WHAT, in_page_words

Tell = Callable[[int, int | None], None]

MAX_COLUMNS: Final = 300
MAX_ROWS: Final = 100_000
_TOLD: Final = 200
_EXAMPLES: Final = 2
_COLUMN_NOT_READ: Final = frozenset({"COL-03"})
"""The page lists the columns that are not read by itself, and knows more of them."""
_LOOKED_AT: Final = 50
"""Rows whose cells may be shown as examples of their column."""
_TOO_MANY: Final = "Ce fichier a plus de 100 000 lignes. Partagez-le en plusieurs fichiers, puis importez-les l'un après l'autre."
_LIKE_A_NIR = re.compile(r"[12378](?:[\s.]*[\dABab]){12,14}")
_CONTACT: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("courriel", "email", "mail", "mel", "adressemail", "adresseemail", "adressecourriel"),
            *("adresseelectronique", "courrielcandidat", "emailcandidat", "mailcandidat"),
            *("courrielstagiaire", "emailstagiaire", "mailstagiaire", "emailapprenant"),
        ),
        "courriel",
    ),
    **dict.fromkeys(
        ("telephone", "tel", "portable", "mobile", "notelephone", "numerotelephone", "gsm"),
        "telephone",
    ),
}
"""Folded titles of the columns that the CDC does not want and that Agrafe keeps: how to reach the titulaire."""

_CONTACT_KEYS: Final = frozenset(_CONTACT.values())


def read(
    tell: Tell,
    *,
    source: str,
    rows: str,
    feuille: str,
    correspondance: Mapping[str, str],
    memory: Sequence[Sequence[str]] = (),
) -> dict[str, Any]:
    """Read the rows of a workbook.

    Args:
        tell: Told how many rows were read.
        source: The workbook.
        rows: The file to write: one JSON object a row, `{"ligne", "valeurs", "constats"}`.
        feuille: The sheet; empty lets Agrafe choose.
        correspondance: What the user says of the columns, by name (`"colonne F"`): a key of the dictionary, or of a contact.
        memory: What he said of those of former workbooks (`recall.Said`), the newest first; it serves when he says nothing.

    Returns:
        Its sheets, the one that was read, its columns, what was said of them, what is given once for all rows, what is wrong with
        the file, how many rows there are. When no row of titles is known, `sans_titres` says so, and the columns are guessed.

    Raises:
        AccrochageError: The workbook cannot be read.
    """
    path = Path(source)
    try:
        feuilles = _feuilles(path)
        recalled: Mapping[str, Recalled] = {}
        if memory and not correspondance:
            chosen, recalled = _recalled(path, feuille, [Said(*one) for one in memory])
            feuille = chosen if recalled else feuille
        asked = {**correspondance, **named(recalled)}
        said = {name: "" if key in _CONTACT_KEYS else key for name, key in asked.items()}
        try:
            classeur = read_classeur(path, feuille or None, Correspondance(said))
        except ClasseurError as error:
            return _without_titles(path, feuilles, in_page_words(str(error)))
        contact = _contact(classeur, asked)
        taken = {header.rank: key for key, header in classeur.table.columns.items()} | contact
        examples: dict[int, list[str]] = {}
        total = _write_rows(tell, classeur, taken, Path(rows), examples)
    except AccrochageError as error:
        raise AccrochageError(in_page_words(str(error))) from error
    return {
        "feuilles": feuilles,
        "feuille": classeur.table.feuille or "",
        "colonnes": [
            {**one, "reprise": recalled[one["lettre"]].jour if one["lettre"] in recalled else ""}
            for one in _colonnes(path, classeur, _columns(classeur, contact), examples, asked)
        ],
        "correspondance": asked,
        "defauts": {key: clean(default.raw) for key, default in classeur.defaults.items()},
        "constats": [_plain(one) for one in classeur.anomalies if one.code not in _COLUMN_NOT_READ],
        "total": total,
    }


def _recalled(
    path: Path, feuille: str, memory: Sequence[Said]
) -> tuple[str, Mapping[str, Recalled]]:
    """Return the sheet that is to be read, and what was said of its columns in former workbooks, by letter."""
    try:
        classeur = read_classeur(path, feuille or None)
    except ClasseurError:
        return _recalled_without_titles(path, feuille, memory)
    columns = [
        Column(_letter(header), header.title, key)
        for header, key in _columns(classeur, _contact(classeur, {}))
    ]
    return classeur.table.feuille or "", recall(columns, memory)


def _recalled_without_titles(
    path: Path, feuille: str, memory: Sequence[Said]
) -> tuple[str, Mapping[str, Recalled]]:
    try:
        apercu = propose_correspondance(path, feuille or None).apercu
    except ClasseurError:
        return feuille, {}  # the reading that follows says what is wrong
    columns = [Column(one.letter, one.title, "") for one in apercu.propositions]
    return apercu.feuille or "", recall(columns, memory)


def _feuilles(path: Path) -> list[str]:
    """Return the names of the sheets that can be read; none for a file that has only one."""
    _, feuilles = open_feuilles(path)
    names = [one.name for one in feuilles if one.name and one.visible and not one.reason]
    return names if len(names) > 1 else []


def _without_titles(path: Path, feuilles: list[str], said: str) -> dict[str, Any]:
    """Return what can be guessed of the columns of a workbook whose titles are not known.

    Raises:
        AccrochageError: Nothing can.
    """
    if not said.endswith(SAY_WHAT):
        raise AccrochageError(said)
    apercu = propose_correspondance(path).apercu
    colonnes = [
        _colonne(one.letter, one.title, "", one.key or "", [])
        for one in apercu.propositions[:MAX_COLUMNS]
    ]
    return {
        "feuilles": feuilles,
        "feuille": apercu.feuille or "",
        "colonnes": colonnes,
        "sans_titres": said,
    }


def _write_rows(
    tell: Tell,
    classeur: Classeur,
    taken: Mapping[int, str],
    rows: Path,
    examples: dict[int, list[str]],
) -> int:
    """Write each row of a workbook, keep what some cells say, and return how many rows there are."""
    total = 0
    with rows.open("w", encoding="utf-8") as file:
        for total, (ligne, row) in enumerate(classeur.rows(), start=1):
            if total > MAX_ROWS:
                raise AccrochageError(_TOO_MANY)
            entry: dict[str, Any] = {"ligne": ligne, "valeurs": _valeurs(row, taken)}
            if constats := classeur.of_rows.get(ligne):
                entry["constats"] = [_plain(one) for one in constats]
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            if total <= _LOOKED_AT:
                _note_examples(row, examples)
            if total % _TOLD == 0:
                tell(total, classeur.total)
    return total


def _note_examples(row: Sequence[Raw], examples: dict[int, list[str]]) -> None:
    for rank, raw in enumerate(row):
        kept = examples.setdefault(rank, [])
        if len(kept) < _EXAMPLES and (text := _text(raw)[:40]) and text not in kept:
            kept.append(text)


def _plain(anomalie: Anomalie) -> dict[str, Any]:
    plain = to_plain(anomalie)
    return {**plain, "message": in_page_words(plain["message"])}


def annotate(  # noqa: PLR0913 - each one is a trait of the work
    tell: Tell,
    *,
    source: str,
    copy: str,
    feuille: str,
    correspondance: Mapping[str, str],
    retouches: Mapping[str, Mapping[str, str]],
    options: Mapping[str, str],
    version: str,
    now: str,
) -> dict[str, Any]:
    """Write the annotated copy of a workbook, with what was mended in the page.

    Raises:
        AccrochageError: The workbook cannot be read, or its copy not be written.
    """
    moment = datetime.fromisoformat(now).astimezone(ZoneInfo("Europe/Paris"))
    demande = Demande(
        flux=Flux("annotation", moment, version),
        today=moment.date(),
        options=options,
        feuille=feuille or None,
        correspondance=correspondance,
        retouches={int(ligne): values for ligne, values in retouches.items()},
        annoter=Path(copy),
    )
    bilan = verify_classeur(Path(source), demande, tell)
    return {"copie": str(bilan.copie.chemin) if bilan.copie else ""}


def _valeurs(row: Any, taken: Mapping[int, str]) -> dict[str, str]:
    said = ((key, _text(row[rank])) for rank, key in taken.items() if rank < len(row))
    return {key: text for key, text in said if text}


def _text(raw: Raw) -> str:
    """Return a cell as a text that reads back as the same value: days are spelt so that no reader can swap them."""
    return f"{raw:%d/%m/%Y}" if isinstance(raw, date) else clean(raw)


def _contact(classeur: Classeur, correspondance: Mapping[str, str]) -> dict[int, str]:
    """Return the columns that say how to reach people: those that the user named, else those whose title says it."""
    found: dict[int, str] = {}
    for header in classeur.others:
        given = correspondance.get(name_of(_letter(header)))
        key = _CONTACT.get(fold(header.title), "") if given is None else given
        if key in _CONTACT_KEYS and key not in found.values():
            found[header.rank] = key
    return found


def _columns(classeur: Classeur, contact: Mapping[int, str]) -> list[tuple[Header, str]]:
    """Return the columns of a workbook, from left to right, each with what it holds."""
    known = [(header, key) for key, header in classeur.table.columns.items()]
    others = [(header, contact.get(header.rank, "")) for header in classeur.others]
    return sorted([*known, *others], key=lambda pair: pair[0].rank)[:MAX_COLUMNS]


def _letter(header: Header) -> str:
    return header.letter or column_letter(header.rank)


def _colonnes(
    path: Path,
    classeur: Classeur,
    columns: Sequence[tuple[Header, str]],
    examples: Mapping[int, Sequence[str]],
    settled: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Return the columns, what they hold, and what those that are not known may hold, unless somebody has said it."""
    guessed = _guessed(path, classeur, columns, settled)
    return [
        _colonne(
            _letter(header),
            header.title,
            key,
            "" if key else guessed.get(_letter(header), ""),
            _shown(key, examples.get(header.rank, ())),
        )
        for header, key in columns
        if header.title or key or examples.get(header.rank)
    ]


def _guessed(
    path: Path,
    classeur: Classeur,
    columns: Sequence[tuple[Header, str]],
    settled: Mapping[str, str],
) -> dict[str, str]:
    """Return what the columns that nothing is known of may hold, by letter."""
    unknown = {_letter(header) for header, key in columns if not key}
    unknown = {letter for letter in unknown if name_of(letter) not in settled}
    if not unknown:
        return {}
    apercu = propose_correspondance(path, classeur.table.feuille).apercu
    taken = {key for _, key in columns}
    return {
        one.letter: key
        for one in apercu.propositions
        if (key := one.key) and key not in taken and one.letter in unknown
    }


def _colonne(
    letter: str, title: str, key: str, proposition: str, examples: Sequence[str]
) -> dict[str, Any]:
    return {
        "lettre": letter,
        "titre": title,
        "cle": key,
        "proposition": proposition,
        "exemples": list(examples),
    }


def _shown(key: str, examples: Sequence[str]) -> Sequence[str]:
    """Return the examples of a column that may be kept: no number that identifies a person."""
    return () if key == "nir" else [text for text in examples if not _LIKE_A_NIR.fullmatch(text)]
