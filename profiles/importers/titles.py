"""Reads the titles of an employer's file, CSV or XLSX: each once with how often it stands there, and hints beside it.

Such files are as they are: what cannot be read as a title is left out and counted, it does not refuse the file.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from profiles.importers.faults import Fault, FileRefused
from profiles.importers.tables.mapping import fold
from profiles.resolver.titles import LONGEST
from taxonomy.files.sheets import Limits, Row, Sheet
from taxonomy.models import Function, Level

TITLE = ("title", "job title", "titles", "job titles", "position title", "position", "role", "job")
FUNCTION = ("function", "function code", "job function", "function hint")
LEVEL = ("level", "level code", "job level", "level hint")
# Control characters, and signs by which a text shows other words than it holds.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class Line:
    """A title as it stands in the file first, and how often; hints are codes of this canon."""

    number: int
    title: str
    function: str = ""
    level: str = ""
    times: int = 1


@dataclass
class Reading:
    """Titles in the order of the file, and what is to be told of the rest."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Columns:
    title: int
    function: int | None
    level: int | None
    headed: bool  # the first row names the columns and is no title itself


def read(path: Path, *, limits: Limits, most: int) -> Reading:
    """The first sheet's titles; `most` different ones. Raises FileRefused."""
    sheet = Sheet(path, limits=limits)
    gathered = _Gathered(most)
    with closing(iter(sheet)) as rows:
        filled = (row for row in rows if not row.blank)
        first = next(filled, None)
        if first is None:
            raise _refused("titles expected, the first sheet of the file is empty")
        columns = _columns(first)
        if not columns.headed:
            gathered.take(first, columns)
        for row in filled:
            gathered.take(row, columns)
    if not gathered.found:
        raise _refused("at least one title expected, found none")
    if sheet.others:
        gathered.notes["other sheets, which were not read"] = len(sheet.others)
    return Reading(list(gathered.found.values()), list(_told(gathered.notes)))


def _columns(first: Row) -> _Columns:
    """By headings; a file of one column needs none."""
    cells = [fold(cell) for cell in first.cells]
    place = _place(cells, TITLE)
    if place is None:
        if sum(bool(cell) for cell in cells) > 1:
            told = ", ".join(cell.strip()[:40] for cell in first.cells if cell.strip())[:200]
            raise _refused(f"a column “title” (or “job title”) expected in the first row, found {told}")
        return _Columns(next((n for n, cell in enumerate(cells) if cell), 0), None, None, headed=False)
    return _Columns(place, _place(cells, FUNCTION), _place(cells, LEVEL), headed=True)


def _place(cells: Sequence[str], names: Sequence[str]) -> int | None:
    return next((cells.index(name) for name in names if name in cells), None)


class _Gathered:
    """Titles that differ, with their hints understood by the codes and names of this canon."""

    def __init__(self, most: int) -> None:
        self.most, self.notes = most, Counter()
        self.found: dict[tuple[str, str, str], Line] = {}
        self.functions, self.levels = _known(Function, "name"), _known(Level, "title")

    def take(self, row: Row, columns: _Columns) -> None:
        if columns.title in row.bad:
            self.notes["rows whose title has no value, left out"] += 1
            return
        raw = _cell(row, columns.title)
        if not _LETTER.search(raw):
            self.notes["rows without a title, left out"] += 1
            return
        if len(raw) > LONGEST:
            self.notes[f"titles longer than {LONGEST} characters, cut there"] += 1
        title = raw[:LONGEST].strip()
        function = self._hint(row, columns.function, self.functions, "function")
        level = self._hint(row, columns.level, self.levels, "level")
        self._count(Line(row.number, title, function, level))

    def _hint(self, row: Row, column: int | None, known: dict[str, str], what: str) -> str:
        cell = fold(_cell(row, column)) if column is not None else ""
        if cell and cell not in known:
            self.notes[f"rows with a {what} that this canon does not know, read without it"] += 1
        return known.get(cell, "")

    def _count(self, line: Line) -> None:
        same = self.found.setdefault((fold(line.title), line.function, line.level), line)
        if same is not line:
            same.times += 1
        elif len(self.found) > self.most:
            raise _refused(f"at most {self.most:,} different titles expected, found more", line.number)


def _known(model, name: str) -> dict[str, str]:
    """Codes by what people may call them; a name of two stands for neither."""
    rows = list(model.objects.values_list("code", name))
    names = Counter(fold(name) for _, name in rows)
    return {fold(name): code for code, name in rows if names[fold(name)] == 1} | {fold(code): code for code, _ in rows}


def _cell(row: Row, place: int) -> str:
    if place >= len(row.cells) or place in row.bad:
        return ""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub(" ", row.cells[place])).split())


def _told(notes: Counter) -> Iterator[str]:
    for what, number in notes.items():
        yield f"{number:,} {what}"


def _refused(message: str, row: int = 0) -> FileRefused:
    return FileRefused([Fault(row, "", message)])
