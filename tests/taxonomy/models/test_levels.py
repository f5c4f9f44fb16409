"""Constraints of the ladder, each tried against the database itself."""

import pytest

from taxonomy.models import Level, Track
from tests.factories import LADDER, ladder, refused_by_the_database

pytestmark = pytest.mark.django_db


def m4():
    return Level.objects.filter(pk=ladder()["M4"].pk)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"step": 3}, "one_level_a_step|taxonomy_level.step"),
        ({"rank": 6}, "one_level_a_rank_of_a_track|taxonomy_level.rank"),
        ({"step": 0}, "steps_count_from_one"),
        ({"rank": 0}, "ranks_count_from_one"),
        ({"years_min": 16}, "years_begin_before_they_end"),
    ],
)
def test_the_database_refuses(values, constraint):
    with refused_by_the_database(constraint):
        m4().update(**values)


@pytest.mark.parametrize(
    "values", [{"years_min": 15}, {"years_min": None}, {"years_max": None}, {"years_min": None, "years_max": None}]
)
def test_years_may_be_open_or_meet(values):
    assert m4().update(**values) == 1


def test_equal_ranks_stand_on_different_tracks():
    rows = ladder()
    assert {code for code in LADDER if rows[code].rank == rows["M4"].rank} == {"P6", "M4"}


def test_levels_read_track_by_track_from_the_lowest_up():
    ladder()
    assert [level.code for level in Level.objects.all()] == list(LADDER)


def test_a_level_and_a_track_name_themselves():
    rows = ladder()
    assert (str(rows["M4"]), str(Track.objects.get(code="M"))) == ("M4 · Management 4", "M · Management")
