"""Small sheets and mappings, written where a test needs them."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command

from profiles.importers.tables.mapping import TableMapping, read_mapping

LADDER = Path("profiles/sample/ladder.jsonl")
MAPPING = """
format = "canon-table/1"
title = "Jobs"

[columns]
function = "Family"
focus = "Job"
level = "Grade"
title = "Title"
responsibilities = "Duty"
skills = { name = "Skill", use = "Use" }

[levels.exact]
"Junior" = "P1"
"Senior" = "P3"
"""
HEADINGS = ["Family", "Job", "Grade", "Title", "Duty", "Skill", "Use"]


@pytest.fixture
def ladder(db) -> None:
    call_command("import_canon", str(LADDER), stdout=io.StringIO())


@pytest.fixture
def mapped(tmp_path):
    """mapped(toml) → the mapping that it spells."""

    def make(toml: str = MAPPING) -> TableMapping:
        path = tmp_path / "mapping.toml"
        path.write_text(toml, encoding="utf-8")
        return read_mapping(path)

    return make


@pytest.fixture
def as_csv(tmp_path):
    """as_csv(rows) → a CSV file of these rows, headings first."""

    def make(rows: list[list[str]], *, headings: list[str] = HEADINGS, delimiter: str = ",", **how) -> Path:
        path = tmp_path / "jobs.csv"
        with path.open("w", newline="", encoding=how.get("encoding", "utf-8")) as stream:
            csv.writer(stream, delimiter=delimiter).writerows([headings, *rows])
        return path

    return make


@pytest.fixture
def as_xlsx(tmp_path):
    """as_xlsx(rows) → an XLSX file of these rows as they are."""

    def make(rows: list[list[object]], *, sheets: tuple[str, ...] = ()) -> Path:
        path = tmp_path / "jobs.xlsx"
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for name in sheets:
            book.create_sheet(name).append(["nothing here"])
        book.save(path)
        return path

    return make
