"""Bars in parts on one scale: hand-computed places."""

from profiles.drawing.bars import Piece, bars


def test_parts_lie_end_to_end_and_nothing_is_no_part():
    drawn = bars([("One", (2, 0, 3)), ("Two", (10, 0, 0))])
    assert [(tick.value, tick.x) for tick in drawn.ticks][::5] == [(0, 232), (10, 588)]
    one, two = drawn.rows
    # 356 units for 10: 35.6 each.
    assert one.pieces == [Piece(232, 71.2), None, Piece(303.2, 106.8)]
    assert (one.y, one.end, two.end) == (37, 410, 588)
    assert drawn.height == 24 + 2 * 26 + 4


def test_a_narrow_part_has_no_room_for_a_sign():
    assert [Piece(0, width).is_readable for width in (15.9, 16)] == [False, True]
    assert Piece(10, 5).middle == 12.5


def test_bars_of_nothing_have_a_scale_all_the_same():
    [bar] = bars([("Empty", (0, 0))]).rows
    assert (bar.pieces, bar.end) == ([None, None], 232)
    assert bars([]).rows == []


def test_a_long_label_is_cut_to_its_room():
    [bar] = bars([("Manufacturing Management / Operations Leadership and more", (1,))]).rows
    assert bar.label.endswith("…")
