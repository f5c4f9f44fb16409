"""Reads prevailing wages of OFLC: the export of all industries, the geography that names its areas, and Appendix A."""

import re
from pathlib import Path

from taxonomy.files.faults import FileRefused, TableFault
from taxonomy.files.published import Line, Table, Wrong, sheet_cells, tables_of
from taxonomy.importers.loading import Gathered
from taxonomy.models import AreaKind
from taxonomy.systems import BY_KEY, ONET_CODE, SOC_CODE

# The official export, and the same joined with the names of its areas.
OFFICIAL = ("SocCode", "Area", "Level1", "Level2", "Level3", "Level4")
JOINED = ("soc_code", "area_code", "level1_hourly", "level2_hourly", "level3_hourly", "level4_hourly")
GEOGRAPHY = ("Area", "AreaName", "StateAb")
EDUCATION_SHEET = "All SOC Codes (Education)"
EDUCATION = ("O*NET Code", "Education")
_AREA = re.compile(r"\d{1,10}")
_YEAR = re.compile(r"(20\d\d-\d\d)")
# The export tells wages by the hour, and of occupations that are paid by the year by the year; its own column that says
# which is not in every copy, and no wage of an hour comes near the least of a year.
MOST_AN_HOUR, MOST_A_YEAR = 1_500, 10_000_000
# One name of the official geography holds a control character ("Mayag\x81uez"): what is left of a wrong encoding.
_STRAY = re.compile(r"[\x80-\x9f]")


def read(files: list[Path], edition: str = "") -> Gathered:
    """Raises FileRefused."""
    gathered = Gathered(BY_KEY["oflc"], edition=edition or _edition(files))
    reading = _Reading(gathered)
    for path in files:
        if path.suffix.casefold() == ".xlsx":
            reading.education(path)
            continue
        for table in tables_of(path, gathered.faults):
            reading.sort(table)
    reading.read()
    return gathered.checked()


def _edition(files: list[Path]) -> str:
    for path in files:
        if found := _YEAR.search(path.name):
            return found[1]
    message = "the wage year expected, in a file's name or given with --edition (such as 2025-26); found neither"
    raise FileRefused([TableFault(0, files[0].name, message)])


class _Reading:
    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.wages: tuple[Table, tuple[str, ...]] | None = None
        # code → (name, state): the first county's, where an area lies in several states
        self.areas: dict[str, tuple[str, str]] = {}
        self.used: set[str] = set()
        self.seen: set[int] = set()

    def sort(self, table: Table) -> None:
        if table.heads(GEOGRAPHY):
            for area, *told in table.gather(_area, GEOGRAPHY):
                self.areas.setdefault(area, tuple(told))
        elif layout := next((layout for layout in (JOINED, OFFICIAL) if table.heads(layout)), None):
            self.wages = (table, layout)
        else:
            self.gathered.notes.append(f"{table.name} holds nothing that is used here")

    def education(self, path: Path) -> None:
        """Appendix A tells the usual education of each occupation of O*NET."""
        sheet = Table(path.name, lambda: sheet_cells(path, EDUCATION_SHEET), self.gathered.faults)
        found = dict(sheet.gather(_education, EDUCATION))
        self.gathered.table("education").extend(sorted(found.items()))

    def read(self) -> None:
        if self.wages is None:
            message = f"a file with the headings {', '.join(OFFICIAL)} (or {', '.join(JOINED)}) expected, there is none"
            raise FileRefused([TableFault(0, "", message)])
        table, layout = self.wages
        if layout == OFFICIAL and not self.areas:
            raise FileRefused(
                [TableFault(0, table.name, "Geography.csv beside the export expected: it names the areas")]
            )
        levels = self.gathered.table("levels")
        levels.extend(table.gather(lambda line: self._levels(line, layout), layout, ("area_name", "state")))
        areas = self.gathered.table("areas")
        for code in sorted(self.used):
            areas.add((code, *self.areas[code], str(AreaKind.METRO)))

    def _levels(self, line: Line, layout: tuple[str, ...]) -> tuple | None:
        soc_column, area_column, *level_columns = layout
        if not line.raw(level_columns[0]):
            return None  # no wage was determined
        soc, area = line.code(soc_column, SOC_CODE, "11-3051"), line.code(area_column, _AREA, "10180")
        pair = int(soc.replace("-", "")) * 10**10 + int(area)  # numbers take a third of the room
        if pair in self.seen:
            raise Wrong(soc_column, f"each occupation once an area expected, found {soc} in {area} again")
        self.seen.add(pair)
        if area not in self.used:
            self._name(line, area, area_column)
        levels = [line.number_in(column, 0, MOST_A_YEAR, times=100) for column in level_columns]
        if levels != sorted(levels):
            raise Wrong(level_columns[-1], "levels that do not fall from the first to the fourth expected")
        is_hourly = levels[-1] <= MOST_AN_HOUR * 100
        return area, soc, *(levels if is_hourly else (level // 100 for level in levels)), is_hourly

    def _name(self, line: Line, area: str, column: str) -> None:
        if line.raw("area_name"):
            self.areas.setdefault(area, (_name(line, "area_name"), line.raw("state")[:2]))
        if area not in self.areas:
            raise Wrong(column, f"an area of Geography.csv expected, found {area}")
        self.used.add(area)


def _area(line: Line) -> tuple:
    return line.code("Area", _AREA, "10180"), _name(line, "AreaName"), line.text("StateAb", most=2)


def _education(line: Line) -> tuple:
    return line.code("O*NET Code", ONET_CODE, "11-3051.00"), line.text("Education", most=120)


def _name(line: Line, column: str) -> str:
    name = _STRAY.sub("", line.raw(column))
    if not name or len(name) > 120 or not name.isprintable():
        raise Wrong(column, f"the name of an area expected, found “{name[:40]}”")
    return name
