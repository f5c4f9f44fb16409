"""Ranges of pay on one scale: where each bar stands, reckoned by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.models.revision import Revision
from profiles.pay import resolve
from profiles.rendering.figures import provenance, round_lines, scale, to_show, told
from profiles.rendering.shelf import Sealed


def found(low, median, high, currency="USD", owner="own", **more):
    return resolve({owner: {"currency": currency, "low": low, "median": median, "high": high} | more})


@pytest.mark.parametrize(
    ("least", "most", "lines"),
    [
        (98_000, 209_000, [50_000, 100_000, 150_000, 200_000, 250_000]),  # 111 by 5 is 22.2: steps of 50
        (100_000, 200_000, [100_000, 120_000, 140_000, 160_000, 180_000, 200_000]),
        (0, 5, [0, 1, 2, 3, 4, 5]),
        (100, 100, [98, 100, 102]),  # one amount stands in the middle
        (0, 0, [0, 1]),
        (2_147_483_646, 2_147_483_647, [2_100_000_000, 2_150_000_000]),
    ],
)
def test_lines_are_round_and_hold_all_amounts(least, most, lines):
    assert round_lines(least, most) == lines


@given(st.integers(0, 2**31), st.integers(0, 2**31))
def test_any_two_amounts_stand_on_a_short_scale(a, b):
    least, most = sorted((a, b))
    lines = round_lines(least, most)
    assert lines[0] <= least <= most <= lines[-1]
    assert 2 <= len(lines) <= 8


def test_bars_stand_in_hundredths_of_the_scale():
    drawn = scale([("M3", found(98_000, 126_000, 162_000)), ("M4", found(129_000, 164_000, 209_000))])
    assert [(line.x, line.told) for line in drawn.lines] == [
        ("0.00", "$50k"),
        ("25.00", "$100k"),
        ("50.00", "$150k"),
        ("75.00", "$200k"),
        ("100.00", "$250k"),
    ]
    # (98 − 50) of 200, (162 − 98) of 200, (126 − 50) of 200; and so on.
    assert [(bar.label, bar.x, bar.width, bar.median) for bar in drawn.bars] == [
        ("M3", "24.00", "32.00", "38.00"),
        ("M4", "39.50", "40.00", "57.00"),
    ]
    assert [(bar.told, bar.owner) for bar in drawn.bars] == [
        ("$126k ($98k to $162k)", ""),
        ("$164k ($129k to $209k)", ""),
    ]


def test_a_median_alone_is_a_bar_without_width():
    (bar,) = scale([("M4", found(None, 100, None, owner="level"))]).bars
    assert (bar.x, bar.width, bar.median, bar.told, bar.owner) == ("50.00", "0.00", "50.00", "$100", "level baseline")


def test_another_currency_and_nobodys_figures_are_left_out_with_the_reason():
    drawn = scale([("a", None), ("b", found(1_000, 2_000, 3_000, "EUR")), ("c", found(1_000, 2_000, None))])
    assert (drawn.currency, [bar.label for bar in drawn.bars]) == ("EUR", ["b"])
    assert drawn.left_out == (("a", "no figure recorded"), ("c", "$2k (from $1k), in USD and so not on this scale"))


def test_without_any_figures_there_is_no_scale():
    assert scale([]) is None
    assert scale([("a", None)]) is None
    assert told(None) == ""


def test_what_figures_are_is_told_in_one_line():
    full = found(1, 2, 3, basis="P25–P75", region="US", source="BLS OEWS", as_of="2025-05")
    assert provenance(full) == "P25–P75 · US · BLS OEWS · as of 2025-05 · USD"
    assert provenance(found(1, 2, 3)) == "USD"


def test_a_seal_without_pay_has_none_to_show():
    assert to_show(Sealed(Revision(), sees_pay=True)) is None
