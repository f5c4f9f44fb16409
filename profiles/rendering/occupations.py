"""The page of an occupation as a template reads it: wages as text and as a small picture, what is important first."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from profiles.models.revision import Revision
from profiles.rendering import words
from taxonomy.occupations.entry import Detail, Occupation
from taxonomy.occupations.wages import WageRow

NAMES = (("p10", "P10"), ("p25", "P25"), ("p50", "median"), ("p75", "P75"), ("p90", "P90"))
# Width and height of the picture's drawing space, the room for a row's name, and the height of a row.
WIDTH, LABELS, ROW = 520, 92, 34


def told(value: int | None, *, hourly: bool, topped: bool = False) -> str:
    """ "$161,880", "$38.71 an hour", or why there is no figure."""
    if value is None:
        return "above what the survey tells" if topped else "not released"
    return f"${value / 100:,.2f} an hour" if hourly else f"${value:,}"


@dataclass(frozen=True)
class Bar:
    """A row of the picture: from P10 to P90, the middle half heavier, the median marked; None where one is missing."""

    label: str
    y: int
    ends: tuple[float, float] | None
    half: tuple[float, float] | None
    median: float | None
    open_ended: bool

    @property
    def middle(self) -> int:
        return self.y + ROW // 2

    @property
    def top(self) -> int:
        return self.y + 9

    @property
    def bottom(self) -> int:
        return self.y + ROW - 9

    @property
    def half_width(self) -> float:
        return round(self.half[1] - self.half[0], 1) if self.half else 0


@dataclass
class OccupationPage:
    entry: Occupation
    mapped: list[Revision]

    @cached_property
    def main(self) -> Detail | None:
        """The occupation of eight digits that stands for the six."""
        return self.entry.details[0] if self.entry.details else None

    @cached_property
    def nation(self) -> list[WageRow]:
        return [row for row in self.entry.nation if not row.is_empty]

    @cached_property
    def employment(self) -> str:
        row = next((row for row in self.entry.nation if row.employment is not None), None)
        return f"{row.employment:,}" if row else ""

    @cached_property
    def wage_table(self) -> list[tuple[WageRow, list[str]]]:
        return [(row, _figures(row)) for row in self.nation]

    @cached_property
    def state_table(self) -> list[tuple[WageRow, list[str]]]:
        return [(row, _figures(row)) for row in self.entry.states]

    @cached_property
    def percentiles(self) -> list[str]:
        return [name for _, name in NAMES]

    @cached_property
    def level_table(self) -> list[tuple[str, str, str, str]]:
        names = ("entry", "qualified", "experienced", "fully competent")
        spans = self.entry.levels.spans if self.entry.levels else ()
        return [
            (
                f"Level {span.level}",
                names[span.level - 1],
                *(f"${value:,}" for value in (span.low, span.middle, span.high)),
            )
            for span in spans
        ]

    # -- the picture ---------------------------------------------------------------------------------

    @cached_property
    def drawn(self) -> list[WageRow]:
        """Rows of one unit, so that one scale holds for all."""
        return [row for row in self.nation if row.hourly == self.nation[0].hourly] if self.nation else []

    @cached_property
    def scale(self) -> tuple[int, int]:
        """From nothing to a round figure above the highest."""
        highest = max(point.value or 0 for row in self.drawn for point in row.points)
        step = 10 ** max(len(str(highest)) - 2, 0)
        step = next(step * times for times in (1, 2, 5, 10) if highest <= step * times * 10)
        return step, -(-highest // step) * step

    @cached_property
    def picture(self) -> dict[str, Any] | None:
        if not self.drawn:
            return None
        step, top = self.scale
        height = ROW * len(self.drawn)
        return {
            "width": WIDTH,
            "height": height + 24,
            "foot": height,
            "text": height + 18,
            "bars": [self._bar(row, n * ROW) for n, row in enumerate(self.drawn)],
            "ticks": [(self._x(at), self._tick(at)) for at in range(0, top + 1, step * 2)],
            "label": self._label(),
        }

    def _x(self, value: int) -> float:
        return round(LABELS + (WIDTH - LABELS - 24) * value / self.scale[1], 1)

    def _tick(self, value: int) -> str:
        return f"${value / 100:,.0f}" if self.drawn[0].hourly else words.money(value, "USD")

    def _bar(self, row: WageRow, y: int) -> Bar:
        at = {point.name: None if point.value is None else self._x(point.value) for point in row.points}
        edge = float(WIDTH - 12)
        is_open = any(point.topped for point in row.points)
        right = at["p90"] or (edge if is_open else None)
        ends = (at["p10"], right) if at["p10"] is not None and right is not None else None
        middle_right = at["p75"] or (edge if is_open else None)
        half = (at["p25"], middle_right) if at["p25"] is not None and middle_right is not None else None
        return Bar(row.edition, y, ends, half, at["p50"], is_open)

    def _label(self) -> str:
        row = self.drawn[0]
        figures = ", ".join(f"{name} {figure}" for name, figure in zip(self.percentiles, _figures(row), strict=True))
        return f"Wages of {self.entry.title}, {row.edition}: {figures}."


def _figures(row: WageRow) -> list[str]:
    return [told(point.value, hourly=row.hourly, topped=point.topped) for point in row.points]
