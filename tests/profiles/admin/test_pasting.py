"""Many rows at once on the desk form: pasted, checked line by line, and nothing lost on bad input."""

import pytest
from django.urls import reverse

from profiles.models import Mapping, Profile, Source
from profiles.people import CURATORS, REVIEWERS
from taxonomy.models import Skill
from tests.factories import curator, on_desk, person
from tests.profiles.admin.filled import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile() -> Profile:
    return on_desk(by=curator())


@pytest.fixture
def desk(client):
    client.force_login(person("desk.mine", CURATORS, is_staff=True))
    return client


def address(profile: Profile) -> str:
    return reverse("admin:profiles_profile_change", args=[profile.pk])


def paste(client, profile: Profile, prefix: str, *lines: str, **changes):
    form = filled(client.get(address(profile)), "profile_form")
    return client.post(address(profile), form | {f"{prefix}-many": "\n".join(lines)} | changes)


def skills(profile: Profile) -> list[tuple]:
    return list(profile.skill_uses.values_list("skill__name", "skill__type", "summary"))


def mistakes(response) -> list[str]:
    assert response.status_code == 200
    return [told for formset in response.context["inline_admin_formsets"] for told in formset.formset.non_form_errors()]


def test_skills_are_pasted_below_those_that_stand_in_their_order(desk, profile):
    standing = skills(profile)
    lines = ("Lean | knowledge | Halves set-up times", "- Welding", "power bi light\ttool\tShows scrap | by line", "")
    assert paste(desk, profile, "skill_uses", *lines).status_code == 302
    assert skills(profile) == [
        *standing,
        ("Lean", "knowledge", "Halves set-up times"),
        ("Welding", "skill", ""),
        ("power bi light", "tool", "Shows scrap | by line"),
    ]


def test_a_skill_that_the_canon_knows_stays_as_the_canon_has_it(desk, profile):
    Skill.objects.create(name="SAP", type="tool")
    assert paste(desk, profile, "skill_uses", "sap | knowledge | Plans").status_code == 302
    assert skills(profile)[-1] == ("SAP", "tool", "Plans")


def test_every_bad_line_is_told_by_its_number_and_nothing_is_written_or_lost(desk, profile):
    before = skills(profile), Skill.objects.count()
    lines = ("Lean | gadget | x", "Good | skill | y", "POWER BI | tool", "a|b|c|d", "good", "bell\x07")
    response = paste(desk, profile, "skill_uses", *lines[:5], title="A new title")
    assert mistakes(response) == [
        "pasted line 1: type: 'skill', 'tool' or 'knowledge' expected, found 'gadget'",
        "pasted line 3: each skill once expected, “POWER BI | tool” stands here already",
        "pasted line 4: at most 3 cells (name | type | how it applies) expected, found 4",
        "pasted line 5: each skill once expected, “good” stands here already",
    ]
    page = response.content.decode()
    assert 'name="skill_uses-many"' in page
    assert "Lean | gadget | x\nGood | skill | y" in page
    assert 'value="A new title"' in page
    assert (skills(profile), Skill.objects.count()) == before
    assert mistakes(paste(desk, profile, "skill_uses", lines[5])) == [
        "pasted: text without control characters expected, found U+0007"
    ]


def test_a_skill_whose_row_goes_can_come_again_pasted(desk, profile):
    [number] = [n for n, (name, _, _) in enumerate(skills(profile)) if name == "Power BI"]
    gone = {f"skill_uses-{number}-DELETE": "on"}
    assert paste(desk, profile, "skill_uses", "Power BI | tool | Anew", **gone).status_code == 302
    assert skills(profile)[-1] == ("Power BI", "tool", "Anew")


def test_sources_are_pasted_with_their_layers(desk, profile):
    line = "Job zones | https://example.org/z | O*NET | 2026-08 | CC BY 4.0 | Summary, pay; level"
    assert paste(desk, profile, "sources", line, "Only a title").status_code == 302
    *_, zones, bare = profile.sources.all()
    assert (zones.title, zones.publisher, zones.layers) == ("Job zones", "O*NET", ["summary", "pay", "level"])
    assert (bare.title, bare.url, bare.layers) == ("Only a title", "", [])
    told = mistakes(paste(desk, profile, "sources", "x | javascript:alert(1)", "y | | | | | gossip"))
    assert [line.partition(": ")[0] for line in told] == ["pasted line 1", "pasted line 2"]
    assert Source.objects.count() == 3


def test_a_pasted_mapping_is_confirmed_by_who_pasted_it(desk, profile):
    assert paste(desk, profile, "mappings", "ESCO | 1321.2 | Production managers | exact | by hand").status_code == 302
    assert Mapping.objects.get(system="ESCO").confirmed_by.get_username() == "desk.mine"
    told = mistakes(paste(desk, profile, "mappings", "O*NET/SOC | 11-3051.00", "O*NET/SOC | 113051"))
    assert len(told) == 2


def test_no_more_rows_than_a_record_can_hold(desk, profile):
    lines = [f"S | {n}" for n in range(100)]
    assert mistakes(paste(desk, profile, "mappings", *lines)) == ["at most 100 expected, found 101 with what is pasted"]
    assert paste(desk, profile, "mappings", *lines[:99]).status_code == 302
    assert desk.get(address(profile)).status_code == 200


def test_three_hundred_rows_are_saved(desk, profile):
    lines = [f"Skill {n} | tool | use {n}" for n in range(297)]
    assert paste(desk, profile, "skill_uses", *lines).status_code == 302
    form = filled(desk.get(address(profile)), "profile_form")
    assert form["skill_uses-TOTAL_FORMS"] == ["300"]
    changed = {f"skill_uses-{n}-summary": f"again {n}" for n in range(300)}
    assert desk.post(address(profile), form | changed).status_code == 302
    assert [use.summary for use in profile.skill_uses.all()] == [f"again {n}" for n in range(300)]


def test_layers_are_ticked_and_others_refused(desk, profile):
    form = filled(desk.get(address(profile)), "profile_form")
    assert len(form["sources-0-layers"]) == 7
    assert desk.post(address(profile), form | {"sources-0-layers": ["pay", "level"]}).status_code == 302
    assert Source.objects.get().layers == ["pay", "level"]
    response = desk.post(address(profile), form | {"seen": "1", "sources-0-layers": ["gossip"]})
    assert response.status_code == 200
    assert Source.objects.get().layers == ["pay", "level"]


def test_what_is_pasted_survives_that_somebody_else_saved(desk, profile):
    mine = filled(desk.get(address(profile)), "profile_form") | {"skill_uses-many": "Lean | knowledge | Mine"}
    paste(desk, profile, "skill_uses", "Welding")
    response = desk.post(address(profile), mine)
    assert response.status_code == 409
    assert desk.post(address(profile), filled(response, address(profile))).status_code == 302
    assert {name for name, _, _ in skills(profile)} >= {"Lean", "Welding"}


def test_a_reader_has_nowhere_to_paste(client, profile):
    client.force_login(person("rita", REVIEWERS, is_staff=True))
    page = client.get(address(profile)).content.decode()
    assert 'name="skill_uses-many"' not in page
    assert "Shift planning" in page
