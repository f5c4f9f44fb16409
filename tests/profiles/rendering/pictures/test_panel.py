"""Panel scores as they are drawn: places on 1–5, dots beside one another, the weakest dimension marked."""

from profiles.rendering.pictures.panel import GATE, panel_scores, place
from profiles.scoring import DIMENSIONS, panel


def scored(*reviews):
    given = [{"panelist": f"R{n}", "scores": dict(zip(DIMENSIONS, row, strict=True))} for n, row in enumerate(reviews)]
    return panel_scores(panel(given), given)


def test_places_by_hand():
    assert [place(score) for score in (1, 2, 3, 4, 4.5, 5)] == [2, 26, 50, 74, 86, 98]
    assert (GATE, place(0), place(9)) == (74, 2, 98)


def test_a_dimension_has_its_mean_and_a_dot_for_every_reviewer():
    strip = scored((4, 4, 4, 4, 4), (5, 4, 4, 4, 4), (4, 4, 4, 4, 4)).strips[0]
    assert strip.mean == 82
    assert [(dots.x, dots.across) for dots in strip.dots] == [(74, [-4.5, 4.5]), (98, [0])]


def test_many_of_one_score_are_one_dot_and_a_number():
    dots = scored(*[(3,) * 5] * 6).strips[0].dots
    assert [(d.across, d.told) for d in dots] == [([0], "×6")]


def test_the_weakest_are_marked_where_one_is_weaker():
    assert [s.weakest for s in scored((5, 4, 4, 4.5, 5)).strips] == [False, True, True, False, False]
    assert [s.weakest for s in scored((4, 4, 4, 4, 4)).strips] == [False] * 5


def test_what_was_not_scored_has_no_mean_and_makes_nothing_the_weakest():
    scores = scored((5, 4, 3, 2, None))
    assert [s.mean for s in scores.strips] == [98, 74, 50, 26, None]
    assert [s.weakest for s in scores.strips] == [False] * 5
    assert scores.reviews == [("R0", ["5", "4", "3", "2", "–"])]


def test_nobody_scored():
    assert ([s.dots for s in scored().strips], scored().reviews) == ([[]] * 5, [])
