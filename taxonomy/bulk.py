"""Many rows into one table at the speed of the driver: for files, whose records are validated before.

`bulk_create` builds a model and compiles an expression for every value; measured on an import, that took
ten times as long as the database itself. Constraints and triggers hold as ever; signals are not sent.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from django.db import connection, models

# What the driver stores as it stands; every other type goes through its field's own preparation.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.ForeignKey,
    models.AutoField,
    models.BooleanField,
)
# Rows that one statement takes: memory does not grow with the file.
BATCH = 5_000
# Objects, and how often those are looked through that outlived it: a dozen times as many as it comes, so that what a
# file brings is seldom searched, yet never so much that a whole canon's texts pile up.
PILE = (10_000, 3, 3)
# Rows from which on PostgreSQL takes them by COPY, several times as fast as the quickest inserts.
WORTH_COPYING = 50
# Of one column in one call: files bring the same times, scores and layers over and over.
REMEMBERED = 1_000


def insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    passing_over: bool = False,
    renewing: str = "",
    together: bool = False,
) -> None:
    """Inserts rows of values in the order of these field names; fields that are not named must have none to set.

    `passing_over`: a row that is there already (by a constraint) stays as it is. `renewing`: a row with the same value
    in this unique field takes the new values. `together`: as many rows as a statement may take, for tables whose
    triggers cost much at the end of each statement.
    """
    columns, odd = _columns(model, names)
    prepared = [_prepared(row, odd) for row in rows] if odd else list(rows)
    into = f"INSERT INTO {_table(model)} ({columns}) VALUES "  # noqa: S608  names of our own
    marks = f"({', '.join(['%s'] * len(names))})"
    end = " ON CONFLICT DO NOTHING" if passing_over else _renewal(model, names, renewing) if renewing else ""
    if not prepared:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(prepared) >= WORTH_COPYING and not end:
            copying = f"COPY {_table(model)} ({columns}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(copying) as copy:
                for row in prepared:
                    copy.write_row(row)
        elif together and connection.vendor == "sqlite":
            most = connection.features.max_query_params // len(names)
            for piece in (prepared[n : n + most] for n in range(0, len(prepared), most)):
                cursor.execute(into + ", ".join([marks] * len(piece)) + end, list(chain.from_iterable(piece)))
        else:
            cursor.executemany(into + marks + end, prepared)


def keys(model: type[models.Model], count: int) -> Sequence[int]:
    """Primary keys for rows that are to be inserted with them, within the transaction at hand.

    Nobody else is given the same: SQLite has one writer, and holds its lock from the beginning of a transaction.
    """
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            return range(last + 1, last + 1 + count)
        serial = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
        cursor.execute(serial, [table, column, count])
        return [key for (key,) in cursor.fetchall()]


@contextmanager
def settled() -> Iterator[None]:
    """What the process holds is not searched for cycles again and again while thousands of rows go by.

    What it held before is left out, and of what comes so much is let pile up as a piece of a file is made of.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*PILE)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def pour(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[int]:
    """As `insert`, for hundreds of thousands of rows; tells after each batch how many are in."""
    stream, done = iter(rows), 0
    while batch := list(islice(stream, BATCH)):
        insert(model, names, batch)
        done += len(batch)
        yield done


Prepare = Callable[[Any], Any]


def _columns(model: type[models.Model], names: Sequence[str]) -> tuple[str, list[tuple[int, Prepare]]]:
    """The columns as SQL, and the places of those whose values need preparation."""
    fields = [model._meta.get_field(name) for name in names]
    odd = [(n, _preparation(field)) for n, field in enumerate(fields) if not isinstance(field, _PLAIN)]
    return ", ".join(connection.ops.quote_name(field.column) for field in fields), odd


def _renewal(model: type[models.Model], names: Sequence[str], unique: str) -> str:
    quote = connection.ops.quote_name
    columns = {name: quote(model._meta.get_field(name).column) for name in names}
    settings = ", ".join(f"{column} = EXCLUDED.{column}" for name, column in columns.items() if name != unique)
    return f" ON CONFLICT ({columns[unique]}) DO UPDATE SET {settings}"


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _prepared(row: Sequence[Any], odd: list[tuple[int, Prepare]]) -> list[Any]:
    values = list(row)
    for n, prepare in odd:
        values[n] = prepare(values[n])
    return values


# Where equal values are stored alike. In JSON they need not be: 1 equals 1.0 and True.
_ALIKE = (models.DateField, models.DecimalField)


def _preparation(field: models.Field) -> Prepare:
    """The field's own, asked once for each of the values that come again."""
    known: dict[Any, Any] = {}
    alike, is_json = isinstance(field, _ALIKE), isinstance(field, models.JSONField)

    def prepare(value: Any) -> Any:
        if is_json and type(value) is list and all(type(item) is str for item in value):
            key = tuple(value)
        elif alike:
            key = value
        else:
            return field.get_db_prep_save(value, connection)
        if key not in known:
            if len(known) == REMEMBERED:
                known.clear()
            known[key] = field.get_db_prep_save(value, connection)
        return known[key]

    return prepare
