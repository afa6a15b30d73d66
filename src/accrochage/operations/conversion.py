"""From deposits back to the commented workbook, where people can read, mend and complete them."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.classeur.gabarit import GabaritRow, refuse_excess, write_gabarit
from accrochage.classeur.gabarit_colonnes import shown
from accrochage.dictionnaire import (
    COLONNES,
    COMPOSITES,
    EXAMPLE_MARK,
    NAMESPACE,
    SHEET_COLUMNS,
    VERSIONS,
    Bloc,
    Colonne,
    Kind,
    rubrique,
    rubriques_of,
    version_rank,
)
from accrochage.erreurs import FluxError
from accrochage.flux.disque import refuse_existing, write_whole
from accrochage.flux.lecture import XML_TABLE, Cadre, LigneXml, read_cadre, read_lignes
from accrochage.flux.restes import Reste, restes_of_cadre, restes_of_passage
from accrochage.modele import Lieu
from accrochage.operations.demande import Bilan, Progress
from accrochage.operations.retrait import notice_of, withdrawal_notice
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import KEYS
from accrochage.regles.lecture.nettoyage import Raw, clean
from accrochage.regles.lecture.valeurs import value_reader

_LONGEST: Final = 32_767
"""Characters that a cell can hold."""
_TOLD: Final = 5_000
"""Passages between two reports of progress."""

_BIRTH: Final = COMPOSITES["dateNaissance"]
_ID_TECHNIQUE: Final = KEYS.index("idTechnique")
_BIRTH_RANKS: Final = tuple(KEYS.index(key) for key in _BIRTH.parts)
_FLUX_KEYS: Final = tuple(entry.key for entry in rubriques_of(Bloc.FLUX, VERSIONS[-1]))


class Origine(NamedTuple):
    """A deposit that was converted, and what it says of itself, which no workbook holds.

    Attributes:
        chemin: The file.
        values: `idFlux`, `horodatage` and `action`, as far as it has them.
    """

    chemin: Path
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Conversion(Bilan):
    """What came out of a conversion; its anomalies say what the workbook could not take.

    Attributes:
        classeur: The workbook.
        version: Version of the format that it is made for: the one asked for, or the oldest that knows all that the deposits say.
        origines: The deposits, in the order in which they were given.
    """

    classeur: Path
    version: str
    origines: Sequence[Origine]


def convert(
    paths: Sequence[Path],
    destination: Path,
    version: str | None = None,
    progress: Progress | None = None,
) -> Conversion:
    """Write the passages of deposits, sound or not, into one commented workbook.

    Args:
        paths: The deposits, in order.
        destination: Where the workbook goes; a file that is already there is never replaced.
        version: Version of the format of the workbook; None finds it out.
        progress: Told now and then how many passages were read, then written.

    Raises:
        FluxError: A file is not XML, not a deposit, or none holds a passage.
        EcritureError: There is already a file of that name, it cannot be written, or one sheet cannot hold all the passages.
    """
    refuse_existing(destination)
    sources = [(path, read_cadre(path)) for path in paths]
    inventaire = _Inventaire(sources)
    inventaire.read(progress)
    refuse_excess(inventaire.passages)
    version = version or inventaire.version
    write_whole(
        destination,
        lambda file: write_gabarit(
            file,
            version=version,
            rows=_rows(sources, inventaire, progress),
            defaults=inventaire.defaults,
            example=False,
            filled=inventaire.filled,
        ),
    )
    return Conversion(
        lignes=inventaire.passages,
        passages=inventaire.passages,
        ecartes=0,
        anomalies=inventaire.anomalies,
        classeur=destination,
        version=version,
        origines=[Origine(path, _of_flux(cadre)) for path, cadre in sources],
    )


Source = tuple[Path, Cadre]
"""A deposit and its frame."""


def _of_flux(cadre: Cadre) -> dict[str, str]:
    """Return what a deposit says of itself."""
    root = cadre.document.getroot()
    found = {key: root.findtext(f"{{{NAMESPACE}}}{key}") for key in _FLUX_KEYS}
    return {key: clean(text) for key, text in found.items() if text and text.strip()}


class _Inventaire:
    """What must be known of deposits before their first passage can be written.

    Attributes:
        passages: How many there are.
        defaults: What all of them say alike of the certificateur, for the « Certificateur » sheet.
        filled: Keys of the columns that their rows fill, beside those that every workbook has.
        anomalies: What the workbook cannot take.
        version: Oldest version of the format that knows all that they say: `action` and the NIR came late.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self.passages = 0
        self.anomalies: list[Anomalie] = []
        self.version = VERSIONS[0]
        entetes = [entete.values for _, cadre in sources for entete in cadre.entetes]
        if not entetes:
            names = ", ".join(f"« {path.name} »" for path, _ in sources)
            raise FluxError(f"Aucun passage dans {names} : il n'y a rien à convertir.")
        said = {key: {values.get(key, "").strip() for values in entetes} for key in SHEET_COLUMNS}
        self.filled = {key for key, values in said.items() if len(values) > 1}
        alike = {key: values.pop() for key, values in said.items() if key not in self.filled}
        self.defaults = {key: _CELLS[key](text) for key, text in alike.items() if text}

    def read(self, progress: Progress | None) -> None:
        """Read every passage once."""
        for path, cadre in self._sources:
            where = f" ({path.name})" if len(self._sources) > 1 else ""
            self._read_cadre(cadre, where)
            for ligne in read_lignes(path, cadre):
                self._take(ligne, where)
                if progress and self.passages % _TOLD == 0:
                    progress(self.passages, None)

    def _read_cadre(self, cadre: Cadre, where: str) -> None:
        self.anomalies.extend(_left_aside(reste, where) for reste in restes_of_cadre(cadre))
        if "action" in _of_flux(cadre):
            self._needs("action")
        if notice_of(cadre):
            more = f"Ce classeur, lui, servirait à les créer{where}."
            self.anomalies.append(withdrawal_notice(more))

    def _take(self, ligne: LigneXml, where: str) -> None:
        self.passages += 1
        if "nir" in ligne.lines:
            self.filled.add("nir")
            self._needs("nir")
        self.filled.update(key for key, _ in _birth(ligne))
        if ligne.cells[_ID_TECHNIQUE].strip().lower() == EXAMPLE_MARK.lower():
            self.anomalies.append(_taken_for_example(ligne, where))
        for reste in chain(restes_of_passage(ligne), _cut(ligne)):
            self.anomalies.append(_left_aside(reste, where))

    def _needs(self, key: str) -> None:
        self.version = max(self.version, rubrique(key).since, key=version_rank)


