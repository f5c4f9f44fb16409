"""Workbooks for tests: exported as the product does, edited as a person does in a spreadsheet, read as an upload is."""

import csv
import io
import zipfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl

from profiles.exporters.workbook import write_csv, write_xlsx
from profiles.importers.plans import Plan, Planner, carry_out
from profiles.importers.workbook import WorkbookReading
from profiles.models import Profile
from taxonomy.files.sheets import Limits
from tests.factories import curator

Book = openpyxl.Workbook


def exported(profiles=None, *, pay: bool = True, kind: str = "xlsx") -> bytes:
    out = io.BytesIO()
    write = {"xlsx": write_xlsx, "zip": write_csv}[kind]
    write(Profile.objects.all() if profiles is None else profiles, out, pay=pay)
    return out.getvalue()


def edited(data: bytes, edit: Callable[[Book], Any]) -> bytes:
    """What a spreadsheet program saves after somebody has typed into it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(data: bytes, sheet: str) -> list[list[Any]]:
    """The cells of a sheet, headings first."""
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True)]


def column(sheet: Any, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


def put(sheet: str, row: int, name: str, value: Any) -> Callable[[Book], None]:
    """Types into one cell."""

    def edit(book: Book) -> None:
        page = book[sheet]
        page.cell(row, column(page, name)).value = value

    return edit


def take_out(*titles: str) -> Callable[[Book], None]:
    def edit(book: Book) -> None:
        for title in titles:
            del book[title]

    return edit


def csvs(data: bytes) -> dict[str, list[list[str]]]:
    """The sheets of an exported zip, headings first."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: list(csv.reader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def zipped(**texts: str | bytes) -> bytes:
    """zipped(aliases="key,…") → a zip with aliases.csv."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.csv", text)
    return out.getvalue()


def saved(folder: Path, data: bytes, name: str = "book.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@contextmanager
def reading(path: Path, *, pay: bool = True, most_profiles: int = 1_000, **limits: int):
    opened = WorkbookReading(path, path.name, pay=pay, limits=Limits(**limits), most_profiles=most_profiles)
    try:
        yield opened
    finally:
        opened.close()


def planned(path: Path, **how: Any) -> Plan:
    with reading(path, **how) as opened:
        return Planner(opened).make()


def applied(path: Path, *, by=None, note: str = "", **how: Any) -> Plan:
    """The dry run and then the thing itself."""
    with reading(path, **how) as opened:
        plan = Planner(opened).make()
        assert [str(fault) for fault in plan.faults] == []
        carry_out(opened, plan, by=by or curator(), note=note)
    return plan


def faults(path: Path, **how: Any) -> list[str]:
    return [str(fault) for fault in planned(path, **how).faults]


def told(plan: Plan) -> list[tuple]:
    """(sheet, row, what, name, {field: (old, new)}) of every row that differs."""
    return [
        (row.sheet, row.row, row.what, row.name, {c.name: (c.before, c.after) for c in row.changes})
        for profile in plan.profiles
        for row in profile.rows
    ]
