"""`accrochage schema lister` and `accrochage schema ajouter`."""

import sys
from argparse import Namespace
from pathlib import Path

from accrochage.cli.commandes.reponses import notice, print_paths
from accrochage.cli.reglages import VERSION_VARIABLE, choose_version, schema_store, settings_path
from accrochage.cli.sortie_json import write_schemas
from accrochage.cli.sorties import writing_to
from accrochage.cli.suite import Etape
from accrochage.dictionnaire import DEFAULT_VERSION


def schema_lister(arguments: Namespace) -> int:
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


def schema_ajouter(arguments: Namespace) -> int:
    """Add a schema of the user."""
    schema = schema_store().add(Path(arguments.fichier))
    print_paths([schema.path])
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
    notice("Schéma ajouté", schema.path, etapes)
    return 0
