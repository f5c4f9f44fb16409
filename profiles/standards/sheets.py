"""The table as CSV and as xlsx; both are written row by row, and no cell is taken for a formula."""

import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import IO

from django.conf import settings

from profiles.rendering.shelf import Sealed
from profiles.standards.reading import Told, one_by_one
from profiles.standards.table import Column, Value, columns
from taxonomy.files.cells import csv_lines

LONGEST_CELL = 32_000  # a spreadsheet holds 32,767 characters in a cell and takes the file for damaged beyond
PIECE = 64 * 1024
FROZEN = 1


def csv(told: Told, *, pays: bool) -> Iterator[str]:
    """With the mark by which spreadsheets know UTF-8."""
    held = columns(pays=pays)
    rows = (_values(held, sealed) for sealed in one_by_one(told, pays=pays))
    return chain(["\ufeff"], csv_lines(chain([[column.name for column in held]], rows)))


def _values(held: Sequence[Column], sealed: Sealed) -> list[Value]:
    return [column.read(sealed) for column in held]


def xlsx(told: Told, *, pays: bool) -> Iterator[bytes]:
    """Written to a temporary file, then told from there."""
    with tempfile.TemporaryFile(prefix="canon-") as file:
        write_xlsx(told, file, pays=pays)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def write_xlsx(told: Told, out: IO[bytes], *, pays: bool) -> None:
    """A sheet of profiles, and one that says what it is, under which terms, and what each column holds."""
    from profiles.exporters.sheets import Sheet, Workbook  # loaded only here: see there

    book, held = Workbook(write_only=True), columns(pays=pays)
    sheet = Sheet(book, "Profiles", [(column.name, column.width) for column in held], frozen=FROZEN)
    for sealed in one_by_one(told, pays=pays):
        sheet.add([_short(value) for value in _values(held, sealed)])
    sheet.finish()
    about = Sheet(book, "About", [("what", 24), ("told", 90)], frozen=FROZEN)
    for row in _about(told, sheet.rows - 1, held):
        about.add(row)
    book.save(out)


def _short(value: Value) -> Value:
    return f"{value[:LONGEST_CELL]}…" if isinstance(value, str) and len(value) > LONGEST_CELL else value


def _about(told: Told, number: int, held: Sequence[Column]) -> Iterator[tuple[str, Value]]:
    moment = told.moment
    yield "canon", settings.SITE_URL
    yield "as of", moment.label if moment.is_past else "what stood when this was downloaded"
    yield "profiles", number
    yield "licence", settings.CANON_LICENCE or "none is named"
    yield "attribution", settings.CANON_ATTRIBUTION or "nobody is named"
    for column in held:
        yield f"column {column.name}", column.told
