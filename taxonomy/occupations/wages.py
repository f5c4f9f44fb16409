"""Wages of an occupation: of the nation over the years, of the states, and at the four levels of prevailing wages."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from taxonomy.models import PERCENTILES, AreaKind, Wage, WageLevel
from taxonomy.systems import newness


@dataclass(frozen=True)
class Point:
    """A percentile: its figure, none where it was not released or lies above what the survey tells (`topped`)."""

    name: str
    value: int | None
    topped: bool


@dataclass(frozen=True)
class WageRow:
    """What one occupation pays in one area, by one edition; `hourly` in cents an hour, else dollars a year."""

    place: str
    edition: str
    employment: int | None
    hourly: bool
    points: tuple[Point, ...]

    def value(self, name: str) -> int | None:
        return self.points[PERCENTILES.index(name)].value

    @property
    def is_empty(self) -> bool:
        return all(point.value is None for point in self.points)


@dataclass(frozen=True)
class LevelSpan:
    """A level of prevailing wages over all areas: the lowest, the middle and the highest figure a year."""

    level: int
    low: int
    middle: int
    high: int


@dataclass(frozen=True)
class Levels:
    edition: str
    areas: int
    spans: tuple[LevelSpan, ...]


def row_of(wage: Wage) -> WageRow:
    points = tuple(Point(name, getattr(wage, name), wage.is_topped(name)) for name in PERCENTILES)
    return WageRow(wage.area.name, wage.area.system.edition, wage.employment, wage.hourly, points)


def of_nation(soc: str) -> list[WageRow]:
    """One row an edition, the newest first."""
    wages = Wage.objects.filter(soc=soc, area__system__key="oews", area__kind=AreaKind.NATION)
    rows = map(row_of, wages.select_related("area__system"))
    return sorted(rows, key=lambda row: newness(row.edition), reverse=True)


def newest(soc: str) -> WageRow | None:
    """The newest row of the nation that tells anything."""
    return next((row for row in of_nation(soc) if not row.is_empty), None)


def of_states(soc: str) -> list[WageRow]:
    wages = Wage.objects.filter(soc=soc, area__system__key="oews-state").select_related("area__system")
    return [row_of(wage) for wage in wages.order_by("area__name")]


def levels_of(soc: str) -> Levels | None:
    """Over all areas; a year is reckoned as 2,080 hours, as the publisher does."""
    fields = ("level1", "level2", "level3", "level4", "hourly", "area__system__edition")
    rows = list(WageLevel.objects.filter(soc=soc).values_list(*fields))
    if not rows:
        return None
    yearly = [[figure * 2080 // 100 if row[4] else figure for figure in row[:4]] for row in rows]
    return Levels(rows[0][5], len(rows), tuple(_spans(yearly)))


def _spans(rows: list[list[int]]) -> Iterable[LevelSpan]:
    for level, figures in enumerate(zip(*rows, strict=True), start=1):
        yield LevelSpan(level, min(figures), round(median(figures)), max(figures))
