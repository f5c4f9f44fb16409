"""Spreadsheets are read as text, within limits, and a hostile one costs a refusal and little time."""

import datetime
import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from profiles.importers.faults import FileRefused
from taxonomy.files.sheets import Limits, Sheet

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def read(path: Path, **how) -> list[list[str]]:
    return [row.cells for row in Sheet(path, **how)]


def refusal(path: Path, **how) -> str:
    with pytest.raises(FileRefused) as caught:
        read(path, **how)
    return str(caught.value.faults[0])


# -- CSV -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_by_the_headings(tmp_path, delimiter):
    path = tmp_path / "a.csv"
    path.write_text(delimiter.join(["Name", "Text"]) + "\n" + delimiter.join(["x", '"a, b; c"']) + "\n")
    assert read(path) == [["Name", "Text"], ["x", "a, b; c"]]


def test_a_byte_order_mark_is_no_part_of_the_first_heading(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Größe,Text\n1,ü\n".encode("utf-8-sig"))
    assert read(path) == [["Größe", "Text"], ["1", "ü"]]


def test_csv_that_is_not_utf_8_is_refused_with_byte_and_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Name,Text\nx,Größe\n".encode("cp1252"))
    assert refusal(path) == (
        "row 1: CSV in UTF-8 expected, found the byte 0xF6 in or soon after this row: save it as “CSV UTF-8”"
    )


def test_csv_in_utf_16_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Text\n", encoding="utf-16")
    assert refusal(path) == "CSV in UTF-8 expected, found UTF-16: save it as “CSV UTF-8”"


def test_a_quote_that_is_never_closed_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('Name,Text\nx,"open\ny,z\n')
    assert refusal(path) == "row 2: CSV expected, with quotes closed and doubled: unexpected end of data"


def test_a_cell_neutralised_as_a_formula_gets_its_text_back(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Text,Other\n'=1+1,'plain','＠x\n", encoding="utf-8")
    sheet = Sheet(path)
    assert [row.cells for row in sheet] == [["Name", "Text", "Other"], ["=1+1", "'plain'", "＠x"]]
    assert sheet.freed == 2


def test_rows_count_as_the_spreadsheet_counts_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('Name\n"two\nlines"\n\nlast\n')
    assert [(row.number, row.cells, row.blank) for row in Sheet(path)] == [
        (1, ["Name"], False),
        (2, ["two\nlines"], False),
        (3, [], True),
        (4, ["last"], False),
    ]


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"bytes": 10}, "a file of at most 10 bytes expected, found 17"),
        ({"rows": 2}, "at most 2 rows expected, found more"),
        ({"columns": 1}, "row 1: at most 1 columns expected, found 2"),
    ],
)
def test_a_file_beyond_a_limit_is_refused(tmp_path, limits, message):
    path = tmp_path / "a.csv"
    path.write_text("A,B\nc,d\nee,ff\ng,h")
    assert refusal(path, limits=Limits(**limits)) == message


