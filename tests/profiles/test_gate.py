"""The gate: one test for every finding, each from a payload that has this fault and no other."""

import pytest

from profiles import gate
from profiles.gate import Finding, Severity, rubric_years
from tests.factories import payload, review

BLOCKING, WARNING, NOTE = Severity


def found(**changes):
    return gate.findings(payload(**changes))


def codes(**changes):
    return [finding.code for finding in found(**changes)]


def scored(*reviews):
    """Reviews as a payload has them, beside no stated confidence."""
    marks = {"stale": False, "objections": []}
    return {"panel": [marks | said for said in reviews], "confidence": None}


def basis(**changes):
    return {"basis": payload()["basis"] | changes}


def test_a_sound_profile_has_no_findings():
    assert found() == []


# -- panel -----------------------------------------------------------------------------------------


def test_panel_missing():
    assert found(panel=[]) == [Finding("panel.missing", BLOCKING, "panel", "no panel review recorded")]


def test_panel_reviewers():
    assert found(**scored(review("Rita"))) == [
        Finding("panel.reviewers", BLOCKING, "panel", "at least 2 reviewers expected, found 1")
    ]


def test_panel_unscored():
    assert found(**scored(review("Rita"), review("Ravi", concreteness=None))) == [
        Finding("panel.unscored", BLOCKING, "panel", "Concreteness: a score by every reviewer expected, found 1 of 2")
    ]


def test_panel_unscored_by_anybody():
    nobody = scored(review("Rita", concreteness=None), review("Ravi", concreteness=None))
    assert codes(**nobody) == ["panel.unscored"]


def test_panel_minimum():
    assert found(**scored(review("Rita", concreteness=3.5), review("Ravi", concreteness=4))) == [
        Finding("panel.minimum", BLOCKING, "panel", "Concreteness: a mean of at least 4 expected, found 3.75")
    ]


def test_panel_minimum_is_not_bought_off_by_a_good_mean():
    assert codes(**scored(review("Rita", 5, concreteness=3.5), review("Ravi", 5, concreteness=3.5))) == [
        "panel.minimum"
    ]


def test_panel_minimum_is_judged_on_raw_values():
    """3.95 is shown as 4.0 and still fails, and the finding says why."""
    reviews = [review(f"R{i}", 4) for i in range(18)] + [review(f"H{i}", 4, concreteness=3.5) for i in range(2)]
    assert [finding.message for finding in found(**scored(*reviews))] == [
        "Concreteness: a mean of at least 4 expected, found 3.95"
    ]


def test_four_passes_the_gate():
    assert codes(**scored(review("Rita", 4), review("Ravi", 4))) == []


def test_panel_low_score():
    """Enough fives lift the mean over four, the two still stands in the way."""
    reviews = scored(*(review(f"R{i}", 5) for i in range(9)), review("Two", 5, concreteness=2))
    assert found(**reviews) == [
        Finding("panel.low_score", BLOCKING, "panel", "no score of 2 or less expected, found 2.0")
    ]


def test_two_and_a_half_is_no_low_score():
    assert codes(**scored(*(review(f"R{i}", 5) for i in range(9)), review("Half", 5, concreteness=2.5))) == []


def test_panel_agreement():
    """s² = 13/12 in every dimension, so r_wg = 1 − 13/24."""
    reviews = scored(review("Rita", 5), review("Ravi", 3), review("Rosa", 4.5))
    assert [(f.code, f.severity, f.message) for f in found(**reviews)] == [
        ("panel.agreement", WARNING, "reviewers agree at 0.46; .70 is wanted (r_wg)"),
    ]


@pytest.mark.parametrize(("last", "told"), [(4.5, []), (5, ["panel.agreement"])])
def test_panel_agreement_is_wanted_from_seventy_on(last, told):
    """Six scores with s² = .6 agree at .70 exactly."""
    scores = (2.5, 4, 4, 4.5, 4.5, last)
    assert codes(**scored(*(review(f"R{i}", score) for i, score in enumerate(scores)))) == told


def test_panel_stale():
    assert found(**scored(review("Rita") | {"stale": True}, review("Ravi"))) == [
        Finding("panel.stale", BLOCKING, "panel", "Rita scored an earlier text: those scores do not count for this one")
    ]


TEXT = "Two lines are not six."


