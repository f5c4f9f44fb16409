"""Numbers as they are written, and as they are shown."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.rounding import exact, shown


@pytest.mark.parametrize("written", [4.35, "4.35", Decimal("4.35"), Fraction(87, 20)])
def test_a_number_is_what_is_written(written):
    assert exact(written) == Fraction(435, 100)


def test_whole_numbers_stay_whole():
    assert (exact(4), exact(4.0)) == (4, 4)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("3.95", 1, "4.0"),
        ("3.949", 1, "3.9"),
        ("0.05", 1, "0.1"),
        ("0.25", 1, "0.3"),  # half up, not half to even
        ("-0.25", 1, "-0.3"),
        ("2/3", 3, "0.667"),
        ("1/8", 2, "0.13"),
        ("4", 0, "4"),
        ("0", 3, "0.000"),
    ],
)
def test_halves_are_shown_rounded_up(value, places, text):
    assert shown(Fraction(value), places) == text


@given(st.fractions(0, 5, max_denominator=1000), st.integers(0, 4))
def test_what_is_shown_is_at_most_half_a_place_away(value, places):
    assert abs(Fraction(shown(value, places)) - value) <= Fraction(1, 2 * 10**places)