def test_a_cell_that_is_too_long_is_told_where_it_is_used(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("A,B\nlong text,b\n")
    rows = list(Sheet(path, limits=Limits(cell=5)))
    assert rows[1].bad == {0: "at most 5 characters in a cell expected, found 9"}


# -- XLSX ------------------------------------------------------------------------------------------


def test_values_of_an_xlsx_are_read_as_a_person_would_write_them(as_xlsx):
    day = datetime.datetime(2026, 5, 31)  # noqa: DTZ001 - a spreadsheet knows no zones
    path = as_xlsx([["A", None, "C"], [1, 2.5, True], [day, 1e3, None], [None], ["x"]], sheets=("Notes",))
    sheet = Sheet(path)
    assert [(row.number, row.cells) for row in sheet] == [
        (1, ["A", "", "C"]),
        (2, ["1", "2.5", "TRUE"]),
        (3, ["2026-05-31", "1000"]),
        (4, []),
        (5, ["x"]),
    ]
    assert sheet.others == ["Notes"]


def test_a_sheet_is_chosen_by_name_and_a_wrong_name_tells_those_that_are_there(as_xlsx):
    path = as_xlsx([["A"]], sheets=("Notes",))
    assert read(path, name="notes") == [["nothing here"]]
    assert refusal(path, name="Roles") == "a sheet “Roles” expected, found Sheet, Notes"


def test_a_formula_that_was_never_calculated_and_an_error_are_no_values(as_xlsx):
    rows = list(Sheet(as_xlsx([["A", "B"], ["=1+1", "#REF!"], ["x", "y"]])))
    assert rows[1].bad == {
        0: "a value expected, found a formula that was never calculated",
        1: "a value expected, found #REF!",
    }
    assert (rows[2].cells, rows[2].bad) == (["x", "y"], {})


def hostile(path: Path, *, sheet: str = "", strings: str = "", extra: dict[str, bytes] | None = None) -> Path:
    """A workbook whose parts are replaced."""
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["A"])
    book.save(plain)
    target = path / "hostile.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml" and sheet:
                data = f"<worksheet {MAIN}><sheetData>{sheet}</sheetData></worksheet>".encode()
            if name == "[Content_Types].xml" and strings:
                part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{STRINGS}"/></Types>'
                data = data.replace(b"</Types>", part.encode())
            archive.writestr(name, data)
        if strings:
            archive.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{strings}</sst>")
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return target


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"sheet": FAR}, "at most 400 columns expected, row 1048576 has a cell in column 16,384"),
        (
            {"sheet": '<row r="900000"><c r="A900000"><v>1</v></c></row>'},
            "at most 200,000 rows expected, there is a cell in row 900,000",
        ),
        (
            {"sheet": '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'},
            "at most 1,048,576 rows expected, as the format has it: xl/worksheets/sheet1.xml",
        ),
        (
            {"strings": "".join(f"<si><t>{n}</t></si>" for n in range(400_000))},
            "at most 1,500,000 elements in xl/sharedStrings.xml expected, found more: too many different texts",
        ),
        (
            {"strings": "<si><t/></si>" * 1_000_000},
            "parts that unpack to at most 250 times their size expected: xl/sharedStrings.xml",
        ),
        (
            {"extra": {"xl/media/bomb.bin": bytes(50_000_000)}},
            "parts that unpack to at most 250 times their size expected: xl/media/bomb.bin",
        ),
        (
            {"extra": {f"xl/media/{n}.bin": bytes(900_000) for n in range(600)}},
            "at most 536,870,912 bytes unpacked expected, found ",
        ),
        (
            {"extra": {f"xl/media/{n}.bin": b"" for n in range(2_001)}},
            "at most 2,000 parts in the file expected, found ",
        ),
        ({"extra": {"../../etc/x": b""}}, "parts named inside the file expected, found '../../etc/x'"),
        (
            {"extra": {"xl/x.xml": b"<!DOCTYPE a []><a/>"}},
            "a spreadsheet without a document type expected: xl/x.xml",
        ),
    ],
    ids=["far cell", "far row", "absurd row", "strings", "tiny strings", "bomb", "many bombs", "parts", "names", "dtd"],
)
def test_a_hostile_xlsx_is_refused_soon(tmp_path, parts, message):
    path = hostile(tmp_path, **parts)
    began = time.monotonic()
    found = refusal(path)
    assert found[: len(message)] == message
    assert time.monotonic() - began < 20


def test_an_xlsx_that_takes_too_long_is_ended(tmp_path):
    path = hostile(tmp_path, sheet="".join(f"<row>{'<c><v>1.5</v></c>' * 200}</row>" for _ in range(9_000)))
    assert refusal(path, limits=Limits(seconds=1, ratio=2_000)) == (
        "a spreadsheet that is read in 1 seconds and 1,024 MB expected: copy the rows that matter into a new file"
    )


def test_an_xlsx_that_takes_too_much_memory_is_ended(tmp_path):
    path = hostile(tmp_path, sheet=f"<row>{'<c><v>1.5</v></c>' * 1_000_000}</row>")
    assert refusal(path, limits=Limits(memory=256 * 2**20, ratio=2_000)) == (
        "a spreadsheet that is read in 60 seconds and 256 MB expected: copy the rows that matter into a new file"
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"Name,Text\n", "an .xlsx file or CSV expected, found a file that is none in spite of its name"),
        (
            "a.xlsx",
            b"PK\x03\x04" + bytes(200),
            "an .xlsx file expected, its zip container is damaged (File is not a zip file)",
        ),
        ("a.csv", b"PK\x03\x04" + bytes(200), "an .xlsx file or CSV expected, found a zip file of another name"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0" + bytes(200),
            "an .xlsx file without a password, or CSV, expected; found an old or locked Office file",
        ),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == message


def test_another_kind_of_zip_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refusal(path) == "an .xlsx file expected, found another kind of zip file"
