"""Writes what search stands on: for each profile the words of the one text that stands, and of no other.

Called by the workflow within the transaction of a move, and by `manage.py reindex`; never on a read.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from django.db import connections

from profiles import listings, payloads
from profiles.models.revision import Revision
from profiles.models.search import SearchCaption, SearchDocument, SearchSpelling
from profiles.search import index, spelling
from profiles.search.words import line_of
from profiles.states import State
from taxonomy.bulk import insert

CHUNK = 500
# Of one field; the longest text that a profile may hold would be too much for a vector of PostgreSQL.
LONGEST = 200_000
FIELDS = ("code", "title", "alias", "skill", "text")
_KINDS = SearchCaption.Kind


def renew(profiles: Collection[int], sealed: Sequence[tuple[Revision, dict[str, Any]]] = ()) -> None:
    """Writes anew what stands of these profiles (primary keys); `sealed`: texts at hand, as they stand by now."""
    known = {row.pk: payload for row, payload in sealed}
    standing = [row for row, _ in sealed if row.state == State.APPROVED]
    standing += _standing(set(profiles) - {row.profile_id for row in standing})
    texts = known | _payloads([row for row in standing if row.pk not in known])
    _take_away(profiles)
    words = {row.pk: _words(row.key, texts[row.pk]) for row in standing}
    insert(
        SearchDocument,
        ("revision", "profile", "retired", *FIELDS),
        [(row.pk, row.profile_id, row.state == State.RETIRED, *words[row.pk].values()) for row in standing],
        together=True,  # at the end of a statement SQLite writes down what each full-text index has gathered
    )
    captions = [(row.pk, *caption) for row in standing for caption in _captions(row.key, texts[row.pk])]
    insert(SearchCaption, ("document", "kind", "text", "shown"), captions)
    spelling.learn({word for fields in words.values() for line in fields.values() for word in line.split()})


def index_what_stands(using: str, **_: object) -> None:
    """After every migrate: the index itself, and its words where a release without search has left a canon."""
    if SearchDocument._meta.db_table not in connections[using].introspection.table_names():
        return
    index.install(using)
    if not SearchDocument.objects.exists():
        rebuild()


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Empties the index and writes it from the shelf, a chunk in memory; how many profiles stand in it."""
    rows = Revision.objects.filter(state__in=[State.APPROVED, State.RETIRED])
    total, done = rows.values("profile").distinct().count(), 0
    with index.anew():
        for model in (SearchCaption, SearchDocument, SearchSpelling):
            model.objects.all()._raw_delete(model.objects.db)
        for chunk in _chunks(rows):
            renew(chunk)
            progress(done := done + len(chunk), total)
        if total:  # what the index found until now may be kept somewhere as a page
            listings.advance()
    return total


def _chunks(rows) -> Iterator[list[int]]:
    """Profiles in the order of their primary keys, chunk by chunk."""
    last = 0
    while True:
        after = rows.filter(profile__gt=last).order_by("profile").values_list("profile", flat=True).distinct()
        chunk = list(after[:CHUNK])
        if not chunk:
            return
        yield chunk
        last = chunk[-1]


def _standing(profiles: Collection[int]) -> list[Revision]:
    """Of each profile the approved revision, or the last one where it was retired."""
    rows = Revision.objects.of(profiles, State.APPROVED, State.RETIRED)
    best: dict[int, Revision] = {}
    for row in rows.only("profile_id", "key", "state", "number").order_by("number"):
        other = best.get(row.profile_id)
        if other is None or row.state == State.APPROVED or other.state != State.APPROVED:
            best[row.profile_id] = row
    return list(best.values())


def _payloads(rows: Collection[Revision]) -> dict[int, dict[str, Any]]:
    texts = Revision.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "payload", "schema")
    return {pk: payloads.read(text, schema) for pk, text, schema in texts} if rows else {}


def _take_away(profiles: Collection[int]) -> None:
    old = SearchDocument.objects.filter(profile__in=profiles)
    pks = list(old.values_list("pk", flat=True))
    if pks:
        SearchCaption.objects.filter(document__in=pks)._raw_delete(SearchCaption.objects.db)
        SearchDocument.objects.filter(pk__in=pks)._raw_delete(SearchDocument.objects.db)


def _words(key: str, payload: dict[str, Any]) -> dict[str, str]:
    """Field → folded words, one line a caption; in the order of FIELDS."""
    texts = {
        "code": [key, *(mapping["code"] for mapping in payload["mappings"])],
        "title": [payload["title"]],
        "alias": [alias["title"] for alias in payload["aliases"]],
        "skill": [skill["name"] for skill in payload["skills"]],
        "text": [" ".join(_sentences(payload))],
    }
    return {name: "\n".join(map(line_of, texts[name]))[:LONGEST] for name in FIELDS}


def _sentences(payload: dict[str, Any]) -> Iterator[str]:
    basis = payload["basis"]
    yield from (basis["function"]["name"], basis["focus"]["name"], basis["level"]["title"])
    yield payload["summary"] or basis["focus"]["summary"]
    yield from payload["responsibilities"]
    yield from (skill["summary"] for skill in payload["skills"])
    yield from (mapping["label"] for mapping in payload["mappings"])


def _captions(key: str, payload: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(kind, folded words, as written), each once."""
    titles = [(_KINDS.TITLE, payload["title"]), *((_KINDS.ALIAS, alias["title"]) for alias in payload["aliases"])]
    codes = [(_KINDS.CODE, code) for code in (key, *(mapping["code"] for mapping in payload["mappings"]))]
    seen = set()
    for kind, shown in [*titles, *codes]:
        text = line_of(shown)
        if text and (kind, text) not in seen:
            seen.add((kind, text))
            yield kind, text, shown
