"""What goes into a cell comes out of it again, and no spreadsheet takes it for a formula on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.files.cells import FORMULA, csv_lines, freed, neutral


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


def test_lines_are_quoted_and_only_texts_are_made_neutral():
    rows = [("a", "b"), ("=1", -1), ("'=1", 'say "no"')]
    assert list(csv_lines(rows, ending="\n")) == ["a,b\n", "'=1,-1\n", '\'\'=1,"say ""no"""\n']
