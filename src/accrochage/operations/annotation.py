"""The annotated copy of a workbook that was checked: where it goes, and what it shows."""

from pathlib import Path
from typing import Final

from accrochage.classeur.annotation.copie import has_macros, write_copie
from accrochage.classeur.annotation.remarques import Releve
from accrochage.erreurs import EcritureError
from accrochage.flux.disque import refuse_existing, write_whole
from accrochage.modele import Table
from accrochage.operations.correction import Changement
from accrochage.operations.demande import Bilan, Copie, Demande
from accrochage.regles.anomalie import Anomalie

_NAME: Final = "{}-annoté"
"""Name of a copy that was only given a folder."""


def copie_path(source: Path, asked: Path) -> Path:
    """Return where the annotated copy goes: the extension that it must have is added when none was given.

    Args:
        source: The workbook.
        asked: The name asked for, or a folder.

    Raises:
        EcritureError: The extension will not do, or there is already a file of that name.
    """
    extension = ".xlsm" if has_macros(source) else ".xlsx"
    path = asked / _NAME.format(source.stem) if asked.is_dir() else asked
    if not path.suffix or asked.is_dir():
        path = path.with_name(f"{path.name}{extension}")
    if path.suffix.lower() != extension:
        reason = (
            f"« {source.name} » contient des macros : sa copie annotée"
            if extension == ".xlsm"
            else "La copie annotée est un classeur Excel : elle"
        )
        raise EcritureError(
            f"{reason} doit finir par {extension}. Donnez-lui le nom « {path.with_suffix(extension).name} »."
        )
    refuse_existing(path)
    return path


class Annotation:
    """The annotated copy of a workbook, when one was asked for.

    Args:
        source: The workbook.
        demande: What was asked for.

    Raises:
        EcritureError: The copy cannot bear the name asked for: better said before the check than after.
    """

    def __init__(self, source: Path, demande: Demande) -> None:
        self._source = source
        self._today = demande.today
        self._path = None if demande.annoter is None else copie_path(source, demande.annoter)

    def write(self, table: Table, bilan: Bilan) -> Copie | None:
        """Write the copy, whole or not at all; with no anomalie too, since it was asked for.

        Args:
            table: Where the passages stand.
            bilan: What was found.

        Raises:
            ClasseurError: The workbook cannot be read any more.
            EcritureError: The copy cannot be written.
        """
        if self._path is None:
            return None
        releve = Releve(
            source=self._source.name,
            table=table,
            anomalies=[*bilan.anomalies, *map(_still_wrong, bilan.changements)],
            lignes=bilan.lignes,
            today=self._today,
        )
        lost: list[str] = []
        write_whole(self._path, lambda file: lost.extend(write_copie(self._source, file, releve)))
        return Copie(self._path, tuple(lost))


def _still_wrong(changement: Changement) -> Anomalie:
    """Return what is still wrong in the workbook, though it was corrected on the way to the deposit."""
    ou, avant, apres, code, pourquoi = changement
    message = f"{pourquoi} Corrigé dans ce qui est envoyé, pas dans le classeur."
    return Anomalie(code, message, ou, avant, apres)
