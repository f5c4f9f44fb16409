"""One sealed text against another: every part of two payloads, and pay apart from them."""

from collections.abc import Iterable
from typing import Any

from profiles.comparison.alignment import Fields, align
from profiles.comparison.marks import Meter, marks
from profiles.comparison.parts import LEFT_OUT, PARTS, PAY, Part, Payload
from profiles.comparison.result import EDITED, UNCHANGED, Change, Difference, Item, Section, is_nothing, kind_of


def difference(before: Payload | None, after: Payload | None) -> Difference:
    """What `after` says otherwise than `before`, both payloads in today's shape.

    Of a first revision nothing stood before (None): everything in it is added. Work is bounded: where texts differ
    more than the bound can follow they are told as replaced whole, and the change says so (`whole`).
    """
    return _between(PARTS, before, after)


def pay_difference(before: Payload | None, after: Payload | None) -> Difference:
    """The same for pay parts: own figures and the baselines of function and level, each figures or None."""
    return _between(PAY, before, after)


def same(before: Payload | None, after: Payload | None) -> bool:
    """Whether two payloads say the same; cheap. The salted seal of pay has no part in it."""
    before, after = before or {}, after or {}
    return all(before.get(name) == after.get(name) for name in (before.keys() | after.keys()) - set(LEFT_OUT))


def _between(parts: Iterable[Part], before: Payload | None, after: Payload | None) -> Difference:
    meter = Meter()
    sections = (_section(part, part.read(before or {}), part.read(after or {}), meter) for part in parts)
    return Difference(tuple(sections), first=not before)


def _section(part: Part, before: Any, after: Any, meter: Meter) -> Section:
    return (_of_items if part.is_list else _of_fields)(part, before, after, meter)


def _of_fields(part: Part, before: Fields, after: Fields, meter: Meter) -> Section:
    changes = _changes(before, after, meter)
    names = {name for name, value in (*before.items(), *after.items()) if not is_nothing(value)}
    kind = kind_of(_something(before), _something(after))
    return Section(part, changes, equal=len(names) - len(changes), kind=EDITED if kind == UNCHANGED else kind)


def _something(fields: Fields) -> list[str]:
    return [name for name, value in fields.items() if not is_nothing(value)]


def _of_items(part: Part, before: list[Fields], after: list[Fields], meter: Meter) -> Section:
    alignment = align(before, after, keys=part.keys, near=part.near)
    items = []
    for pair in alignment.pairs:
        old = None if pair.before is None else before[pair.before]
        new = None if pair.after is None else after[pair.after]
        changes = _changes(old or {}, new or {}, meter)
        items.append(Item(old, new, _place(pair.before), _place(pair.after), pair.moved, changes))
    equal = sum(not item.differs for item in items)
    return Section(part, items=tuple(items), equal=equal, searched=alignment.searched)


def _place(index: int | None) -> int | None:
    return None if index is None else index + 1


def _changes(before: Fields, after: Fields, meter: Meter) -> tuple[Change, ...]:
    """Fields that differ, in the order of `after`, then what only `before` had."""
    names = dict.fromkeys((*after, *before))
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return tuple(_change(name, a, b, meter) for name, a, b in pairs if kind_of(a, b) != UNCHANGED)


def _change(name: str, before: Any, after: Any, meter: Meter) -> Change:
    if all(isinstance(value, str) or is_nothing(value) for value in (before, after)):
        found = marks(before or "", after or "", meter)
        return Change(name, before, after, found.pieces, found.whole)
    return Change(name, before, after)