def objected(**objection):
    return scored(review("Rita") | {"objections": [{"text": TEXT, "answer": ""} | objection]}, review("Ravi"))


def test_panel_objection():
    assert found(**objected(outcome="open")) == [
        Finding("panel.objection", BLOCKING, "panel", f"Rita objects and has no answer: {TEXT}")
    ]


def test_panel_objection_that_is_upheld():
    assert found(**objected(answer="Six, see the plan.", outcome="stands")) == [
        Finding("panel.objection", BLOCKING, "panel", f"Rita upholds an objection: {TEXT}")
    ]


def test_panel_unruled():
    message = f"Rita has not ruled yet whether the answer settles it: {TEXT}"
    assert found(**objected(answer="Six, see the plan.", outcome="answered")) == [
        Finding("panel.unruled", WARNING, "panel", message)
    ]


@pytest.mark.parametrize("outcome", ["withdrawn", "fixed"])
def test_an_objection_that_is_settled_passes(outcome):
    assert codes(**objected(outcome=outcome)) == []


@pytest.mark.parametrize(("answer", "told"), [("", ["panel.objection"]), ("Six.", ["panel.unruled"])])
def test_an_objection_that_was_sealed_before_there_were_rulings(answer, told):
    assert codes(**objected(answer=answer)) == told


def test_confidence_stated():
    assert found(confidence=0.95) == [
        Finding("confidence.stated", WARNING, "panel", "confidence is stated as 0.95, the panel gives 0.90")
    ]


@pytest.mark.parametrize("stated", [None, 0.9])
def test_confidence_that_follows_from_the_panel_is_no_finding(stated):
    assert codes(confidence=stated) == []


# -- completeness ----------------------------------------------------------------------------------


def test_responsibilities_missing():
    assert found(responsibilities=[]) == [
        Finding("responsibilities.missing", BLOCKING, "responsibilities", "no responsibility is written")
    ]


def test_responsibilities_few():
    assert found(responsibilities=["Plans", "Leads"]) == [
        Finding("responsibilities.few", WARNING, "responsibilities", "at least 3 responsibilities expected, found 2")
    ]


def test_responsibilities_twice():
    assert found(responsibilities=["Plans", "plans", "Leads", "Buys"]) == [
        Finding(
            "responsibilities.twice", WARNING, "responsibilities", "a responsibility stands 2 times: “plans”", "plans"
        )
    ]


def test_skills_missing():
    assert found(skills=[]) == [Finding("skills.missing", WARNING, "skills", "no skill is named")]


def test_skills_unused():
    skill = {"name": "Excel", "type": "tool", "summary": ""}
    assert found(skills=[skill]) == [
        Finding("skills.unused", NOTE, "skills", "Excel: its use in this focus is not told")
    ]


def test_summary_missing():
    silent = payload()["basis"]["focus"] | {"summary": ""}
    assert found(summary="", **basis(focus=silent)) == [
        Finding("summary.missing", WARNING, "summary", "neither the profile nor its focus has a definition")
    ]


def test_the_definition_may_come_from_the_focus():
    assert codes(summary="") == []


def test_guidelines_missing():
    others = [row for row in payload()["basis"]["guidelines"] if row["level"] != "M4"]
    assert found(**basis(guidelines=others)) == [
        Finding("guidelines.missing", WARNING, "guidelines", "the rubric has no row for this level")
    ]


# -- sources and mappings --------------------------------------------------------------------------


def source(**changes):
    return {"sources": [payload()["sources"][0] | changes]}


def test_sources_layer():
    assert found(**source(layers=["summary", "responsibilities", "guidelines", "skills", "pay"])) == [
        Finding("sources.layer", WARNING, "sources", "no source for mappings"),
        Finding("sources.layer", WARNING, "sources", "no source for level"),
    ]


@pytest.mark.parametrize("key", ["publisher", "retrieved"])
def test_sources_without_a_publisher_or_a_date(key):
    assert found(**source(**{key: ""})) == [
        Finding(f"sources.{key}", NOTE, "sources", f"“Occupational Outlook Handbook” names no {key}")
    ]


def test_sources_dead_in_form():
    message = "“Occupational Outlook Handbook” names neither a publisher nor a date: nobody can look it up again"
    assert found(**source(publisher="", retrieved="")) == [Finding("sources.dead", WARNING, "sources", message)]


def mapping(code, **changes):
    return payload()["mappings"][0] | {"code": code} | changes


