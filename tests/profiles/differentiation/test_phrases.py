"""Words brought to their stems, phrases of two, and how much of one line stands in another; reckoned by hand."""

import pytest

from profiles.differentiation.phrases import grams, sameness, stem, stems


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("manage manages managed managing", "manag"),
        ("plan plans planning planned", "plan"),
        ("facility facilities", "facility"),
        ("process processes", "proces"),
        ("bus", "bus"),
        ("using", "using"),  # too short for what is left of it to tell anything
    ],
)
def test_forms_of_a_word_are_one_stem(words, one):
    assert {stem(word) for word in words.split()} == {one}


def test_words_of_grammar_are_left_out_and_names_stay_whole():
    assert stems("Plans the shifts of the R&D unit, and what is on Power-BI") == [
        "plan",
        "shift",
        "r&d",
        "unit",
        "power-bi",
    ]


def test_a_line_is_its_stems_and_every_two_that_follow_one_another():
    assert grams("Plans the shifts of one line") == {
        "plan",
        "shift",
        "one",
        "lin",
        "plan shift",
        "shift one",
        "one lin",
    }
    assert grams("") == frozenset()


def test_sameness_is_how_much_of_the_shorter_line_stands_in_the_other():
    # plan, shift, line and "plan shift" of seven each
    assert sameness(grams("Plans the shifts of one line"), grams("Planning shifts of six lines")) == (4, 7)
    assert sameness(grams("Trains operators"), grams("Trains operators and signs their cards")) == (3, 3)
    assert sameness(grams(""), grams("Trains operators")) == (0, 1)
