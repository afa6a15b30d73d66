"""What can be done in the tool: each function changes the folder of a visitor and starts the work that follows."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils import timezone

from agrafe.outil import workspace as folders
from agrafe.outil.workspace import FILES, WORK, Reglages, Workspace
from agrafe.socle.isolation import Limits, look, start
from agrafe.socle.refusals import Refusal

if TYPE_CHECKING:  # generic in its stubs alone
    from django.core.files.uploadedfile import UploadedFile

_LONGEST_NAME: Final = 150  # bytes


class OutilRefusal(Refusal):
    """The tool cannot take the work now."""


BUSY: Final = "Beaucoup de monde se sert de l'outil en ce moment. Recommencez dans une minute."
EXPIRED: Final = "Vos fichiers ont été effacés. Déposez-les à nouveau."
CHANGED: Final = "La liste a changé entre-temps. Choisissez à nouveau les corrections."


def open_workspace() -> Workspace:
    """Make the folder of a new visitor.

    Raises:
        OutilRefusal: There are too many of them.
    """
    _refuse_when_busy()
    made = folders.create()
    if made is None:
        raise OutilRefusal(BUSY)
    return made


def take_classeur(space: Workspace, file: "UploadedFile[Any]", reglages: Reglages) -> None:
    """Take the workbook of a visitor in place of the one before, and check it.

    Raises:
        OutilRefusal: Too many works are in progress.
    """
    _refuse_when_busy()
    space.drop("check", "columns", "accuse")
    folders.erase(space.folder / "classeur")
    space.etat.source = _keep(space.folder / "classeur", file).name
    space.etat.reglages = reglages
    check(space)


def check(space: Workspace) -> None:
    """Check the workbook again, under what the visitor said of it.

    Raises:
        OutilRefusal: Too many works are in progress.
    """
    _refuse_when_busy()
    reglages = space.etat.reglages
    folder = space.new_job("check")
    _start(
        space,
        "check",
        folder,
        {
            "source": str(space.source),
            "folder": str(folder / FILES),
            "now": timezone.now().isoformat(),
            "reglages": vars(reglages),
        },
    )


def fill(space: Workspace, version: str, options: Mapping[str, str]) -> None:
    """Give what the workbook lacks, the version too unless it is empty, and check it again."""
    space.etat.reglages.version = version or space.etat.reglages.version
    space.etat.reglages.options = dict(options)
    check(space)


def correct_all(space: Workspace) -> None:
    """Apply every sure correction, and check again."""
    space.etat.reglages.corriger = True
    check(space)


def correct(space: Workspace, ranks: Iterable[int], job: str) -> None:
    """Apply the corrections of some anomalies of a check, by their ranks, and check again.

    Raises:
        OutilRefusal: It is not the last check any more; or too many works are in progress.
    """
    anomalies = outcome(space, "check").get("anomalies", [])
    if job != space.etat.check:
        raise OutilRefusal(CHANGED)
    retouches = space.etat.reglages.retouches
    for rank in ranks:
        if 0 <= rank < len(anomalies) and anomalies[rank]["retouche"]:
            values = retouches.setdefault(str(anomalies[rank]["ligne"]), {})
            values.update(anomalies[rank]["retouche"])
    check(space)


def undo(space: Workspace) -> None:
    """Forget every correction, and check again."""
    space.etat.reglages.retouches = {}
    space.etat.reglages.corriger = False
    check(space)


def look_at_columns(space: Workspace) -> None:
    """Look for what the columns of the workbook hold, unless that was done.

    Raises:
        OutilRefusal: Too many works are in progress.
    """
    if space.job("columns") is None:
        _refuse_when_busy()
        _start(space, "columns", space.new_job("columns"), {"source": str(space.source)})


def name_columns(space: Workspace, correspondance: Mapping[str, str]) -> None:
    """Say what the columns hold, and check the workbook again; corrections were for other columns, and are forgotten."""
    space.etat.reglages.correspondance = dict(correspondance)
    undo(space)


def take_accuse(
    space: Workspace,
    accuse: "UploadedFile[Any]",
    flux: "UploadedFile[Any] | None",
    classeur: "UploadedFile[Any] | None",
) -> None:
    """Take an accusé and what it answers, and read it; without anything else, beside the deposits made here.

    Raises:
        OutilRefusal: Too many works are in progress.
    """
    _refuse_when_busy()
    folder = space.new_job("accuse")
    given = _keep(folder / "accuse", accuse)
    own = flux is None and classeur is None
    deposits = [_keep(folder / "flux", flux)] if flux else deposits_of(space) if own else []
    _start(
        space,
        "accuse",
        folder,
        {
            "accuse": str(given),
            "flux": [str(path) for path in deposits],
            "classeur": str(_keep(folder / "classeur", classeur)) if classeur else None,
            "own": own,
            "folder": str(folder / FILES),
            "version": space.etat.reglages.version,
        },
    )


def deposits_of(space: Workspace) -> list[Path]:
    """Return the deposits that were made of the workbook."""
    job = space.job("check")
    if job is None:
        return []
    return [job / FILES / one["nom"] for one in outcome(space, "check").get("fichiers", [])]


def outcome(space: Workspace, kind: str) -> dict[str, Any]:
    """Return what came out of a work; nothing when there is none, when it failed, or when it is not done."""
    job = space.job(kind)
    found: dict[str, Any] = (look(job / WORK).outcome or {}) if job else {}
    return found


def _start(space: Workspace, kind: str, folder: Path, arguments: Mapping[str, Any]) -> None:
    limits = Limits(memory=settings.OUTIL_MAX_MEMORY, seconds=settings.OUTIL_MAX_SECONDS)
    functions = {"check": "check", "columns": "columns", "accuse": "read"}
    start(f"agrafe.outil.isolated.{functions[kind]}", arguments, folder / WORK, limits)
    space.save()


def _refuse_when_busy() -> None:
    if folders.running() >= settings.OUTIL_MAX_WORKS:
        raise OutilRefusal(BUSY)


def _keep(folder: Path, file: "UploadedFile[Any]") -> Path:
    """Write a file that was given under its own name, which the sentences repeat, in a folder that holds nothing else."""
    folder.mkdir(mode=0o700)
    stem, dot, extension = str(file.name or "").rpartition(".")
    stem, extension = (stem, extension) if dot else (extension, "")
    stem = _fit(stem).encode()[:_LONGEST_NAME].decode(errors="ignore")
    name = f"{stem}{dot}{_fit(extension)[:10]}"
    path = folder / (name if name.strip(". ") else "fichier")
    with path.open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return path


def _fit(text: str) -> str:
    """Return a name without what no system admits in one."""
    return "".join(one for one in text if one.isprintable() and one not in '/\\:*?"<>|').strip()