def test_mappings_shape():
    assert found(mappings=[mapping("11-305")]) == [
        Finding("mappings.shape", BLOCKING, "mappings", "a code like 11-3051 or 11-3051.00 expected, found 11-305")
    ]


def test_codes_of_other_systems_have_shapes_of_their_own():
    assert codes(mappings=[mapping("1321", system="ISCO-08"), mapping("1321.2", system="ESCO")]) == []
    assert (
        codes(mappings=[mapping("13.21", system="ISCO-08"), mapping("1321", system="ESCO")]) == ["mappings.shape"] * 2
    )
    assert codes(mappings=[mapping("anything", system="In-house")]) == []


def test_mappings_unconfirmed():
    assert found(mappings=[mapping("11-3051", confirmed="")]) == [
        Finding("mappings.unconfirmed", NOTE, "mappings", "11-3051: no person has confirmed it")
    ]


def test_mappings_major():
    assert found(mappings=[mapping("11-3051"), mapping("17-2112.00"), mapping("99", system="ISCO-08")]) == [
        Finding("mappings.major", NOTE, "mappings", "codes of several SOC major groups: 11, 17")
    ]


# -- contradictions --------------------------------------------------------------------------------


def test_text_repeated():
    same = "Keeps the plant safe."
    skills = [{"name": "Safety", "type": "skill", "summary": same.upper()}]
    assert found(summary=same, skills=skills, responsibilities=[same, "Plans", "Leads"]) == [
        Finding(
            "text.repeated",
            WARNING,
            "summary",
            "the same text stands in 3 places: “keeps the plant safe.”",
            same.casefold(),
        )
    ]


def test_a_text_may_stand_in_two_places():
    same = payload()["basis"]["focus"]["summary"]
    assert codes(summary=same) == []


def rubric(experience):
    rows = payload()["basis"]["guidelines"]
    return basis(guidelines=[row | {"experience": experience} for row in rows])


def test_level_years():
    assert found(**rubric("3–5 years in a plant")) == [
        Finding("level.years", WARNING, "guidelines", "the level is typical of 10–15 years, its guideline says 3–5")
    ]


@pytest.mark.parametrize(
    ("experience", "contradicts"),
    [
        ("8–12 years", False),
        ("8–10 years", True),  # only touches 10–15
        ("15–20 years", True),
        ("14+ years", False),
        ("15+ years", True),
        ("5+", False),
        ("5–8+", False),
        ("many years", False),
        ("", False),
    ],
)
def test_level_years_by_what_the_rubric_says(experience, contradicts):
    assert codes(**rubric(experience)) == (["level.years"] if contradicts else [])


def test_years_of_a_level_that_tells_none_are_not_compared():
    level = payload()["basis"]["level"] | {"years_min": None, "years_max": None}
    assert codes(**basis(level=level)) == []


def test_years_of_a_level_that_is_open_above():
    level = payload()["basis"]["level"] | {"years_max": None}
    guidelines = [row | {"experience": "40–50"} for row in payload()["basis"]["guidelines"]]
    assert codes(**basis(level=level, guidelines=guidelines)) == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("10–15 years", (10, 15)),
        ("10-15 yrs", (10, 15)),
        (" 10 – 15 of them", (10, 15)),
        ("8+ years", (8, None)),
        ("15–22+ years", (15, None)),
        ("0–1", (0, 1)),
        ("5 years", None),
        ("about 5–8 years", None),
        ("120–130", None),
        ("2024+", None),
        ("", None),
    ],
)
def test_rubric_years(text, years):
    assert rubric_years(text) == years


# -- the list as a whole ---------------------------------------------------------------------------


def test_blocking_findings_come_first():
    severities = [f.severity for f in found(panel=[], skills=[], mappings=[mapping("11-3051", confirmed="")])]
    assert severities == [BLOCKING, WARNING, NOTE]


def test_only_blocking_findings_block():
    given = payload(panel=[], skills=[], mappings=[mapping("11-3051", confirmed="")])
    assert [finding.code for finding in gate.blocking(given)] == ["panel.missing"]


def test_every_check_is_on_the_list():
    checks = {name for name, value in vars(gate).items() if getattr(value, "__annotations__", {}).get("payload")}
    assert {check.__name__ for check in gate.CHECKS} == checks - {"findings", "blocking", "_own_guideline"}
