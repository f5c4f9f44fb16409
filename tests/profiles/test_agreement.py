"""Krippendorff's α against published and hand-computed cases, and its interval against the jackknife written out."""

import math

import pytest

from profiles.agreement import NORMAL_95, Corpus

# Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*, section C: four observers, twelve units.
PUBLISHED = [
    *([1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4]),
    *([4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3]),
]


def corpus(*profiles) -> Corpus:
    found = Corpus()
    for texts in profiles:
        found.add(texts)
    return found


def test_the_published_example_for_interval_data():
    alpha = corpus(*([unit] for unit in PUBLISHED)).alpha()
    assert (round(alpha.value, 3), alpha.profiles, alpha.texts, alpha.scores) == (0.849, 11, 11, 40)


def test_by_hand():
    # 4, 5 | 4, 4: D_o = 2·1 ÷ 4; of all four SS = 0.75, so D_e = 2·0.75 ÷ 3 = 0.5 as well.
    assert corpus([[4, 5]], [[4, 4]]).alpha().value == 0
    # 3, 3 | 5, 5: nobody differs within a text.
    assert corpus([[3, 3]], [[5, 5]]).alpha().value == 1
    # 4, 5 | 5, 4: worse than chance: D_o = 1, D_e = 2·1 ÷ 3.
    assert corpus([[4, 5]], [[5, 4]]).alpha().value == pytest.approx(-0.5)


def test_halves_count_like_any_step():
    assert (
        corpus([[4.5, 5]], [[4.5, 4.5]], [[4, 4]]).alpha().value == corpus([[1, 2]], [[1, 1]], [[0, 0]]).alpha().value
    )


def test_where_all_scores_are_equal_there_is_nothing_to_say():
    assert corpus([[4, 4]], [[4, 4]]).alpha() is None
    assert corpus([[4]], []).alpha() is None


def test_the_interval_leaves_out_a_profile_at_a_time():
    profiles = [[[4, 5], [4, 4]], [[3, 3], [4, 3]], [[5, 5], [5, 4]], [[4, 5], [4, 4]]]
    whole = corpus(*profiles).alpha()
    left_out = [corpus(*(p for m, p in enumerate(profiles) if m != n)).alpha().value for n in range(4)]
    mean = sum(left_out) / 4
    error = math.sqrt(3 / 4 * sum((value - mean) ** 2 for value in left_out))
    assert whole.low == pytest.approx(whole.value - NORMAL_95 * error)
    assert whole.high == pytest.approx(min(1, whole.value + NORMAL_95 * error))
    assert whole.texts == 8
