"""Rules a constraint cannot say, kept by the database itself: triggers for SQLite and PostgreSQL.

They are brought up to date after every migrate: SQLite loses them silently when a table is rebuilt, and
on PostgreSQL a condition in the trigger's head (rather than in its function) would block later migrations.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """One refusal: on this table, before this event, where the condition holds, with this sentence.

    `condition` is SQL that both databases read, over OLD and NEW; `changed()` helps to write it.
    """

    name: str
    table: str
    event: str  # UPDATE or DELETE or INSERT; or TRUNCATE, which only PostgreSQL knows and no row's trigger notices
    condition: str
    refusal: str


def changed(*columns: str) -> str:
    """SQL: one of these columns differs between OLD and NEW (NULL counts as a value)."""
    return " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns)


def install(guards: Iterable[Guard], *, using: str) -> None:
    """Brings the triggers to what is written here; between old and new there is no moment without."""
    connection = connections[using]
    wanted = _possible(guards, connection)
    absent = set(missing(wanted, using=using))
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for guard in wanted:
            for statement in _statements(guard, connection.vendor, absent=guard.name in absent):
                cursor.execute(statement)


def remove(guards: Iterable[Guard], *, using: str) -> None:
    """Only for a test that must empty its tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for guard in _possible(guards, connection):
            cursor.execute(_drop(guard, connection.vendor))


def missing(guards: Iterable[Guard], *, using: str) -> list[str]:
    """Names of the guards that the database does not hold though their tables are there."""
    connection = connections[using]
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [guard.name for guard in _possible(guards, connection) if guard.name not in present]


def _possible(guards: Iterable[Guard], connection: BaseDatabaseWrapper) -> list[Guard]:
    """Those whose table is there and whose event this database knows."""
    tables = set(connection.introspection.table_names())
    unknown = {"sqlite": {"TRUNCATE"}}.get(connection.vendor, set())
    return [guard for guard in guards if guard.table in tables and guard.event not in unknown]


def _drop(guard: Guard, vendor: str) -> str:
    suffix = f" ON {guard.table}" if vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {guard.name}{suffix}"


def _statements(guard: Guard, vendor: str, *, absent: bool) -> list[str]:
    refusal = guard.refusal.replace("'", "''")
    if vendor == "sqlite":
        # SQLite before 3.39 lacks IS DISTINCT FROM; its own IS NOT says the same.
        condition = guard.condition.replace("IS DISTINCT FROM", "IS NOT")
        body = f"SELECT RAISE(ABORT, '{refusal}') WHERE {condition};"
        create = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} BEGIN {body} END"
        return [_drop(guard, vendor), create]
    row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(guard.event, "NEW")
    scope = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    function = f"""CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF {guard.condition} THEN
            RAISE EXCEPTION '{refusal.replace("%", "%%")}' USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN {row};
        END $$"""
    # The rule lives in the function; making the trigger anew would lock the table at every start.
    trigger = (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {scope} EXECUTE FUNCTION {guard.name}()"
    )
    # "Absent" may also mean disabled, and such a one has to go first.
    return [function, _drop(guard, vendor), trigger] if absent else [function]
