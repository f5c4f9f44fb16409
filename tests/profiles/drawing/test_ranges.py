"""Ranges on one scale: hand-computed places, gaps, one end alone, and nothing outside the frame."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from profiles.drawing.ranges import Bar, Frame, ranges

MONEY = st.none() | st.integers(0, 2**31)
AMOUNTS = st.none() | st.tuples(MONEY, MONEY, MONEY)


def test_places_by_hand():
    drawn = ranges([[(100, 200, 400), None], [(None, 300, None)]], Frame(width=600, left=100, right=500))
    assert [(tick.value, tick.x) for tick in drawn.ticks] == [(100, 100), (150, 166.7), *rest(drawn)]
    assert drawn.bars == [[Bar(69.5, 100, 233.3, 500), Bar(96.5)], [Bar(153.5, 366.7, 366.7, 366.7)]]
    assert (drawn.heads, drawn.height) == ([46, 130], 175)
    assert [bar.width for group in drawn.bars for bar in group] == [400, 0, 0]


def rest(drawn):
    return [(value, round(100 + (value - 100) / 300 * 400, 1)) for value in (200, 250, 300, 350, 400)]


def test_a_range_without_one_end_reaches_as_far_as_its_middle():
    assert ranges([[(None, 200, 400), (0, None, 100)]]).bars[0] == [Bar(69.5, 382, 382, 568), Bar(96.5, 196, None, 289)]


def test_without_any_figure_there_is_no_scale_and_every_row_stays():
    drawn = ranges([[None, (None, None, None)]])
    assert (drawn.ticks, drawn.bars) == ([], [[Bar(69.5), Bar(96.5)]])


@given(st.lists(st.lists(AMOUNTS, min_size=1, max_size=9), min_size=1, max_size=4))
def test_nothing_stands_outside_the_frame_and_no_row_on_another(groups):
    drawn = ranges(groups)
    frame = drawn.frame
    bars = [bar for group in drawn.bars for bar in group]
    places = [x for bar in bars for x in (bar.low, bar.middle, bar.high) if x is not None]
    assert [x for x in (*places, *(tick.x for tick in drawn.ticks)) if not frame.left <= x <= frame.right] == []
    assert [bar for bar in bars if bar.width < 0] == []
    ys = [bar.y for bar in bars]
    assert min((b - a for a, b in pairwise(ys)), default=frame.row) >= frame.row
    assert frame.axis < ys[0]
    assert ys[-1] + frame.row / 2 <= drawn.height
