"""The desk's part of the dashboard: figures by kind with their rows, and the check that a curator may start."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles import waiving, workflow
from profiles.checking import starting
from profiles.gate import Finding, Severity
from profiles.models import CanonCheck, CanonFinding
from profiles.people import CURATORS, REVIEWERS
from tests.factories import approved, approver, curator, person
from tests.pages.reading import parse
from tests.profiles.admin.filled import filled

pytestmark = pytest.mark.django_db

LIST = reverse("admin:profiles_canonfinding_changelist")
PAY = {"currency": "USD", "as_of": "2019-05"}


@pytest.fixture
def desk(client):
    client.force_login(person("carla", CURATORS, is_staff=True))
    return client


def check() -> None:
    call_command("canon_check", "--quiet")


def rows(response) -> list[str]:
    return [row.code for row in response.context["cl"].result_list]


def test_nothing_was_checked_yet(desk):
    assert "has not been checked as a whole yet" in desk.get(LIST).content.decode()


def test_figures_lead_to_their_rows_and_waived_ones_are_told_apart(desk):
    revision = approved(responsibilities=["Plans.", "Leads."], pay=PAY | {"median": 164_123})
    check()
    row = CanonFinding.objects.get(code="responsibilities.few")
    finding = Finding(row.code, Severity(row.severity), row.place, row.message, row.of)
    until = timezone.now().date() + datetime.timedelta(days=9)
    waiving.waive(revision.profile, finding, by=curator(), reason="a small role", until=until)
    response = desk.get(LIST)
    told = {row.label: [part.number for part in row.parts] for row in response.context["checked"].chart.rows}
    assert told["Few responsibilities"] == [0, 0, 0, 1]
    assert told["Figures of pay are old"] == [0, 1, 0, 0]
    links = {one.attrs["href"] for one in parse(response.content.decode()).all("a") if "href" in one.attrs}
    assert f"{LIST}?code=responsibilities.few&waived=yes" in links
    waived = desk.get(f"{LIST}?code=responsibilities.few&waived=yes")
    assert rows(waived) == ["responsibilities.few"]
    assert f"until {until} by carla" in waived.content.decode()
    assert waived.context["checked"].all_waived == 1
    assert rows(desk.get(f"{LIST}?waived=no&severity=warning")) == ["guidelines.missing", "pay.old"]

    desk.force_login(person("rita", REVIEWERS, is_staff=True))
    page = desk.get(LIST).content.decode()
    assert "Figures of pay are old" not in page  # nor by its kind: whoever may not see pay is told nothing of it
    assert "figures of at most" not in page
    assert "Check the canon now" not in page


def test_what_stands_no_more_has_no_rows(desk):
    revision = approved(responsibilities=["Plans.", "Leads."])
    check()
    assert rows(desk.get(LIST)) != []
    workflow.propose_retirement(revision, by=curator(), note="ends")
    workflow.retire(revision, by=approver())
    assert rows(desk.get(LIST)) == []


def test_a_curator_starts_a_check(desk, monkeypatch):
    monkeypatch.setattr(starting, "launch", lambda check: None)
    start = reverse("admin:profiles_canonfinding_start")
    form = filled(desk.get(LIST), "/start/")
    desk.post(start, form)
    response = desk.post(start, form, follow=True)
    assert "has not ended yet" in [str(told) for told in response.context["messages"]][-1]
    for odd in ({}, {"seen": "x"}, {"seen": "9" * 30}):
        desk.post(start, odd)
    assert "begun by carla" in response.content.decode()
    assert CanonCheck.objects.count() == 1
    desk.force_login(person("rita", REVIEWERS, is_staff=True))
    assert desk.post(start).status_code == 403


def test_the_page_costs_the_same_however_much_was_found(desk):
    costs = []
    for number in range(3):
        approved(code=f"PLANTO.COST{number}.M4", responsibilities=["Plans.", "Leads."])
        check()
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        costs.append(len(captured))
    assert costs[0] == costs[2]
