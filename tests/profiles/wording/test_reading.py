"""Syllables, sentences and the grade of a text, counted by hand."""

from fractions import Fraction

import pytest

from profiles.wording import grade, syllables
from profiles.wording.reading import sentences


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        *(("shift", 1), ("manager", 3), ("table", 2), ("line", 1), ("lines", 1), ("houses", 2), ("changes", 2)),
        *(("planned", 1), ("rated", 2), ("accountability", 6), ("R", 1), ("the", 1)),
    ],
)
def test_syllables_are_groups_of_vowels_without_a_silent_end(word, heard):
    assert syllables(word) == heard


def test_sentences_end_with_a_stop_and_a_text_has_at_least_one():
    assert [sentences(text) for text in ("", "Plans shifts", "Plans shifts. Signs.", "Plans: the 3.5 shifts")] == [
        0,
        1,
        2,
        2,
    ]


def test_the_grade_is_that_of_kincaid():
    # Six words of one syllable in one sentence: 0.39 × 6 + 11.8 × 1 − 15.59
    assert grade(["The cat sat on the mat."]) == Fraction(-145, 100)
    # Nine words in two texts, 3 + 1 + 1 + 2 + 1 and 1 + 1 + 2 + 2 syllables: 0.39 × 4.5 + 11.8 × 14/9 − 15.59 = 4.5206
    assert round(grade(["Manager plans shifts over two", "signs off budgets, daily"]), 2) == Fraction(452, 100)
    assert grade(["", " "]) is None
