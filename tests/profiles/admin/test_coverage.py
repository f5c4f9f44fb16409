"""Coverage: what stands or lies at each level of each focus, and where a click leads."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles.people import CURATORS
from taxonomy.models import Focus, Function
from tests.factories import FUNCTION_CODE, approved, curator, in_review, marked, on_desk, person, retired
from tests.shared_texts import accepted

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:profiles_profile_coverage")


@pytest.fixture
def carla(client):
    client.force_login(person("carla", CURATORS, is_staff=True))
    return client


def places(client) -> dict[str, str]:
    """Level → state, of the one focus."""
    [row] = client.get(f"{PAGE}?function={FUNCTION_CODE}").context["rows"]
    return {place.level: place.state for place in row.places if place.state != "missing"}


def test_each_place_tells_what_stands_or_waits_there(carla):
    code = "PLANTO.LINELEADE1A8"
    approved(code=f"{code}.M4")
    accepted(Focus.objects.get(), summary="Others by now.")
    approved(code=f"{code}.M1")
    in_review(code=f"{code}.M2")
    on_desk(code=f"{code}.M3", by=curator())
    retired(code=f"{code}.M5")
    marked(code=f"{code}.M6")
    assert places(carla) == {
        **{"M1": "approved", "M2": "in review", "M3": "draft", "M4": "stale", "M5": "retired", "M6": "approved"}
    }


def test_a_missing_place_opens_the_form_filled_in(carla):
    on_desk(by=curator())
    [row] = carla.get(PAGE).context["rows"]
    assert row.written == 1
    missing = next(place for place in row.places if place.level == "P4")
    asked = parse_qs(urlsplit(missing.address).query)
    form = carla.get(missing.address).context["adminform"].form
    assert {name: [str(form[name].value())] for name in ("focus", "level", "scope")} == asked


def test_coverage_costs_the_same_however_many(carla):
    costs = []
    for count in (1, 3):
        for n in range(count):
            approved(code=f"PLANTO.ROW{count}{n}.M4")
        carla.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            carla.get(PAGE)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert Function.objects.count() == 1
