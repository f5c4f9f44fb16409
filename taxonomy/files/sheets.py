"""Reads a spreadsheet, CSV or XLSX, row by row and within limits; what a cell holds is text and nothing more."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from taxonomy.files.cells import freed
from taxonomy.files.faults import Fault, FileRefused, RowFault

DELIMITERS = (",", ";", "\t")
EVERY = "*"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_WORKER = Path(__file__).with_name("xlsx_worker.py")


@dataclass(frozen=True)
class Limits:
    """What a file may cost: bytes, rows, columns, characters in a cell; seconds and bytes for an XLSX."""

    bytes: int = 64 * 1024 * 1024
    rows: int = 200_000
    columns: int = 400
    sheets: int = 50
    cell: int = 40_000
    entries: int = 2_000
    unpacked: int = 512 * 1024 * 1024
    ratio: int = 250
    elements: int = 1_500_000
    seconds: int = 60
    memory: int = 1024 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One row with its number as the spreadsheet counts; `bad` tells of cells that have no value, and why."""

    number: int
    cells: list[str]
    bad: dict[int, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        return not self.bad and not any(cell.strip() for cell in self.cells)


@dataclass
class Sheet:
    """Iterates rows. With each row: title of its sheet, and other sheets; after all: cells freed of their apostrophe.

    Named `EVERY`, it goes through all sheets of an XLSX one after the other.
    """

    path: Path
    name: str | None = None
    delimiter: str | None = None
    limits: Limits = field(default_factory=Limits)
    title: str = ""
    others: list[str] = field(default_factory=list)
    freed: int = 0

    @property
    def is_xlsx(self) -> bool:
        return self.path.suffix.casefold() in (".xlsx", ".xlsm")

    def __iter__(self) -> Iterator[Row]:
        """Raises FileRefused with what is wrong with the file as a whole."""
        self.freed = 0
        if (size := self.path.stat().st_size) > self.limits.bytes:
            raise _refused(f"a file of at most {self.limits.bytes:,} bytes expected, found {size:,}")
        with self.path.open("rb") as stream:
            magic = stream.read(4)
        if magic[:4] == _OLE:
            raise _refused("an .xlsx file without a password, or CSV, expected; found an old or locked Office file")
        if self.is_xlsx != (magic == _ZIP):
            found = "a file that is none in spite of its name" if self.is_xlsx else "a zip file of another name"
            raise _refused(f"an .xlsx file or CSV expected, found {found}")
        with closing(self._xlsx() if self.is_xlsx else self._csv(magic)) as rows:
            for row in rows:
                yield self._checked(row)

    def _checked(self, row: Row) -> Row:
        bad = dict(row.bad)
        cells = [self._freed(cell) for cell in row.cells]
        for column, cell in enumerate(cells):
            if len(cell) > self.limits.cell:
                bad[column] = f"at most {self.limits.cell:,} characters in a cell expected, found {len(cell):,}"
        return Row(row.number, cells, bad)

    def _freed(self, cell: str) -> str:
        text = freed(cell)
        self.freed += text is not cell
        return text

    # -- CSV -------------------------------------------------------------------------------------

    def _csv(self, magic: bytes) -> Iterator[Row]:
        if magic[:2] in _UTF_16:
            raise _refused("CSV in UTF-8 expected, found UTF-16: save it as “CSV UTF-8”")
        number = 0
        with self.path.open("rb") as raw:
            stream = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
            try:
                delimiter = self.delimiter or sniff(stream)
                for number, cells in enumerate(csv.reader(stream, delimiter=delimiter, strict=True), start=1):
                    yield self._within(Row(number, cells))
            except UnicodeDecodeError as error:
                byte = error.object[error.start]
                raise _refused(
                    f"CSV in UTF-8 expected, found the byte 0x{byte:02X} in or soon after this row: "
                    "save it as “CSV UTF-8”",
                    number + 1,
                ) from error
            except csv.Error as error:
                raise _refused(f"CSV expected, with quotes closed and doubled: {error}", number + 1) from error

    def _within(self, row: Row) -> Row:
        if row.number > self.limits.rows:
            raise _refused(f"at most {self.limits.rows:,} rows expected, found more")
        if len(row.cells) > self.limits.columns:
            raise _refused(f"at most {self.limits.columns} columns expected, found {len(row.cells):,}", row.number)
        return row

    # -- XLSX ------------------------------------------------------------------------------------

    def _xlsx(self) -> Iterator[Row]:
        """Rows from a program of its own, so that a hostile file can cost no more than its limits."""
        command = [sys.executable, "-I", str(_WORKER), str(self.path.resolve()), json.dumps(asdict(self.limits))]
        command += [self.name] if self.name else []
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as worker:  # noqa: S603
            try:
                yield from self._rows(worker.stdout)
            finally:
                worker.kill()

    def _rows(self, lines) -> Iterator[Row]:
        last = 0
        for line in lines:
            try:
                found = json.loads(line)
            except ValueError:
                break  # the worker was ended in the middle of a line
            if "refused" in found:
                raise _refused(found["refused"])
            if "end" in found:
                return
            if "sheet" in found:
                self.title, self.others, last = found["sheet"], found["others"], 0
                continue
            yield from (Row(number, []) for number in range(last + 1, found["row"]))
            last = found["row"]
            yield Row(last, found["cells"], {int(column): why for column, why in found["bad"].items()})
        raise _refused(
            f"a spreadsheet that is read in {self.limits.seconds} seconds and {self.limits.memory // 2**20:,} MB "
            "expected: copy the rows that matter into a new file"
        )


def sniff(stream: io.TextIOWrapper) -> str:
    """The delimiter that cuts the first row with anything in it into most cells; the stream is put back."""
    head = stream.read(64 * 1024)
    stream.seek(0)
    return max(DELIMITERS, key=lambda delimiter: _first_width(head, delimiter))


def _first_width(head: str, delimiter: str) -> int:
    try:
        return next((len(row) for row in csv.reader(io.StringIO(head), delimiter=delimiter) if any(row)), 0)
    except csv.Error:
        return 0


def _refused(message: str, row: int = 0) -> FileRefused:
    return FileRefused([RowFault(row, "", message) if row else Fault(0, "", message)])
