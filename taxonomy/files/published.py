"""Tables as publishers give them – tab-delimited text, CSV, gzip, zip, XLSX – line by line and within limits."""

import csv
import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path, PurePosixPath
from re import Pattern
from typing import BinaryIO

from taxonomy.files.faults import Faults, FileRefused, TableFault
from taxonomy.files.sheets import Sheet
from taxonomy.files.zips import DAMAGED, check_directory, check_entries, is_chaff
from taxonomy.texts import clean_line, clean_text

# What one table may unpack to, what a line of it may hold, and how many files a zip may.
MOST_BYTES, MOST_LINE, MOST_FILES = 512 * 1024 * 1024, 1_000_000, 200
# Publishers set a preamble above their headings.
PREAMBLE = 40

Cells = Iterator[tuple[int, list[str]]]


class Wrong(Exception):
    """A value that cannot be; `column` is where it stands."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


class Line:
    """One line of a table by its headings; each reader raises Wrong with what was expected."""

    __slots__ = ("_cells", "_places", "number")

    def __init__(self, number: int, places: dict[str, int], cells: list[str]) -> None:
        self.number, self._places, self._cells = number, places, cells

    def raw(self, column: str) -> str:
        """The cell as it stands, trimmed; nothing where the table lacks the column or the line ends before it."""
        place = self._places.get(column)
        return "" if place is None or place >= len(self._cells) else self._cells[place].strip()

    def text(self, column: str, *, most: int = 300, blank: bool = False) -> str:
        """One line of text."""
        return self._text(column, clean_line, most, blank)

    def long(self, column: str, *, most: int = 40_000, blank: bool = True) -> str:
        """Text of any number of lines."""
        return self._text(column, clean_text, most, blank)

    def _text(self, column: str, clean: Callable[[str], str], most: int, blank: bool) -> str:
        try:
            value = clean(self.raw(column))
        except ValueError as error:
            raise Wrong(column, str(error)) from error
        if not value and not blank:
            raise Wrong(column, "a text expected, found nothing")
        if len(value) > most:
            raise Wrong(column, f"at most {most:,} characters expected, found {len(value):,}")
        return value

    def code(self, column: str, shape: Pattern[str], example: str) -> str:
        value = self.raw(column)
        if not shape.fullmatch(value):
            raise Wrong(column, f"a code like {example} expected, found “{value[:40]}”")
        return value

    def number_in(self, column: str, least: int, most: int, *, times: int = 1) -> int:
        """A number within these bounds, in hundredths where `times` is 100; thousands may be set apart by commas."""
        value = self.raw(column)
        if value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most:
            return int(value) * times
        try:
            number = Decimal(value.replace(",", ""))
            fits = number.is_finite() and least <= number <= most
        except InvalidOperation:
            fits = False
        if not fits:
            raise Wrong(column, f"a number from {least:,} to {most:,} expected, found “{value[:40]}”")
        return int((number * times).to_integral_value())


@dataclass
class Table:
    """One table of a file: its name in refusals, and its rows of cells, each with its line number.

    `spare`: a last column without a heading may follow; it is called "".
    """

    name: str
    open: Callable[[], Cells]
    faults: Faults = field(default_factory=Faults)
    spare: bool = False

    def gather(self, make: Callable[[Line], object], needed: Sequence[str], others: Sequence[str] = ()) -> Iterator:
        """What `make` makes of each line, without None; what is Wrong goes to the faults, and the next line follows."""
        with self._refusing():
            for line in self._lines(needed, others):
                try:
                    made = make(line)
                except Wrong as wrong:
                    self.faults.put(TableFault(line.number, self.name, str(wrong), wrong.column))
                    continue
                if made is not None:
                    yield made

    def heads(self, wanted: Sequence[str]) -> bool:
        """Whether these headings stand in the table's first rows."""
        return any(_places(cells, wanted, ()) for _, cells in self._beginning)

    @cached_property
    def _beginning(self) -> list[tuple[int, list[str]]]:
        """Read once: opening a spreadsheet starts a program."""
        with self._refusing(), closing(self.open()) as rows:
            return list(_first(rows, PREAMBLE))

    def _lines(self, needed: Sequence[str], others: Sequence[str]) -> Iterator[Line]:
        rows = self.open()
        places, width = self._headings(rows, needed, others)
        for number, cells in rows:
            if not any(cells):
                continue
            if len(cells) > width:
                self.faults.put(TableFault(number, self.name, f"{width} cells expected, found {len(cells)}"))
                continue
            yield Line(number, places, cells)

    def _headings(self, rows: Cells, needed: Sequence[str], others: Sequence[str]) -> tuple[dict[str, int], int]:
        best: list[str] = []
        for _, cells in _first(rows, PREAMBLE):
            if places := _places(cells, needed, others):
                last = max(n for n, cell in enumerate(cells) if cell.strip())
                return places | ({"": last + 1} if self.spare else {}), max(len(cells), last + 1 + self.spare)
            best = max(best, [cell for cell in cells if cell.strip()], key=len)
        there = {_fold(cell) for cell in best}
        missing = next(column for column in needed if _fold(column) not in there)
        told = ", ".join(best)[:200] or "nothing"
        message = f"a column “{missing}” expected, found {told}"
        raise FileRefused([TableFault(0, self.name, message, missing)])

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """A fault of the file as a whole names the table that it was met in."""
        try:
            yield
        except FileRefused as refused:
            faults = [
                fault if fault.path else TableFault(fault.line, self.name, fault.message) for fault in refused.faults
            ]
            raise FileRefused(faults, refused.more) from refused


