"""Two roles measured before the reader's eyes: exact shares, margins, what would change it, a third place."""

import pytest

from profiles.models.revision import Revision
from profiles.rendering.pair import Pair, rounded_away


def revision(level, rank, focus="F1", function="F"):
    codes = {"function_code": function, "focus_code": focus, "level_code": level, "track_code": level[0]}
    return Revision(key=f"{function}.{focus}.{level}", rank=rank, **codes)


M4 = revision("M4", 7)
SIBLING = Pair(M4, revision("P5", 6, focus="F2"))
SAME = Pair(M4, M4)


def told(pair):
    return {change.told: (change.distance.shown, change.distance.band, change.changes) for change in pair.changes}


def test_the_parts_are_exact_and_add_up():
    assert [(part.told, part.exact, part.shown) for part in SIBLING.parts] == [
        ("sibling focus", ("1/2", "1/2", "1/4"), "0.250"),
        ("one level down", ("1/3", "2/5", "2/15"), "0.133"),
        ("M to P track", ("1/2", "1/10", "1/20"), "0.050"),
    ]
    assert SIBLING.sum == "1/4 + 2/15 + 1/20 = 13/30"
    assert SIBLING.distance.total == sum(part.share for part in SIBLING.parts)


def test_the_margins_say_on_which_side_of_each_threshold():
    assert SIBLING.margins == [("near (0.30)", "0.133", "beyond"), ("review (0.45)", "0.017", "within")]


def test_what_would_change_it():
    assert told(SIBLING) == {
        "in the same focus": ("0.183", "near", True),
        "in another function": ("0.683", "none", True),
        "one rank nearer": ("0.300", "near", True),
        "one rank further away": ("0.567", "none", True),
        "on the M track as well": ("0.383", "review", False),
    }
    assert list(told(SAME)) == ["in a sibling focus", "in another function", "one rank further away"]
    assert list(told(Pair(M4, revision("M4", 7, "X1", "X")))) == [
        "in the same focus",
        "in a sibling focus",
        "one rank further away",
    ]


def test_there_is_no_rank_below_the_first():
    assert "one rank further away" not in told(Pair(revision("S2", 2), revision("S1", 1)))


@pytest.mark.parametrize(
    ("pair", "exact", "equal"),
    [
        (SIBLING, ("11/60", "1/4", "13/30", "13/30"), True),
        (Pair(M4, revision("M3", 6)), ("2/15", "4/15", "2/5", "2/15"), False),
        (SAME, ("2/15", "2/15", "4/15", "0"), False),
    ],
)
def test_by_way_of_a_third_place_it_is_never_shorter(pair, exact, equal):
    assert (pair.detour.exact, pair.detour.equal) == (exact, equal)
    assert pair.detour.way >= pair.distance.total


def test_rounded_numbers_would_break_the_rule():
    way = rounded_away()
    assert way.exact == ("2/15", "2/15", "4/15", "4/15")
    assert float(way.first.shown) + float(way.second.shown) < float(way.straight.shown)
