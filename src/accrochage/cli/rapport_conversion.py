"""The report of a conversion, for a person: what the workbook holds, what it does not, what to do next."""

from collections.abc import Iterator
from typing import Final, TextIO

from accrochage.cli.ecran import Ecran
from accrochage.cli.phrases import OF_XML
from accrochage.cli.rapport import write_anomalies, write_steps
from accrochage.cli.suite import Etape, generer_command
from accrochage.dictionnaire import DEFAULT_VERSION
from accrochage.operations import Conversion
from accrochage.typographie import NO_BREAK, count, plural

_NAMES: Final = {
    "idFlux": "identifiant du flux",
    "horodatage": "horodatage",
    "action": "action",
}
_MAX_ORIGINES: Final = 10
"""Deposits of which the report repeats what they say of themselves."""


def write_report(stream: TextIO, conversion: Conversion) -> None:
    """Write the whole report."""
    ecran = Ecran(stream)
    names = [origine.chemin.name for origine in conversion.origines]
    title = names[0] if len(names) == 1 else count(len(names), "dépôt", "dépôts")
    ecran.paragraph((f"{title}, format {conversion.version}", "dim"))
    taken = plural(conversion.passages, "repris", "repris")
    ecran.paragraph((f"{count(conversion.passages, 'passage', 'passages')} {taken}.", "bold"))
    write_anomalies(ecran, conversion.anomalies, OF_XML)
    ecran.blank()
    ecran.paragraph(("✓ Classeur", "bold green"))
    ecran.exact(str(conversion.classeur), "", indent=4)
    _write_origines(ecran, conversion)
    write_steps(ecran, _steps(conversion))


def _write_origines(ecran: Ecran, conversion: Conversion) -> None:
    """Say what the deposits said of themselves, which is not in the workbook."""
    ecran.blank()
    ecran.paragraph(
        ("ℹ N'est pas dans le classeur, et sera fait à neuf au prochain dépôt", "bold cyan")
    )
    for chemin, values in conversion.origines[:_MAX_ORIGINES]:
        said = ", ".join(f"{_NAMES[key]} {value}" for key, value in values.items())
        ecran.paragraph(
            (f"{chemin.name}{NO_BREAK}: ", "bold"), (said or "rien", ""), head="  • ", indent=4
        )


def _steps(conversion: Conversion) -> Iterator[Etape]:
    version = conversion.version
    options = () if version == DEFAULT_VERSION else ("--version-format", version)
    yield Etape("Corrigez ou complétez le classeur, enregistrez-le, puis :")
    yield generer_command(conversion.classeur, *options)
    yield Etape(
        "Le fichier fait à neuf a un nouvel identifiant de flux. Les passages gardent le leur : ceux que la Caisse "
        "des Dépôts a déjà acceptés seraient refusés, retirez leurs lignes."
    )
