"""The full-text index on PostgreSQL: a generated tsvector beside the search documents, under a GIN index.

Titles, aliases and skills have an index each besides: whether a common word of the texts stands in a title is told
there at once, where the first would have every text that has it looked through.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from profiles.search.words import Group, Term

_WEIGHTS = {"title": "A", "alias": "B", "skill": "C"}
# The stemmer that SQLite has too, and no stop words: both databases find the same.
_CONFIGURATION = (
    "CREATE TEXT SEARCH DICTIONARY canon_stems (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION canon (COPY = pg_catalog.simple)",
    "ALTER TEXT SEARCH CONFIGURATION canon ALTER MAPPING REPLACE simple WITH canon_stems",
)
_VECTOR = " || ".join(
    [f"setweight(to_tsvector('canon', {name}), '{weight}')" for name, weight in _WEIGHTS.items()]
    + ["setweight(to_tsvector('canon', code || ' ' || text), 'D')"]
)
_COLUMN = (
    f"ALTER TABLE profiles_searchdocument ADD COLUMN document tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
    "CREATE INDEX profiles_searchdocument_document ON profiles_searchdocument USING gin (document)",
)

NAMES = ("title", "alias", "skill")


def _vector(name: str) -> str:
    return f"to_tsvector('canon', {name})"


_NAMES = tuple(
    f"CREATE INDEX profiles_searchdocument_{name} ON profiles_searchdocument USING gin ({_vector(name)})"
    for name in NAMES
)

_HAS_CONFIGURATION = "SELECT 1 FROM pg_ts_config WHERE cfgname = 'canon' AND pg_ts_config_is_visible(oid)"
_HAS_COLUMN = (
    "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('profiles_searchdocument')"
    " AND attname = 'document' AND NOT attisdropped"
)

_HAS_NAMES = "SELECT 1 FROM pg_class WHERE oid = to_regclass('profiles_searchdocument_skill')"


def install(connection: BaseDatabaseWrapper) -> None:
    """Configuration, column and index, made where they are missing. No extension is needed, so no special right."""
    with connection.cursor() as cursor:
        for question, statements in (
            (_HAS_CONFIGURATION, _CONFIGURATION),
            (_HAS_COLUMN, _COLUMN),
            (_HAS_NAMES, _NAMES),
        ):
            if not _there(cursor, question):
                for statement in statements:
                    cursor.execute(statement)


def is_installed(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        return all(_there(cursor, question) for question in (_HAS_CONFIGURATION, _HAS_COLUMN, _HAS_NAMES))


@contextmanager
def anew(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """All documents are written anew within; the index follows by itself."""
    yield


def _there(cursor, question: str) -> bool:
    cursor.execute(question)
    return cursor.fetchone() is not None


def matching(groups: Sequence[Group], fields: Sequence[str] = ()) -> tuple[str, list[str]]:
    """SQL that selects the revisions whose words (of these fields) hold something of every group."""
    alone = fields[0] if len(fields) == 1 else ""
    weights = "" if alone else "".join(_WEIGHTS[field] for field in fields)
    vector = _vector(alone) if alone else "document"
    query = " & ".join(f"({' | '.join(_term(term, weights) for term in group)})" for group in groups)
    return (
        f"SELECT revision_id FROM profiles_searchdocument WHERE {vector} @@ to_tsquery('canon', %s)",  # noqa: S608
        [query],
    )


def _term(term: Term, weights: str) -> str:
    marks = ("*" if term.begins else "") + weights
    return f"'{term.word}'" + (f":{marks}" if marks else "")


def beginning(column: str, start: str) -> tuple[str, list[str], str]:
    """SQL: this column begins so; its parameters; and the order in which the index has it."""
    return f"{column} LIKE %s", [f"{start}%"], f"{column} USING ~<~"
