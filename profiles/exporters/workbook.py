"""Writes desks as a workbook, or the same sheets as CSV; what went out can be edited in a spreadsheet and read back.

Every row carries its profile's key and the lock of the desk (`seen`), so that a desk that is saved meanwhile is not
overwritten. Figures of pay go out only to whoever may see them.
"""

import csv
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from profiles import payloads
from profiles.models import Profile
from profiles.workbook import FOCUSES, LAYOUTS, LISTS, PAY, PROFILES, Layout, stamp
from taxonomy.files.cells import neutral
from taxonomy.models import Focus

CHUNK = 400
Value = str | int | float | None

# XML cannot hold the last two, and reads what looks like its own spelling of a sign as that sign.
_SPELLED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\ufffe\uffff]")


def rows(profiles: QuerySet[Profile], *, pay: bool) -> Iterator[tuple[Layout, list[Value]]]:
    """Every row of every sheet with the sheet that it is of, profile by profile; one chunk in memory."""
    for profile in profiles.on_desk().iterator(CHUNK):
        record = payloads.record_of(profile)
        plain = record.model_dump(mode="json")
        head: list[Value] = [record.key, profile.lock]
        yield PROFILES, head + _own(plain, pay=pay)
        for layout in LISTS:
            for position, item in enumerate(plain[layout.part], 1):
                fields = item if isinstance(item, dict) else {"text": item}
                yield layout, [*head, position, *(_flat(fields[column.field]) for column in layout.filled)]
    of_these = Focus.objects.filter(pk__in=profiles.order_by().values("focus"))
    for focus in of_these.select_related("function").order_by("code").iterator(CHUNK):
        texts = (focus.function.code, focus.name, focus.summary)
        yield FOCUSES, [focus.code, stamp(focus.code, *texts), *texts]


def _own(plain: dict[str, Any], *, pay: bool) -> list[Value]:
    figures = plain["pay"] or {}
    own = [plain[column.field] for column in PROFILES.filled if column not in PAY]
    return own + [figures.get(column.field.partition(".")[2]) for column in PAY if pay]


def _flat(value: Any) -> Value:
    return ", ".join(value) if isinstance(value, list) else value


def headings(layout: Layout, *, pay: bool) -> list[str]:
    return [column.name for column in layout.columns if pay or column not in PAY]


# -- xlsx ------------------------------------------------------------------------------------------

_HEAD, _WASH = Font(bold=True), PatternFill("solid", fgColor="E2F0F0")
_TOP = Alignment(vertical="top", wrap_text=True)


def write_xlsx(profiles: QuerySet[Profile], out: IO[bytes], *, pay: bool) -> None:
    """One workbook with all sheets; rows go to temporary files and never stand in memory together."""
    book = Workbook(write_only=True)
    sheets = {layout: _XlsxSheet(book, layout, headings(layout, pay=pay)) for layout in LAYOUTS}
    for layout, values in rows(profiles, pay=pay):
        sheets[layout].add(values)
    for sheet in sheets.values():
        sheet.finish()
    book.save(out)


class _XlsxSheet:
    """One sheet; two cells serve for all rows, each written before the next is asked for."""

    def __init__(self, book: Workbook, layout: Layout, names: list[str]) -> None:
        self.sheet = book.create_sheet(layout.title)
        self.rows, self.width = 1, len(names)
        self.sheet.freeze_panes = f"{get_column_letter(layout.frozen_columns + 1)}2"
        for number, name in enumerate(names, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = layout[name].width
        self._text, self._number = WriteOnlyCell(self.sheet), WriteOnlyCell(self.sheet)
        # A cell that is a text stays one when somebody types into it: no formula, no date made of a code.
        self._text.number_format = "@"
        self._text.alignment = self._number.alignment = _TOP
        self.sheet.append(self._headings(names))

    def _headings(self, names: list[str]) -> Iterator[WriteOnlyCell]:
        cell = WriteOnlyCell(self.sheet)
        cell.font, cell.fill, cell.number_format = _HEAD, _WASH, "@"
        for name in names:
            yield _filled(cell, name, "s")

    def add(self, values: list[Value]) -> None:
        self.rows += 1
        self.sheet.append(self._cells(values))

    def _cells(self, values: list[Value]) -> Iterator[WriteOnlyCell]:
        for value in values:
            if isinstance(value, str):
                yield _filled(self._text, _spelled(neutral(value)), "s")
            else:
                yield _filled(self._text if value is None else self._number, value, "n")

    def finish(self) -> None:
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(self.width)}{self.rows}"


def _filled(cell: WriteOnlyCell, value: Value, kind: str) -> WriteOnlyCell:
    # Past `cell.value`, which would take a text that begins with = for a formula.
    cell._value, cell.data_type = value, kind
    return cell


def _spelled(text: str) -> str:
    return _SPELLED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


# -- CSV -------------------------------------------------------------------------------------------


def write_csv(profiles: QuerySet[Profile], out: IO[bytes], *, pay: bool) -> None:
    """The same sheets as CSV files in a zip; UTF-8 with the mark by which spreadsheets know it."""
    with tempfile.TemporaryDirectory(prefix="canon-workbook-") as name:
        folder = Path(name)
        with ExitStack() as files:
            add: dict[Layout, Callable] = {}
            for layout in LAYOUTS:
                path = folder / layout.file_name
                stream = files.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
                add[layout] = csv.writer(stream).writerow
                add[layout](headings(layout, pay=pay))
            for layout, values in rows(profiles, pay=pay):
                add[layout]([neutral(value) if isinstance(value, str) else value for value in values])
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for layout in LAYOUTS:
                with (folder / layout.file_name).open("rb") as stream, archive.open(layout.file_name, "w") as part:
                    shutil.copyfileobj(stream, part)


WRITERS = {"xlsx": write_xlsx, "csv": write_csv}
