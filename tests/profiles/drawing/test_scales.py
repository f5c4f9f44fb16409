"""Scales: hand-computed ticks and places, and what holds for any values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.drawing.scales import neat, nice_step, scale

MONEY = st.integers(0, 2**31)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([59_000, 356_000], [0, 100_000, 200_000, 300_000, 400_000]),
        ([0, 5], [0, 1, 2, 3, 4, 5]),
        ([88_000], [80_000, 100_000]),  # a fifth of it is 17,600, and 20,000 the next step
        ([100_000], [80_000, 100_000, 120_000]),  # on a tick: one step to either side
        ([0], [-1, 0, 1]),
        ([], [0, 1, 2, 3, 4, 5]),
    ],
)
def test_ticks_are_round_and_hold_all_values(values, ticks):
    assert [tick.value for tick in scale(values, 0, 100).ticks] == ticks


@pytest.mark.parametrize(("span", "step"), [(5, 1), (6, 2), (10, 2), (11, 5), (25, 5), (26, 10), (297_000, 100_000)])
def test_a_step_is_one_two_or_five_of_a_power_of_ten(span, step):
    assert nice_step(span, 5) == step


def test_a_value_stands_in_its_share_of_the_line_and_never_beyond_it():
    on = scale([0, 400], 100, 500)
    assert [on.at(value) for value in (0, 100, 133, 400, -50, 999)] == [100, 200, 233, 500, 100, 500]


@pytest.mark.parametrize(("value", "told"), [(1.0, 1), (1.04, 1), (1.06, 1.1), (12, 12), (-0.01, 0)])
def test_a_place_has_no_decimal_where_it_needs_none(value, told):
    assert (neat(value), type(neat(value))) == (told, type(told))


@given(st.lists(MONEY, max_size=9), st.integers(2, 9))
def test_any_values_lie_between_the_ends_and_ticks_stay_few(values, about):
    on = scale(values, 10, 90, about=about)
    assert on.least <= min(values, default=0) <= max(values, default=0) <= on.most
    assert 2 <= len(on.ticks) <= about + 2
    assert [10 <= on.at(value) <= 90 for value in values] == [True] * len(values)
