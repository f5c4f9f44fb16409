"""From one role to another: what somebody keeps, gains and drops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from profiles.comparison.columns import Cell, Items, Row, items, texts
from profiles.comparison.marks import Meter
from profiles.comparison.parts import PARTS, Payload

_BY_NAME = {part.name: part for part in PARTS}


@dataclass(frozen=True)
class Shift:
    """What stays, what comes and what goes. A row that stays has two cells, which may say it in other words."""

    keep: tuple[Row, ...]
    gain: tuple[Cell, ...]
    drop: tuple[Cell, ...]

    def __bool__(self) -> bool:
        return bool(self.keep or self.gain or self.drop)


def responsibilities(payloads: Sequence[Payload], meter: Meter) -> Items:
    """Those of several payloads side by side; near ones are one."""
    part = _BY_NAME["responsibilities"]
    return items([part.read(payload) for payload in payloads], meter, text="text", near=part.near)


def skills(payloads: Sequence[Payload], meter: Meter) -> Items:
    """Those of several payloads side by side, one by folded name, each with its use."""
    part = _BY_NAME["skills"]
    return items([part.read(payload) for payload in payloads], meter, text="summary", name="name", keys=part.keys)


def shift_of(found: Items) -> Shift:
    """Two lists side by side, as a move from the first to the second."""
    dropped, gained = found.alone
    return Shift(found.rows, gained, dropped)


def shift_of_fields(before: Mapping[str, str], after: Mapping[str, str], meter: Meter) -> Shift:
    """Named texts: one that is the same stays; of one that differs the former goes and the new one comes."""
    rows = [texts((before.get(name), after.get(name)), meter, name) for name in dict.fromkeys((*before, *after))]
    told = [row for row in rows if row.told]
    differing = [row for row in told if not row.equal]
    return Shift(
        tuple(row for row in told if row.equal),
        gain=tuple(row.cells[1] for row in differing if row.cells[1]),
        drop=tuple(row.cells[0] for row in differing if row.cells[0]),
    )
