"""The full-text index on PostgreSQL: a generated tsvector beside the search documents, under a GIN index."""

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

_HAS_CONFIGURATION = "SELECT 1 FROM pg_ts_config WHERE cfgname = 'canon' AND pg_ts_config_is_visible(oid)"
_HAS_COLUMN = (
    "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('profiles_searchdocument')"
    " AND attname = 'document' AND NOT attisdropped"
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Configuration, column and index, made where they are missing. No extension is needed, so no special right."""
    with connection.cursor() as cursor:
        for question, statements in ((_HAS_CONFIGURATION, _CONFIGURATION), (_HAS_COLUMN, _COLUMN)):
            if not _there(cursor, question):
                for statement in statements:
                    cursor.execute(statement)


def is_installed(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        return _there(cursor, _HAS_CONFIGURATION) and _there(cursor, _HAS_COLUMN)


@contextmanager
def anew(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """All documents are written anew within; the index follows by itself."""
    yield


def _there(cursor, question: str) -> bool:
    cursor.execute(question)
    return cursor.fetchone() is not None


def matching(groups: Sequence[Group], fields: Sequence[str] = ()) -> tuple[str, list[str]]:
    """SQL that selects the revisions whose words (of these fields) hold something of every group."""
    weights = "".join(_WEIGHTS[field] for field in fields)
    query = " & ".join(f"({' | '.join(_term(term, weights) for term in group)})" for group in groups)
    return (
        "SELECT revision_id FROM profiles_searchdocument WHERE document @@ to_tsquery('canon', %s)",
        [query],
    )


def _term(term: Term, weights: str) -> str:
    marks = ("*" if term.begins else "") + weights
    return f"'{term.word}'" + (f":{marks}" if marks else "")


def beginning(column: str, start: str) -> tuple[str, list[str], str]:
    """SQL: this column begins so; its parameters; and the order in which the index has it."""
    return f"{column} LIKE %s", [f"{start}%"], f"{column} USING ~<~"
