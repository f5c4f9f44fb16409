"""Reads the O*NET database as published: a zip of tab-delimited text files, any of which but one may be absent."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from taxonomy.files.faults import FileRefused, TableFault
from taxonomy.files.published import Line, Table, Wrong, tables_of
from taxonomy.importers.loading import Gathered
from taxonomy.importers.spool import Spool
from taxonomy.models import CodeKind, ElementKind, TitleKind, ToolKind
from taxonomy.systems import BY_KEY, ONET_CODE
from taxonomy.texts import fold_name

CODE = "O*NET-SOC Code"
OCCUPATIONS = "Occupation Data.txt"
_RELEASE = re.compile(r"O\*NET (\d{1,3}\.\d{1,2}) Database")
_FOLDER = re.compile(r"db_(\d{1,3})_(\d{1,2})")


def read(files: list[Path], edition: str = "") -> Gathered:
    """Everything in the zip that this system uses; raises FileRefused."""
    gathered = Gathered(BY_KEY["onet"])
    tables = {table.name: table for path in files for table in tables_of(path, gathered.faults)}
    if OCCUPATIONS not in tables:
        told = ", ".join(sorted(tables))[:200] or "nothing"
        raise FileRefused([TableFault(0, files[0].name, f"a file “{OCCUPATIONS}” expected in the zip, found {told}")])
    gathered.edition = edition or _edition(files, tables)
    _Reading(gathered, tables).read()
    return gathered.checked()


def _edition(files: list[Path], tables: dict[str, Table]) -> str:
    """As the release's own Read Me says it, else as its files are named."""
    if "Read Me.txt" in tables:
        for _, cells in tables["Read Me.txt"].open():
            if found := _RELEASE.search(cells[0]):
                return found[1]
    for path in files:
        if found := _FOLDER.search(path.name):
            return f"{found[1]}.{found[2]}"
    message = "the edition expected, in a “Read Me.txt” or given with --edition (such as 30.1); found neither"
    raise FileRefused([TableFault(0, files[0].name, message)])


class _Reading:
    """One release, file by file; codes of all other files are held against those of the first."""

    def __init__(self, gathered: Gathered, tables: dict[str, Table]) -> None:
        self.gathered, self.tables = gathered, tables
        self.titles: dict[str, str] = {}

    def read(self) -> None:
        occupations = list(self._lines(OCCUPATIONS, self._occupation, CODE, "Title", "Description"))
        zones = dict(self._lines("Job Zones.txt", self._zone, CODE, "Job Zone"))
        self.gathered.codes = Spool().extend(
            (code, None, title, definition, str(CodeKind.OCCUPATION), zones.get(code), "")
            for code, title, definition in occupations
        )
        self._titles()
        self._into("zones", "Job Zone Reference.txt", _zone_text, "Job Zone", "Name", "Experience", "Education")
        self._into("tasks", "Task Statements.txt", self._task, CODE, "Task ID", "Task", "Task Type")
        for kind in ElementKind:
            self._into(
                "elements",
                f"{kind.label.capitalize()}{'s' if kind == ElementKind.SKILL else ''}.txt",
                lambda line, kind=kind: self._element(line, str(kind)),
                *(CODE, "Element Name", "Scale ID", "Data Value", "Recommend Suppress"),
            )
        columns = (CODE, "Example", "Commodity Title")
        self._into("tools", "Technology Skills.txt", self._technology, *columns, "Hot Technology", "In Demand")
        self._into("tools", "Tools Used.txt", self._tool, *columns)
        self._into(
            "related",
            "Related Occupations.txt",
            self._related,
            CODE,
            "Related O*NET-SOC Code",
            "Relatedness Tier",
            "Index",
        )

    def _titles(self) -> None:
        spool = self.gathered.table("names")
        for code, title in self.titles.items():
            spool.add((code, str(TitleKind.PREFERRED), title, fold_name(title), ""))
        self._into("titles", "Alternate Titles.txt", self._alternate, CODE, "Alternate Title", "Short Title")
        self._into("titles", "Sample of Reported Titles.txt", self._reported, CODE, "Reported Job Title")

    def _into(self, table: str, name: str, make: Callable[[Line], tuple | None], *columns: str) -> None:
        if name in self.tables:
            self.gathered.table(table).extend(self._lines(name, make, *columns))
        else:
            self.gathered.notes.append(f"no {name} in the zip")

    def _lines(self, name: str, make: Callable[[Line], tuple | None], *columns: str) -> Iterator[tuple]:
        return self.tables[name].gather(make, columns) if name in self.tables else iter(())

    # -- one line of each file ------------------------------------------------------------------------

    def _occupation(self, line: Line) -> tuple:
        code = line.code(CODE, ONET_CODE, "11-3051.00")
        if code in self.titles:
            raise Wrong(CODE, f"each code once expected, found {code} again")
        self.titles[code] = line.text("Title")
        return code, self.titles[code], line.long("Description")

    def _code(self, line: Line, column: str = CODE) -> str:
        code = line.raw(column)
        if code not in self.titles:
            raise Wrong(column, f"a code of “{OCCUPATIONS}” expected, found “{code[:40]}”")
        return code

    def _zone(self, line: Line) -> tuple:
        return self._code(line), line.number_in("Job Zone", 1, 5)

    def _alternate(self, line: Line) -> tuple:
        short = line.text("Short Title", most=120, blank=True)
        return self._title(line, TitleKind.ALTERNATE, "Alternate Title", "" if short == "n/a" else short)

    def _reported(self, line: Line) -> tuple:
        return self._title(line, TitleKind.REPORTED, "Reported Job Title")

    def _title(self, line: Line, kind: TitleKind, column: str, short: str = "") -> tuple:
        title = line.text(column)
        return self._code(line), str(kind), title, fold_name(title), short

    def _task(self, line: Line) -> tuple:
        number = line.number_in("Task ID", 0, 2_000_000_000)
        return self._code(line), number, line.raw("Task Type") == "Core", line.text("Task", most=2_000)

    def _element(self, line: Line, kind: str) -> tuple | None:
        """The importance scale alone: the page orders by it."""
        if line.raw("Scale ID") != "IM":
            return None
        importance = line.number_in("Data Value", 1, 5, times=100)
        return (
            self._code(line),
            kind,
            line.text("Element Name", most=80),
            importance,
            line.raw("Recommend Suppress") == "Y",
        )

    def _technology(self, line: Line) -> tuple:
        return self._used(line, ToolKind.TECHNOLOGY, line.raw("Hot Technology") == "Y", line.raw("In Demand") == "Y")

    def _tool(self, line: Line) -> tuple:
        return self._used(line, ToolKind.TOOL, False, False)

    def _used(self, line: Line, kind: ToolKind, hot: bool, in_demand: bool) -> tuple:
        category = line.text("Commodity Title", most=200, blank=True)
        return self._code(line), str(kind), line.text("Example", most=200), category, hot, in_demand

    def _related(self, line: Line) -> tuple:
        other = self._code(line, "Related O*NET-SOC Code")
        tier = line.text("Relatedness Tier", most=20, blank=True)
        return self._code(line), other, tier, line.number_in("Index", 0, 30_000)


def _zone_text(line: Line) -> tuple:
    texts = (line.long(column) for column in ("Experience", "Education"))
    return line.number_in("Job Zone", 1, 5), line.text("Name", most=120), *texts
