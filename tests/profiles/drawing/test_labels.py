"""Lanes: spans that would lie over one another are parted, in as few lanes as can be."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from profiles.drawing.labels import lanes

SPANS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 90)).map(lambda s: (s[0], s[0] + s[1])), max_size=25)


def test_lanes_by_hand():
    assert lanes([]) == []
    assert lanes([(0, 10), (10, 20), (20, 30)]) == [0, 0, 0]
    assert lanes([(0, 10), (5, 15), (12, 20)]) == [0, 1, 0]
    assert lanes([(0, 10), (12, 20)], gap=5) == [0, 1]
    assert lanes([(50, 60), (0, 55)]) == [1, 0]  # from left to right, whatever the order


@given(SPANS, st.integers(0, 10))
def test_spans_of_a_lane_keep_their_gap(spans, gap):
    found = lanes(spans, gap=gap)
    for lane in set(found):
        row = sorted(span for span, at in zip(spans, found, strict=True) if at == lane)
        assert [b for a, b in pairwise(row) if a[1] + gap > b[0]] == []


@given(SPANS)
def test_there_are_no_more_lanes_than_spans_over_one_point(spans):
    most = max((sum(a <= x < b or a == x for a, b in spans) for x, _ in spans), default=0)
    assert len(set(lanes(spans))) <= most
