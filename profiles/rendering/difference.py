"""Two revisions of one profile as a template shows them: what changed with its words marked, what is equal counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from profiles.comparison import Change, Difference, Item, Piece, Section
from profiles.comparison.marks import ADDED, REMOVED, SAME
from profiles.rendering import words
from profiles.rendering.profile import ATTRIBUTES, GUIDELINES
from profiles.rounding import exact, shown
from profiles.scoring import DIMENSIONS

SIGNS = {"edited": "±", "added": "+", "removed": "−", "unchanged": "↕"}  # an unchanged item is told where it moved

# What an item is called by; these fields are no lines of their own.
HEADS = {
    "skills": ("name",),
    "aliases": ("title",),
    "mappings": ("system", "code"),
    "sources": ("title",),
    "panel": ("panelist",),
    "levels": ("code",),
    "guidelines": ("level",),
}
_OWN_WORDS = {
    "url": "Address",
    "layers": "Speaks for",
    "confirmed": "Confirmed by",
    "locale": "Language",
    "at": "Given at",
    "stale": "Given to an earlier text",
    "origin": "How it came here",
    "rank": "Aligned rank",
    "years_min": "Typical years from",
    "years_max": "Typical years to",
    "from": "Whose row",
    "as_of": "As of",
}
_LABELS = {
    "level": {"summary": "Definition"} | dict(ATTRIBUTES),
    "guidelines": dict(GUIDELINES),
    "panel": dict(DIMENSIONS),
    "skills": {"summary": "Use"},
    "function": {"summary": "Definition"},
    "focus": {"summary": "Definition"},
    "track": {"summary": "Definition"},
}
# Fields are read in one order, whatever order they were sealed in; those of _LABELS stand between these two.
_FIRST = "code name title locale type currency median low high step rank years_min years_max label relation url".split()
_LAST = (
    "from source publisher licence retrieved layers confirmed comment at origin recorded_by stale objections".split()
)


@dataclass(frozen=True)
class Line:
    """One changed field: what it is called ("" where the section says it), and its marked words."""

    label: str
    pieces: tuple[Piece, ...]
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """One item of a list: what became of it, in words, its name and its changed fields."""

    sign: str
    told: str
    name: tuple[Piece, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Block:
    """One changed section."""

    section: Section

    @property
    def title(self) -> str:
        part = self.section.part
        title = (part.many or part.one).capitalize()
        return f"{title} (basis)" if part.basis else title

    @property
    def told(self) -> str:
        return self.section.told

    @property
    def note(self) -> str:
        if self.section.searched:
            return ""
        return "There are too many to look for reworded ones, so each is told as removed or added."

    @property
    def lines(self) -> tuple[Line, ...]:
        return _lines(self.section.name, self.section.changes)

    @property
    def entries(self) -> list[Entry]:
        return [_entry(self.section.name, item) for item in self.section.changed_items]

    @property
    def equal(self) -> str:
        """ "3 skills unchanged"; nothing where nothing is."""
        if not self.section.equal:
            return ""
        number, part = self.section.equal, self.section.part
        return f"{part.count(number) if part.is_list else words.count(number, 'field')} unchanged"

    @property
    def equal_names(self) -> list[str]:
        return [_name(self.section.name, item.now) for item in self.section.items if not item.differs]


@dataclass(frozen=True)
class Shown:
    """A difference and, for those who may see it, the difference in pay."""

    difference: Difference
    pay: Difference | None = None

    @property
    def summary(self) -> str:
        told = [part.summary for part in (self.difference, self.pay) if part]
        return ", ".join(told) or "nothing changed"

    @property
    def first(self) -> bool:
        return self.difference.first

    @property
    def blocks(self) -> list[Block]:
        """The profile's own sections first, then what it rests on."""
        sections = self.difference.changed + (self.pay.changed if self.pay else ())
        return [Block(section) for section in sorted(sections, key=lambda section: section.part.basis)]

    @property
    def equal(self) -> list[str]:
        """The sections that say the same, "5 sources" or "title"; those that are empty are left out."""
        sections = self.difference.unchanged + (self.pay.unchanged if self.pay else ())
        return [s.part.count(s.equal) if s.part.is_list else s.part.one for s in sections if s.equal]


# -- fields ----------------------------------------------------------------------------------------------


def _lines(part: str, changes: Iterable[Change]) -> tuple[Line, ...]:
    order = [*_FIRST, *_LABELS.get(part, {}), *_LAST]
    ordered = sorted(changes, key=lambda change: order.index(change.name) if change.name in order else len(order))
    return tuple(Line(_label(part, change.name), _pieces(change), _note(change)) for change in ordered)


def _label(part: str, name: str) -> str:
    if name in (part, "text"):  # the section's title says it
        return ""
    return _LABELS.get(part, {}).get(name) or _OWN_WORDS.get(name) or name.replace("_", " ").capitalize()


def _note(change: Change) -> str:
    if change.whole:
        return "Too much differs for single words to be marked."
    return "Only white space differs." if change.only_spaces else ""


def _pieces(change: Change) -> tuple[Piece, ...]:
    if change.pieces:
        return change.pieces
    values = ((REMOVED, tell(change.name, change.before)), (ADDED, tell(change.name, change.after)))
    return tuple(_spaced(Piece(kind, text) for kind, text in values if text))


def _spaced(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Two values beside each other do not run together."""
    for i, piece in enumerate(pieces):
        if i:
            yield Piece(SAME, " ")
        yield piece


def tell(name: str, value: Any) -> str:
    """A figure, a flag or nothing, in words."""
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "yes"
    if name in DIMENSIONS:
        return shown(exact(value), 1)
    if name == "confidence":
        return shown(exact(value), 2)
    return f"{value:,}" if name in ("median", "low", "high") else str(value)


# -- items of lists ----------------------------------------------------------------------------------------


def _entry(part: str, item: Item) -> Entry:
    heads = HEADS.get(part, ())
    lines = _lines(part, (change for change in item.changes if change.name not in heads))
    if not heads and not lines:  # it only moved, and its text is all it has
        lines = (Line("", (Piece(SAME, _name(part, item.now)),)),)
    return Entry(SIGNS[item.kind], _told(item), tuple(_head(heads, item)), lines)


def _told(item: Item) -> str:
    moved = f"moved from {item.place_before} to {item.place_after}" if item.moved else ""
    return ", ".join(filter(None, (item.kind if item.kind != "unchanged" else "", moved)))


def _head(heads: tuple[str, ...], item: Item) -> Iterator[Piece]:
    changes = {change.name: change for change in item.changes}
    for i, name in enumerate(heads):
        if i:
            yield Piece(SAME, " ")
        yield from _pieces(changes[name]) if name in changes else (Piece(SAME, str(item.now[name])),)


def _name(part: str, fields: Any) -> str:
    return " ".join(str(fields[name]) for name in HEADS.get(part, ("text",)))
