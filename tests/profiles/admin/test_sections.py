"""The desk form in sections: findings beside what they speak of, what is inherited, what can be read alongside."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles.admin.sections import SECTIONS
from profiles.models import Profile
from profiles.people import CURATORS, REVIEWERS
from taxonomy.models import Function, PayBaseline
from tests.factories import curator, external, ladder, on_desk, person, returned
from tests.profiles.admin.filled import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(person("carla", CURATORS, is_staff=True))
    return client


def address(profile: Profile) -> str:
    return reverse("admin:profiles_profile_change", args=[profile.pk])


def opened(client, profile: Profile):
    return client.get(address(profile))


def sections(response) -> dict:
    return {section.anchor: section for section in response.context["sections"]}


def test_every_finding_stands_in_one_section(desk):
    profile = on_desk(by=curator(), panel=[], sources=[], skills=[{"name": "Lean"}], responsibilities=["One"])
    response = opened(desk, profile)
    found = {anchor: [t.finding.where for t in s.findings] for anchor, s in sections(response).items() if s.findings}
    assert set(found) == {"definition", "responsibilities", "skills", "sources", "mappings", "panel"}
    assert sum(map(len, found.values())) == len(response.context["beside"].findings)
    assert sections(response)["sources"].count == 0
    page = response.content.decode()
    for anchor in SECTIONS:
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page


def test_findings_follow_the_save(desk):
    profile = on_desk(by=curator(), responsibilities=["One", "Two", "Three"])
    assert not sections(opened(desk, profile))["responsibilities"].findings
    form = filled(opened(desk, profile), "profile_form") | {"responsibilities_text": "One\nTwo", "_continue": "Save"}
    response = desk.post(address(profile), form, follow=True)
    [told] = sections(response)["responsibilities"].findings
    assert told.finding.message == "at least 3 responsibilities expected, found 2"
    assert response.content.decode().count(told.finding.message) == 2  # in its section, and at the side


def test_a_mistake_marks_its_section(desk):
    profile = on_desk(by=curator())
    form = filled(opened(desk, profile), "profile_form")
    response = desk.post(address(profile), form | {"title": "", "mappings-0-code": "no code"})
    assert [anchor for anchor, s in sections(response).items() if s.is_wrong] == ["definition", "mappings"]


def test_what_an_empty_field_inherits_is_shown(desk):
    profile = on_desk(by=curator(), summary="", pay=None)
    us = {"level": ladder()["M4"], "currency": "USD", "region": "US"}
    PayBaseline.objects.create(function=Function.objects.get(), median=151_000, **us)
    page = opened(desk, profile).content.decode()
    assert f"Inherited from the focus:</strong> {profile.focus.summary}" in page
    assert 'Inherited from the function baseline:</strong> <span class="num">$151k</span>' in page
    assert "this profile (none) → function baseline (found)" in page
    assert "0.90 (4.5 ÷ 5)" in page


def test_figures_and_panel_are_for_those_who_may_see_them(client):
    profile = on_desk(by=curator())
    external(profile, "Wanda Whisper", comment="a canary")
    client.force_login(person("rita", REVIEWERS, is_staff=True))
    page = opened(client, profile).content.decode()
    assert "164" not in page
    assert "Wanda" not in page
    assert "0.90" not in page
    assert 'id="pay"' not in page


def test_the_levels_next_to_it_lie_open(desk):
    for level in ("M2", "M3", "M5", "P4"):
        on_desk(code=f"PLANTO.LINELEADE1A8.{level}", by=curator())
    profile = on_desk(by=curator())
    told = [(s.profile.level.code, s.is_near) for s in opened(desk, profile).context["beside"].siblings]
    assert told == [("P4", False), ("M2", False), ("M3", True), ("M5", True)]


def test_why_it_came_back_stands_on_the_form(desk):
    revision = returned()
    assert "<strong>Sent back by axel" in opened(desk, revision.profile).content.decode()


def test_a_new_profile_has_the_same_sections(desk):
    ladder()
    response = desk.get(reverse("admin:profiles_profile_add"))
    assert set(sections(response)) == set(SECTIONS)


def test_the_form_costs_the_same_however_many_rows(desk):
    costs = []
    for count in (1, 3):
        skills = [{"name": f"S{count}{n}"} for n in range(count)]
        sources = [{"title": f"T{n}"} for n in range(count)]
        profile = on_desk(code=f"PLANTO.COST{count}.M4", by=curator(), skills=skills, sources=sources)
        opened(desk, profile)
        with CaptureQueriesContext(connection) as captured:
            opened(desk, profile)
        costs.append(len(captured))
    assert costs[0] == costs[1]
