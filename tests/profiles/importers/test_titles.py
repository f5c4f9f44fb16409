"""Titles of employers' files: each once with how often, hints that the canon knows, and what is left out is told."""

import pytest

from profiles.importers.faults import FileRefused
from profiles.importers.titles import Line, read
from taxonomy.files.sheets import Limits
from tests.factories import FUNCTION, FUNCTION_CODE, function, ladder
from tests.reference import xlsx

pytestmark = pytest.mark.django_db


def reading(tmp_path, text: str | bytes, most: int = 10):
    path = tmp_path / "titles.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, limits=Limits(rows=20, columns=10, bytes=2_000), most=most)


def test_a_title_counts_once_with_the_hints_beside_it(tmp_path):
    ladder()
    function()
    found = reading(
        tmp_path,
        "Department,Job Title,Level,Function\n"
        f"North,Plant  Mgr,M4,{FUNCTION.lower()}\n"
        f"South,PLANT MGR,m4,{FUNCTION_CODE}\n"
        "North,Plant Mgr,,\n"
        "\n"
        "North,'=Cook,,Kitchens\n",
    )
    assert found.lines == [
        Line(2, "Plant Mgr", FUNCTION_CODE, "M4", times=2),
        Line(4, "Plant Mgr"),
        Line(6, "=Cook"),
    ]
    assert found.notes == ["1 rows with a function that this canon does not know, read without it"]


def test_one_column_needs_no_heading_and_what_is_no_title_is_left_out(tmp_path):
    found = reading(tmp_path, "Cook\n12345\nPlant\x0bhead \u202eevil\n" + "x" * 201)
    assert [(line.number, line.title) for line in found.lines] == [
        (1, "Cook"),
        (3, "Plant head evil"),
        (4, "x" * 200),
    ]
    assert found.notes == ["1 rows without a title, left out", "1 titles longer than 200 characters, cut there"]


def test_a_workbook_is_read_by_its_first_sheet(tmp_path):
    path = xlsx(tmp_path / "book.xlsx", [["Title"], ["Cook"], [None], ["Nurse"]], Other=[["Title"], ["Spy"]])
    found = read(path, limits=Limits(), most=10)
    assert [(line.number, line.title) for line in found.lines] == [(2, "Cook"), (4, "Nurse")]
    assert found.notes == ["1 other sheets, which were not read"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "titles expected, the first sheet of the file is empty"),
        ("Name,Wage\nAda,9\n", "a column “title” (or “job title”) expected in the first row, found Name, Wage"),
        ("title\n", "at least one title expected, found none"),
        ("a\nb\nc\nd\n", "at most 3 different titles expected, found more"),
        ("title\n" * 21, "at most 20 rows expected, found more"),
        (b"title\nCaf\xe9\n", "CSV in UTF-8 expected, found the byte 0xE9"),
        (b"PK\x03\x04", "an .xlsx file or CSV expected, found a zip file of another name"),
        ("x" * 2_001, "a file of at most 2,000 bytes expected, found 2,001"),
    ],
)
def test_a_file_that_holds_no_titles_is_refused_in_words(tmp_path, text, told):
    with pytest.raises(FileRefused) as refused:
        reading(tmp_path, text, most=3)
    assert told in str(refused.value.faults[0])
