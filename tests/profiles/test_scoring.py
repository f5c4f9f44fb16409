"""Panel, minimum, agreement and confidence, against numbers worked by hand."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles import scoring
from profiles.scoring import DIMENSIONS, LAYERS, Dimension, band, confidence, months_between, newest, panel, today
from tests.factories import review

FIRST = next(iter(DIMENSIONS))


def dimension(*scores):
    return Dimension("x", "X", tuple(Fraction(str(score)) for score in scores))


# -- panel -----------------------------------------------------------------------------------------


def test_the_mean_of_a_dimension_is_exact():
    assert dimension(4, 4.5, 5).mean == Fraction(9, 2)
    assert dimension(4, 4, 4.5).mean == Fraction(25, 6)


def test_three_ninety_five_is_shown_as_four_and_fails():
    """Twenty reviewers, one half point short: the mean that people would misread."""
    almost = dimension(*[4] * 18, 3.5, 3.5)
    assert (almost.mean, almost.shown, almost.passes) == (Fraction("3.95"), "4.0", False)


def test_four_passes():
    assert (dimension(3.5, 4.5).shown, dimension(3.5, 4.5).passes) == ("4.0", True)


def test_a_dimension_without_scores_is_not_scored_and_does_not_pass():
    assert (dimension().mean, dimension().shown, dimension().passes, dimension().agreement) == (
        None,
        "not scored",
        False,
        None,
    )


def test_the_minimum_is_the_weakest_mean_whatever_the_others_are():
    said = panel([review("a", 5, concreteness=3), review("b", 5, concreteness=4)])
    assert said.minimum == Fraction(7, 2)


def test_there_is_no_minimum_unless_every_dimension_is_scored():
    assert panel([review("a", 5, concreteness=None)]).minimum is None
    assert panel([]).minimum is None


def test_a_dimension_counts_the_scores_that_were_given():
    said = panel([review("a", 5, concreteness=None), review("b", 4)])
    assert {d.name: d.mean for d in said.dimensions} == dict.fromkeys(DIMENSIONS, Fraction(9, 2)) | {"concreteness": 4}
    assert said.reviewers == 2


def test_a_score_that_is_left_out_reads_like_one_that_was_not_given():
    left_out = {"panelist": "a", "scores": {FIRST: 4}}
    assert [d.scores for d in panel([left_out]).dimensions] == [(4,), (), (), (), ()]


def test_the_lowest_score_of_all():
    assert panel([review("a", 5), review("b", 4.5, concreteness=2)]).lowest_score == 2
    assert panel([]).lowest_score is None


# -- agreement: r_wg = max(0, 1 − s²/2), s² with n − 1 ------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "agreement"),
    [
        ((4, 4), 1),  # s² = 0
        ((4, 5), Fraction(3, 4)),  # s² = ½
        ((4, 4.5), Fraction(15, 16)),  # s² = ⅛
        ((3, 5), 0),  # s² = 2
        ((1, 5), 0),  # s² = 8, cut off at 0
        ((3, 4, 5), Fraction(1, 2)),  # s² = 1
        ((4, 4, 5), Fraction(5, 6)),  # s² = ⅓
        ((4,), None),
        ((), None),
    ],
)
def test_agreement_within_a_dimension(scores, agreement):
    assert dimension(*scores).agreement == agreement


def test_agreement_of_a_profile_is_the_mean_over_its_dimensions():
    # Four dimensions at 1, one at ¾.
    assert panel([review("a", 4), review("b", 4, concreteness=5)]).agreement == Fraction(19, 20)
    assert panel([review("a", 4)]).agreement is None


@given(st.lists(st.integers(2, 10), min_size=2, max_size=8))
def test_agreement_lies_between_0_and_1(halves):
    assert 0 <= dimension(*(Fraction(half, 2) for half in halves)).agreement <= 1


# -- confidence ------------------------------------------------------------------------------------


def test_confidence_is_the_minimum_over_five():
    assert confidence(Fraction("4.5")) == Fraction("0.9")
    assert confidence(None) is None


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("1", "high"),
        ("0.8", "high"),
        ("0.79999", "medium"),
        ("0.6", "medium"),
        ("0.59999", "low"),
        ("0", "low"),
        (None, ""),
    ],
)
def test_bands_begin_at_their_thresholds(value, name):
    assert band(None if value is None else Fraction(value)) == name


def test_the_band_high_begins_where_the_gate_opens():
    assert band(confidence(scoring.PASS)) == "high"
    assert band(confidence(Fraction("3.95"))) == "medium"


# -- today's confidence ----------------------------------------------------------------------------

ON = datetime.date(2026, 6, 15)
NINE = Fraction("0.9")


def as_of_today(**changes):
    said = {"on": ON, "retrieved": ["2026-06-01"], "unsourced": (), "unconfirmed": 0} | changes
    return today(NINE, **said)


def test_with_fresh_and_full_evidence_it_is_what_was_sealed():
    assert as_of_today() == scoring.Today(0.9, 1.0, 1.0, ())
    assert (as_of_today().shown, as_of_today().band) == ("0.90", "high")


@pytest.mark.parametrize(
    ("retrieved", "freshness"),
    [
        ("2026-07-01", 1),  # in the future
        ("2025-06-15", 1),  # 12 months
        ("2025-05-16", 1),  # 12 whole months, the 13th is not over
        ("2025-05-15", 0.5 ** (1 / 24)),
        ("2023-06-15", 0.5),  # 36 months: one half-life beyond 12
        ("2021-06-15", 0.25),
        ("2023-06", 0.5),  # counts from the first of the month
        ("2023", 0.5 ** (29 / 24)),  # and of the year: 41 months
    ],
)
def test_freshness_halves_every_two_years_after_the_first(retrieved, freshness):
    assert as_of_today(retrieved=[retrieved]).freshness == freshness


def test_only_the_newest_source_counts():
    assert as_of_today(retrieved=["2010", "2026-06-01", "", "2019-01-01"]).freshness == 1


def test_sources_without_a_date_say_nothing_of_age():
    assert (as_of_today(retrieved=["", ""]).freshness, as_of_today(retrieved=[]).freshness) == (1, 1)


def test_evidence_loses_a_twentieth_for_each_missing_layer_and_unconfirmed_mapping():
    shown = as_of_today(unsourced=["pay", "level"], unconfirmed=1)
    assert shown.evidence == pytest.approx(0.85)
    assert shown.value == pytest.approx(0.9 * 0.85)


def test_evidence_never_falls_below_nothing():
    assert as_of_today(unsourced=LAYERS, unconfirmed=99).value == 0


def test_the_reasons_are_told_in_words_with_their_shares():
    shown = as_of_today(retrieved=["2023-06-15"], unsourced=["pay", "level"], unconfirmed=2)
    assert shown.reasons == (
        "the newest source is 36 months old (× 0.50)",
        "no source for pay, level (− 0.10)",
        "2 mappings that no person confirmed (− 0.10)",
    )
    assert as_of_today(unconfirmed=1).reasons == ("1 mapping that no person confirmed (− 0.05)",)


def test_todays_band_is_that_of_the_number_shown():
    """.795 is shown as 0.80 or 0.79, and the band beside it never contradicts it."""
    for thousandths in range(1001):
        shown = scoring.Today(thousandths / 1000, 1, 1, ())
        assert shown.band == band(Fraction(shown.shown))


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-31", 2),
        ("2025-12-15", "2026-01-15", 1),
        ("2026-05-01", "2026-04-01", 0),
    ],
)
def test_months_are_whole_and_never_negative(earlier, later, months):
    assert months_between(datetime.date.fromisoformat(earlier), datetime.date.fromisoformat(later)) == months


def test_the_newest_of_partial_dates():
    assert newest(["2025", "2025-03", "2025-02-27"]) == datetime.date(2025, 3, 1)
    assert newest(["", ""]) is None


# -- layers ----------------------------------------------------------------------------------------


def test_layers_that_no_source_speaks_for():
    sources = [{"layers": ["pay", "skills"]}, {"layers": ["summary", "pay"]}, {"layers": []}, {}]
    assert scoring.unsourced(sources) == ["responsibilities", "guidelines", "mappings", "level"]
    assert scoring.unsourced([{"layers": list(LAYERS)}]) == []
    assert scoring.unsourced([]) == list(LAYERS)
