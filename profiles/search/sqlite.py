"""The full-text index on SQLite: an FTS5 table over the search documents, kept in step by triggers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from profiles.search.words import Group, Term

_COLUMNS = "code, title, alias, skill, text"
_INDEX = f"""CREATE VIRTUAL TABLE profiles_searchindex USING fts5({_COLUMNS}, content='profiles_searchdocument',
    content_rowid='revision_id', tokenize='porter unicode61 remove_diacritics 2', prefix='2')"""


def _row(which: str) -> str:
    return ", ".join(f"{which}.{name}" for name in ("revision_id", *_COLUMNS.split(", ")))


_ADD = f"INSERT INTO profiles_searchindex (rowid, {_COLUMNS}) VALUES ({_row('NEW')});"  # noqa: S608  names of our own
_TAKE = (
    f"INSERT INTO profiles_searchindex (profiles_searchindex, rowid, {_COLUMNS})"  # noqa: S608
    f" VALUES ('delete', {_row('OLD')});"
)
_TRIGGERS = {"INSERT": _ADD, "DELETE": _TAKE, "UPDATE": _TAKE + _ADD}
_BY_NAME = {f"profiles_searchindex_on_{event.lower()}": (event, body) for event, body in _TRIGGERS.items()}

_TABLE = "profiles_searchindex"
_WHOLE = {_TABLE, *_BY_NAME}


def install(connection: BaseDatabaseWrapper) -> None:
    """Index and triggers, made where they are missing: rebuilding the table of documents would drop them silently."""
    with connection.cursor() as cursor:
        present = _present(cursor)
        if present >= _WHOLE:
            return
        if _TABLE not in present:
            cursor.execute(_INDEX)
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
    cursor.execute("INSERT INTO profiles_searchindex (profiles_searchindex) VALUES ('rebuild')")


def matching(groups: Sequence[Group], fields: Sequence[str] = ()) -> tuple[str, list[str]]:
    """SQL that selects the revisions whose words (of these fields) hold something of every group."""
    all_of = " AND ".join(f"({' OR '.join(map(_term, group))})" for group in groups)
    query = f"{{{' '.join(fields)}}} : ({all_of})" if fields else all_of
    return "SELECT rowid FROM profiles_searchindex WHERE profiles_searchindex MATCH %s", [query]


def _term(term: Term) -> str:
    return f'"{term.word}"' + (" *" if term.begins else "")


def beginning(column: str, start: str) -> tuple[str, list[str], str]:
    """SQL: this column begins so; its parameters; and the order in which the index has it."""
    return f"{column} >= %s AND {column} < %s", [start, start + "\U0010ffff"], column
