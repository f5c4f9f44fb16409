"""Waiving a finding on the desk and at a decision: pressed where it is told, seen by everybody who works here."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from profiles.models import Waiver
from profiles.people import APPROVERS, CURATORS
from tests.factories import curator, in_review, on_desk, person
from tests.profiles.admin.filled import filled

pytestmark = pytest.mark.django_db

FEW = {"responsibilities": ["One", "Two"]}
MESSAGE = "at least 3 responsibilities expected, found 2"


@pytest.fixture
def desk(client):
    client.force_login(person("carla", CURATORS, is_staff=True))
    return client


def form_of(client, address: str, code: str) -> dict:
    """What the browser sends of the form beside the one finding that may be waived."""
    page = client.get(address)
    row = next(one for one, _ in page.context["found"].open if one.finding.code == code)
    marks = {"code": row.finding.code, "place": row.finding.where, "mark": row.finding.mark}
    assert f'value="{row.finding.mark}"' in page.content.decode()
    return marks | {"reason": "a small role", "until": str(timezone.now().date() + datetime.timedelta(days=30))}


def opened(profile) -> str:
    return reverse("admin:profiles_profile_change", args=[profile.pk])


def test_waived_on_the_desk_and_seen_at_the_decision(desk):
    revision = in_review(**FEW)
    profile = revision.profile
    door = reverse("admin:profiles_profile_waive", args=[profile.pk])
    response = desk.post(door, form_of(desk, opened(profile), "responsibilities.few"), follow=True)
    page = response.content.decode()
    assert f"{MESSAGE}<span class" in page.replace("\n", "")
    assert response.context["found"].waived[0][0].waiver.reason == "a small role"
    assert [t.kind for s in response.context["sections"] for t in s.findings if t.waiver] == ["waived"]

    desk.force_login(person("axel", APPROVERS, is_staff=True))
    screen = desk.get(reverse("admin:profiles_revision_change", args=[revision.pk])).content.decode()
    assert "warning, waived" in screen
    assert "by carla" in screen
    assert "Let it count again" not in screen  # an approver sees it and has no part in it
    assert "Waive this finding" not in screen

    desk.force_login(person("carla", CURATORS))
    address = reverse("admin:profiles_revision_change", args=[revision.pk])
    back = filled(desk.get(address), "end-waiver")
    response = desk.post(reverse("admin:profiles_profile_end_waiver", args=[profile.pk]), back)
    assert response.url == f"{address}#findings"
    assert Waiver.objects.standing(timezone.now().date()).count() == 0


def test_what_blocks_has_no_form_and_is_refused_all_the_same(desk):
    profile = on_desk(by=curator(), panel=[])
    [blocks] = [one for one, _ in desk.get(opened(profile)).context["found"].open if not one.may_be_waived]
    marks = {"code": blocks.finding.code, "place": "panel", "mark": blocks.finding.mark}
    form = marks | {"reason": "x", "until": "2099-01-01"}
    response = desk.post(reverse("admin:profiles_profile_waive", args=[profile.pk]), form, follow=True)
    assert [str(told) for told in response.context["messages"]] == [
        "what blocks approval cannot be waived: the gate weighs nothing against it"
    ]
    assert Waiver.objects.count() == 0


def test_a_finding_that_is_not_there_is_not_waived(desk):
    profile = on_desk(by=curator(), **FEW)
    form = form_of(desk, opened(profile), "responsibilities.few")
    door = reverse("admin:profiles_profile_waive", args=[profile.pk])
    for broken in ({"mark": "0" * 64}, {"until": "soon"}, {"reason": ""}, {"code": "\x01"}, {"revision": "9" * 30}):
        desk.post(door, form | broken)
    assert Waiver.objects.count() == 1  # the last: a revision that no row can have is none
