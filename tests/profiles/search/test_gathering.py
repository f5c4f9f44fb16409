"""What was asked in several spellings is one question, by hand: which go together, in which order, and which do not."""

from dataclasses import dataclass

import pytest

from profiles.search.gathering import gathered, key_of


@dataclass(frozen=True)
class Asked:
    words: str
    count: int = 1
    resolutions: int = 0


def groups(*rows: Asked | str) -> list[list[str]]:
    found = gathered(Asked(row) if isinstance(row, str) else row for row in rows)
    return [[row.words for row in group.rows] for group in found]


def test_order_endings_and_a_slip_are_one_question_under_the_spelling_that_was_asked_most():
    rows = [
        Asked("night shift leader", 2),
        Asked("shift leaders night", 3),
        Asked("night shft leader"),
        Asked("welder", 7),
    ]
    assert groups(*rows) == [["welder"], ["shift leaders night", "night shift leader", "night shft leader"]]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("controller", "controler", True),  # one left out
        ("controler", "controller", True),
        ("welder", "wedler", True),  # two changed places
        ("planner", "plumber", False),  # two letters are others
        ("cook", "clerk", False),
        ("hse lead", "hr lead", False),  # short words are what they are
        ("shift lead", "shift lead nights", False),  # a word more is another question
        ("größe", "grosse", False),
    ],
)
def test_what_is_near_enough(one, other, together):
    assert groups(Asked(one, 2), other) == ([[one, other]] if together else [[one], [other]])


def test_the_most_asked_for_comes_first_and_counts_are_told_apart():
    found = gathered([Asked("a b", 2, 1), Asked("b a", 3, 3), Asked("c", 5)])
    assert [(group.first.words, group.count, group.resolutions, group.searches) for group in found] == [
        ("b a", 5, 4, 1),
        ("c", 5, 0, 5),
    ]


def test_a_key_is_the_same_for_the_same_words():
    assert key_of("managers of plants") == key_of("plant of manager") == ("manag", "of", "plant")
    assert key_of("") == ()
