"""Structural distance: the worked numbers of field.md, the axioms of a metric, bands at their thresholds."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.distance import STRUCTURAL_1, Distance, Edition, Place, between
from tests.factories import LADDER

LEVELS = {code: (code[0], rank) for code, (rank, _, _) in LADDER.items()}


def place(level="M4", *, function="X", focus="X1"):
    return Place(function, focus, *LEVELS[level])


PLACES = [
    Place(function, focus, track, rank)
    for (function, focus), (track, rank) in product([("X", "X1"), ("X", "X2"), ("Y", "Y1")], LEVELS.values())
]
SOMEWHERE = st.sampled_from(PLACES)


def total(a, b):
    return between(a, b).total


# -- worked numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        (place("M4"), "0.000"),
        (place("M3"), "0.133"),
        (place("M5"), "0.133"),
        (place("M2"), "0.267"),
        (place("M1"), "0.400"),
        (place("P6"), "0.050"),
        (place("M4", focus="X2"), "0.250"),
        (place("M5", focus="X2"), "0.383"),
        (place("M4", function="Y", focus="Y1"), "0.500"),
        (place("E1"), "0.158"),  # ⅓ · .4 + .025
        (place("S4"), "0.500"),  # three ranks · .4 + .1
        (place("S1", function="Y", focus="Y1"), "1.000"),
    ],
)
def test_worked_numbers_from_m4(other, shown):
    assert between(place("M4"), other).shown == shown


@pytest.mark.parametrize(
    ("tracks", "share"),
    [
        ("ME", Fraction(1, 4)),
        ("SP", Fraction(1, 2)),
        ("PM", Fraction(1, 2)),
        ("PE", Fraction(3, 4)),
        ("SM", 1),
        ("SE", 1),
        ("MM", 0),
        ("QQ", 0),
        ("MQ", 1),
    ],
)
def test_tracks_stand_apart(tracks, share):
    there, back = (between(Place("X", "X1", a, 5), Place("X", "X1", b, 5)) for a, b in (tracks, reversed(tracks)))
    assert there.total == back.total == share / Fraction(10)


def test_two_focuses_of_one_code_in_two_functions_are_other_functions():
    assert between(Place("X", "SAME", "M", 5), Place("Y", "SAME", "M", 5)).total == Fraction(1, 2)


# -- a metric --------------------------------------------------------------------------------------


@given(SOMEWHERE, SOMEWHERE)
def test_nothing_is_further_than_one_nor_nearer_than_nothing(a, b):
    assert 0 <= total(a, b) <= 1


@given(SOMEWHERE, SOMEWHERE)
def test_only_the_same_place_is_at_distance_nothing(a, b):
    assert (total(a, b) == 0) == (a == b)


@given(SOMEWHERE, SOMEWHERE)
def test_it_is_as_far_there_as_back(a, b):
    assert total(a, b) == total(b, a)


@given(SOMEWHERE, SOMEWHERE, SOMEWHERE)
@settings(max_examples=500)
def test_no_way_round_is_shorter(a, b, c):
    assert total(a, c) <= total(a, b) + total(b, c)


def test_no_way_round_is_shorter_anywhere_in_the_canon():
    far = {(a, b): total(a, b) for a, b in product(PLACES, PLACES)}
    assert [(a, b, c) for a, b, c in product(PLACES, PLACES, PLACES) if far[a, c] > far[a, b] + far[b, c]] == []


def test_rounded_distances_would_break_it():
    """.133 + .133 < .267: why the reckoning is exact and only what is shown is rounded."""
    m4, m3, m2 = (between(place("M4"), place(level)) for level in ("M4", "M3", "M2"))
    assert m4.total == 0
    step, two = Fraction(m3.shown), Fraction(m2.shown)
    assert (step, two) == (Fraction("0.133"), Fraction("0.267"))
    assert two > step + step
    assert m2.total == m3.total + m3.total


# -- bands -----------------------------------------------------------------------------------------


def at(value):
    return Distance(place(), place(), Fraction(value), Fraction(0), Fraction(0), STRUCTURAL_1)


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("0", "near"),
        ("3/10", "near"),
        ("30000001/100000000", "review"),
        ("45/100", "review"),
        ("45000001/100000000", "none"),
        ("1", "none"),
    ],
)
def test_bands_end_at_their_thresholds_exactly(value, band):
    assert at(value).band == band


def test_what_is_shown_as_the_threshold_may_lie_beyond_it():
    assert (at("3004/10000").shown, at("3004/10000").band) == ("0.300", "review")


def test_thresholds_belong_to_the_edition():
    strict = Edition("strict/1", Fraction(1, 2), Fraction(2, 5), Fraction(1, 10), 3, Fraction(1, 20), Fraction(1, 10))
    assert between(place("M4"), place("P6"), strict).band == "near"
    assert between(place("M4"), place("M3"), strict).band == "none"
    assert STRUCTURAL_1.name == "structural/1"


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "direction"),
    [
        (place("M5"), "step up"),
        (place("M3"), "step down"),
        (place("M4", focus="X2"), "lateral"),
        (place("P6"), "track switch"),
        (place("E1"), "track switch"),
    ],
)
def test_directions(other, direction):
    assert between(place("M4"), other).direction == direction


def test_parts_are_told_in_words_with_their_weighted_shares():
    assert between(place("M4"), place("M5")).told == (
        ("same focus", "0.000"),
        ("one level up", "0.133"),
        ("same track", "0.000"),
    )
    assert between(place("M4"), place("P4", focus="X2")).told == (
        ("sibling focus", "0.250"),
        ("two levels down", "0.267"),
        ("M to P track", "0.050"),
    )
    assert between(place("M4"), place("M1", function="Y", focus="Y1")).told == (
        ("other function", "0.500"),
        ("3 levels down", "0.400"),
        ("same track", "0.000"),
    )
    assert between(place("M4"), place("P6")).told[1] == ("same rank", "0.000")


@given(SOMEWHERE, SOMEWHERE)
def test_the_parts_add_up(a, b):
    found = between(a, b)
    assert found.total == found.taxonomy + found.level + found.track
