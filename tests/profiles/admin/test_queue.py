"""The queue of next edits: by use × weakness, each with its reasons; in pages by key, and reckoned anew on demand."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from profiles.admin import queue
from profiles.models import DeskFindings, ProfileUse, Upkeep
from profiles.people import CURATORS, REVIEWERS
from tests.factories import approved, confirm, edit, in_review, on_desk, person, record_data

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:profiles_profile_queue")
RECKON = reverse("admin:profiles_profile_reckon")
MONTH = timezone.now().date().replace(day=1)


@pytest.fixture
def carla(client):
    client.force_login(person("carla", CURATORS, is_staff=True))
    return client


def standing(code: str, views: int = 0, **changes):
    """Approved with a source of today and confirmed mappings: nothing to mend but what is named."""
    source = record_data()["sources"][0] | {"retrieved": timezone.now().date().isoformat()}
    profile = on_desk(code=code, **({"sources": [source]} | changes))
    confirm(profile)
    profile = approved(profile).profile
    ProfileUse.objects.create(profile=profile, month=MONTH, views=views)
    DeskFindings.objects.filter(profile=profile).update(blocking=0, warnings=0)
    return profile


def listed(client, **query) -> list[str]:
    return [line.row.revision.key for line in client.get(PAGE, query).context["queue"].lines]


def test_what_is_read_much_and_weak_comes_first_with_the_reasons_and_what_is_well_does_not_come(carla):
    few = standing("PLANTO.FEW1.M4", views=1, aliases=[])
    many = standing("PLANTO.MANY1.M4", views=9, aliases=[])
    standing("PLANTO.WELL1.M4", views=500)
    waits = standing("PLANTO.OPEN1.M4", views=50, aliases=[])
    in_review(edit(waits, summary="Better."))
    carla.post(RECKON)
    assert listed(carla) == [many.key, few.key]
    line = carla.get(PAGE).context["queue"].lines[0]
    assert [(share.name, share.shown, share.width, share.why) for share in line.shares] == [
        ("aliases", "0.10", 10, "no alias")
    ]
    assert (line.row.use, line.weakness, line.worth) == (9, "0.10", "1.00")
    html = carla.get(PAGE).content.decode()
    assert "(1 + 9) × 0.10 = <strong>1.00</strong>" in html
    assert f'href="{reverse("admin:profiles_profile_change", args=[many.pk])}"' in html


def test_it_says_as_of_when_and_only_a_curator_has_it_reckoned_anew(client, carla):
    standing("PLANTO.FEW1.M4", aliases=[])
    assert "Reckoned as of today" in carla.get(PAGE).content.decode()
    Upkeep.objects.update(reckoned_on=datetime.date(2026, 1, 2))
    assert "Last reckoned as of 2 January 2026." in carla.get(PAGE).content.decode()
    client.force_login(person("rita", REVIEWERS, is_staff=True))
    assert (client.get(PAGE).status_code, client.post(RECKON).status_code) == (200, 403)
    assert "Reckon anew" not in client.get(PAGE).content.decode()


def test_pages_follow_the_key_are_narrowed_by_function_and_cost_the_same(carla, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    costs = []
    for count in (1, 3):
        for n in range(count):
            standing(f"PLANTO.ROW{count}{n}.M4", aliases=[])
        carla.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            carla.get(PAGE)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    standing("SALES.OTHER1.M4", aliases=[])
    seen, address = [], f"{PAGE}?function=planto"
    while address:
        page = carla.get(address).context["queue"]
        seen += [line.row.revision.key for line in page.lines]
        address = page.next and PAGE + page.next
    assert seen == [f"PLANTO.ROW{name}.M4" for name in ("10", "30", "31", "32")]
    assert listed(carla, function="' OR 1", after="x") == [f"PLANTO.ROW{name}.M4" for name in ("10", "30")]
