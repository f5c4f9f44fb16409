"""Hints on wording: what is told, and what is concrete enough to be left alone."""

from typing import Any

import pytest

from profiles.wording import hints, length_of


def text(*lines: str, summary: str = "", skills: tuple[str, ...] = ()) -> dict[str, Any]:
    uses = [{"name": "X", "summary": told} for told in skills]
    return {"summary": summary, "responsibilities": list(lines), "skills": uses}


def codes(*lines: str, **parts) -> list[tuple[str, str]]:
    return [(hint.code, hint.words) for hint in hints(text(*lines, **parts))]


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("Supports the team in its daily work", "Supports"),
        ("Actively contribute to the community", "contribute"),
        ("Is responsible for vendor management", "Is responsible"),
        ("Have a good understanding of the whole system", "Have a good understanding"),
        ("Works with partners on their roadmaps", "Works with"),
    ],
)
def test_a_line_that_begins_vaguely_and_names_nothing_is_hinted_at(line, verb):
    assert codes(line) == [("wording.vague", verb)]


@pytest.mark.parametrize(
    "line",
    [
        "Supports 12 technicians on nights",  # a figure
        "Ensures that every OSHA record is closed",  # a name
        "Works with auditors to close findings",  # what it comes to
        "Supports the changeover of moulds by laying out tools, checking fixtures and clearing the station beforehand",
        "Plans the shifts of the team",
    ],
)
def test_what_is_concrete_is_left_alone(line):
    assert codes(line) == []


def test_phrases_that_fit_any_job_and_nouns_without_an_object_are_hinted_at():
    assert codes("Builds world-class teams by leveraging talent") == [
        ("wording.empty", "world-class"),
        ("wording.empty", "leveraging"),
    ]
    assert codes("Defines targets and drives strategic initiatives") == [("wording.untold", "initiatives")]
    assert codes("Defines targets and drives initiatives against scrap") == []
    assert codes("Reads how debt changes leverage ratios") == []


def test_coded_and_gendered_words_are_hinted_at_wherever_they_stand():
    assert codes("Names the chairman of the jury", summary="A fearless leader.", skills=("Nurturing talks",)) == [
        ("wording.coded", "fearless"),
        ("wording.gendered", "chairman"),
        ("wording.coded", "Nurturing"),
    ]
    [hint] = hints(text("Plans manpower by week"))
    assert (hint.place, hint.message) == ("responsibilities, line 1", "names one gender; “staff” names none")


def test_words_that_have_a_plain_meaning_at_work_are_no_hint():
    plain = (
        "Owns first-pass yield, ends a tender, keeps sensitive data, analyses trust and refuses aggressive accounting"
    )
    assert codes(plain) == []


def test_a_hard_text_is_told_with_its_grade():
    hard = "Operationalises organisational transformation methodologies encompassing interdisciplinary collaboration"
    [hint] = [hint for hint in hints(text(*[hard] * 5)) if hint.code == "wording.hard"]
    assert (hint.where, hint.line, hint.message[:15]) == ("responsibilities", 0, "reads at grade ")
    assert [hint.code for hint in hints(text(hard))] == []  # too few words to mean anything


@pytest.mark.parametrize(
    ("siblings", "told"),
    [
        ([10, 12, 11], ["20 words, the other levels have 11 in the middle: is there so much more to say?"]),
        ([40, 44, 0], ["20 words, the other levels have 42 in the middle: is there so much less to say?"]),
        ([12, 12], []),  # 12 × 1.75 = 21
        ([10], []),
        ([], []),
    ],
)
def test_a_length_out_of_line_with_its_siblings_is_told(siblings, told):
    lines = ["Plans shifts by week", "Signs cards every evening", "Hires two fitters yearly"]
    lines += ["Opens valves after checks", "Writes notes by hand"]
    assert length_of(lines) == 20
    assert [hint.message for hint in hints(text(*lines), siblings)] == told
