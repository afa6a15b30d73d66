"""What to do next: the last lines of every report."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.classeur.gabarit import REASONS_HEADER
from accrochage.cli.phrases import on_certificateur
from accrochage.erreurs import command
from accrochage.operations import Bilan
from accrochage.regles.anomalie import Gravite
from accrochage.typographie import NO_BREAK, number, plural

PORTAL: Final = "https://certificateurs.moncompteformation.gouv.fr/espace-prive"

WHERE: Final = "espace privé → Transmettre des données".replace(" ", NO_BREAK)


@dataclass(frozen=True, kw_only=True)
class Lecture:
    """What was asked for, as far as the report needs it.

    Attributes:
        source: The file that was read.
        version: Version of the format.
        xml: Is it an XML file?
        writing: Was it to be made into deposits, or only checked?
        reading: Options that said what the workbook lacks, and what is corrected in it, as they were typed.
        common: Options that any command to come needs again.
    """

    source: Path
    version: str
    xml: bool = False
    writing: bool = False
    reading: tuple[str, ...] = ()
    common: tuple[str, ...] = ()


class Etape(NamedTuple):
    """A line of advice; an exact one (a command, an address) is meant to be copied as it is."""

    text: str
    exact: bool = False


def next_steps(bilan: Bilan, lecture: Lecture) -> Iterator[Etape]:
    """Yield what to do next."""
    if bilan.fichiers or bilan.a_corriger:
        yield from _after_writing(bilan, lecture)
    elif not bilan.valide:
        yield from _mend(bilan, lecture)
    elif lecture.xml:
        yield from _deposit(bilan, 1)
    else:
        yield Etape("Tout est prêt. Pour écrire le fichier à déposer :")
        yield generer_command(lecture.source, *lecture.reading, *lecture.common)


def generer_command(path: Path, *options: str) -> Etape:
    """Return the command that makes deposits of a workbook, to be copied."""
    return _command("generer", str(path), *options)


def accuse_command(path: Path, *options: str) -> Etape:
    """Return the command that reads an accusé, to be copied."""
    return _command("accuse", str(path), *options)


def jeu_essai_command(population: Path) -> Etape:
    """Return the command that draws a workbook from a population, to be copied."""
    return _command("jeu-essai", "--population", str(population))


def _command(*arguments: str) -> Etape:
    return Etape(command(*arguments), exact=True)


def _after_writing(bilan: Bilan, lecture: Lecture) -> Iterator[Etape]:
    if bilan.fichiers:
        yield from _deposit(bilan, len(bilan.fichiers))
    if bilan.a_corriger:
        these = plural(
            bilan.ecartes, "la ligne écartée", f"les {number(bilan.ecartes)} lignes écartées"
        )
        yield Etape(
            f"Corrigez {these} dans « {bilan.a_corriger.name} », où la colonne « {REASONS_HEADER} » dit ce qui ne va pas, puis :"
        )
        yield generer_command(bilan.a_corriger, *lecture.common)


def _deposit(bilan: Bilan, files: int) -> Iterator[Etape]:
    alertes = sum(anomalie.gravite is Gravite.ALERTE for anomalie in bilan.anomalies)
    if alertes:
        these = plural(alertes, "l'alerte", f"les {number(alertes)} alertes")
        yield Etape(f"Vérifiez d'abord {these} ci-dessus : le dépôt reste possible.")
    what = plural(files, "ce fichier", f"ces {number(files)} fichiers, l'un après l'autre,")
    yield Etape(f"Déposez {what} sur le portail des certificateurs, {WHERE} :")
    yield Etape(PORTAL, exact=True)


def _mend(bilan: Bilan, lecture: Lecture) -> Iterator[Etape]:
    """Yield what to do when nothing was written."""
    if lecture.xml:
        yield Etape(
            "Ne déposez pas ce fichier. Corrigez ces données là où il a été fabriqué, refaites-le, puis relancez la même commande."
        )
        return
    written = "Aucun fichier n'a été écrit. " if lecture.writing else ""
    whole = _blames_the_file(bilan)
    if bilan.copie:
        name = bilan.copie.chemin.name
        written = written.replace("fichier", "fichier XML")  # the copy was
        yield Etape(
            f"{written}Corrigez les cellules en rouge dans « {name} », dont la feuille « Anomalies » donne la liste, puis :"
        )
        command = "generer" if lecture.writing else "verifier"
        yield _command(command, str(bilan.copie.chemin), *lecture.reading, *lecture.common)
    elif whole:
        yield Etape(f"{written}Corrigez ces erreurs, puis relancez la commande.")
        yield from _say_what_columns_hold(bilan, lecture)
    else:
        these = plural(bilan.ecartes, "cette ligne", "ces lignes")
        yield Etape(f"{written}Corrigez {these} dans le classeur, puis relancez la même commande.")
    sure = sum(anomalie.sure for anomalie in bilan.anomalies)
    if sure:
        these = plural(sure, "Une correction est sûre", f"{number(sure)} corrections sont sûres")
        yield Etape(f"{these} : ajoutez --corriger, Agrafe s'en charge et vous les montre.")
    if lecture.writing and bilan.passages and not whole:
        ready = plural(
            bilan.passages, "le passage prêt", f"les {number(bilan.passages)} passages prêts"
        )
        others = plural(
            bilan.ecartes, "l'autre ligne vous revient", "les autres lignes vous reviennent"
        )
        yield Etape(
            f"Pour déposer {ready} sans attendre, ajoutez --ecarter : {others} dans un classeur à corriger."
        )


def _say_what_columns_hold(bilan: Bilan, lecture: Lecture) -> Iterator[Etape]:
    """Yield how to name the columns, when one is missing and others were not understood, or not for sure."""
    codes = {anomalie.code for anomalie in bilan.anomalies}
    if (
        "COL-01" in codes
        and codes & {"COL-03", "COL-04"}
        and "--correspondance" not in lecture.reading
    ):
        yield Etape("Si le classeur a ces colonnes sous d'autres titres :")
        yield _command("correspondance", str(lecture.source))


def _blames_the_file(bilan: Bilan) -> bool:
    """Tell whether an error touches more than rows: setting rows aside is then of no help."""
    return any(
        anomalie.blocking
        and (
            anomalie.ou.ligne is None
            or on_certificateur(anomalie.ou)
            or anomalie.code.startswith(("COL-", "FEU-"))
        )
        for anomalie in bilan.anomalies
    )
