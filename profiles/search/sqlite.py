"""The full-text index on SQLite: FTS5 tables over the search documents, kept in step by triggers.

One holds all words. Titles, aliases and skills have one each besides: whether a common word of the texts stands in a
title is told there at once, where the first would have every text that has it looked through.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from profiles.search.words import Group, Term

_TABLE = "profiles_searchindex"
_COLUMNS = ("code", "title", "alias", "skill", "text")
NAMES = ("title", "alias", "skill")
# By table its columns, and of how many letters the beginnings are that stand in it by themselves.
_TABLES = {_TABLE: (_COLUMNS, "2")} | {f"{_TABLE}_{name}": ((name,), "1 2 3 4 5") for name in NAMES}


def _index(table: str) -> str:
    columns, beginnings = _TABLES[table]
    return f"""CREATE VIRTUAL TABLE {table} USING fts5({", ".join(columns)}, content='profiles_searchdocument',
    content_rowid='revision_id', tokenize='porter unicode61 remove_diacritics 2', prefix='{beginnings}')"""


def _add(table: str) -> str:
    columns, _ = _TABLES[table]
    values = ", ".join(f"NEW.{name}" for name in ("revision_id", *columns))
    return f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES ({values});"  # noqa: S608  names of our own


def _take(table: str) -> str:
    columns, _ = _TABLES[table]
    values = ", ".join(f"OLD.{name}" for name in ("revision_id", *columns))
    return f"INSERT INTO {table} ({table}, rowid, {', '.join(columns)}) VALUES ('delete', {values});"  # noqa: S608


_ADD, _TAKE = "".join(map(_add, _TABLES)), "".join(map(_take, _TABLES))
_TRIGGERS = {"INSERT": _ADD, "DELETE": _TAKE, "UPDATE": _TAKE + _ADD}
_BY_NAME = {f"profiles_searchindex_on_{event.lower()}": (event, body) for event, body in _TRIGGERS.items()}
_WHOLE = {*_TABLES, *_BY_NAME}


def install(connection: BaseDatabaseWrapper) -> None:
    """Index and triggers, made where they are missing: rebuilding the table of documents would drop them silently."""
    with connection.cursor() as cursor:
        present = _present(cursor)
        if present >= _WHOLE:
            return
        for table in _TABLES:
            if table not in present:
                cursor.execute(_index(table))
        _fill(cursor)


def is_installed(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        return _present(cursor) >= _WHOLE


def _present(cursor) -> set[str]:
    cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'profiles_searchindex%'")
    return {row[0] for row in cursor.fetchall()}


@contextmanager
def anew(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """All documents are written anew within: the index is made once at the end, and not row by row."""
    with connection.cursor() as cursor:
        for name in _BY_NAME:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        yield
        _fill(cursor)


def _fill(cursor) -> None:
    for name, (event, body) in _BY_NAME.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON profiles_searchdocument BEGIN {body} END")
    for table in _TABLES:
        cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # noqa: S608  names of our own


def matching(groups: Sequence[Group], fields: Sequence[str] = ()) -> tuple[str, list[str]]:
    """SQL that selects the revisions whose words (of these fields) hold something of every group."""
    all_of = " AND ".join(f"({' OR '.join(map(_term, group))})" for group in groups)
    table, query = _TABLE, all_of
    if len(fields) == 1 and fields[0] in NAMES:
        table = f"{_TABLE}_{fields[0]}"
    elif fields:
        query = f"{{{' '.join(fields)}}} : ({all_of})"
    return f"SELECT rowid FROM {table} WHERE {table} MATCH %s", [query]  # noqa: S608  names of our own


def _term(term: Term) -> str:
    return f'"{term.word}"' + (" *" if term.begins else "")


def beginning(column: str, start: str) -> tuple[str, list[str], str]:
    """SQL: this column begins so; its parameters; and the order in which the index has it."""
    return f"{column} >= %s AND {column} < %s", [start, start + "\U0010ffff"], column
