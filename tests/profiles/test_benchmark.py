"""From wages of an occupation to figures of a level: the table of ranks, what lies between, and what is not told."""

from itertools import pairwise

import pytest

from profiles.benchmark import PERCENTILE_OF_RANK, apart, as_of, at, from_levels, from_percentiles, percentiles_of

MANAGERS = {10: 78_000, 25: 98_160, 50: 126_060, 75: 161_880, 90: 205_520}
TOPPED = MANAGERS | {90: None}


def test_the_seed_s_m4_lies_within_three_per_cent_of_the_proposal():
    proposal = from_percentiles("11-3051", 7, MANAGERS, edition="May 2025")
    assert (proposal.low, proposal.median, proposal.high) == (126_060, 161_880, 205_520)
    assert proposal.working == "11-3051, P75 for rank 7, national, May 2025; P50–P90"
    assert proposal.figures == {
        "currency": "USD",
        "median": 161_880,
        "low": 126_060,
        "high": 205_520,
        "basis": "modelled: P75 of 11-3051 for rank 7 (P50–P90)",
        "region": "US",
        "source": "BLS OEWS May 2025, 11-3051",
        "as_of": "2025-05",
    }
    seed = (129_000, 164_000, 209_000)
    told = (proposal.low, proposal.median, proposal.high)
    assert [abs(a - b) / a < 0.03 for a, b in zip(seed, told, strict=True)] == [True, True, True]


def test_the_higher_the_rank_the_higher_it_rests():
    assert sorted(PERCENTILE_OF_RANK.values()) == list(PERCENTILE_OF_RANK.values())
    middles = [from_percentiles("x", rank, MANAGERS, edition="May 2025").median for rank in range(1, 11)]
    assert all(lower <= upper for lower, upper in pairwise(middles))


def test_a_range_ends_where_nothing_further_out_is_published():
    assert [percentiles_of(rank) for rank in (1, 2, 7, 9, 10)] == [
        (None, 10, 30),
        (10, 20, 40),
        (50, 75, 90),
        (75, 90, None),
        (82, 90, None),
    ]


@pytest.mark.parametrize(("percentile", "figure"), [(10, 78_000), (50, 126_060), (62, 143_254), (82, 182_245)])
def test_between_published_percentiles_the_line_is_straight(percentile, figure):
    assert at(percentile, MANAGERS) == figure


def test_what_lies_above_what_the_survey_tells_is_left_open():
    proposal = from_percentiles("11-3051", 7, TOPPED, edition="May 2025")
    assert (proposal.median, proposal.high) == (161_880, None)
    assert proposal.working.endswith("; from P50")
    assert from_percentiles("11-3051", 9, TOPPED, edition="May 2025") is None


def test_four_levels_stand_for_ten_ranks():
    levels = {1: 78_280, 2: 99_974, 3: 121_586, 4: 143_042}
    told = [from_levels("11-3051", rank, levels, edition="2025-26", areas=530) for rank in (1, 4, 7)]
    assert [(one.low, one.median, one.high) for one in told] == [
        (None, 78_280, 99_974),
        (78_280, 99_974, 121_586),
        (121_586, 143_042, None),
    ]
    assert told[2].working == "11-3051, level 4 of 4 for rank 7, middle of 530 areas, 2025-26; from level 3"
    assert from_levels("11-3051", 7, {}, edition="2025-26", areas=0) is None


def test_dates_and_distances_are_told():
    assert [as_of(edition) for edition in ("May 2025", "2025-26", "spring")] == ["2025-05", "2025-07", ""]
    proposal = from_percentiles("11-3051", 7, MANAGERS, edition="May 2025")
    assert [apart(proposal, median) for median in (164_000, 161_880, 129_504)] == ["+1.3 %", "±0.0 %", "−20.0 %"]
