"""Answers on aligned ranks, and the level that most of them point to on each track; counted by hand."""

import pytest

from profiles.calibration import ABOVE, BELOW, QUESTIONS, Step, at, pointed

S = [Step("S1", 1), Step("S2", 2), Step("S3", 3), Step("S4", 4)]
M = [Step("M1", 4), Step("M2", 5), Step("M3", 6), Step("M4", 7)]
TRACKS = {"S": S, "M": M}


def answers(*ranks: int) -> dict[str, int]:
    return dict(zip(QUESTIONS, ranks, strict=False))


def levels(*ranks: int) -> list[str]:
    return [one.level for one in pointed(answers(*ranks), TRACKS)]


def test_the_level_with_most_answers_is_pointed_to_on_each_track():
    management = pointed(answers(6, 6, 5, 6, 7, 6, 4), TRACKS)[1]
    assert (management.level, management.votes) == ("M3", 4)
    assert management.agreeing == ("scope", "autonomy", "impact", "leadership")
    assert management.disagreeing == (("complexity", "M2"), ("decision_rights", "M4"), ("experience", "M1"))


def test_answers_beyond_a_track_point_below_or_above_it():
    support, management = pointed(answers(4, 6, 3), TRACKS)
    assert support.answers == (("scope", "S4"), ("autonomy", ABOVE), ("complexity", "S3"))
    assert management.answers == (("scope", "M1"), ("autonomy", "M3"), ("complexity", BELOW))


@pytest.mark.parametrize(
    ("ranks", "management"),
    [
        ((4, 4, 6, 6, 7), "M3"),  # two each; the middle answer is 6
        ((4, 4, 5, 6, 6), "M1"),  # two each, equally near to 5: the lower
        ((5, 7), "M2"),  # the lower of two middles
        ((1, 2), ""),  # none of them lies here
        ((), ""),
    ],
)
def test_a_tie_goes_to_the_middle_of_all_answers_and_then_down(ranks, management):
    assert levels(*ranks)[1] == management


def test_a_rank_that_a_track_leaves_out_is_the_lower_levels():
    gap = [Step("E1", 8), Step("E2", 10)]
    assert [at(rank, gap) for rank in (7, 8, 9, 10, 11)] == [BELOW, "E1", "E1", "E2", ABOVE]
    assert at(5, []) == BELOW


def test_nothing_answered_points_nowhere():
    assert [(one.level, one.votes, one.answers) for one in pointed({}, TRACKS)] == [("", 0, ()), ("", 0, ())]
