"""The annotated copy of a workbook, whatever its kind."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile

from accrochage.classeur.annotation.commentaires import Commentaires
from accrochage.classeur.annotation.dessin import Dessin, last_block
from accrochage.classeur.annotation.feuille import Rewritten, rewrite_sheet
from accrochage.classeur.annotation.liste import Liste
from accrochage.classeur.annotation.livre import Livre
from accrochage.classeur.annotation.paquet import Paquet, UnusualError, open_part, unusual
from accrochage.classeur.annotation.remarques import MARK, MAX_COMMENTS, Feuillet, Releve, feuillets
from accrochage.classeur.annotation.styles import EMPTY_STYLES, Styles
from accrochage.classeur.annotation.valeurs import write_valeurs
from accrochage.classeur.ouverture import FileType
from accrochage.erreurs import EcritureError
from accrochage.typographie import number

NOT_KEPT: Final = "Cette copie ne reprend que les valeurs du fichier : ni formules, ni mise en forme, ni images, ni macros."
NO_SIGNATURE: Final = "La signature numérique du classeur n'a pas été reprise : une copie modifiée ne peut pas la garder."

_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_STYLES_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def has_macros(source: Path) -> bool:
    """Is a file a workbook that holds macros, which Excel only opens under the extension .xlsm?"""
    try:
        with unusual(), ZipFile(source) as archive:
            paquet = Paquet(archive)
            declared = paquet.content_type(paquet.workbook)
    except UnusualError:
        return False
    return declared is not None and "macroEnabled" in str(declared.get("ContentType"))


def write_copie(source: Path, target: IO[bytes], releve: Releve) -> Sequence[str]:
    """Write the annotated copy of a workbook.

    Args:
        source: The workbook or CSV file.
        target: A file open for reading and writing bytes.
        releve: What the copy shows.

    Returns:
        What the copy has lost, as French sentences.

    Raises:
        ClasseurError: The source cannot be read any more.
        EcritureError: It cannot be copied without losing its macros, or has too many rows.
        OSError: The copy cannot be written.
    """
    try:
        return annotate(source, target, releve, {})
    except UnusualError as error:
        if has_macros(source):
            raise EcritureError(
                f"« {source.name} » est écrit d'une façon inhabituelle : ses macros ne peuvent pas être reprises dans la copie annotée. "
                "Ouvrez-le dans Excel, enregistrez-le, puis recommencez."
            ) from error
    target.seek(0)
    target.truncate()
    with tempfile.TemporaryFile() as plain:
        names, kind = write_valeurs(source, plain)
        return annotate(plain, target, releve, names, [NOT_KEPT] * (kind is not FileType.CSV))


def annotate(
    source: Path | IO[bytes],
    target: IO[bytes],
    releve: Releve,
    names: Mapping[str | None, str],
    lost: Sequence[str] = (),
) -> Sequence[str]:
    """Write the annotated copy of an .xlsx or .xlsm, nothing else of which changes.

    Args:
        source: The workbook.
        target: A file open for writing bytes.
        releve: What the copy shows.
        names: Name of each sheet in the workbook, by the name that anomalies give it; its own when it is not there.
        lost: What was lost before.

    Returns:
        What the copy has lost, as French sentences.

    Raises:
        UnusualError: The workbook cannot be edited without risk.
        OSError: The copy cannot be written.
    """
    with unusual(), ZipFile(source) as archive:
        paquet = Paquet(archive)
        said = [*lost, *([NO_SIGNATURE] if paquet.drop_signature() else [])]
        paquet.declare_workbook()
        with ZipFile(target, "w", ZIP_DEFLATED) as written:
            _Copie(paquet, releve, names).write(written, said)
    return said


class _Copie:
    """The copy of one package, while it is made."""

    def __init__(self, paquet: Paquet, releve: Releve, names: Mapping[str | None, str]) -> None:
        self._paquet = paquet
        self._releve = releve
        self._names = names
        self._livre = Livre(paquet)
        self._feuillets, self._uncommented = self._by_part()
        self._block = last_block(
            paquet.read(name) for name in paquet.names if name.lower().endswith(".vml")
        )

    def _by_part(self) -> tuple[dict[str, Feuillet], int]:
        """Return what each sheet shows, by part; those that an earlier copy commented are there too."""
        found, uncommented = feuillets(self._releve)
        by_part = {}
        for name, feuillet in found.items():
            by_part[self._livre.parts[self._names.get(name, name or "")]] = feuillet
        for part in self._livre.parts.values():
            commented = self._paquet.related(part, "comments").values()
            if any(MARK.encode() in self._paquet.read(comments) for comments in commented):
                by_part.setdefault(part, Feuillet())
        return by_part, uncommented

    def write(self, target: ZipFile, lost: Sequence[str]) -> None:
        """Write the copy; `lost` is said on its sheet of anomalies."""
        paquet = self._paquet
        styles = Styles(paquet.tree(self._styles_part(), change=True))
        liste_part = self._livre.place_anomalies(self._releve.anomalies)
        liste = Liste(self._releve, self._names, [*lost, *self._limit()], self._livre.main, styles)
        commentaires = {part: self._comments_part(part) for part in self._feuillets}
        paquet.declare_extension("vml", _DRAWING_TYPE)
        paquet.write_types(target)
        for part, feuillet in self._feuillets.items():
            self._write_feuille(target, part, feuillet, styles, commentaires[part])
        with open_part(target, paquet.part_like(liste_part)) as sheet:
            liste.write(sheet)
        paquet.write_rest(target, {*self._feuillets, liste_part})

    def _limit(self) -> Iterator[str]:
        if self._uncommented:
            yield (
                f"Au-delà de {number(MAX_COMMENTS)} cellules, les suivantes sont colorées sans commentaire : la raison est dans cette liste."
            )

    def _styles_part(self) -> str:
        """Return the part of the styles, made when there is none."""
        paquet = self._paquet
        known = paquet.related(paquet.workbook, "styles").values()
        if known:
            return next(iter(known))
        part = paquet.free_name("xl/styles{}.xml")
        paquet.write_part(part, EMPTY_STYLES.format(main=self._livre.main).encode(), _STYLES_TYPE)
        paquet.relate(paquet.workbook, "styles", part)
        return part

    def _comments_part(self, part: str) -> str:
        """Return the part of the comments of a sheet, made when there is none."""
        known = self._paquet.related(part, "comments").values()
        if known:
            return next(iter(known))
        made = self._paquet.free_name("xl/comments{}.xml")
        self._paquet.write_part(
            made, f'<comments xmlns="{self._livre.main}"/>'.encode(), _COMMENTS_TYPE
        )
        return made

    def _write_feuille(
        self, target: ZipFile, part: str, feuillet: Feuillet, styles: Styles, comments: str
    ) -> None:
        """Write a sheet and its comments."""
        paquet = self._paquet
        tie = f'xmlns:agr="{paquet.office}" agr:id="{paquet.free_id(part)}"'
        with paquet.open(part) as source, open_part(target, paquet.part_like(part)) as sheet:
            rewritten = rewrite_sheet(source, sheet, feuillet.marques, styles.coloured, tie)
        commentaires = Commentaires(paquet.tree(comments, change=True))
        written = commentaires.add(feuillet.textes)
        drawing = self._drawing_part(part, rewritten)
        if comments not in paquet.related(part, "comments").values():
            paquet.relate(part, "comments", comments)
        dessin = Dessin(paquet.read(drawing) if drawing in paquet else None)
        dessin.remove(commentaires.removed)
        dessin.fit(written, rewritten.columns)
        self._block = dessin.add(commentaires.places, written, rewritten.columns, self._block)
        paquet.write_part(drawing, dessin.content)

    def _drawing_part(self, part: str, rewritten: Rewritten) -> str:
        """Return the drawing of the comments of a sheet, tied to it when it is a new one."""
        if rewritten.drawing is not None:
            return self._paquet.related(part, "vmlDrawing")[rewritten.drawing]
        made = self._paquet.free_name("xl/drawings/vmlDrawing{}.vml")
        self._paquet.relate(part, "vmlDrawing", made)
        return made
