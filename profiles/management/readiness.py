"""Whether the database is as this code expects it: asked when a server starts, and by its probe."""

from django.core.checks import Tags, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def is_guarded() -> bool:
    """All triggers stand."""
    return not run_checks(tags=[Tags.database], databases=[connection.alias])
