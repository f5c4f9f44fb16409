"""Scope words along a ladder: shift < unit < department < plant < several sites < company."""

import pytest

from profiles.contradictions import Around, Reached
from profiles.contradictions.reach import reach
from tests.profiles.contradictions.telling import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Runs one shift or production area of about 20 operators: places the crew", 1),
        ("Manages three to five supervisors over all shifts of one line group, and owns its output", 2),
        ("Heads a department of 100–200 people in several line groups", 3),
        ("Directs finance for one site with its close", 4),
        ("Runs three to six plants through plant directors", 5),
        ("Leads finance for a business unit of 2,000 people", 5),
        ("Heads operating finance for all segments of a company with $3–5 billion in revenue", 6),
        # What belongs to it, is counted by it, or comes after what is led.
        ("Sets the company's standards for forecasting", 0),
        ("Counsels the chief executive's team on strategy", 0),
        ("Loads 8–12 trailers a shift", 0),
        ("Manages six buyers who serve two plants", 0),
        ("Carries second-line tickets, also those of a plant", 0),
        ("", 0),
    ],
)
def test_how_far_a_first_sentence_reaches(text, expected):
    assert reach(text) == expected


def test_a_level_that_reaches_less_far_than_one_below_it_is_told():
    ladder = (Reached("M2", 5, 4), Reached("M3", 6, 3), Reached("M5", 8, 6))
    message = "M4 begins with the reach of a unit, and M2 below it already has that of a plant"
    assert told(Around(reached=ladder), responsibilities=["Leads one team.", "Plans."]) == [("level.reach", message)]
    assert told(Around(reached=ladder), responsibilities=["Directs one plant.", "Plans."]) == []
    assert told(Around(reached=ladder), responsibilities=["Plans.", "Leads one team."]) == []