def _first(rows: Cells, most: int) -> Cells:
    for count, row in enumerate(rows, start=1):
        yield row
        if count == most:
            return


def _fold(heading: str) -> str:
    return " ".join(heading.lstrip("\ufeff").split()).casefold()


def _places(cells: Sequence[str], needed: Sequence[str], others: Sequence[str]) -> dict[str, int]:
    """Where the headings stand; nothing where a needed one is missing."""
    there = {_fold(cell): n for n, cell in reversed(list(enumerate(cells)))}
    if not all(_fold(column) in there for column in needed):
        return {}
    return {column: there[_fold(column)] for column in (*needed, *others) if column and _fold(column) in there}


# -- where tables come from --------------------------------------------------------------------------


def tables_of(path: Path, faults: Faults) -> list[Table]:
    """The tables of a file: each file of a zip, the sheets of an .xlsx, or the one table that it is."""
    if not path.is_file():
        raise FileRefused([TableFault(0, path.name, "a file expected, there is none")])
    match path.suffix.casefold():
        case ".zip":
            return _zipped(path, faults)
        case ".xlsx":
            return [Table(path.name, lambda: sheet_cells(path), faults)]
        case ".gz":
            return [Table(path.name, lambda: _gzipped(path), faults)]
        case ".txt" | ".tsv":
            return [Table(path.name, lambda: _plain(path, tabs=True), faults)]
    return [Table(path.name, lambda: _plain(path, tabs=False), faults)]


def sheet_cells(path: Path, title: str | None = None) -> Cells:
    """Rows of a sheet, the first where none is named."""
    for row in Sheet(path, title):
        if row.bad:
            column, why = next(iter(row.bad.items()))
            raise FileRefused([TableFault(row.number, path.name, why, str(column + 1))])
        yield row.number, row.cells


def _plain(path: Path, *, tabs: bool) -> Cells:
    with path.open("rb") as stream:
        yield from _cells(stream, path.name, tabs=tabs)


def _gzipped(path: Path) -> Cells:
    try:
        with gzip.open(path, "rb") as stream:
            yield from _cells(stream, path.name, tabs=path.name.casefold().endswith((".txt.gz", ".tsv.gz")))
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise FileRefused([TableFault(0, path.name, f"a whole gzip file expected, it is damaged ({error})")]) from error


def _zipped(path: Path, faults: Faults) -> list[Table]:
    try:
        check_directory(path)
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not is_chaff(entry)]
    except DAMAGED as error:
        raise FileRefused([TableFault(0, path.name, f"a whole zip file expected, it is damaged ({error})")]) from error
    check_entries(entries, most=MOST_FILES, unpacked=MOST_BYTES)
    return [Table(PurePosixPath(entry.filename).name, lambda e=entry: _entry(path, e), faults) for entry in entries]


def _entry(path: Path, entry: zipfile.ZipInfo) -> Cells:
    name = PurePosixPath(entry.filename).name
    try:
        with zipfile.ZipFile(path) as archive, archive.open(entry) as stream:
            yield from _cells(stream, name, tabs=not name.casefold().endswith(".csv"))
    except FileRefused:
        raise
    except DAMAGED as error:
        raise FileRefused(
            [TableFault(0, name, f"a whole file expected in the zip, it is damaged ({error})")]
        ) from error


# -- text into cells ---------------------------------------------------------------------------------


def _cells(stream: BinaryIO, name: str, *, tabs: bool) -> Cells:
    lines = _lines_of(stream, name)
    if tabs:  # O*NET's text knows no quotes: a quotation mark is a letter like others
        for number, line in enumerate(lines, start=1):
            yield number, line.rstrip("\r\n").split("\t")
        return
    reader = csv.reader(lines, strict=True)
    before = 0
    try:
        for cells in reader:
            # A quoted cell may hold line ends; a row is told by the line that it begins on.
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        message = f"CSV expected, with quotes closed and doubled: {error}"
        raise FileRefused([TableFault(before + 1, name, message)]) from error


def _lines_of(stream: BinaryIO, name: str) -> Iterator[str]:
    read = number = 0
    while line := stream.readline(MOST_LINE + 1):
        number += 1
        read += len(line)
        if len(line) > MOST_LINE or read > MOST_BYTES:
            most = f"lines of at most {MOST_LINE:,} bytes and at most {MOST_BYTES:,} bytes in all expected, found more"
            raise FileRefused([TableFault(number, name, most)])
        if number == 1:
            line = _without_mark(line, name)
        try:
            yield line.decode()
        except UnicodeDecodeError as error:
            message = f"text in UTF-8 expected, found the byte 0x{line[error.start]:02X}"
            raise FileRefused([TableFault(number, name, message)]) from error


def _without_mark(line: bytes, name: str) -> bytes:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused([TableFault(1, name, "text in UTF-8 expected, found UTF-16")])
    return line.removeprefix(b"\xef\xbb\xbf")
