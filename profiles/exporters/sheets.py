"""A sheet of a workbook that is written row by row: no text is taken for a formula, a date or a sign of XML.

Imported by whoever writes a workbook, when it is written: openpyxl costs 12 MB that readers' requests do not need.
"""

import re
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from taxonomy.files.cells import Value, neutral

# XML cannot hold the last two, and reads what looks like its own spelling of a sign as that sign.
_SPELLED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\ufffe\uffff]")
_HEAD, _WASH = Font(bold=True), PatternFill("solid", fgColor="E2F0F0")
_TOP = Alignment(vertical="top", wrap_text=True)


class Sheet:
    """One sheet; two cells serve for all rows, each written before the next is asked for."""

    def __init__(self, book: Workbook, title: str, columns: Sequence[tuple[str, int]], *, frozen: int) -> None:
        """`columns` are names with widths; so many of them stay in sight."""
        self.sheet = book.create_sheet(title)
        self.rows, self.width = 1, len(columns)
        self.sheet.freeze_panes = f"{get_column_letter(frozen + 1)}2"
        for number, (_, width) in enumerate(columns, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        self._text, self._number = WriteOnlyCell(self.sheet), WriteOnlyCell(self.sheet)
        # A cell that is a text stays one when somebody types into it: no formula, no date made of a code.
        self._text.number_format = "@"
        self._text.alignment = self._number.alignment = _TOP
        self.sheet.append(self._headings(name for name, _ in columns))

    def _headings(self, names: Iterator[str]) -> Iterator[WriteOnlyCell]:
        cell = WriteOnlyCell(self.sheet)
        cell.font, cell.fill, cell.number_format = _HEAD, _WASH, "@"
        for name in names:
            yield _filled(cell, name, "s")

    def add(self, values: Sequence[Value]) -> None:
        self.rows += 1
        self.sheet.append(self._cells(values))

    def _cells(self, values: Sequence[Value]) -> Iterator[WriteOnlyCell]:
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
