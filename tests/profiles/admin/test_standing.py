"""Where desks stand, as home and list tell it: drafts (by pay alone too), returned, due for review."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles import desk, workflow
from profiles.admin.standing import drafts, due, why_due
from profiles.models import Profile
from profiles.people import CURATORS
from tests.factories import approved, approver, curator, edit, in_review, on_desk, person, record_data, returned

pytestmark = pytest.mark.django_db
LIST = reverse("admin:profiles_profile_changelist")


@pytest.fixture
def carla(client):
    client.force_login(person("carla", CURATORS, is_staff=True))
    return client


def dearer(profile: Profile) -> Profile:
    return edit(profile, pay=record_data()["pay"] | {"median": 170_000})


def test_an_edit_of_pay_alone_is_a_draft_until_it_is_approved():
    profile = approved().profile
    assert list(drafts()) == []
    dearer(profile)
    assert list(drafts()) == [profile]
    revision = in_review(Profile.objects.get())
    assert list(drafts()) == []
    workflow.send_back(revision, by=approver(), note="why?")
    assert list(drafts()) == [profile]
    again = in_review(Profile.objects.get())
    workflow.approve(again, by=approver(), seal=again.seal)
    assert list(drafts()) == []


def home(client):
    return client.get(reverse("admin:index")).context["home"]


def test_home_tells_ones_own_drafts_from_those_of_others(carla):
    mine, theirs = on_desk(by=curator()), on_desk(code="PLANTO.OTHER1.M4", by=curator("clara"))
    work = home(carla)
    assert (work.own_drafts, work.other_drafts) == ([mine], [theirs])
    desk.hand_over(theirs, to=curator(), by=curator("clara"))
    assert set(home(carla).own_drafts) == {mine, theirs}


def test_home_tells_why_a_text_came_back_and_who_has_what_waits(carla):
    returned()
    in_review(code="PLANTO.OTHER1.M4")
    page = carla.get(reverse("admin:index")).content.decode()
    assert "name the tools" in page
    assert "<strong>to you</strong>" in page
    assert "with nobody yet" in page


def test_home_counts_desks_by_severity_and_each_number_leads_to_its_rows(carla):
    clean = on_desk(code="PLANTO.CLEAN1.M4")
    blocked = on_desk(panel=[])
    assert home(carla).weights["blocking"] == 1
    page = carla.get(reverse("admin:index")).content.decode()
    assert f'href="{LIST}?findings=blocking"' in page
    assert list(carla.get(f"{LIST}?findings=blocking").context["cl"].queryset) == [blocked]
    assert clean in carla.get(f"{LIST}?findings=notes").context["cl"].queryset


def test_home_and_list_cost_the_same_however_many(carla):
    for address in (reverse("admin:index"), LIST, f"{LIST}?state=draft&findings=blocking&due=yes&with=me"):
        costs = []
        for count in (1, 3):
            for n in range(count):
                approved(code=f"PLANTO.A{len(address)}{count}{n}.M4", by=approver())
                on_desk(code=f"PLANTO.B{len(address)}{count}{n}.M4", by=curator())
            carla.get(address)
            with CaptureQueriesContext(connection) as captured:
                carla.get(address)
            costs.append(len(captured))
        assert costs[0] == costs[1]


# -- the list ----------------------------------------------------------------------------------------


def listed(client, query: str) -> list[str]:
    return [row.level.code for row in client.get(f"{LIST}?{query}").context["cl"].queryset]


def test_the_list_is_narrowed_by_where_desks_stand(carla):
    approved(code="PLANTO.LINELEADE1A8.M1")
    dearer(approved(code="PLANTO.LINELEADE1A8.M2").profile)
    in_review(code="PLANTO.LINELEADE1A8.M3")
    returned(code="PLANTO.LINELEADE1A8.M4")
    on_desk(code="PLANTO.LINELEADE1A8.M5", by=curator("clara"))
    assert listed(carla, "state=approved") == ["M1", "M2"]
    assert listed(carla, "state=draft") == ["M2", "M4", "M5"]
    assert listed(carla, "state=in review") == ["M3"]
    assert listed(carla, "state=returned") == ["M4"]
    assert listed(carla, "state=never submitted") == ["M5"]
    assert listed(carla, "state=draft&with=me") == ["M2", "M4"]
    assert listed(carla, "state=' OR 1") == ["M1", "M2", "M3", "M4", "M5"]
    page = carla.get(LIST).content.decode()
    for told in ("✓ v1 approved, ✎ draft", "… in review", "↩ returned, ✎ draft", "✎ draft"):
        assert f">{told}<" in page


# -- due -----------------------------------------------------------------------------------------------

NOW = timezone.now().date()


def told(on: datetime.date) -> list[str]:
    return [why_due(row, on) for row in due(Profile.objects.all(), on)]


YEAR_AGO = NOW.replace(year=NOW.year - 1, day=min(NOW.day, 28))


@pytest.mark.parametrize(
    ("retrieved", "months"),
    [
        (YEAR_AGO.isoformat(), 12),
        ((YEAR_AGO + datetime.timedelta(days=5)).isoformat(), None),
        (YEAR_AGO.isoformat()[:7], 12),
        (str(YEAR_AGO.year), 11 + NOW.month),
        ("", None),
    ],
)
def test_a_profile_is_due_a_year_after_its_newest_source(retrieved, months):
    older = {"title": "older", "retrieved": "2001" if retrieved else ""}
    approved(sources=[record_data()["sources"][0] | {"retrieved": retrieved}, older])
    assert told(NOW) == ([f"its newest source is {months} months old"] if months else [])


def test_a_profile_is_due_a_year_after_the_decision_and_not_by_what_only_the_desk_says(carla):
    dated = record_data()["sources"][0] | {"retrieved": "2999-01-01"}
    profile = approved(sources=[dated]).profile
    on = NOW + datetime.timedelta(days=366)
    assert told(on) == ["it was approved 12 months ago"]
    assert told(NOW) == []
    edit(profile, sources=[dated | {"retrieved": "2001"}])
    assert told(NOW) == []
    approved(profile)
    assert [row for row, _ in home(carla).due] == [profile]
    assert listed(carla, "due=yes") == ["M4"]


def test_what_was_never_approved_is_not_due():
    on_desk(sources=[])
    in_review(code="PLANTO.OTHER1.M4")
    assert told(datetime.date(2040, 1, 1)) == []
    assert told(datetime.date(2028, 2, 29)) == []