def _cut(ligne: LigneXml) -> Iterator[Reste]:
    """Yield what is left out of the texts that are longer than a cell."""
    for key, text in zip(KEYS, ligne.cells, strict=True):
        if len(text) > _LONGEST and len(text.strip()) > _LONGEST:
            what = f"la fin du texte « {COLONNES[key].header} »"
            yield Reste(what, ligne.lines.get(key, ligne.ligne), None)


def _left_aside(reste: Reste, where: str) -> Anomalie:
    message = (
        f"Un classeur n'a pas de place pour {reste.quoi} : cela reste dans le fichier XML{where}."
    )
    return Anomalie("CNV-01", message, Lieu(None, reste.ligne), reste.valeur)


def _taken_for_example(ligne: LigneXml, where: str) -> Anomalie:
    mark = ligne.cells[_ID_TECHNIQUE].strip()
    message = (
        f"« {mark} » est l'identifiant de la ligne d'exemple du modèle : ce passage ne sera pas envoyé "
        f"tant qu'il le porte{where}. Donnez-lui-en un autre."
    )
    return Anomalie("FEU-05", message, XML_TABLE.ou("idTechnique", ligne.ligne), mark)


# ------------------------------------------------------------------------------------- the rows


def _rows(
    sources: Sequence[Source], inventaire: _Inventaire, progress: Progress | None
) -> Iterator[GabaritRow]:
    """Yield the passages as rows, one after another."""
    given_once = inventaire.defaults.keys()
    done = 0
    for path, cadre in sources:
        for ligne in read_lignes(path, cadre):
            yield GabaritRow(cells_of(ligne, given_once))
            done += 1
            if progress and done % _TOLD == 0:
                progress(done, inventaire.passages)


def cells_of(ligne: LigneXml, but: Collection[str] = ()) -> dict[str, Raw]:
    """Return what the cells of a row hold to say what a passage says: words for codes, dates, and faulty values as they stand.

    Args:
        ligne: The passage.
        but: Keys of the columns to leave out, given once for all rows.
    """
    return cells_of_texts(dict(zip(KEYS, ligne.cells, strict=True)), but)


def cells_of_texts(texts: Mapping[str, str], but: Collection[str] = ()) -> dict[str, Raw]:
    """Return what the cells of a row hold to say what a passage says, given as the texts of the format, by key."""
    cells = {
        key: _CELLS[key](text.strip()[:_LONGEST])
        for key, text in texts.items()
        if text and key not in but and key not in _BIRTH.parts
    }
    cells.update(_birth_cells(*(texts.get(key, "").strip() for key in _BIRTH.parts)))
    return {key: raw for key, raw in cells.items() if raw != ""}


def _birth(ligne: LigneXml) -> Sequence[tuple[str, Raw]]:
    year, month, day = (ligne.cells[rank].strip() for rank in _BIRTH_RANKS)
    return _birth_cells(year, month, day)


@lru_cache(maxsize=1 << 15)
def _birth_cells(year: str, month: str, day: str) -> Sequence[tuple[str, Raw]]:
    """Return the cells of a birth: one, unless it would be read as another date than what the three parts say."""
    if year and (month or not day):
        text = "/".join(
            filter(None, (f"{day:0>2}" if day else "", f"{month:0>2}" if month else "", year))
        )
        faults: list[str] = []
        read = _read_birth(text, lambda code, *_: faults.append(code))
        wanted = tuple(
            int(part) if part.isdecimal() else part or None for part in (year, month, day)
        )
        if read == wanted or (read is None and faults):
            return ((_BIRTH.key, text),)
    parts = zip(_BIRTH.parts, (year, month, day), strict=True)
    return tuple((key, _CELLS[key](text)) for key, text in parts if text)


def _writer(entry: Colonne) -> Callable[[str], Raw]:
    """Return the function that gives, for the text of an element, what one would type in the cell."""
    if entry.codes:
        words = {code.value: shown(code) for code in entry.codes}
        if entry.kind is Kind.BOOLEAN:
            words |= {"1": words["true"], "0": words["false"]}
        return lambda text: words.get(text, text)
    return _TYPED.get(entry.kind, str)


@lru_cache(maxsize=1 << 15)
def _day(text: str) -> Raw:
    """Return a day of the XSD as a date; as it stands when it is none."""
    if not _ISO_DAY.fullmatch(text):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _number(text: str) -> Raw:
    return int(text) if _SMALL_NUMBER.fullmatch(text) else text


_ISO_DAY: Final = re.compile(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_SMALL_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_TYPED: Final[dict[Kind, Callable[[str], Raw]]] = {Kind.DATE: _day, Kind.INTEGER: _number}
_CELLS: Final = {key: _writer(COLONNES[key]) for key in KEYS}
"""How the text of each element is written in its cell."""
_read_birth: Final = value_reader(_BIRTH)
