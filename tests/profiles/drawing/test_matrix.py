"""The matrix: columns in their groups, labels that fit their place, nothing beyond its edges."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from profiles.drawing import fitting
from profiles.drawing.matrix import CELL, LABEL, ROW, SIZE, Line, matrix, room


def test_places_by_hand():
    drawn = matrix(["Short", "A name that is too long for one line"], [2, 1])
    assert (drawn.width, drawn.height) == (212 + 57 + 12 + 27 + 1, 42 + 68)
    assert (drawn.heads, drawn.columns) == ([212, 281], [[212, 242], [281]])
    assert drawn.lines == [
        Line(42, [(60, "Short")]),
        Line(76, [(86, "A name that is too long for one"), (100, "line")]),
    ]
    assert (room(1), room(7)) == (36, 216)


@given(st.lists(st.text(max_size=120), min_size=1, max_size=8), st.lists(st.integers(1, 12), min_size=1, max_size=4))
def test_cells_never_meet_and_labels_stay_in_their_place(labels, groups):
    drawn = matrix(labels, groups)
    columns = [x for group in drawn.columns for x in group]
    assert [b for a, b in pairwise(columns) if b < a + CELL] == []
    assert columns[0] >= LABEL
    assert columns[-1] + CELL <= drawn.width
    for index, line in enumerate(drawn.lines):
        assert [text for _, text in line.label if fitting.width(text, SIZE) > LABEL - 14] == []
        assert [y for y, _ in line.label if not 42 + index * ROW <= y <= 42 + (index + 1) * ROW] == []
    assert drawn.lines[-1].y + CELL <= drawn.height
