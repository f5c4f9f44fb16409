"""Files that anybody may send: known by what is in them, and the hostile ones refused in little time."""

import io
import random
import time
import zipfile

import openpyxl
import pytest

from profiles.importers.faults import FileRefused
from profiles.importers.workbook import Kind, kind_of
from tests.factories import KEY_M4, on_desk
from tests.workbooks import exported, faults, saved, zipped

pytestmark = pytest.mark.django_db
# Generous: the machine may be busy. What was refused late held a process for minutes.
SOON = 45


def archive(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        return {name: read.read(name) for name in read.namelist()}


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# -- what a file is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"key,seen\n", "a.csv", Kind.CSV),
        (b"key,seen\n", "a.xlsx", Kind.CSV),
        (b'{"kind":"canon"}\n', "a.txt", Kind.BUNDLE),
        (b'\xef\xbb\xbf {"kind":"canon"}\n', "a.csv", Kind.BUNDLE),
        (b"\x1f\x8b\x08\x00", "a.csv", Kind.BUNDLE),
        (b"not json at all", "a.jsonl", Kind.BUNDLE),
        (zipped(aliases="key\n"), "a.xlsx", Kind.CSVS),
        (workbook(Profiles=[["key"]]), "a.csv", Kind.XLSX),
        (b"", "a.csv", Kind.CSV),
    ],
)
def test_a_file_is_known_by_what_is_in_it(tmp_path, data, name, kind):
    assert kind_of(saved(tmp_path, data, "file"), name) == kind


def test_any_name_is_read(tmp_path):
    on_desk()
    assert faults(saved(tmp_path, exported(), "from hr.CSV")) == []
    assert faults(saved(tmp_path, exported(kind="zip"), "book.xlsx")) == []


def test_folders_in_a_zip_and_what_a_mac_adds_are_no_sheets(tmp_path):
    on_desk()
    parts = {f"export/{name}": text for name, text in parts_of(exported(kind="zip")).items()}
    data = archive({"export/": b"", **parts, "__MACOSX/export/._aliases.csv": b"\x00", "export/.DS_Store": b"\x00"})
    assert faults(saved(tmp_path, data, "book.zip")) == []


# -- hostile ---------------------------------------------------------------------------------------


def damaged() -> bytes:
    data = bytearray(zipped(aliases="key,position,title,locale,source\n" + "X.Y.M1,1,a,b,c\n" * 500))
    data[60:90] = b"\xff" * 30
    return bytes(data)


def far_cell() -> bytes:
    parts = parts_of(workbook(Aliases=[["key"]]))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'r="1"', b'r="99999999"').replace(b'r="A1"', b'r="A99999999"')
    return archive(parts)


def many_names_of_one_sheet(count: int = 20_000) -> bytes:
    parts = parts_of(workbook(Aliases=[["key"]] * 50))
    name = "xl/workbook.xml"
    text = parts[name].decode()
    begin, end = text.index("<sheet "), text.index("</sheets>")
    sheet = text[begin:end]
    copies = "".join(
        sheet.replace('name="Aliases"', f'name="A{number}"').replace('sheetId="1"', f'sheetId="{number}"')
        for number in range(1, count)
    )
    parts[name] = (text[:begin] + copies + text[end:]).encode()
    return archive(parts)


def bomb(size: int = 64 * 1024 * 1024) -> bytes:
    return archive({"aliases.csv": b"a" * size})


def shared_strings(count: int = 800_000) -> bytes:
    parts = parts_of(workbook(Aliases=[["key", "x"]]))
    strings = "".join(f"<si><t>{number}</t></si>" for number in range(count))
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{strings}</sst>'
    ).encode()
    return archive(parts)


def entities() -> bytes:
    parts = parts_of(workbook(Aliases=[["key"]]))
    name = "xl/worksheets/sheet1.xml"
    lol = '<!DOCTYPE x [<!ENTITY a "lol">' + "".join(f'<!ENTITY a{n} "&a;&a;">' for n in range(30)) + "]>"
    parts[name] = lol.encode() + parts[name]
    return archive(parts)


def great_directory() -> bytes:
    return archive({f"{number:060d}.csv": b"" for number in range(12_000)}, zipfile.ZIP_STORED)


def nul_csv() -> bytes:
    return b"key,seen,position,title,locale,source\n" + KEY_M4.encode() + b",0,1,a\x00b,,\n"


