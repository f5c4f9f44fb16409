"""Finds what stands on the shelf by words, and says for each hit where and how it was met.

What is ranked is bounded: where more documents hold the words than anybody reads, the best kinds of hits are looked for
on their own, so that the commonest words cost no more than rare ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.safestring import SafeString

from profiles import payloads
from profiles.asking import Question
from profiles.models.revision import Revision
from profiles.models.search import SearchDocument
from profiles.querysets import LISTED
from profiles.search.index import NAMES, among, beginning, matching, named
from profiles.search.marks import Marker
from profiles.search.narrowing import groups_of, whole
from profiles.search.ranking import FIELDS, Candidate, Kind, candidate
from profiles.search.spelling import near
from profiles.search.words import Group, Term, asked
from profiles.states import State

MOST, PAGE = 100, 20  # hits that are ranked at all, and on one page
_CAPTIONS, _WHOLE = "profiles_searchcaption", 40  # captions that begin like the question


@dataclass(frozen=True)
class Hit:
    """A profile that was found; texts are escaped and marked."""

    revision: "FoundRevision"
    kind: Kind
    title: SafeString
    caption: SafeString  # the alias, skill or code that was hit
    place: SafeString  # function and focus
    label: str  # where the excerpt comes from
    excerpt: SafeString
    successor: Revision | None

    @property
    def retired(self) -> bool:
        return self.revision.state == State.RETIRED


@dataclass(frozen=True)
class Found:
    """The answer to one question."""

    words: list[str]
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    more: bool = False  # there are more than were ranked
    page: int = 1
    pages: int = 1
    meant: dict[str, list[str]] = field(default_factory=dict)  # mistyped word → what was looked for instead


def find(text: str, *, page: int = 1, size: int = PAGE, user=None) -> Found:
    """One page of what holds all words of a text. Any text will do."""
    words = asked(text)
    if not words:
        return Found(words)
    groups, meant = groups_of(words), {}
    rows, more = _rows(groups, words)
    if not rows:
        groups, meant = mended(words, groups)
        rows, more = _rows(groups, words) if meant else ([], False)
    marker = Marker(groups)
    ranked = sorted(candidate(row, words, marker) for row in rows)[:MOST]
    pages = max(1, -(-len(ranked) // size))
    page = min(max(1, page), pages)
    hits = _hits(ranked[(page - 1) * size : page * size], marker, user)
    return Found(words, hits, len(ranked), more, page, pages, meant if ranked else {})


def mended(words: Sequence[str], groups: Sequence[Group]) -> tuple[list[Group], dict[str, list[str]]]:
    """The question with near words in the place of those that stand nowhere; what was put in their place."""
    rows = SearchDocument.objects.all()

    def stands(group: Group) -> bool:
        """The word itself is asked for first: all beginnings of a common one are much to put together."""
        return any(rows.filter(pk__in=matching([one], limit=1)).exists() for one in (*whole([group]), group))

    absent = [n for n, group in enumerate(groups) if not stands(group)]
    meant = near({words[n] for n in absent})
    if any(words[n] not in meant for n in absent):
        return list(groups), {}
    return [
        tuple(Term(word) for word in meant[words[n]]) if n in absent else group for n, group in enumerate(groups)
    ], meant


def _rows(groups: Sequence[Group], words: Sequence[str]) -> tuple[list[tuple], bool]:
    """Documents to rank, with the FIELDS; and whether there are more.

    As soon as the words themselves are met in more documents than are ranked, nobody needs what merely begins so,
    but in captions: there it is looked for where the words alone are too few.
    """
    rows = among(FIELDS, matching(whole(groups), limit=MOST + 1))
    if len(rows) <= MOST:
        rows = among(FIELDS, matching(groups, limit=MOST + 1))
    if len(rows) <= MOST:
        return rows, False
    first = {pk for (pk,) in beginning(_CAPTIONS, "text", " ".join(words), limit=_WHOLE, columns="document_id")}
    found = among(FIELDS, first, named(whole(groups), *NAMES, limit=MOST))
    if len(found) < MOST:
        found += among(FIELDS, named(groups, *NAMES, limit=MOST))
    if len(found) < MOST:
        found += rows
    return list({row[0]: row for row in found}.values()), True


def _hits(ranked: Sequence[Candidate], marker: Marker, user) -> list[Hit]:
    pks = [found.pk for found in ranked]
    revisions = {row[0]: FoundRevision(*row) for row in _FOUND.rows(pks)}
    successors = _successors(revisions.values(), user)
    return [_hit(found, revisions[found.pk], marker, successors) for found in ranked if found.pk in revisions]


class FoundRevision(NamedTuple):
    """What a page of hits shows of a revision, and the text that it quotes from."""

    pk: int
    key: str
    number: int
    state: str
    title: str
    level_code: str
    level_title: str
    function_name: str
    focus_name: str
    successor_key: str
    payload: str
    schema: int


def shown_as(shape: type[NamedTuple]) -> Question:
    """Of revisions with some primary keys that readers may see, what a shape names."""
    return Question(Revision, lambda pks: Revision.objects.visible_to(among=pks).order_by().values_list(*shape._fields))


_FOUND = shown_as(FoundRevision)


def _successors(revisions: Iterable[FoundRevision], user) -> dict[str, Revision]:
    keys = {row.successor_key for row in revisions if row.state == State.RETIRED and row.successor_key}
    if not keys:
        return {}
    rows = Revision.objects.visible_to(user).approved().filter(key__in=keys).only(*LISTED)
    return {row.key: row for row in rows}


def _hit(found: Candidate, revision: FoundRevision, marker: Marker, successors: dict[str, Revision]) -> Hit:
    payload = payloads.read(revision.payload, revision.schema)
    label, text = _telling(payload, marker)
    return Hit(
        revision=revision,
        kind=found.kind,
        title=marker.marked(revision.title),
        caption=marker.marked(_caption(found, payload)),
        place=marker.marked(f"{revision.function_name} · {revision.focus_name}"),
        label=label,
        excerpt=marker.excerpt(text),
        successor=successors.get(revision.successor_key),
    )


def _caption(found: Candidate, payload: dict) -> str:
    """As it is written in the text; documents keep the order of their lines."""
    lines = {
        Kind.ALIAS: [alias["title"] for alias in payload["aliases"]],
        Kind.SKILL: [skill["name"] for skill in payload["skills"]],
        Kind.CODE: [payload["key"], *(f"{m['code']} {m['label']}".strip() for m in payload["mappings"])],
    }
    return lines[found.kind][found.line] if found.kind in lines else ""


def _telling(payload: dict, marker: Marker) -> tuple[str, str]:
    """(label, text): the sentence that holds the most of what was asked; the summary where none does."""
    lines = [
        ("", payload["summary"] or payload["basis"]["focus"]["summary"]),
        *(("Responsibility", text) for text in payload["responsibilities"]),
        *(("Skill", f"{s['name']}: {s['summary']}" if s["summary"] else s["name"]) for s in payload["skills"]),
        *(("Mapping", f"{m['code']} {m['label']}") for m in payload["mappings"]),
    ]
    best, most = lines[0], -1
    for line in lines:
        weight = marker.weight(line[1])
        if weight > most:
            best, most = line, weight
        if most == marker.most:
            break
    return best
