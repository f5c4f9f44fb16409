"""A workbook read back: what was exported changes nothing, what was edited is exactly what changes."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles import payloads
from profiles.models import Profile
from taxonomy.files.cells import FORMULA
from taxonomy.texts import clean_text
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    KEY_M4,
    curator,
    edit,
    everything,
    fresh,
    lay,
    on_desk,
    record,
)
from tests.plugins import FEW
from tests.workbooks import (
    applied,
    column,
    csvs,
    edited,
    exported,
    faults,
    planned,
    put,
    reading,
    saved,
    take_out,
    told,
    zipped,
)

pytestmark = pytest.mark.django_db
OTHER = KEY_M4.replace("M4", "M3")


@pytest.fixture
def book(tmp_path):
    """book(edit, …) → the exported workbook after these edits, on disk."""

    def make(*edits, pay: bool = True):
        data = exported(pay=pay)
        for one in edits:
            data = edited(data, one)
        return saved(tmp_path, data)

    return make


def stands(key: str = KEY_M4):
    return payloads.record_of(next(p for p in Profile.objects.on_desk() if p.key == key))


def rows_of(sheet, key=KEY_M4):
    return [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == key]


# -- nothing edited --------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "name"), [("xlsx", "book.xlsx"), ("zip", "book.zip")])
def test_what_was_exported_changes_nothing(tmp_path, kind, name):
    on_desk()
    on_desk(code=OTHER, pay=None, aliases=[], mappings=[], sources=[], confidence=0.875)
    plan = planned(saved(tmp_path, exported(kind=kind), name))
    assert (plan.faults, plan.notes) == ([], [])
    assert dict(plan.counts) == {("profile", "same"): 2, ("focus", "same"): 1}
    assert not plan.changes_something


def test_what_a_spreadsheet_saved_anew_changes_nothing(book):
    """A spreadsheet writes shared strings, styles and numbers in its own way."""
    on_desk(responsibilities=["=1+1", "'=quoted", "two\nlines", "Sets targets"])
    assert dict(planned(book(lambda book: None)).counts) == {("profile", "same"): 1, ("focus", "same"): 1}


_texts = st.text(min_size=1, max_size=40).map(lambda text: _cleaned(text)).filter(bool)


def _cleaned(text: str) -> str:
    try:
        return clean_text(text)
    except ValueError:
        return ""


@pytest.mark.parametrize(("kind", "name"), [("xlsx", "book.xlsx"), ("zip", "book.zip")])
@FEW  # each holds up to thirty texts; what becomes of a single cell is asked in tests/taxonomy/files/test_cells.py
@given(texts=st.lists(_texts, min_size=1, max_size=30))
def test_any_text_comes_back_as_it_was(tmp_path_factory, kind, name, texts):
    profile = Profile.objects.with_places().first() or on_desk()
    lay(profile, record(responsibilities=texts, summary=texts[0]))
    plan = planned(saved(tmp_path_factory.mktemp("book"), exported(kind=kind), name))
    assert (plan.faults, told(plan)) == ([], [])


@pytest.mark.parametrize("text", ["_x000D_", "a_x005F_b", "_x0041_", "x005F_", "\uffff", "'", "''=", "_xFFFF_"])
@pytest.mark.parametrize(("kind", "name"), [("xlsx", "book.xlsx"), ("zip", "book.zip")])
def test_texts_that_look_like_spellings_come_back_as_they_were(tmp_path, kind, name, text):
    on_desk(responsibilities=[text, f"a {text} b"])
    plan = planned(saved(tmp_path, exported(kind=kind), name))
    assert (plan.faults, told(plan)) == ([], [])


# -- one cell edited -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "row", "name", "value", "field", "expected"),
    [
        ("Profiles", 2, "title", "Works Manager", "title", ("Plant Manager M4", "Works Manager")),
        ("Profiles", 2, "confidence", 0.875, "confidence", (None, 0.875)),
        ("Profiles", 2, "produced_by", None, "produced by", ("factory/3.2", "")),
        ("Profiles", 2, "pay_median", 165_000, "pay median", (164_000, 165_000)),
        ("Profiles", 2, "pay_as_of", "2026-05", "pay as of", ("2025-05", "2026-05")),
    ],
)
def test_an_edited_field_is_exactly_what_changes(book, sheet, row, name, value, field, expected):
    on_desk()
    plan = planned(book(put(sheet, row, name, value)))
    assert told(plan) == [("Profiles", 2, "changed", "", {field: expected})]


@pytest.mark.parametrize(
    ("sheet", "row", "name", "value", "item", "expected"),
    [
        ("Skills", 3, "use", "Reads scrap daily", "Power BI", ("Reads scrap by line and hour", "Reads scrap daily")),
        ("Aliases", 3, "source", "HR list", "Werksleiter", ("HR", "HR list")),
        ("Mappings", 2, "relation", "exact", "11-3051.00", ("close", "exact")),
        (
            *("Sources", 2, "layers", "summary, pay", "Occupational Outlook Handbook"),
            ("summary, responsibilities, guidelines, skills, pay, mappings, level", "summary, pay"),
        ),
    ],
)
def test_an_edited_item_is_exactly_what_changes(book, sheet, row, name, value, item, expected):
    on_desk()
    plan = planned(book(put(sheet, row, name, value)))
    assert told(plan) == [(sheet, row, "changed", item, {name: expected})]


def test_an_edit_lands_on_the_desk_and_nowhere_else(book):
    on_desk()
    on_desk(code=OTHER)
    before, other = stands(), stands(OTHER)
    bullet = "Decides on repairs up to 300,000 and argues for larger ones before the board"
    plan = applied(book(put("Responsibilities", 8, "text", bullet)), by=curator("clara"), note="limits of 2026")
    assert [row[:3] for row in told(plan)] == [("Responsibilities", 8, "changed")]
    changed = [*before.responsibilities[:2], bullet, before.responsibilities[3]]
    assert stands() == before.model_copy(update={"responsibilities": changed})
    assert stands(OTHER) == other
    profile = Profile.objects.get(level__code="M4")
    event = profile.events.last()
    assert (profile.lock, profile.edited_by_name) == (1, "clara")
    assert (event.move, event.by_name, event.note) == ("edit", "clara", "from the file book.xlsx: limits of 2026")
    assert Profile.objects.get(level__code="M3").events.count() == 1
    assert profile.revisions.count() == 0


def test_rows_may_be_added_taken_out_and_moved(book):
    on_desk()

    def change(book):
        sheet = book["Responsibilities"]
        sheet.delete_rows(2)
        sheet.append([KEY_M4, None, 2.5, "Reviews the week with the shift leads"])
        book["Aliases"].cell(2, column(book["Aliases"], "position")).value = 9

    path = book(change)
    plan = applied(path)
    assert [row[:4] for row in told(plan)] == [
        ("Responsibilities", None, "removed", ""),
        ("Responsibilities", 5, "added", ""),
        ("Aliases", 3, "moved", "Werksleiter"),
    ]
    now = stands()
    assert [text.split()[0] for text in now.responsibilities] == ["Plans", "Reviews", "Decides", "Runs"]
    assert [alias.title for alias in now.aliases] == ["Werksleiter", "Plant Director"]


def test_a_row_without_a_position_follows_the_row_above(tmp_path):
    profile = on_desk(responsibilities=["one", "two"])
    text = f"key,seen,position,text\n{KEY_M4},0,1,one\n{KEY_M4},,,between\n{KEY_M4},0,2,two\n"
    applied(saved(tmp_path, text.encode(), "responsibilities.csv"))
    assert payloads.record_of(fresh(profile)).responsibilities == ["one", "between", "two"]


def test_three_hundred_responsibilities_survive(book):
    texts = [f"Does the {number}th thing of the plant" for number in range(300)]
    on_desk(responsibilities=texts)
    applied(book(put("Responsibilities", 151, "text", "Does another thing")))
    assert stands().responsibilities == [*texts[:149], "Does another thing", *texts[150:]]


# -- sheets that are there, and sheets that are not ------------------------------------------------


def test_a_sheet_that_is_not_in_the_file_leaves_its_part_as_it_is(book):
    on_desk()
    before = stands()
    path = book(take_out("Skills", "Aliases", "Focuses"), put("Profiles", 2, "summary", "Short."))
    plan = applied(path)
    assert stands() == before.model_copy(update={"summary": "Short."})
    assert plan.notes == ["Sheets that are not in the file leave their part as it is: Skills, Aliases."]


def test_a_profile_without_a_row_in_a_sheet_that_is_there_has_nothing_there(tmp_path):
    profile = on_desk()
    before = stands()
    sheets = csvs(exported(kind="zip"))
    texts = {name: _written(sheets[f"{name}.csv"]) for name in ("profiles",)}
    applied(saved(tmp_path, zipped(aliases="key,seen,position,title,locale,source\n", **texts), "book.zip"))
    assert payloads.record_of(fresh(profile)) == before.model_copy(update={"aliases": []})


def _written(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def test_a_profile_that_is_in_no_sheet_stays_as_it_is(book):
    on_desk()
    on_desk(code=OTHER)
    before = stands()

    def without(book):
        for title in ("Profiles", "Responsibilities", "Skills", "Aliases", "Mappings", "Sources"):
            for row in reversed(rows_of(book[title])):
                book[title].delete_rows(row)

    assert dict(planned(book(without)).counts) == {("profile", "same"): 1, ("focus", "same"): 1}
    assert stands() == before


def test_rows_without_their_row_in_profiles_are_a_fault(book):
    on_desk()
    assert faults(book(lambda book: book["Profiles"].delete_rows(2))) == [
        f"Responsibilities, row 2, column “key”: a row of {KEY_M4} in Profiles expected, it has rows only in "
        "Aliases, Mappings, Responsibilities, Skills, Sources"
    ]


@pytest.mark.parametrize("sheet", ["profiles", "responsibilities", "skills", "aliases", "mappings", "sources"])
def test_one_sheet_alone_is_read_as_csv_whatever_it_is_called(tmp_path, sheet):
    on_desk()
    data = csvs(exported(kind="zip"))[f"{sheet}.csv"]
    plan = planned(saved(tmp_path, _written(data).encode(), "from-hr.csv"))
    assert (plan.faults, dict(plan.counts)) == ([], {("profile", "same"): 1})


def test_a_semicolon_between_cells_is_understood(tmp_path):
    on_desk()
    text = f"key;seen;position;title;locale;source\n{KEY_M4};0;1;Works Manager;;\n"
    applied(saved(tmp_path, text.encode("utf-8-sig"), "aliases.csv"))
    assert [alias.title for alias in stands().aliases] == ["Works Manager"]


# -- new profiles ----------------------------------------------------------------------------------


def test_a_new_profile_is_a_new_row(book):
    on_desk()

    def add(book):
        book["Profiles"].append([OTHER, None, "Department Head", "Heads a department."])
        book["Responsibilities"].append([OTHER, None, None, "Drafts the operating budget"])
        book["Skills"].append([OTHER, None, 1, "power bi", None, "Reads variances"])
        book["Skills"].append([OTHER, None, 2, "Budgeting", "knowledge", None])

    plan = applied(book(add))
    assert dict(plan.counts) == {("profile", "same"): 1, ("profile", "added"): 1, ("focus", "same"): 1}
    now = stands(OTHER)
    assert (now.title, now.responsibilities) == ("Department Head", ["Drafts the operating budget"])
    assert [(use.name, use.type) for use in now.skills] == [("Power BI", "tool"), ("Budgeting", "knowledge")]
    profile = next(p for p in Profile.objects.with_places() if p.key == OTHER)
    assert [(e.move, e.by_name) for e in profile.events.all()] == [("edit", "carla")]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (
            [f"{FUNCTION_CODE}.NOSUCH.M3", None, "X"],
            f"column “key”: a focus of {FUNCTION_CODE} expected, found NOSUCH, which is not there",
        ),
        (
            [f"NOSUCH.{FOCUS_CODE}.M3", None, "X"],
            "column “key”: a function that exists expected, found NOSUCH",
        ),
        (
            [KEY_M4.replace("M4", "X9"), None, "X"],
            "column “key”: a level that exists expected, found X9",
        ),
        (
            [OTHER, 3, "X"],
            f"column “seen”: nothing expected, for there is no profile {OTHER} yet, found 3",
        ),
        (["not a key", None, "X"], "column “key”: a key like MANUFA.MANUFACTF950.M4 expected, found “NOT A KEY”"),
        ([OTHER, None, None], "column “title”: a text expected, found nothing"),
        ([None, None, "X"], "column “key”: a text expected, found nothing"),
    ],
)
def test_a_new_profile_needs_a_place_in_the_canon(book, cells, fault):
    on_desk()
    assert faults(book(lambda book: book["Profiles"].append(cells))) == [f"Profiles, row 3, {fault}"]


def test_a_profile_that_is_nowhere_is_a_fault_where_it_is_named(tmp_path):
    on_desk()
    path = saved(tmp_path, f"key,seen,position,text\n{OTHER},,1,x\n".encode(), "responsibilities.csv")
    assert faults(path) == [
        f"Responsibilities, row 2, column “key”: a profile that exists, or a title of a new one in Profiles expected, "
        f"found {OTHER}"
    ]


# -- saved meanwhile -------------------------------------------------------------------------------


def test_a_desk_that_was_saved_meanwhile_is_told_and_not_overwritten(book):
    profile = on_desk()
    on_desk(code=OTHER)
    path = book(put("Profiles", 2, "title", "Works Manager"), put("Profiles", 3, "title", "Works Manager"))
    edit(profile, by=curator("berta"), summary="Saved meanwhile.")
    edited_at = fresh(profile).edited_at
    before = everything()
    plan = planned(path)
    assert [str(fault) for fault in plan.faults] == [
        "Profiles, row 3, column “seen”: the desk as it was exported (save 0) expected, but it was saved since by "
        f"berta on {edited_at:%Y-%m-%d at %H:%M} UTC (now save 1): export {KEY_M4} anew, or take its rows out of the "
        "file"
    ]
    assert not plan.may_apply
    assert everything() == before


def test_a_desk_that_was_saved_meanwhile_to_the_same_is_no_fault(book):
    profile = on_desk()
    path = book(put("Profiles", 2, "summary", "Said anew."))
    edit(profile, summary="Said anew.", panel=record().model_dump(mode="json")["panel"])
    assert dict(planned(path).counts) == {("profile", "same"): 1, ("focus", "same"): 1}


def test_a_profile_without_its_lock_is_a_fault(tmp_path):
    on_desk()
    path = saved(tmp_path, f"key,position,text\n{KEY_M4},1,x\n".encode(), "responsibilities.csv")
    assert faults(path) == [
        "Responsibilities, row 2, column “seen”: the number that the export wrote here expected, found nothing"
    ]


@pytest.mark.parametrize("seen", ["1", "x", "-1", "1.5", "99999999999999999999"])
def test_a_lock_that_contradicts_itself_is_a_fault(book, seen):
    on_desk()
    (fault,) = faults(book(put("Skills", 3, "seen", seen)))
    assert fault.startswith("Skills, row 3, column “seen”: ")


# -- contradictions and bad cells ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "row", "name", "value", "fault"),
    [
        ("Responsibilities", 3, "position", 1, "each position of a profile once expected, row 2 has 1 too"),
        ("Responsibilities", 3, "position", "first", "a position such as 3, or 2.5 to stand between 2 and 3, expected"),
        ("Responsibilities", 3, "text", None, "a text expected, found nothing"),
        ("Responsibilities", 3, "text", "x" * 2_001, "at most 2000 characters expected, found 2001"),
        ("Responsibilities", 3, "text", "a\u202eb", "text without control characters expected, found U+202E"),
        ("Skills", 3, "type", "gadget", "'skill', 'tool' or 'knowledge' expected, found 'gadget'"),
        ("Aliases", 3, "locale", "x" * 21, "at most 20 characters expected, found 21"),
        ("Mappings", 2, "code", "11-30", "a code like 11-3051 or 11-3051.00 expected, found “11-30”"),
        ("Mappings", 2, "relation", "same", "'', 'exact', 'close', 'broad', 'narrow' or 'related' expected"),
        ("Sources", 2, "url", "javascript:alert(1)", "an address that begins with https:// or http:// expected"),
        ("Sources", 2, "layers", "summary, gossip", "'summary', 'responsibilities', 'guidelines', 'skills', 'pay', "),
        ("Sources", 2, "retrieved", "31.5.2026", "a date such as 2026-05-31, 2026-05 or 2026 expected"),
        ("Profiles", 2, "confidence", "high", "a number from 0 to 1 expected, found “high”"),
        ("Profiles", 2, "confidence", 1.5, "a number from 0 to 1 expected, found “1.5”"),
        ("Profiles", 2, "pay_median", "164,000", "a whole number expected, found “164,000”"),
        ("Profiles", 2, "pay_median", 1, "low ≤ median ≤ high expected, found 129000, 1, 209000"),
        ("Profiles", 2, "pay_currency", "dollars", "a code of the shape [A-Z]{3} expected, found"),
        ("Profiles", 2, "pay_as_of", "May-25", "a date such as 2026-05-31, 2026-05 or 2026 expected"),
        ("Profiles", 2, "title", None, "a text expected, found nothing"),
        ("Profiles", 2, "title", "#REF!", "a value expected, found #REF!"),
    ],
)
def test_a_bad_cell_is_told_by_sheet_row_and_column(book, sheet, row, name, value, fault):
    on_desk()
    (found,) = faults(book(put(sheet, row, name, value)))
    assert found.startswith(f"{sheet}, row {row}, column “{name}”: {fault}")


def test_a_formula_that_was_never_calculated_is_told(book):
    on_desk()
    assert faults(book(put("Responsibilities", 3, "text", "=HYPERLINK(A1)"))) == [
        "Responsibilities, row 3, column “text”: a value expected, found a formula that was never calculated"
    ]


def test_two_rows_of_a_profile_are_a_fault(book):
    on_desk()
    assert faults(book(lambda book: book["Profiles"].append([KEY_M4.lower(), 0, "Again"]))) == [
        f"Profiles, row 3, column “key”: one row a profile expected, {KEY_M4} stands in row 2 too"
    ]


def test_the_same_item_twice_is_a_fault(book):
    on_desk()
    assert faults(book(lambda book: book["Skills"].append([KEY_M4, 0, 9, "power bi", "tool"]))) == [
        "Skills, row 5, column “skill”: each once in a profile expected, “power bi” stands in row 3 too"
    ]
    assert faults(book(lambda book: book["Mappings"].append([KEY_M4, 0, 9, "o*net/soc", "11-3051.00"]))) == [
        "Mappings, row 3, column “code”: each once in a profile expected, “11-3051.00” stands in row 2 too"
    ]


def test_two_types_of_a_skill_are_a_fault(book):
    on_desk()
    on_desk(code=OTHER)
    (found,) = faults(book(put("Skills", 6, "type", "knowledge")))
    assert found == (
        "Skills, row 6, column “type”: one type for “Power BI” expected, found knowledge, and tool in Skills, row 3"
    )


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (
            put("Skills", 1, "use", "usage"),
            "Skills, row 1, column “usage”: a column among key, seen, position, skill, ",
        ),
        (put("Skills", 1, "use", "Type"), "Skills, row 1, column “type”: each column once expected, found it twice"),
        (lambda book: book["Skills"].delete_cols(1), "Skills, row 1, column “key”: this column expected, it is not"),
        (
            put("Profiles", 1, "pay_low", None),
            "Profiles, row 1, column “pay_low”: this column expected beside pay_curr",
        ),
        (lambda book: book.create_sheet("Notes").append(["x"]), "Notes: sheets among Profiles, Responsibilities, "),
        (lambda book: book.create_sheet("Notes"), "Notes: sheets among Profiles, Responsibilities, "),
        (lambda book: book["Skills"].cell(2, 9, "astray"), "Skills, row 2: nothing where there is no heading expected"),
        (lambda book: book["Aliases"].delete_rows(1, 9), "Aliases, row 1: the headings key, seen, position, title"),
    ],
)
def test_what_would_be_lost_is_a_fault(book, edit, fault):
    on_desk()
    found = faults(book(edit))
    assert found[0].startswith(fault)


def test_a_column_that_is_left_out_leaves_its_field_as_it_is(book):
    on_desk()
    before = stands()

    def without(book):
        sheet = book["Profiles"]
        sheet.delete_cols(column(sheet, "summary"))
        sheet.cell(2, column(sheet, "title")).value = "Works Manager"

    applied(book(without))
    assert stands() == before.model_copy(update={"title": "Works Manager"})


# -- formulas --------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [*FORMULA, "'="])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_cells_that_were_kept_from_being_formulas_get_their_text_back(tmp_path, sign, kind):
    text = f"{sign}cmd|' /C calc'!A1"
    profile = on_desk(responsibilities=["x"])
    if kind == "csv":
        cell = f"'{text}".replace('"', '""')
        data = f'key,seen,position,text\r\n{KEY_M4},0,1,"{cell}"\r\n'.encode()
        applied(saved(tmp_path, data, "responsibilities.csv"))
    else:
        applied(saved(tmp_path, edited(exported(), put("Responsibilities", 2, "text", f"'{text}"))))
    assert payloads.record_of(fresh(profile)).responsibilities == [clean_text(text)]


# -- pay -------------------------------------------------------------------------------------------


def test_who_may_not_see_pay_leaves_it_alone_whatever_the_file_says(book):
    on_desk()
    before = stands()
    path = book(put("Profiles", 2, "pay_median", 999_000), put("Profiles", 2, "title", "Works Manager"))
    plan = applied(path, pay=False)
    assert [row[4] for row in told(plan)] == [{"title": ("Plant Manager M4", "Works Manager")}]
    assert stands() == before.model_copy(update={"title": "Works Manager"})
    assert plan.notes == ["You may not see pay, so the file's figures of pay are not read: all pay stays as it is."]


@pytest.mark.parametrize("value", [164_000, 164_001, "nonsense"])
def test_who_may_not_see_pay_cannot_find_it_out_by_trying(book, value):
    on_desk()
    plan = planned(book(put("Profiles", 2, "pay_median", value)), pay=False)
    assert (plan.faults, dict(plan.counts)) == ([], {("profile", "same"): 1, ("focus", "same"): 1})
    assert plan.digest == planned(book(), pay=False).digest


def test_empty_figures_mean_that_pay_is_inherited(book):
    on_desk()

    def clear(book):
        sheet = book["Profiles"]
        for name in ("currency", "median", "low", "high", "basis", "region", "source", "as_of"):
            sheet.cell(2, column(sheet, f"pay_{name}")).value = None

    applied(book(clear))
    assert stands().pay is None


# -- reviews and confirmations ---------------------------------------------------------------------


def test_reviews_stay_for_they_are_in_no_sheet(book):
    profile = on_desk()
    applied(book(put("Profiles", 2, "summary", "Another text.")))
    assert [row.panelist for row in fresh(profile).panel_scores.all()] == ["Rita Sample", "Ravi Sample"]


def test_a_file_can_be_asked_twice_and_says_the_same(book):
    on_desk()
    with reading(book(put("Profiles", 2, "title", "Works Manager"))) as opened:
        first = [(ask.key, ask.parts) for chunk in opened.chunks() for ask in chunk]
        assert first == [(ask.key, ask.parts) for chunk in opened.chunks() for ask in chunk]
