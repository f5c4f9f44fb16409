"""Cells: tidied, split, run on into sentences, and read as sums."""

import pytest

from profiles.importers.tables.cells import BadCell, Cells, Split, money, one_sentence, split, tidy
from profiles.importers.tables.mapping import Bullets, Items, Value


def test_a_cell_is_tidied_of_odd_breaks_and_invisible_signs():
    assert tidy("\ufeff One \u2028 two\u200b\r\n\n three\xa0\x0bfour ") == "One\ntwo\n\nthree\nfour"


def test_text_before_and_after_bullets_is_told_apart_and_lead_ins_are_counted():
    how = Bullets(column="A", prefixes=["- ", "• "], lead_ins=["You will:"])
    text = "What it is.\n\nYou  WILL:\n- plan\n• build\nOne remark."
    assert split(text, how) == Split("What it is.", ["plan", "build"], "One remark.", 1)


def test_a_cell_without_bullets_is_all_text_before_them():
    assert split("Only text.", Bullets(column="A", prefixes=["- "])) == Split(before="Only text.")


def test_items_are_split_by_separator_and_begin_with_a_capital_where_it_is_wanted():
    assert split("excel; SQL ;;r", Items(column="A", separator=";", capital=True)).items == ["Excel", "SQL", "R"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You can:\n- read\n- write.", "You can read; write."),
        ("Working: You can\n- read\n- write", "Working: You can read; write."),
        ("It is so.\n\nYou will:\n- a\n- b\n\nMore.", "It is so.\n\nYou will a; b.\n\nMore."),
        ("It is so.\n- a\n- b", "It is so.\nA; b."),
        ("- alone", "Alone."),
        ("No list - at all", "No list - at all"),
    ],
)
def test_a_list_in_a_text_runs_on(text, expected):
    assert one_sentence(text) == expected


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("52300", ".", 52300),
        ("£52,300.49", ".", 52300),
        ("52,300.50 GBP", ".", 52301),
        ("52 300", ".", 52300),
        ("1,052,300", ".", 1052300),
        ("52300.333333", ".", 52300),
        ("52.300,00 €", ",", 52300),
        ("US$ 52,300", ".", 52300),
    ],
)
def test_sums_are_read_as_people_write_them(text, decimal, expected):
    assert money(text, decimal) == expected


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("52.300", "."),
        ("52,300", ","),
        ("52k", "."),
        ("-5", "."),
        ("about 52,300", "."),
        ("5,23", "."),
        ("1,23,456", "."),
    ],
)
def test_a_sum_that_could_mean_two_things_is_refused(text, decimal):
    with pytest.raises(ValueError, match="a sum such as"):
        money(text, decimal)


def test_a_value_comes_from_one_column_from_several_or_is_constant():
    cells = Cells(3, {"skill level": "Working", "text": "You can:\n- read"})
    joined = Value(columns=["Skill  Level", "Missing", "TEXT"], joined_by=": ", bullets="one sentence")
    assert cells.value(joined) == "Working: You can read."
    assert cells.value(Value(constant="GBP")) == "GBP"
    assert cells.value(Value(column="Other", default="none")) == "none"


def test_a_bad_cell_matters_only_where_it_is_read():
    cells = Cells(3, {"a": "x"}, {"b": "a value expected, found #REF!"})
    assert cells.text("A") == "x"
    with pytest.raises(BadCell, match="a value expected, found #REF!"):
        cells.text("B")
