from django.core.management import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor


def check_database() -> None:
    """Let a command go on with a database that is up to date.

    Raises:
        CommandError: It is not; the sentence says what to run.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("La base n'est pas à jour. Lancez d'abord « agrafe migrate ».")
    connection.close()  # the processes to come open their own
