"""The review calendar: what is due by month, function and owner, overdue first; in pages by key, and as files."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles import desk
from profiles.admin import calendar
from profiles.ageing import months_after
from profiles.people import CURATORS
from profiles.scoring import LAYERS
from tests.factories import approved, curator, edit, in_review, on_desk, person, record_data

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:profiles_profile_calendar")
TODAY = timezone.now().date()
NEXT_MONTH = months_after(TODAY.replace(day=1), 1)


@pytest.fixture
def carla(client):
    client.force_login(person("carla", CURATORS, is_staff=True))
    return client


def due(code: str, on: datetime.date, *, by=None, **changes):
    """Approved today, with a source that makes it due on a day within a year from now, or long ago."""
    retrieved = months_after(on, -12)
    assert months_after(retrieved, 12) == on
    source = record_data()["sources"][0] | {"retrieved": retrieved.isoformat(), "layers": list(LAYERS[:-1])}
    text = {"sources": [source], "title": f"Head of {code[7:]}"} | changes
    return approved(on_desk(code=code, by=by or curator("carla"), **text), by=None).profile


def shown(client, **query) -> list[tuple[str, list[str]]]:
    page = client.get(PAGE, query).context["calendar"]
    return [(month, [line.row.revision.key for line in lines]) for month, _, lines in page.groups]


def test_it_is_grouped_by_month_and_narrowed_by_function_owner_and_month(carla):
    late, now, later = "PLANTO.LATE1.M4", "PLANTO.NOW1.M4", "SALES.LATER1.M4"
    overdue = due(late, datetime.date(2020, 5, 1))
    due(now, TODAY)
    due(later, NEXT_MONTH, by=curator("clara"))
    on_desk(code="PLANTO.DRAFT1.M4")
    month, following = f"{TODAY:%Y-%m}", f"{NEXT_MONTH:%Y-%m}"
    everything = [("overdue", [late]), (month, [now]), (following, [later])]
    assert shown(carla) == everything
    assert shown(carla, month="overdue") == [("overdue", [late])]
    assert shown(carla, month=following) == [(following, [later])]
    assert shown(carla, function="sales") == [(following, [later])]
    assert shown(carla, owner="clara") == [(following, [later])]
    desk.hand_over(overdue, to=curator("clara"), by=curator("carla"))
    assert shown(carla, owner="clara") == [("overdue", [late]), (following, [later])]
    page = carla.get(PAGE, {"owner": "clara"}).context["calendar"]
    assert [(name, count) for name, _, count, _ in page.months] == [("overdue", 1), (following, 1)]
    assert (page.total, page.owners) == (2, [("clara", 2), ("carla", 1)])
    # Words of the wrong shape are passed over.
    assert shown(carla, month="2026-99", function="' OR 1", after="9999-99-99.1") == everything


def test_a_line_tells_why_and_todays_figure_beside_the_sealed_one(carla):
    profile = due("PLANTO.LATE1.M4", datetime.date(2020, 5, 1))
    [(_, _, [line])] = carla.get(PAGE).context["calendar"].groups
    assert line.why.startswith("its newest source is ")
    # .9 × half for each two years beyond the first × .90 for a layer without a source and an unconfirmed mapping
    age = (TODAY.year - 2019) * 12 + TODAY.month - 5
    assert (line.sealed, line.today.value) == ("0.90", pytest.approx(0.9 * 0.5 ** ((age - 12) / 24) * 0.9))
    html = carla.get(PAGE).content.decode()
    assert "no source for level (− 0.05)" in html
    assert f'href="{reverse("admin:profiles_profile_change", args=[profile.pk])}"' in html
    in_review(edit(profile, summary="Better."))
    assert carla.get(PAGE).context["calendar"].groups[0][2][0].row.in_review is True


def test_pages_follow_the_key_and_cost_the_same(carla, monkeypatch):
    monkeypatch.setattr(calendar, "PAGE", 2)
    costs = []
    for count in (1, 3):
        for n in range(count):
            due(f"PLANTO.ROW{count}{n}.M4", datetime.date(2020, 5, 1 + n))
        carla.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            page = carla.get(PAGE).context["calendar"]
        costs.append(len(captured))
    assert costs[0] == costs[1]
    seen, address = [], PAGE
    while address:
        page = carla.get(address).context["calendar"]
        seen += [line.row.revision.key for _, _, lines in page.groups for line in lines]
        address = page.next
    assert seen == [f"PLANTO.ROW{name}.M4" for name in ("10", "30", "31", "32")]


def test_it_leaves_as_a_table_and_as_days_narrowed_in_the_same_way(carla):
    due("PLANTO.LATE1.M4", datetime.date(2020, 5, 1), title="=HYPERLINK(0)")
    due("SALES.LATER1.M4", NEXT_MONTH, by=curator("clara"))
    response = carla.get(reverse("admin:profiles_profile_calendar_csv"), {"owner": "carla"})
    rows = list(csv.reader(io.StringIO(response.getvalue().decode())))
    assert rows[0] == list(calendar.COLUMNS)
    assert [row[:6] for row in rows[1:]] == [
        ["2020-05-01", "PLANTO.LATE1.M4", "'=HYPERLINK(0)", "Plant Operations", "carla", "0.90"]
    ]
    days = carla.get(reverse("admin:profiles_profile_calendar_ics"), {"function": "SALES"})
    assert days["Content-Type"] == "text/calendar; charset=utf-8"
    lines = days.content.decode().replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if line.startswith(("UID", "DTSTART"))] == [
        "UID:review-SALES.LATER1.M4@testserver",
        f"DTSTART;VALUE=DATE:{NEXT_MONTH:%Y%m%d}",
    ]
