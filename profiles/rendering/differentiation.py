"""The page on how different the levels of a focus are: each ladder as a strip, and the lines that two levels share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from profiles import comparison, differentiation
from profiles.comparison import Meter, Row
from profiles.differentiation import Ladder, Measure
from profiles.gate import Finding
from profiles.models.revision import Revision
from profiles.rendering import words
from profiles.rendering.pictures.differentiation import HeatStrip
from profiles.rendering.shelf import Sealed
from taxonomy.codes import GLOBAL

MOST_PAIRS = 40  # of a ladder; where more lines are shared than that, reading them all tells nothing more


@dataclass(frozen=True)
class Near:
    """Two lines of two levels that say nearly the same, with what only one has marked."""

    levels: tuple[str, str]
    keys: tuple[str, str]
    row: Row
    equal: bool


@dataclass(frozen=True)
class LadderShown:
    """A ladder with its picture, its near lines and what is to be said of it."""

    ladder: Ladder
    meter: Meter

    @cached_property
    def strip(self) -> HeatStrip:
        return HeatStrip(self.ladder)

    @property
    def name(self) -> str:
        return self.ladder.track_name

    @property
    def alone(self) -> bool:
        return len(self.ladder.measures) < 2

    @cached_property
    def pairs(self) -> list[tuple[Measure, Any]]:
        """Near lines of the whole ladder, each two once: they are met from both sides."""
        found: dict[frozenset, tuple[Measure, Any]] = {}
        for measure in self.ladder.measures:
            for line in measure.near:
                found.setdefault(
                    frozenset(((measure.rung.level, line.text), (line.level, line.nearest))), (measure, line)
                )
        return list(found.values())

    @property
    def near(self) -> list[Near]:
        keys = {measure.rung.level: measure.rung.key for measure in self.ladder.measures}
        order = {level: at for at, level in enumerate(keys)}
        shown = []
        for measure, line in self.pairs[:MOST_PAIRS]:
            told = [(measure.rung.level, line.text), (line.level, line.nearest)]
            told.sort(key=lambda pair: order[pair[0]])
            (below, first), (above, second) = told
            row = comparison.texts((first, second), self.meter)
            shown.append(Near((below, above), (keys[below], keys[above]), row, row.equal))
        return shown

    @property
    def more(self) -> int:
        return max(0, len(self.pairs) - MOST_PAIRS)

    @property
    def told(self) -> str:
        """One sentence on the whole ladder."""
        measured = [m for m in self.ladder.measures if m.figure is not None]
        if not measured:
            return "No two levels have responsibilities that could be laid beside one another."
        if not any(m.near for m in measured):
            lines = words.count(sum(len(m.lines) for m in measured), "line")
            return f"None of {lines} stands at a neighbouring level too."
        least = min(measured, key=lambda m: m.figure)
        lines = sum(len(m.lines) for m in measured)
        near = sum(len(m.near) for m in measured)
        of = f"{near} of {words.count(lines, 'line')} {'stands' if near == 1 else 'stand'} at a neighbouring level too"
        return f"The least distinct level is {least.rung.level} with {least.shown} of 5; {of} in nearly the same words."

    @property
    def findings(self) -> list[tuple[str, Finding]]:
        return [
            (measure.rung.level, finding)
            for measure in self.ladder.measures
            for finding in differentiation.findings_of(measure)
        ]


def page_of(focus_code: str, scope: str = GLOBAL, user=None) -> tuple[list[LadderShown], list[str]]:
    """Ladders of a focus in one scope, and all scopes that have texts of their own; two queries."""
    rows = Revision.objects.visible_to(user).approved().filter(focus_code=focus_code)
    scopes = sorted(set(rows.order_by().values_list("scope_code", flat=True)), key=lambda code: (code != GLOBAL, code))
    payloads = [Sealed(row).payload for row in rows.filter(scope_code=scope).only("payload", "schema")]
    return _shown(payloads), scopes


def _shown(payloads: Iterable[Mapping[str, Any]]) -> list[LadderShown]:
    payloads = sorted(
        payloads, key=lambda payload: (payload["basis"]["track"]["order"], payload["basis"]["track"]["code"])
    )
    meter = Meter()
    return [LadderShown(ladder, meter) for ladder in differentiation.ladders(payloads)]
