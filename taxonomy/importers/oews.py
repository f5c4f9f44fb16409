"""Reads wages of OEWS: the official .xlsx of the nation or the states, or an extract of its database as CSV."""

import re
from dataclasses import dataclass
from pathlib import Path

from taxonomy.files.faults import FileRefused, TableFault
from taxonomy.files.published import Line, Table, Wrong, tables_of
from taxonomy.importers.loading import Gathered
from taxonomy.models import AreaKind
from taxonomy.systems import BY_KEY, SOC_CODE

# "*" and "**": not released; "#" (or footnote 5 in the database): above what the survey tells.
NOT_RELEASED, TOPPED, TOP_NOTE = ("*", "**", "-", ""), "#", "5"
MOST_PEOPLE, MOST_PAY = 500_000_000, 100_000_000
_YEAR = re.compile(r"(?i)(?:may[ _]?|_M)(20\d\d)")


@dataclass(frozen=True)
class Layout:
    """What the columns are called; `kinds` maps the area type as written, `notes` is a column of footnotes."""

    area: str
    area_name: str
    area_type: str
    kinds: dict[str, AreaKind]
    soc: str
    employment: str
    yearly: tuple[str, ...]
    hourly: tuple[str, ...]
    industry: str = ""
    state: str = ""
    notes: str = ""

    @property
    def needed(self) -> tuple[str, ...]:
        named = (self.area, self.area_name, self.area_type, self.soc, self.employment, *self.yearly, *self.hourly)
        return named + tuple(filter(None, (self.industry, self.notes)))


OFFICIAL = Layout(
    area="AREA",
    area_name="AREA_TITLE",
    area_type="AREA_TYPE",
    kinds={"1": AreaKind.NATION, "2": AreaKind.STATE},
    soc="OCC_CODE",
    employment="TOT_EMP",
    yearly=("A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90"),
    hourly=("H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90"),
    industry="I_GROUP",
    state="PRIM_STATE",
)
EXTRACT = Layout(
    area="area_code",
    area_name="area_name",
    area_type="area_type",
    kinds={"N": AreaKind.NATION, "S": AreaKind.STATE},
    soc="soc_code",
    employment="employment",
    yearly=("a_p10", "a_p25", "a_median", "a_p75", "a_p90"),
    hourly=("h_p10", "h_p25", "h_median", "h_p75", "h_p90"),
    notes="footnotes",
)
# Data types of the survey's database, by which its footnotes name a figure.
_YEARLY_TYPES, _HOURLY_TYPES = ("11", "12", "13", "14", "15"), ("06", "07", "08", "09", "10")


def read_nation(files: list[Path], edition: str = "") -> Gathered:
    return _read("oews", AreaKind.NATION, files, edition)


def read_states(files: list[Path], edition: str = "") -> Gathered:
    return _read("oews-state", AreaKind.STATE, files, edition)


def _read(key: str, wanted: AreaKind, files: list[Path], edition: str) -> Gathered:
    gathered = Gathered(BY_KEY[key], edition=edition or _edition(files))
    reading = _Reading(gathered, wanted)
    for table in (table for path in files for table in tables_of(path, gathered.faults)):
        reading.read(table)
    if not reading.seen and not gathered.faults:
        message = f"wages of the {wanted.label} expected, the file has none"
        raise FileRefused([TableFault(0, files[0].name, message)])
    return gathered.checked()


def _edition(files: list[Path]) -> str:
    for path in files:
        if found := _YEAR.search(path.name):
            return f"May {found[1]}"
    message = "the edition expected, in the file's name (national_M2024_dl.xlsx) or given with --edition “May 2024”"
    raise FileRefused([TableFault(0, files[0].name, message)])


class _Reading:
    def __init__(self, gathered: Gathered, wanted: AreaKind) -> None:
        self.gathered, self.wanted = gathered, wanted
        self.areas: set[str] = set()
        self.seen: dict[tuple[str, str], tuple] = {}
        self.left = 0

    def read(self, table: Table) -> None:
        layout = OFFICIAL if table.heads((OFFICIAL.area, OFFICIAL.soc)) else EXTRACT
        wages = self.gathered.table("wages")
        areas = self.gathered.table("areas")
        for area, wage in table.gather(lambda line: self._row(line, layout), layout.needed, (layout.state,)):
            if area:
                areas.add(area)
            if wage:
                wages.add(wage)
        if self.left:
            self.gathered.notes.append(
                f"{self.left:,} rows of other areas or of single industries in {table.name} were left out"
            )

    def _row(self, line: Line, layout: Layout) -> tuple | None:
        if layout.kinds.get(line.raw(layout.area_type)) != self.wanted or not _is_of_all(line, layout):
            self.left += 1
            return None
        soc, area = line.code(layout.soc, SOC_CODE, "11-3051"), line.code(layout.area, re.compile(r"\d{1,7}"), "99")
        wage = (area, soc, _people(line, layout.employment), *_figures(line, layout))
        if (before := self.seen.setdefault((area, soc), wage)) is not wage:
            # A broad occupation of one detailed one stands in the official file twice, with the same figures.
            if before != wage:
                raise Wrong(layout.soc, f"{soc} once an area expected, found other figures for it before")
            return None, None
        return self._area(line, layout, area), wage

    def _area(self, line: Line, layout: Layout, area: str) -> tuple | None:
        if area in self.areas:
            return None
        self.areas.add(area)
        state = line.raw(layout.state)[:2] if layout.state else ""
        return area, line.text(layout.area_name, most=120), state, str(self.wanted)


def _is_of_all(line: Line, layout: Layout) -> bool:
    return not layout.industry or line.raw(layout.industry) == "cross-industry"


def _people(line: Line, column: str) -> int | None:
    return None if line.raw(column) in NOT_RELEASED else line.number_in(column, 0, MOST_PEOPLE)


def _figures(line: Line, layout: Layout) -> tuple[int | bool | None, ...]:
    """Five percentiles of a year, or of an hour (in cents) where only these are told; whether so; what is topped."""
    topped_types = _topped_types(line.raw(layout.notes)) if layout.notes else frozenset()
    yearly = [_figure(line, column, 1) for column in layout.yearly]
    tops = [
        line.raw(column) == TOPPED or kind in topped_types
        for column, kind in zip(layout.yearly, _YEARLY_TYPES, strict=True)
    ]
    is_hourly = False
    if not any(tops) and all(figure is None for figure in yearly):
        hourly = [_figure(line, column, 100) for column in layout.hourly]
        if any(figure is not None for figure in hourly):
            is_hourly, yearly = True, hourly
            tops = [
                line.raw(column) == TOPPED or kind in topped_types
                for column, kind in zip(layout.hourly, _HOURLY_TYPES, strict=True)
            ]
    return (*yearly, is_hourly, sum(1 << n for n, top in enumerate(tops) if top))


def _figure(line: Line, column: str, times: int) -> int | None:
    value = line.raw(column)
    return None if value in NOT_RELEASED or value == TOPPED else line.number_in(column, 0, MOST_PAY, times=times)


def _topped_types(notes: str) -> frozenset[str]:
    """Footnotes stand as "10:5;15:5": data type, then the note's number."""
    pairs = (note.partition(":") for note in notes.split(";") if note)
    return frozenset(kind for kind, _, note in pairs if note == TOP_NOTE)
