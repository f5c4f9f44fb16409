"""Reads the sheets of a workbook row by row: headings first, then each row is put aside for its profile."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from profiles.importers.faults import Fault, FileRefused
from profiles.importers.plans.asks import CellFaults, Place
from profiles.importers.tables.cells import Cells
from profiles.importers.tables.mapping import fold
from profiles.importers.tables.spool import Spool
from profiles.workbook import FOCUSES, LAYOUTS, PAY, PROFILES, SKILLS, Layout
from taxonomy.codes import KEY
from taxonomy.files.sheets import Row
from taxonomy.texts import fold_name

# Rows of all sheets have one sequence of numbers in the spool.
_A_SHEET = 1 << 24
_TITLES, _THE_FILE = ", ".join(layout.title for layout in LAYOUTS), "The file"
_WHOLE = re.compile(r"\d{1,9}")


def _folded(name: str) -> str:
    """As the canon tells skills apart."""
    return fold_name(" ".join(name.split()))


@dataclass
class Entry:
    """One profile that the file speaks of; `seen` stands on any of its rows, and `sheets` have rows of it."""

    number: int
    place: Place
    seen: int | None = None
    seen_at: Place | None = None
    contradicts: bool = False
    sheets: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Line:
    """One row of a sheet with its cells by column."""

    layout: Layout
    row: int
    texts: dict[str, str]

    @property
    def place(self) -> Place:
        return Place(self.layout.title, self.row)


def _key(line: Line) -> str:
    return line.texts.get("key", "").upper().removesuffix("@GLOBAL")


class Gatherer:
    """Reads each sheet once; afterwards profiles and focuses are known and rows are in the spool."""

    def __init__(self, spool: Spool, faults: CellFaults, *, pay: bool, most_profiles: int) -> None:
        self.spool, self.faults, self.pay, self.most_profiles = spool, faults, pay, most_profiles
        self.entries: dict[str, Entry] = {}
        self.focuses: list[Line] = []
        self.columns: dict[Layout, dict[str, int]] = {}
        # Whether all sheets could be read to the end, and profiles that have a row which could not be taken.
        self.sound = True
        self.spoiled: set[str] = set()
        # Folded name → type as the file tells it, and where it told it first.
        self.types: dict[str, tuple[str, Place]] = {}
        self.hides_pay = False
        self._headed: set[int] = set()

    def read(self, sheets: Iterable[tuple[str, Iterator[Row]]], *, seconds: int) -> None:
        """Every sheet with its rows, within this time. A sheet that no workbook has is a fault: it would be lost."""
        self._until = monotonic() + seconds
        title = ""
        try:
            for title, rows in sheets:
                self._sheet(title, self._in_time(rows))
        except FileRefused as refused:
            self.sound = False
            for fault in refused.faults:
                self.faults.at(Place(title, fault.line), "", fault.message)
        if self.sound and not self.columns:
            self.faults.at(Place(_THE_FILE, 0), "", f"a sheet among {_TITLES} expected, found none")
        self.spool.seal()

    def _sheet(self, title: str, rows: Iterator[Row]) -> None:
        layout = next((one for one in LAYOUTS if fold(one.title) == fold(title)), None)
        if layout is None or layout in self.columns:
            expected = "each sheet once" if layout else f"sheets among {_TITLES}"
            self.faults.at(Place(title[:60], 0), "", f"{expected} expected, found “{title[:60]}”")
            self.sound = False
            return
        header = next((row for row in rows if not row.blank), None)
        before = self.faults.count
        if header is None:
            expected = f"the headings {', '.join(layout.names)} expected, found nothing"
            self.faults.at(Place(layout.title, 1), "", expected)
        self.columns[layout] = self._headings(layout, header) if header else {}
        if self.faults.count > before:
            self.sound = False
            return
        for row in rows:
            if not row.blank:
                self._row(layout, row)

    def _in_time(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if monotonic() > self._until:
                raise FileRefused([Fault(row.number, "", "a file that is read sooner expected: send it in parts")])
            yield row

    def _row(self, layout: Layout, row: Row) -> None:
        before = self.faults.count
        line = self._line(layout, row)
        if self.faults.count == before:
            self._take(line)
        if self.faults.count > before:
            # Without this row the profile would seem to ask for less than it does.
            self.spoiled.add(_key(line))

    # -- headings ----------------------------------------------------------------------------------

    def _headings(self, layout: Layout, header: Row) -> dict[str, int]:
        known = {fold(column.name): column.name for column in layout.columns}
        found: dict[str, int] = {}
        place = Place(layout.title, header.number)
        for number, cell in enumerate(header.cells):
            name = known.get(fold(cell))
            if not cell.strip():
                continue
            if name is None:
                self.faults.at(place, cell[:60], f"a column among {', '.join(layout.names)} expected")
            elif name in found:
                self.faults.at(place, name, "each column once expected, found it twice")
            else:
                found[name] = number
        self._headed = {number for number, cell in enumerate(header.cells) if cell.strip()}
        self._check_pay(layout, found, place)
        for column in layout.columns:
            if not column.optional and column.name not in found:
                self.faults.at(place, column.name, "this column expected, it is not there")
        return found

    def _check_pay(self, layout: Layout, found: dict[str, int], place: Place) -> None:
        """All columns of pay or none; where the person may not see pay they are not looked at."""
        there = [column.name for column in PAY if column.name in found] if layout is PROFILES else []
        if there and not self.pay:
            self.hides_pay = True
            for name in there:
                del found[name]
        elif there:
            for name in (column.name for column in PAY if column.name not in found):
                self.faults.at(place, name, f"this column expected beside {there[0]}, it is not there")

    # -- rows --------------------------------------------------------------------------------------

    def _line(self, layout: Layout, row: Row) -> Line:
        columns = {number: name for name, number in self.columns[layout].items()}
        place = Place(layout.title, row.number)
        for number, why in row.bad.items():
            if number in columns:
                self.faults.at(place, columns[number], why)
        texts = {columns[n]: text for n, cell in enumerate(row.cells) if n in columns and (text := cell.strip())}
        # A cell under no heading is no part of a profile, and would be lost.
        if lost := next((cell for n, cell in enumerate(row.cells) if cell.strip() and n not in self._headed), ""):
            self.faults.at(place, "", f"nothing where there is no heading expected, found “{lost.strip()[:40]}”")
        for column in layout.columns:
            number = self.columns[layout].get(column.name)
            if column.required and number is not None and column.name not in texts and number not in row.bad:
                self.faults.at(place, column.name, "a text expected, found nothing")
        return Line(layout, row.number, texts)

    def _take(self, line: Line) -> None:
        if line.layout is FOCUSES:
            self.focuses.append(line)
            return
        key = _key(line)
        if not KEY.fullmatch(key):
            self.faults.at(line.place, "key", f"a key like MANUFA.MANUFACTF950.M4 expected, found “{key[:60]}”")
            return
        entry = self.entries.get(key)
        if entry is None:
            if len(self.entries) >= self.most_profiles:
                raise FileRefused([Fault(line.row, "", f"at most {self.most_profiles:,} profiles expected")])
            entry = self.entries[key] = Entry(len(self.entries) + 1, line.place)
        entry.sheets.add(line.layout.title)
        self._see(entry, line)
        if line.layout is SKILLS:
            self._type(line)
        self.spool.add(entry.number, Cells(LAYOUTS.index(line.layout) * _A_SHEET + line.row, line.texts))

    def _see(self, entry: Entry, line: Line) -> None:
        told = line.texts.get("seen")
        if told is None:
            return
        if not _WHOLE.fullmatch(told):
            message = f"the whole number that the export wrote here expected, found “{told[:40]}”"
            self.faults.at(line.place, "seen", message)
        elif entry.seen is None:
            entry.seen, entry.seen_at = int(told), line.place
        elif entry.seen != int(told) and not entry.contradicts:
            # Once a profile: one wrong number contradicts all its other rows.
            entry.contradicts = True
            message = (
                f"one number for all rows of a profile expected, found {told}, and {entry.seen} in {entry.seen_at}"
            )
            self.faults.at(line.place, "seen", message)

    def _type(self, line: Line) -> None:
        """A skill has one type, whoever uses it."""
        if not (told := line.texts.get("type", "").casefold()):
            return
        kind, place = self.types.setdefault(_folded(line.texts["skill"]), (told, line.place))
        if kind != told:
            message = (
                f"one type for “{line.texts['skill'][:60]}” expected, found {told[:20]}, and {kind[:20]} in {place}"
            )
            self.faults.at(line.place, "type", message)

    def type_of(self, skill: str) -> str:
        return self.types.get(_folded(skill), ("", None))[0]

    def lines(self, entry: Entry) -> Iterator[Line]:
        """The rows of one profile, sheet by sheet, in the order of the file."""
        for cells in self.spool.rows([entry.number]):
            index, row = divmod(cells.number, _A_SHEET)
            yield Line(LAYOUTS[index], row, cells.texts)
