"""The commands: each takes its arguments, calls one use case, says what came out, and returns the exit code."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from accrochage import operations
from accrochage.classeur.gabarit import CERTIFICATEUR, PASSAGES
from accrochage.classeur.ouverture import FileType, file_type
from accrochage.cli.analyse import DEFAULT_MODELE
from accrochage.cli.demandes import common_options, demande_of, lecture_of, reading_options
from accrochage.cli.progression import Progression
from accrochage.cli.reglages import VERSION_VARIABLE, choose_version, schema_store, settings_path
from accrochage.cli.sortie_json import write_bilan, write_schemas
from accrochage.cli.sorties import writing_to
from accrochage.cli.suite import Etape, Lecture, generer_command
from accrochage.cli.usage import UsageError
from accrochage.dictionnaire import DEFAULT_VERSION
from accrochage.operations import Bilan


def run(arguments: Namespace) -> int:
    """Run the command that the arguments name; return its exit code."""
    return _COMMANDS[arguments.command](arguments)


def _modele(arguments: Namespace) -> int:
    """Write an empty workbook."""
    version = choose_version(arguments.version_format, schema_store())
    path = _path_of_modele(arguments.sortie)
    operations.write_modele(path, version)
    _print_paths([path])
    etapes = [
        Etape(
            f"Sur la feuille « {CERTIFICATEUR} », donnez vos identifiants ; sur la feuille « {PASSAGES} », remplissez une "
            "ligne par personne certifiée. Enregistrez, puis :"
        ),
        generer_command(path, *common_options(arguments)),
    ]
    _notice("Classeur à remplir", path, etapes)
    return 0


def _path_of_modele(name: str) -> Path:
    path = Path(name)
    if path.is_dir():
        return path / DEFAULT_MODELE
    if not path.suffix:
        return path.with_suffix(".xlsx")
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"Le modèle est un classeur Excel : « {path.name} » doit finir par .xlsx.")
    return path


def _generer(arguments: Namespace) -> int:
    """Make the deposits of a workbook."""
    demande = demande_of(arguments)
    source, folder = Path(arguments.fichier), Path(arguments.dossier or ".")
    with Progression(source.name) as progression:
        bilan = operations.generate(source, folder, demande, progression)
    if not arguments.json:
        _print_paths(fichier.chemin for fichier in bilan.fichiers)
    return _answer(bilan, lecture_of(arguments, demande.flux.version), json=arguments.json)


def _verifier(arguments: Namespace) -> int:
    """Check a workbook or an XML file."""
    demande = demande_of(arguments)
    source = Path(arguments.fichier)
    xml = file_type(source) is FileType.XML
    useless = ", ".join(reading_options(arguments))
    if xml and useless:
        raise UsageError(
            f"« {source.name} » est un fichier XML, qui dit déjà tout. Ne servent qu'avec un classeur : {useless}."
        )
    verify = operations.verify_flux if xml else operations.verify_classeur
    with Progression(source.name, "passages" if xml else "lignes") as progression:
        bilan = verify(source, demande, progression)
    return _answer(bilan, lecture_of(arguments, demande.flux.version, xml=xml), json=arguments.json)


def _schema_lister(arguments: Namespace) -> int:
    """List the versions of the format: the list on stdout, the version in use on stderr."""
    store = schema_store()
    schemas = store.list()
    with writing_to(sys.stdout) as stdout:
        if arguments.json:
            write_schemas(stdout, schemas)
            return 0
        for schema in schemas:
            print(f"{schema.version:<8} {schema.origin.value:<7} {schema.path}", file=stdout)
    version = choose_version(None, store)
    with writing_to(sys.stderr) as stderr:
        print(
            f"\nSans --version-format, la version {version} sert. Pour en changer :\n"
            f'  la variable {VERSION_VARIABLE}, ou la ligne version_format = "{schemas[0].version}" du fichier\n'
            f"  {settings_path()}",
            file=stderr,
        )
    return 0


def _schema_ajouter(arguments: Namespace) -> int:
    """Add a schema of the user."""
    schema = schema_store().add(Path(arguments.fichier))
    _print_paths([schema.path])
    etapes = [
        Etape(
            f"Désormais, ce schéma décide de ce qui est valable pour la version {schema.version} du format."
        )
    ]
    if schema.version != DEFAULT_VERSION:
        etapes.append(
            Etape(
                f"Pour vous en servir, ajoutez --version-format {schema.version} à vos commandes."
            )
        )
    _notice("Schéma ajouté", schema.path, etapes)
    return 0


def _print_paths(paths: Iterable[Path]) -> None:
    """Print the files written on stdout when a program reads it; a person has them in the report."""
    if not sys.stdout.isatty():
        with writing_to(sys.stdout) as stdout:
            stdout.writelines(f"{path}\n" for path in paths)


def _answer(bilan: Bilan, lecture: Lecture, *, json: bool) -> int:
    """Say what came out of a file; return the exit code."""
    if json:
        with writing_to(sys.stdout) as stdout:
            write_bilan(stdout, bilan, lecture.version)
    else:
        from accrochage.cli.rapport import write_report  # noqa: PLC0415 - JSON does without rich

        with writing_to(sys.stderr) as stderr:
            write_report(stderr, bilan, lecture)
    return 0 if bilan.valide else 1


def _notice(title: str, path: Path, etapes: Iterable[Etape]) -> None:
    """Say that a file was written, and what comes next."""
    from accrochage.cli.rapport import write_notice  # noqa: PLC0415 - JSON does without rich

    with writing_to(sys.stderr) as stderr:
        write_notice(stderr, title, path, etapes)


_COMMANDS: Final[dict[str, Callable[[Namespace], int]]] = {
    "modele": _modele,
    "generer": _generer,
    "verifier": _verifier,
    "schema lister": _schema_lister,
    "schema ajouter": _schema_ajouter,
}
