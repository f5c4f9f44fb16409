"""Rows of the sheet, sorted into places (a level name of a focus) and put aside until their profile is made."""

from collections.abc import Iterator
from dataclasses import dataclass

from profiles.importers.faults import FileRefused
from profiles.importers.tables.books import Entry, FocusBook, FunctionBook
from profiles.importers.tables.cells import ODD_SIGNS, BadCell, Cells, tidy
from profiles.importers.tables.faults import Faults, RowFault
from profiles.importers.tables.mapping import TableMapping, fold
from profiles.importers.tables.report import Report
from profiles.importers.tables.spool import Spool
from taxonomy.codes import GLOBAL
from taxonomy.files.sheets import Row, Sheet


@dataclass
class Place:
    """One level name of one focus in one scope, as the sheet spells it, with its first row."""

    number: int
    function: Entry
    focus: Entry
    level: str
    scope: str
    row: int
    rows: int = 0


class Gatherer:
    """Reads the sheet once; afterwards `places` are known and the rows are in the spool."""

    def __init__(self, mapping: TableMapping, spool: Spool, report: Report, faults: Faults) -> None:
        self.mapping, self.spool, self.report, self.faults = mapping, spool, report, faults
        self.functions, self.focuses = FunctionBook(), FocusBook()
        self.places: dict[tuple[str, str, str, str], Place] = {}
        self._headings: dict[str, int] = {}
        self._above: dict[str, str] = {}
        self._known: set[int] = set()
        self._names: dict[int, str] = {}
        self._width, self._xlsx = 0, False

    def read(self, sheet: Sheet) -> None:
        self._xlsx = sheet.is_xlsx
        rows = iter(sheet)
        self._read_headings(rows)
        for row in rows:
            self.report.read += 1
            if row.blank:
                self.report.skipped["blank"] += 1
                continue
            try:
                self._take(row)
            except BadCell as bad:
                self.report.faulty += 1
                self.faults.add(row.number, bad.column, str(bad))
        self.report.other_sheets = sheet.others
        self.report.notes["cells whose apostrophe before a sign of formulas was taken off"] += sheet.freed
        self.spool.seal()

    # -- headings ------------------------------------------------------------------------------------

    def _read_headings(self, rows: Iterator[Row]) -> None:
        where = self.mapping.sheet.header_row
        header, above = None, 0
        for header in rows:
            if header.number == where:
                break
            above += not header.blank
            header = None
        self.report.notes["filled rows above the headings that are not read"] += above
        if header is None:
            raise FileRefused([RowFault(where, "", "column headings expected, the file ends before")])
        found: dict[str, list[int]] = {}
        for column, name in enumerate(header.cells):
            found.setdefault(fold(name), []).append(column)
        wanted = self.mapping.headings()
        self._check_headings(wanted, found, header)
        self._headings = {fold(name): found[fold(name)][0] for name in wanted}
        ignored = [column for name in self.mapping.sheet.ignore for column in found.get(fold(name), ())]
        self._known = {*self._headings.values(), *ignored}
        self._names = {column: " ".join(name.split()) for column, name in enumerate(header.cells)}
        self._width = len(header.cells)

    def _check_headings(self, wanted: list[str], found: dict[str, list[int]], header: Row) -> None:
        wrong = {name: "expected, it is not there" for name in wanted if fold(name) not in found}
        wrong |= {name: "once expected, found twice" for name in wanted if len(found.get(fold(name), ())) > 1}
        if wrong:
            there = ", ".join(f"“{' '.join(name.split())}”" for name in header.cells if name.strip())
            faults = [RowFault(header.number, "", f"the column “{name}” {what}") for name, what in wrong.items()]
            raise FileRefused([*faults, RowFault(header.number, "", f"the columns of the sheet are {there[:1000]}")])

    # -- rows ----------------------------------------------------------------------------------------

    def _take(self, row: Row) -> None:
        cells = self._cells(row)
        skip = next((rule for rule in self.mapping.skip if rule.applies(cells.text(rule.column))), None)
        if skip:
            text = cells.text(skip.column)
            reason = f"{skip.column} is {f'“{text[:60]}”' if text else 'blank'}"
            kept = ", its function and focus are made" if skip.keep == "focus" else ""
            self.report.skipped[reason + kept + (f" ({skip.why})" if skip.why else "")] += 1
        if skip and skip.keep == "nothing":
            return
        owner = self._owner(cells)
        if owner is None or skip:
            self.report.faulty += owner is None and not skip
            return
        self._place(cells, *owner)

    def _cells(self, row: Row) -> Cells:
        self._count_others(row)
        texts, bad = {}, {}
        for name, column in self._headings.items():
            raw = row.cells[column] if column < len(row.cells) else ""
            self.report.notes["cells tidied of line separators and invisible signs"] += bool(ODD_SIGNS.search(raw))
            if column in row.bad:
                bad[name] = row.bad[column]
            elif text := tidy(raw):
                texts[name] = text
        for name in map(fold, self.mapping.sheet.fill_down):
            if name in texts:
                self._above[name] = texts[name]
            elif name in self._above and name not in bad:
                texts[name] = self._above[name]
        return Cells(row.number, texts, bad)

    def _count_others(self, row: Row) -> None:
        """Filled cells that no profile holds are told; in CSV a cell too many is most often a comma unquoted."""
        for column, cell in enumerate(row.cells):
            if not cell.strip() or column in self._known:
                continue
            if column >= self._width and not self._xlsx:
                raise BadCell("", f"at most {self._width} cells as in the headings expected, found {column + 1}")
            name = self._names.get(column)
            self.report.unused_columns[f"“{name}”" if name else f"column {column + 1}, without a heading"] += 1

    def _owner(self, cells: Cells) -> tuple[Entry, Entry] | None:
        columns, faults = self.mapping.columns, self.faults
        names = {what: cells.line(getattr(columns, what)) for what in ("function", "focus")}
        for what, name in names.items():
            if not name:
                faults.add(cells.number, getattr(columns, what).heading, f"a {what} expected, found nothing")
        if not all(names.values()):
            return None
        function = self.functions.find(names["function"], cells.number, columns.function.heading, faults)
        focus = self.focuses.find(function, names["focus"], cells.number, columns.focus.heading, faults)
        for entry, what, origin, read in (
            (function, "summary", columns.function_summary, cells.value),
            (function, "group", columns.group, cells.line),
            (focus, "summary", columns.focus_summary, cells.value),
        ):
            entry.say(what, read(origin), cells.number, origin.heading if origin else "", faults)
        return function, focus

    def _place(self, cells: Cells, function: Entry, focus: Entry) -> None:
        level = cells.line(self.mapping.columns.level)
        scope = cells.line(self.mapping.columns.scope) or GLOBAL
        if not level:
            self.report.faulty += 1
            self.faults.add(cells.number, self.mapping.columns.level.heading, "a level expected, found nothing")
            return
        key = (function.code, focus.code, fold(level), scope.casefold())
        place = self.places.get(key)
        if place is None:
            place = Place(len(self.places) + 1, function, focus, level, scope, cells.number)
            self.places[key] = place
        place.rows += 1
        self.spool.add(place.number, cells)
