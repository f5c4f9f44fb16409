"""A plan as a page shows it: what becomes of every row of a file, field by field, with old and new words marked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from profiles.comparison import Change, Difference, Section, words
from profiles.comparison.result import ADDED, EDITED, REMOVED, is_nothing
from profiles.importers.faults import Fault
from profiles.importers.plans.asks import Ask, Place
from profiles.workbook import BY_PART, LAYOUTS, PROFILES, Layout

SAME, CHANGED, LEFT_ALONE, PROPOSED = "same", "changed", "left alone", "proposed"
WORDS = {EDITED: CHANGED, ADDED: ADDED, REMOVED: REMOVED}
# What an item of a list is known by.
_HEADS = {"skills": "name", "aliases": "title", "mappings": "code", "sources": "title", "panel": "panelist"}


@dataclass(frozen=True)
class Row:
    """What becomes of one row; one that is removed stands in no row of the file."""

    sheet: str
    row: int | None
    what: str
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class ProfileTold:
    """What becomes of one profile."""

    key: str
    title: str
    what: str
    place: Place
    rows: tuple[Row, ...] = ()
    pk: int | None = None


@dataclass(frozen=True)
class SharedTold:
    """What becomes of a text that many profiles rest on; `why` where it is not simply written."""

    kind: str
    name: str
    what: str
    place: Place
    changes: tuple[Change, ...] = ()
    why: str = ""


def in_order(faults: Sequence[Fault]) -> list[Fault]:
    """Sheet by sheet and row by row, as somebody goes through the file."""
    sheets = {layout.title: number for number, layout in enumerate(LAYOUTS)}
    return sorted(faults, key=lambda fault: (sheets.get(getattr(fault, "sheet", ""), -1), fault.line))


@dataclass
class Plan:
    """What a file would do. Its digest covers all of it, and every lock: equal digests, equal plans."""

    name: str
    faults: list[Fault] = field(default_factory=list)
    more: int = 0
    notes: list[str] = field(default_factory=list)
    profiles: list[ProfileTold] = field(default_factory=list)
    shared: list[SharedTold] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    # Changed profiles that are counted, but not shown row by row.
    untold: int = 0
    # Key → lock of the desk as it was looked at; None where there is no such profile yet.
    writes: dict[str, int | None] = field(default_factory=dict)
    shared_digest: str = ""
    digest: str = ""

    @property
    def refused(self) -> bool:
        return bool(self.faults)

    @property
    def changes_something(self) -> bool:
        return any(what in (ADDED, CHANGED, PROPOSED) for (_, what), count in self.counts.items() if count)

    @property
    def may_apply(self) -> bool:
        return not self.refused and self.changes_something

    @property
    def counted(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """(kind, [(number, outcome)]) for a list."""
        kinds = dict.fromkeys(kind for kind, _ in self.counts)
        return [(kind, [(n, what) for (k, what), n in self.counts.items() if k == kind]) for kind in kinds]

    @property
    def faults_in_all(self) -> int:
        return len(self.faults) + self.more


def told_rows(ask: Ask, difference: Difference, pay: Difference | None) -> Iterator[Row]:
    """Every row that differs: the profile's own fields as one, then item by item."""
    sections = [*difference.changed, *(pay.changed if pay else ())]
    own = [change for section in sections if not section.part.is_list for change in _changes(section)]
    if own:
        what = ADDED if difference.first else CHANGED
        yield Row(_sheet(ask, PROFILES.title), ask.place.row, what, "", tuple(own))
    for section in sections:
        if section.part.is_list:
            yield from _items(ask, section)


def _sheet(ask: Ask, title: str) -> str:
    return title if ask.place.sheet else ""


def _changes(section: Section) -> Sequence[Change]:
    prefix = "pay " if section.name == "own" else ""
    return [replace(change, name=f"{prefix}{change.name}".replace("_", " ")) for change in section.changes]


def _items(ask: Ask, section: Section) -> Iterator[Row]:
    layout = BY_PART.get(section.name)
    title = layout.title if layout else section.part.many.capitalize()
    for item in section.changed_items:
        place = ask.place_of(section.name, item.place_after and item.place_after - 1) if item.after else None
        what = " and ".join(filter(None, (WORDS.get(item.kind, ""), "moved" if item.moved else "")))
        name = str(item.now.get(_HEADS.get(section.name, ""), ""))
        yield Row(title, place.row if place else None, what, name, tuple(_under_columns(item.changes, layout)))


def _under_columns(changes: Sequence[Change], layout: Layout | None) -> Iterator[Change]:
    """Each called as the sheet calls it."""
    for change in changes:
        yield replace(change, name=(layout and layout.column_of(change.name)) or change.name)


def told_fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """Fields of a shared text that differ."""
    names = [name for name in after if before.get(name) != after[name]]
    pairs = [(name, before.get(name), after[name]) for name in names]
    return tuple(
        Change(name.replace("_", " "), old, new, _pieces(old, new))
        for name, old, new in pairs
        if not (is_nothing(old) and is_nothing(new))
    )


def _pieces(old: Any, new: Any) -> tuple:
    texts = all(isinstance(value, str) or value is None for value in (old, new))
    return tuple(words(old or "", new or "")) if texts else ()
