"""What a difference is made of: sections with changed fields or items, counted and told in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from profiles.comparison.alignment import Fields
from profiles.comparison.marks import Piece
from profiles.comparison.parts import Part

UNCHANGED, EDITED, ADDED, REMOVED = "unchanged", "edited", "added", "removed"


def is_nothing(value: Any) -> bool:
    """Not there: an empty text or list, None or "no". Zero is something."""
    return value is None or value is False or value in ("", [], ())


def kind_of(before: Any, after: Any) -> str:
    if is_nothing(before):
        return UNCHANGED if is_nothing(after) else ADDED
    if is_nothing(after):
        return REMOVED
    return UNCHANGED if before == after else EDITED


@dataclass(frozen=True)
class Change:
    """One field that differs. Texts have pieces; of figures and the like only the two values are told."""

    name: str
    before: Any
    after: Any
    pieces: tuple[Piece, ...] = ()
    whole: bool = False  # too much differs for words to be marked one by one

    @property
    def kind(self) -> str:
        return kind_of(self.before, self.after)

    @property
    def only_spaces(self) -> bool:
        """The words are all the same, only white space between them is not."""
        texts = (self.before, self.after)
        return all(isinstance(text, str) for text in texts) and texts[0].split() == texts[1].split()


@dataclass(frozen=True)
class Item:
    """One item of a list as it was and as it is; places count from 1."""

    before: Fields | None
    after: Fields | None
    place_before: int | None
    place_after: int | None
    moved: bool = False
    changes: tuple[Change, ...] = ()

    @property
    def kind(self) -> str:
        if self.before is None:
            return ADDED
        if self.after is None:
            return REMOVED
        return EDITED if self.changes else UNCHANGED

    @property
    def differs(self) -> bool:
        return self.moved or self.kind != UNCHANGED

    @property
    def now(self) -> Fields:
        """As it is, or as it last was."""
        return self.before if self.after is None else self.after

    @property
    def told(self) -> str:
        moved = "moved" if self.moved else ""
        return " and ".join(filter(None, (self.kind if self.kind != UNCHANGED else "", moved)))


@dataclass(frozen=True)
class Section:
    """One part of the payload: fields that changed, or all items in reading order."""

    part: Part
    changes: tuple[Change, ...] = ()
    items: tuple[Item, ...] = ()
    equal: int = 0  # fields or items that say the same
    kind: str = EDITED  # of a part without a list: whether all of it came, went or changed
    searched: bool = True  # False: the list was too long to look for items that were reworded

    @property
    def name(self) -> str:
        return self.part.name

    @property
    def changed_items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.differs)

    @property
    def differs(self) -> bool:
        return bool(self.changes) or any(item.differs for item in self.items)

    @property
    def told(self) -> str:
        """ "2 responsibilities edited, 1 added" or "title edited"; nothing where nothing differs."""
        if not self.part.is_list:
            return f"{self.part.one} {self.kind}" if self.changes else ""
        counted = Counter(item.told for item in self.items if item.differs)
        return ", ".join(self._phrases(counted))

    def _phrases(self, counted: Counter[str]) -> Iterator[str]:
        order = ("edited", "edited and moved", "moved", "added", "removed")
        for first, told in ((i == 0, told) for i, told in enumerate(t for t in order if counted[t])):
            yield f"{self.part.count(counted[told]) if first else counted[told]} {told}"


@dataclass(frozen=True)
class Difference:
    """All sections of two payloads, changed or not. It is true where anything differs."""

    sections: tuple[Section, ...]
    first: bool = False  # there was nothing before

    def __bool__(self) -> bool:
        return any(section.differs for section in self.sections)

    def __getitem__(self, name: str) -> Section:
        return next(section for section in self.sections if section.name == name)

    @property
    def changed(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.differs)

    @property
    def unchanged(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if not section.differs)

    @property
    def fields(self) -> int:
        """How many fields differ, items of lists apart."""
        return sum(len(section.changes) for section in self.sections)

    @property
    def items(self) -> int:
        """How many items of lists were edited, moved, added or removed."""
        return sum(len(section.changed_items) for section in self.sections)

    @property
    def summary(self) -> str:
        """ "2 responsibilities edited, 1 skill added, 1 source moved"."""
        return ", ".join(section.told for section in self.changed) or "nothing changed"
