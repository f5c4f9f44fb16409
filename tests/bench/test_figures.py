"""Medians and ratios of rounds, worked out by hand."""

from bench import figures

RUN = {"pages": {"profile": {"site": {"rps": [100, 110, 120], "wire": 7}, "naive": {"rps": [10, 10, 20]}}}}


def test_a_ratio_is_the_median_of_rounds_and_its_noise_half_of_their_spread():
    # 10, 11 and 6 times
    assert figures.ratio([100, 110, 120], [10, 10, 20]) == (10.0, 2.5)


def test_of_a_run_what_was_measured_is_told():
    assert figures.ratio_of(RUN, "profile", "site", "naive") == (10.0, 2.5)
    assert figures.ratio_of(RUN, "profile", "site", "nginx") is None
    assert figures.of(RUN, "profile", "site", "wire") == 7
    assert figures.of(RUN, "search", "site") is None


def test_a_figure_that_was_taken_once_is_its_own_median():
    assert [figures.median(7), figures.median([3, 1, 2])] == [7, 2]
