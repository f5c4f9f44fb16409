"""The map: what is drawn within a threshold is exactly what lies within it, and no label lies on another."""

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from profiles import distance
from profiles.distance import STRUCTURAL_1, Place
from profiles.drawing.surroundings import GUTTER, LANE, MARK, WIDTH, Spot, room, surroundings, x_of

LIMITS = (STRUCTURAL_1.review, STRUCTURAL_1.near)
RANKS = st.integers(1, 12)
PLACES = st.builds(Place, st.sampled_from("XY"), st.sampled_from("12"), st.sampled_from("SPME"), RANKS)


def taken(ranks):
    return STRUCTURAL_1.level * min(Fraction(1), Fraction(ranks, 3))


def drawn(own, *others):
    """Spots as the map puts them: to the right, and with labels as wide as they may be."""
    apart = [distance.between(own, other) for other in others]
    across = [d.taxonomy + d.track for d in apart]
    spots = [Spot(x, other.rank, room(x)) for x, other in zip(across, others, strict=True)]
    return surroundings([Spot(Fraction(0), own.rank, 70, middle=True), *spots], LIMITS, taken), apart


def polygon(path):
    """The corners of a path of M, h and v."""
    x, y = map(int, re.match(r"M(-?\d+) (-?\d+)", path).groups())
    corners = [(x, y)]
    for way, far in re.findall(r"([hv])(-?\d+)", path):
        x, y = (x + int(far), y) if way == "h" else (x, y + int(far))
        corners.append((x, y))
    return corners


def inside(path, node):
    """Whether a ray to the right crosses the outline an odd number of times."""
    corners = polygon(path)
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    crossed = [(ax, ay, by) for (ax, ay), (_, by) in sides if ay != by and ax > node.x]
    return sum(min(ay, by) <= node.y < max(ay, by) for _, ay, by in crossed) % 2 == 1


def test_places_by_hand():
    own = Place("X", "1", "M", 7)
    picture, apart = drawn(own, Place("X", "1", "M", 8), Place("X", "2", "P", 6), Place("Y", "1", "M", 30))
    assert [d.shown for d in apart] == ["0.133", "0.433", "0.900"]
    assert [node.x for node in picture.nodes] == [362, 362, 362 + 156, 362 + 260]  # 520 × (.25 + .05), 520 × .5
    assert [node.anchor for node in picture.nodes] == ["start", "start", "start", "end"]
    assert [(row.rank, row.skipped) for row in picture.rows] == [
        (30, False),
        (10, True),
        *((rank, False) for rank in (9, 8, 7, 6, 5, 4)),
    ]
    # Half widths of near, from its top: .30 − .267, .30 − .133, .30, and back; each 4 units wider.
    near = polygon(picture.within[1])
    assert sorted({x - 362 for x, _ in near if x > 362}) == [21, 91, 160]
    review = polygon(picture.within[0])
    assert sorted({x - 362 for x, _ in review if x > 362}) == [30, 99, 169, 238]


@given(PLACES, st.lists(PLACES, max_size=9))
def test_what_is_drawn_within_a_threshold_is_what_lies_within_it(own, others):
    picture, apart = drawn(own, *others)
    for node, d in zip(picture.nodes[1:], apart, strict=True):
        bands = {(True, True): "near", (True, False): "review", (False, False): "none"}
        assert bands[tuple(inside(path, node) for path in picture.within)] == d.band


@given(PLACES, st.lists(PLACES, max_size=9), st.booleans())
def test_nothing_leaves_the_frame_and_no_label_lies_on_another(own, others, mirrored):
    picture, _ = drawn(own, *others)
    for node in picture.nodes:
        assert (node.span[0] >= GUTTER, node.span[1] <= WIDTH) == (True, True), node
        assert LANE / 2 <= node.y <= picture.height - LANE / 2
    for index, a in enumerate(picture.nodes):
        for b in picture.nodes[index + 1 :]:
            assert abs(a.y - b.y) >= LANE or a.span[1] <= b.span[0] or b.span[1] <= a.span[0]
    corners = [corner for path in picture.within for corner in polygon(path)]
    assert [c for c in corners if not (GUTTER <= c[0] <= WIDTH and 0 <= c[1] <= picture.height)] == []


@given(st.fractions(min_value=Fraction(-3, 5), max_value=Fraction(3, 5)))
def test_a_label_has_room_wherever_its_mark_stands(across):
    assert room(across) >= 110
    assert GUTTER <= x_of(across) - MARK < x_of(across) + MARK <= WIDTH
