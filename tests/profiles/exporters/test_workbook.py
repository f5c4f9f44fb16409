"""Desks go out as sheets: everything that may be edited, nothing that may not be seen, no formula."""

import io
import zipfile

import openpyxl
import pytest

from profiles.exporters.workbook import write_xlsx
from profiles.models import Profile
from profiles.workbook import LAYOUTS, PAY, PROFILES, stamp
from tests.factories import FOCUS_CODE, FUNCTION_CODE, KEY_M4, edit, on_desk
from tests.workbooks import csvs, exported, rows

pytestmark = pytest.mark.django_db


def test_a_workbook_has_a_sheet_of_every_kind_with_its_headings():
    on_desk()
    book = openpyxl.load_workbook(io.BytesIO(exported()))
    assert [[sheet.title, *(cell.value for cell in sheet[1])] for sheet in book.worksheets] == [
        [layout.title, *layout.names] for layout in LAYOUTS
    ]
    assert [sheet.freeze_panes for sheet in book.worksheets] == ["D2"] * 6 + ["C2"]
    assert book["Responsibilities"].column_dimensions["D"].width == 110


def test_every_row_carries_the_key_and_the_lock_of_the_desk():
    profile = edit(on_desk(), summary="Edited once.")
    data = exported()
    assert profile.lock == 1
    for sheet, count in (("Profiles", 1), ("Responsibilities", 4), ("Skills", 3), ("Aliases", 2), ("Sources", 1)):
        assert [row[:2] for row in rows(data, sheet)[1:]] == [[KEY_M4, 1]] * count


def test_what_stands_on_the_desk_stands_in_the_sheets():
    profile = on_desk()
    data = exported()
    pay = ["USD", 164_000, 129_000, 209_000, "P25–P75", "US", "BLS OEWS", "2025-05"]
    own = [KEY_M4, 0, "Plant Manager M4", profile.summary, None, "factory/3.2"]
    assert rows(data, "Profiles")[1:] == [own + pay]
    assert rows(data, "Skills")[2] == [KEY_M4, 0, 2, "Power BI", "tool", "Reads scrap by line and hour"]
    assert rows(data, "Aliases")[1:] == [
        [KEY_M4, 0, 1, "Plant Director", None, None],
        [KEY_M4, 0, 2, "Werksleiter", "de", "HR"],
    ]
    assert rows(data, "Sources")[1][-1] == "summary, responsibilities, guidelines, skills, pay, mappings, level"
    focus = profile.focus
    seen = stamp(FOCUS_CODE, FUNCTION_CODE, focus.name, focus.summary)
    assert rows(data, "Focuses")[1:] == [[FOCUS_CODE, seen, FUNCTION_CODE, focus.name, focus.summary]]


def test_texts_are_text_cells_and_stay_texts_when_somebody_types_into_them():
    on_desk(responsibilities=["=1+1", "+2", "-3", "@x", "＝cmd", "plain"])
    sheet = openpyxl.load_workbook(io.BytesIO(exported()))["Responsibilities"]
    cells = [row[3] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ["'=1+1", "'+2", "'-3", "'@x", "'＝cmd", "plain"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(exported())).read("xl/worksheets/sheet2.xml")


def test_csv_has_the_same_rows_without_formulas():
    on_desk(responsibilities=["=1+1", "two\nlines, and a comma"])
    sheets = csvs(exported(kind="zip"))
    assert list(sheets) == [layout.file_name for layout in LAYOUTS]
    assert sheets["responsibilities.csv"] == [
        ["key", "seen", "position", "text"],
        [KEY_M4, "0", "1", "'=1+1"],
        [KEY_M4, "0", "2", "two\nlines, and a comma"],
    ]


@pytest.mark.parametrize("kind", ["xlsx", "zip"])
def test_pay_goes_out_only_to_whoever_may_see_it(kind):
    on_desk()
    names = {column.name for column in PAY}

    def headings(data):
        return set(rows(data, "Profiles")[0] if kind == "xlsx" else csvs(data)["profiles.csv"][0])

    assert headings(exported(kind=kind)) >= names
    without = exported(pay=False, kind=kind)
    assert headings(without) == {column.name for column in PROFILES.columns} - names
    texts = zipfile.ZipFile(io.BytesIO(without))
    assert not [name for name in texts.namelist() if b"164000" in texts.read(name)]


def test_only_what_was_asked_for_goes_out():
    on_desk()
    other = on_desk(code=f"{FUNCTION_CODE}.OTHERF0001.M3")
    data = exported(Profile.objects.filter(pk=other.pk))
    assert [row[0] for row in rows(data, "Profiles")[1:]] == [other.key]
    assert [row[0] for row in rows(data, "Focuses")[1:]] == ["OTHERF0001"]


def test_signs_that_a_spreadsheet_cannot_hold_are_spelled():
    on_desk(responsibilities=["literally _x000D_", "odd \uffff sign"])
    assert [row[3] for row in rows(exported(), "Responsibilities")[1:]] == [
        "literally _x005F_x000D_",
        "odd _xFFFF_ sign",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_profiles(count, django_assert_num_queries):
    for level in ("M1", "M2", "M3")[:count]:
        on_desk(code=KEY_M4.replace("M4", level))
    with django_assert_num_queries(11):
        write_xlsx(Profile.objects.all(), io.BytesIO(), pay=True)
