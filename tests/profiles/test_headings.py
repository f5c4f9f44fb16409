"""Headings: the shared texts as the last approval sealed them, and nothing newer."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import workflow
from profiles.headings import hang, hang_skills, keep, keep_all_anew
from profiles.models import Heading, HeadingVersion, SkillHeading
from taxonomy.models import Function, Skill
from tests.factories import approved, approver, in_review, next_version, payload

pytestmark = pytest.mark.django_db


def basis(**changes):
    given = payload()["basis"]
    return given | {name: given[name] | change for name, change in changes.items()}


def rows():
    return {h.kind: (h.code, h.parent, h.group, h.name, json.loads(h.text)) for h in Heading.objects.all()}


def test_a_basis_hangs_its_function_focus_track_and_level():
    hang([basis(function={"group": "Make"})])
    given = payload()["basis"]
    assert rows() == {
        "function": (
            given["function"]["code"],
            "",
            "Make",
            "Plant Operations",
            {"summary": given["function"]["summary"]},
        ),
        "focus": (
            given["focus"]["code"],
            given["function"]["code"],
            "",
            "Line Leadership",
            {"summary": given["focus"]["summary"]},
        ),
        "track": ("M", "", "", "Management", {"summary": "", "order": 3, "levels": given["levels"]}),
        "level": ("M4", "M", "", given["level"]["title"], given["level"]),
    }


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("function", {"name": "Renamed"}),
        ("function", {"summary": "Retold."}),
        ("function", {"group": "Regrouped"}),
        ("focus", {"name": "Renamed"}),
        ("focus", {"summary": "Retold."}),
        ("track", {"name": "Renamed"}),
        ("track", {"summary": "Retold."}),
        ("level", {"title": "Renamed"}),
        ("level", {"scope": "Retold."}),
    ],
)
def test_what_differs_is_hung_anew_and_the_rest_stays(kind, change):
    hang([basis()])
    before = rows()
    hang([basis(**{kind: change})])
    assert {name for name, row in rows().items() if row != before[name]} == {kind}


def test_a_new_step_of_the_ladder_is_hung_with_its_track():
    hang([basis()])
    hang([basis() | {"levels": basis()["levels"][:2]}])
    assert [row["code"] for row in rows()["track"][4]["levels"]] == ["M1", "M2"]


def test_what_hangs_already_is_not_written_again():
    hang([basis()])
    with CaptureQueriesContext(connection) as captured:
        hang([basis()])
    assert [query["sql"].split()[0] for query in captured] == ["SELECT"]


def test_of_several_the_last_counts():
    hang([basis(focus={"name": "First"}), basis(focus={"name": "Last"})])
    assert rows()["focus"][3] == "Last"


def test_a_function_and_a_focus_may_bear_one_code():
    hang([basis(function={"code": "SAME"}, focus={"code": "SAME"})])
    assert sorted(Heading.objects.filter(code="SAME").values_list("kind", flat=True)) == ["focus", "function"]


# -- skills ------------------------------------------------------------------------------------------


def skills():
    return {h.address: (h.name, h.type, h.current) for h in SkillHeading.objects.all()}


def test_an_approval_hangs_the_skills_it_names_and_a_submission_none():
    revision = in_review()
    assert skills() == {}
    workflow.approve(revision, by=approver(), seal=revision.seal)
    assert skills() == {
        "shift-planning": ("Shift planning", "skill", True),
        "power-bi": ("Power BI", "tool", True),
        "labour-law": ("Labour law", "knowledge", True),
    }


def test_a_renamed_skill_keeps_its_old_address_and_the_last_approved_name_is_current():
    revision = approved(skills=[{"name": "Shift planning"}])
    Skill.objects.update(name="Rostering", folded="rostering")
    assert skills() == {"shift-planning": ("Shift planning", "skill", True)}
    next_version(revision, skills=[{"name": "Rostering"}])
    assert skills() == {
        "shift-planning": ("Shift planning", "skill", False),
        "rostering": ("Rostering", "skill", True),
    }
    assert SkillHeading.objects.values("skill").distinct().count() == 1


def test_skills_that_hang_already_are_not_written_again():
    revision = approved()
    pairs = [(revision, json.loads(revision.payload))]
    with CaptureQueriesContext(connection) as captured:
        hang_skills(pairs)
    assert [query["sql"].split()[0] for query in captured] == ["SELECT", "SELECT"]


# -- what they said before ---------------------------------------------------------------------------


def versions():
    told = HeadingVersion.objects.filter(kind="function").values_list("name", "since", "until")
    return [(name, since.day, until and until.day) for name, since, until in told]


def at(day):
    return datetime.datetime(2027, 1, day, tzinfo=datetime.UTC)


def test_a_heading_keeps_what_it_said_from_one_approval_to_another():
    keep([basis()], at=at(1))
    keep([basis()], at=at(2))
    keep([basis(function={"name": "Renamed"})], at=at(3))
    keep([basis(function={"name": "Again"})], at=at(3))
    assert versions() == [("Plant Operations", 1, 3), ("Again", 3, None)]


def test_all_versions_can_be_made_anew_from_the_shelf():
    first = approved()
    Function.objects.update(name="Renamed")
    next_version(first)
    approved(code="PLANTO.OTHER1.M4")
    told = ("kind", "code", "parent", "group", "name", "text", "since", "until")
    before = list(HeadingVersion.objects.values_list(*told))
    HeadingVersion.objects.update(name="Forged")
    keep_all_anew()
    assert list(HeadingVersion.objects.values_list(*told)) == before
    assert len(before) == 6  # a function twice, two focuses, a track, a level
