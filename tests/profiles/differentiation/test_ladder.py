"""Levels against their neighbours: shares, the figure from 1 to 5, joints and near lines; reckoned by hand."""

from fractions import Fraction

import pytest

from profiles.differentiation import ladders, measured, rung_of
from tests.profiles.differentiation.payloads import payload

PLANS, TRAINS = "Plans the shifts of one line", "Trains new operators"
SIX, SIGNS, HIRES = "Plans the shifts of six lines", "Signs the yearly budget", "Hires three supervisors"


def measures(*payloads):
    [ladder] = ladders(payloads)
    return {measure.rung.level: measure for measure in ladder.measures}


def test_a_line_counts_in_part_between_a_quarter_and_three_quarters():
    found = measures(payload("M1", 4, PLANS, TRAINS), payload("M2", 5, SIX, SIGNS))
    first, second = found["M2"].lines
    assert (first.sameness, first.level, first.nearest, first.is_near) == (Fraction(4, 7), "M1", PLANS, True)
    assert (second.sameness, second.level) == (0, "")
    # (4/7 − 1/4) ÷ 1/2 = 9/14 of one of two lines is the neighbour's
    assert found["M2"].share == Fraction(19, 28)
    assert (found["M2"].figure, found["M2"].shown) == (Fraction(26, 7), "3.7")


@pytest.mark.parametrize(
    ("copied", "figure"),
    [((), 5), ((PLANS,), Fraction(11, 3)), ((PLANS, TRAINS), Fraction(7, 3)), ((PLANS, TRAINS, HIRES), 1)],
)
def test_the_figure_is_one_and_four_times_the_share_of_own_lines(copied, figure):
    own = ("Audits invoices", "Repairs pumps overnight", "Draws circuit layouts")
    lines = [*copied, *own[len(copied) :]]
    found = measures(payload("M1", 4, PLANS, TRAINS, HIRES), payload("M2", 5, *lines))
    assert found["M2"].figure == figure


def test_half_of_the_lines_copied_is_the_middle_of_the_scale():
    found = measures(payload("M1", 4, PLANS, TRAINS), payload("M2", 5, PLANS, SIGNS))
    assert [found[level].figure for level in ("M1", "M2")] == [3, 3]


def test_a_level_is_held_against_both_neighbours_and_not_beyond_them():
    found = measures(payload("M1", 4, PLANS), payload("M2", 5, SIGNS), payload("M3", 6, PLANS, SIGNS))
    assert [(m.beside, m.figure) for m in found.values()] == [(("M2",), 5), (("M1", "M3"), 1), (("M2",), 3)]


def test_a_level_on_which_nothing_is_written_is_passed_over():
    found = measures(payload("M1", 4, PLANS), payload("M2", 5), payload("M3", 6, PLANS))
    assert [(m.beside, m.figure, m.shown) for m in found.values()] == [
        (("M3",), 1, "1.0"),
        ((), None, "not measured"),
        (("M1",), 1, "1.0"),
    ]


def test_a_level_on_which_nothing_is_written_is_measured_against_others_all_the_same():
    """As the desk and a check of the whole canon ask: one level against those beside it."""
    empty, others = payload("M2", 5), [payload("M1", 4, PLANS), payload("M3", 6, SIGNS)]
    found = measured(rung_of(empty), map(rung_of, others))
    assert (found.beside, found.figure, found.lines) == ((), None, ())


def test_a_level_alone_is_not_measured():
    assert measures(payload("M1", 4, PLANS))["M1"].figure is None


def test_joints_tell_what_two_levels_share():
    [ladder] = ladders([payload("M2", 5, PLANS, SIGNS), payload("M1", 4, PLANS, TRAINS), payload("M3", 6, HIRES)])
    # of four lines the two that are equal
    assert [(j.below, j.above, j.shared) for j in ladder.joints] == [("M1", "M2", Fraction(1, 2)), ("M2", "M3", 0)]


def test_focuses_scopes_and_tracks_have_ladders_of_their_own():
    rows = [payload("M1", 4, PLANS), payload("P3", 4, PLANS), payload("M2", 5, PLANS, scope="DE")]
    found = [(ladder.track, ladder.scope, len(ladder.measures)) for ladder in ladders(rows)]
    assert found == [("M", "global", 1), ("P", "global", 1), ("M", "DE", 1)]


def test_lines_beyond_the_bound_are_counted_and_not_measured():
    found = measures(payload("M1", 4, *[f"Line {n}" for n in range(50)]), payload("M2", 5, SIGNS))
    assert (len(found["M1"].lines), found["M1"].rung.more) == (40, 10)
