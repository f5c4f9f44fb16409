"""What goes into a cell comes out of it again, and no spreadsheet takes it for a formula on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.records import ProfileRecord
from profiles.workbook import FORMULA, LAYOUTS, LISTS, PAY, PROFILES, freed, neutral, stamp


@pytest.mark.parametrize("sign", FORMULA)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(sign):
    assert neutral(f"{sign}1+1") == f"'{sign}1+1"
    assert freed(f"'{sign}1+1") == f"{sign}1+1"


@pytest.mark.parametrize("text", ["", "plain", "'quoted'", "'", "5 = five", "1-2", " =1"])
def test_any_other_text_stays_as_it_is(text):
    assert (neutral(text), freed(text)) == (text, text)


def test_an_apostrophe_that_stood_there_before_is_kept():
    assert neutral("'=1") == "''=1"
    assert freed("''=1") == "'=1"


@given(st.text(alphabet="'=+-@\t\r\n＝＋－＠ab ", max_size=8))
def test_neutral_and_freed_are_inverse(text):
    assert freed(neutral(text)) == text
    assert not neutral(text).startswith(FORMULA)


def test_every_key_of_a_profile_has_a_column_or_is_named_as_left_out():
    held = {column.field for column in PROFILES.filled if column not in PAY} | {layout.part for layout in LISTS}
    # Where it stands is its key; reviews are given in the product; the rest belongs to the shelf.
    left_out = {"kind", "code", "scope", "version", "status", "successor", "decision", "panel"}
    assert held | {"pay"} | left_out == set(ProfileRecord.model_fields)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.title)
def test_headings_of_a_sheet_are_told_apart_whatever_their_case(layout):
    assert len({name.casefold() for name in layout.names}) == len(layout.names)
    assert layout.title[:31] == layout.title  # a spreadsheet cuts longer ones


def test_a_stamp_tells_texts_apart_and_is_never_a_number():
    assert stamp("a", "b") != stamp("ab", "")
    assert stamp("a", "b") == stamp("a", "b")
    assert [stamp(str(n))[0] for n in range(50)] == ["t"] * 50
