"""A few names while somebody types: titles and aliases that begin so first, then those with such words in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from profiles.models.search import SearchCaption
from profiles.search.finding import mended, shown_as
from profiles.search.index import beginning, named
from profiles.search.marks import Marker
from profiles.search.narrowing import groups_of
from profiles.search.words import Group, asked
from profiles.states import State

FEW = 8
_BEGINNING, _WITHIN = 40, 60  # captions and documents that are looked at
_ORDER = {kind: n for n, kind in enumerate(("title", "alias", "code"))}
_COLUMNS = "document_id, kind, text, shown"


class Suggested(NamedTuple):
    """What a suggestion tells of a revision."""

    pk: int
    key: str
    state: str
    title: str
    level_code: str
    level_title: str
    function_name: str
    focus_name: str


_SUGGESTED = shown_as(Suggested)


@dataclass(frozen=True)
class Suggestion:
    """A profile, and the alias or code by which it was met; empty where that is the title itself."""

    revision: Suggested
    via: str

    @property
    def retired(self) -> bool:
        return self.revision.state == State.RETIRED


def suggest(text: str, *, user=None) -> list[Suggestion]:
    """The few best names for what was typed so far. Any text will do."""
    words = asked(text)
    if not words:
        return []
    groups = groups_of(words)
    captions = _captions(words, groups)
    if not captions:
        near, meant = mended(words, groups)
        captions = _captions(words, near) if meant else {}
    few = list(captions.items())[:FEW]
    rows = {row[0]: Suggested(*row) for row in _SUGGESTED.rows([pk for pk, _ in few])}
    found = [Suggestion(rows[pk], "" if kind == "title" else shown) for pk, (kind, shown) in few if pk in rows]
    return sorted(found, key=lambda suggestion: suggestion.retired)


def _captions(words: Sequence[str], groups: Sequence[Group]) -> dict[int, tuple[str, str]]:
    """Document → its best caption (kind, as written), the best first."""
    asked_for = " ".join(words)
    rows = beginning("profiles_searchcaption", "text", asked_for, limit=_BEGINNING, columns=_COLUMNS)
    if len({row[0] for row in rows}) < FEW:
        within = named(groups, "title", "alias", limit=_WITHIN)
        marker = Marker(groups)
        captions = SearchCaption.objects.filter(document__in=within).values_list(*_COLUMNS.split(", "))
        rows += [row for row in captions if row[1] != "code" and marker.hits(row[2].split()) == marker.all]
    return _best(rows, asked_for)


def _best(rows: Iterable[tuple], asked_for: str) -> dict[int, tuple[str, str]]:
    def order(row: tuple) -> tuple:
        _, kind, text, shown = row
        return text != asked_for, not text.startswith(asked_for), _ORDER[kind], len(text), text, shown, row[0]

    best: dict[int, tuple[str, str]] = {}
    for pk, kind, _, shown in sorted(set(rows), key=order):
        best.setdefault(pk, (kind, shown))
    return best
