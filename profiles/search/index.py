"""The one place that knows which database it is: full-text questions, and words and captions by their beginning."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, connections, router, transaction
from django.db.models.expressions import RawSQL

from profiles.models.search import SearchDocument
from profiles.search import postgresql, sqlite
from profiles.search.words import Group

NAMES = ("title", "alias", "skill")  # the fields that have an index of their own
_VENDORS = {"sqlite": sqlite, "postgresql": postgresql}


def install(using: str) -> None:
    """Makes what Django's migrations have no words for; does nothing where it stands already."""
    _VENDORS[connections[using].vendor].install(connections[using])


def is_installed(using: str) -> bool:
    return _VENDORS[connections[using].vendor].is_installed(connections[using])


@contextmanager
def anew() -> Iterator[None]:
    """All documents are written anew within, in one transaction."""
    with transaction.atomic(), _VENDORS[connection.vendor].anew(connection):
        yield


def matching(groups: Sequence[Group], *fields: str, limit: int | None = None) -> RawSQL:
    """For `pk__in`: revisions whose words hold something of every group; no more than `limit`, whichever come first."""
    sql, parameters = _VENDORS[connection.vendor].matching(groups, fields)
    if limit is not None:
        sql, parameters = f"{sql} LIMIT %s", [*parameters, limit]
    return RawSQL(sql, parameters)  # noqa: S611  the text goes in as a parameter


def named(groups: Sequence[Group], *fields: str, limit: int) -> RawSQL:
    """For `pk__in`: of those that hold something of every group in one of these fields, the first field's first."""
    several = [_VENDORS[connection.vendor].matching(groups, (field,)) for field in fields]
    parts = [f"SELECT * FROM ({sql} LIMIT %s) AS holds" for sql, _ in several]  # noqa: S608  names of our own
    parameters = [parameter for _, given in several for parameter in (*given, limit)]
    return RawSQL(" UNION ALL ".join(parts) + " LIMIT %s", [*parameters, limit])  # noqa: S611  as above


def among(columns: str, *several: RawSQL | Collection[int]) -> list[tuple]:
    """Documents that are among any of these, each a question or primary keys. `columns` are names of our own."""
    parts, parameters = [], []
    for one in several:
        parts.append(one.sql if isinstance(one, RawSQL) else ", ".join(["%s"] * len(one)))
        parameters += one.params if isinstance(one, RawSQL) else one
    where = " OR ".join(f"revision_id IN ({part})" for part in parts if part)
    return _rows(f"SELECT {columns} FROM profiles_searchdocument WHERE {where}", parameters)  # noqa: S608


def beginning(table: str, column: str, start: str, *, limit: int, columns: str, where: str = "") -> list[tuple]:
    """Rows of a table whose column begins so, in the order of the index. All but `start` are names of our own."""
    condition, parameters, order = _VENDORS[connection.vendor].beginning(column, start)
    more = f" AND {where}" if where else ""
    sql = f"SELECT {columns} FROM {table} WHERE {condition}{more} ORDER BY {order} LIMIT %s"  # noqa: S608
    return _rows(sql, [*parameters, limit])


def _rows(sql: str, parameters: Sequence) -> list[tuple]:
    with connections[router.db_for_read(SearchDocument)].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
