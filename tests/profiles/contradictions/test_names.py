"""Aliases of two roles, neighbours that are not there, and skills under two spellings."""

import pytest

from profiles.contradictions import Around, Names, Places, bordering, contradictions, plain
from profiles.contradictions.names import spellings_of
from tests.factories import payload
from tests.profiles.contradictions.telling import of_focus, told


def test_an_alias_of_two_roles_is_told():
    around = Around(captions={"plant director": Places(("A.B.M5",), 1)})
    aliases = [{"title": "Plant Director", "locale": "", "source": ""}]
    message = "“Plant Director” is also a title of A.B.M5: whoever asks for it is led to both"
    assert told(around, aliases=aliases) == [("aliases.twice", message)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The rest is the work of Procurement & Sourcing.", ["Procurement & Sourcing"]),
        ("Crews belong to Manufacturing Management / Operations Leadership, too.", 1),
        ("Unlike Finance Leadership it owns the models.", ["Finance Leadership"]),
        ("Where Production Line Operation works to the standard, this changes it.", ["Production Line Operation"]),
        ("Distinct from Quality and from others.", ["Quality"]),
        ("Where Customers ask, this answers; unlike others it lies with nobody.", []),
        ("", []),
    ],
)
def test_what_a_definition_names_as_its_neighbours(text, named):
    found = bordering(text)
    assert found == (["Manufacturing Management / Operations Leadership"] if named == 1 else named)


def test_a_neighbour_that_is_not_there_is_told_of_the_focus_and_of_the_profile():
    names = Names(["Process & Manufacturing Engineering", "Process Quality"])
    note = "Defects belong to Quality, tools are the business of others and setting up is for Tool Making."
    message = "the definition names “Tool Making” as a neighbour, and no focus or function is called so"
    assert told(Around(names=names), **of_focus(note)) == [("focus.neighbour", message)]
    found = contradictions(payload(summary=note), Around(names=names))
    assert [(one.where, one.of) for one in found] == [("summary", "Tool Making")]
    assert told(Around(names=Names(["Tool Making", "Quality"])), **of_focus(note)) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Root Cause Analysis", "Root-cause analysis", True),
        ("Labour Law", "Labor Law", True),
        ("Organisation Design", "Organization design", True),
        ("Safety & Compliance", "Safety and Compliance", True),
        ("Service Level Agreement", "Service Level Agreements", True),
        ("Financial Modelling", "Financial Modeling", True),
        ("C", "C++", False),
        ("C#", "C", False),
        ("Business Analysis", "Business Analyst", False),
        ("Planning", "Capacity Planning", False),
    ],
)
def test_what_two_spellings_have_in_common(one, other, same):
    assert (plain(one) == plain(other)) is same


def test_the_rarer_spelling_is_told_with_the_usual_one():
    usual = spellings_of([("Root Cause Analysis", 7), ("Root-Cause Analysis", 2), ("Coaching", 9)])
    assert usual == {"Root-Cause Analysis": ("Root Cause Analysis", 7)}
    assert spellings_of([("B-c", 1), ("B c", 1)]) == {"B-c": ("B c", 1)}  # as many of either: by the alphabet
    skills = [{"name": name, "type": "skill", "summary": "Own use."} for name in ("Root-Cause Analysis", "Coaching")]
    assert told(Around(spellings=usual), skills=skills) == [
        ("skills.spelled", "“Root-Cause Analysis” is written “Root Cause Analysis” in 7 other profiles")
    ]


def test_a_profile_that_names_a_skill_twice_is_told_without_any_other():
    skills = [{"name": name, "type": "skill", "summary": "Own use."} for name in ("Labour Law", "Labor law")]
    message = "“Labor law” and “Labour Law” are one skill under two spellings"
    assert told(Around(), skills=skills) == [("skills.twice", message)]