HOSTILE = {
    "empty": (b"", "a.csv", "the headings of one of these sheets expected"),
    "noise": (random.Random(1).randbytes(50_000), "a.xlsx", "CSV in UTF-8 expected"),
    "a zip and nothing more": (b"PK\x03\x04", "a.xlsx", "a whole zip file expected"),
    "cut off": (zipped(aliases="key\n")[:-30], "a.zip", "a whole zip file expected"),
    "damaged": (damaged(), "a.zip", "a zip of CSV files expected, it is damaged"),
    "an old office file": (b"\xd0\xcf\x11\xe0" * 9, "a.xls", "an .xlsx file without a password, or CSV, expected"),
    "utf-16": ("key,seen\n".encode("utf-16"), "a.csv", "CSV in UTF-8 expected, found UTF-16"),
    "an open quote": (b'key,seen,position,text\n"x,1', "a.csv", "CSV expected, with quotes closed and doubled"),
    "one endless line": (b"key,seen,position,text" + b"," * 100_000, "a.csv", "at most 400 columns expected"),
    "nul": (nul_csv(), "a.csv", "text without control characters expected, found U+0000"),
    "a far cell": (far_cell(), "a.xlsx", "at most 1,048,576 rows expected"),
    "one sheet by many names": (many_names_of_one_sheet(), "a.xlsx", "at most 50 sheets expected, found 19,999"),
    "a bomb": (bomb(), "a.zip", "at most 8,388,608 bytes unpacked expected, found 67,108,864"),
    "tiny strings": (shared_strings(), "a.xlsx", "at most 1,500,000 elements in xl/sharedStrings.xml expected"),
    "entities": (entities(), "a.xlsx", "a spreadsheet without a document type expected"),
    "a great directory": (great_directory(), "a.zip", "a zip directory of at most 1,048,576 bytes expected, found"),
    "a way out": (archive({"../aliases.csv": b"key\n"}), "a.zip", "parts named inside the file expected"),
    "another packing": (archive({"aliases.csv": b"key\n"}, zipfile.ZIP_LZMA), "a.zip", "a zip packed in the usual way"),
    "no csv in it": (archive({"a.exe": b"MZ"}), "a.zip", "CSV files only expected in the zip, found 'a.exe'"),
    "many files": (archive({f"{n}.csv": b"key" for n in range(60)}), "a.zip", "at most 50 files in the zip expected"),
    "an empty zip": (b"PK\x05\x06" + b"\x00" * 18, "a.zip", "the headings of one of these sheets expected"),
    "an unknown sheet": (zipped(notes="key\n"), "a.zip", "sheets among Profiles, Responsibilities, Skills, Aliases"),
    "a bundle": (b'{"kind":"canon","format":"canon-bundle/1"}', "a.jsonl", "a workbook or CSV expected, found a bund"),
}


@pytest.mark.parametrize("which", HOSTILE)
def test_a_hostile_file_is_a_refusal_and_costs_little(tmp_path, which):
    data, name, expected = HOSTILE[which]
    path = saved(tmp_path, data, name)
    on_desk()
    begun = time.monotonic()
    try:
        found = faults(path, bytes=8 * 1024 * 1024)
    except FileRefused as refused:
        found = [str(fault) for fault in refused.faults]
    assert time.monotonic() - begun < SOON
    assert [expected in fault for fault in found[:1]] == [True], found


def test_a_file_beyond_its_size_is_refused_unread(tmp_path):
    assert faults(saved(tmp_path, b"x" * 101, "a.csv"), bytes=100) == [
        "a file of at most 100 bytes expected, found 101"
    ]


def test_more_profiles_than_allowed_are_refused(tmp_path):
    rows = "".join(f"X.F{number}.M1,,1,t\n" for number in range(11))
    path = saved(tmp_path, f"key,seen,position,text\n{rows}".encode(), "responsibilities.csv")
    assert faults(path, most_profiles=10) == ["Responsibilities, row 12: at most 10 profiles expected"]


def test_more_rows_than_allowed_are_refused(tmp_path):
    rows = "X.Y.M1,,,t\n" * 20
    path = saved(tmp_path, f"key,seen,position,text\n{rows}".encode(), "responsibilities.csv")
    assert faults(path, rows=10) == ["Responsibilities: at most 10 rows expected, found more"]


def test_a_reader_that_takes_too_long_is_ended(tmp_path):
    rows = [["key", "seen", "position", "text"], *([["X.Y.M1", 1, 1, "t"]] * 30_000)]
    path = saved(tmp_path, workbook(Responsibilities=rows))
    begun = time.monotonic()
    (fault,) = faults(path, seconds=1)
    assert "a spreadsheet that is read in 1 seconds" in fault or "a file that is read sooner expected" in fault
    assert time.monotonic() - begun < SOON


@pytest.mark.parametrize("kind", ["xlsx", "zip"])
def test_damage_anywhere_is_a_refusal_and_never_a_crash(tmp_path, kind):
    on_desk()
    whole, dice = exported(kind=kind), random.Random(7)
    for number in range(12):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 40)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path = saved(tmp_path, bytes(data[: dice.randrange(len(data) // 2, len(data) + 1)]), f"{number}.{kind}")
        try:
            faults(path)
        except FileRefused as refused:
            assert refused.faults  # noqa: PT017  a refusal is one of two good ends
