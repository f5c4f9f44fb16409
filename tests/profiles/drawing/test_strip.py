"""Cells in a row, and joints between those that touch."""

from profiles.drawing.strip import strip


def test_cells_stand_apart_by_a_joint():
    found = strip(3, [(0, 1), (1, 2)])
    assert (found.cells, found.joints) == ([1, 137, 273], [93, 229])
    assert (found.width, found.height) == (366, 90)


def test_cells_that_do_not_touch_have_no_joint():
    assert strip(3, [(0, 2)]).joints == [None]


def test_a_second_line_below_takes_more_room_and_nothing_takes_none():
    assert strip(1, [], lines=2).height == 106
    assert strip(0, []).width == 0
