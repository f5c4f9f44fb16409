"""A list of resolved titles as CSV: each title with its answer, its candidates and what was confirmed."""

from collections.abc import Iterator
from itertools import chain
from typing import TextIO

from profiles.models import ListedTitle
from taxonomy.files.cells import csv_lines

CANDIDATES = 5
_HEAD = ("row", "title", "times", "function", "level", "level_hint", "band")
_OF_A_CANDIDATE = ("code", "label", "score", "why")
_TAIL = ("confirmed", "confirmed_by", "confirmed_at")


def write(rows: Iterator[ListedTitle], out: TextIO) -> None:
    """No cell is taken for a formula where the file is opened."""
    head = [*_HEAD, *(f"{name}_{n}" for n in range(1, CANDIDATES + 1) for name in _OF_A_CANDIDATE), *_TAIL]
    out.writelines(csv_lines(chain([head], ([str(cell) for cell in _cells(row)] for row in rows))))


def _cells(row: ListedTitle) -> Iterator[object]:
    yield from (row.line, row.title, row.times, row.function, row.level, row.level_hint, row.band)
    for n in range(CANDIDATES):
        one = row.candidates[n] if n < len(row.candidates) else {}
        yield from (one.get(name, "") for name in _OF_A_CANDIDATE)
    yield from (row.made, row.confirmed_by_name, row.confirmed_at.isoformat() if row.confirmed_at else "")
