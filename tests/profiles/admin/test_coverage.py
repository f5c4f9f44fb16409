"""Coverage: what stands or lies at each level of each focus, and where a click leads."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles.people import CURATORS
from taxonomy.models import Focus, Function
from tests.factories import (
    FUNCTION_CODE,
    approved,
    confirm,
    curator,
    edit,
    in_review,
    marked,
    on_desk,
    person,
    record_data,
    retired,
)
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
    [row] = carla.get(f"{PAGE}?function={FUNCTION_CODE}").context["rows"]
    assert row.written == 1
    missing = next(place for place in row.places if place.level == "P4")
    asked = parse_qs(urlsplit(missing.address).query)
    form = carla.get(missing.address).context["adminform"].form
    assert {name: [str(form[name].value())] for name in ("focus", "level", "scope")} == asked


def test_what_is_amiss_is_told_in_each_place_and_summed_for_all_functions(carla):
    """The focus uses one track of six levels: two are written, four are missed; other tracks are not missed at all."""
    old = [record_data()["sources"][0] | {"retrieved": "2019-05-01"}]
    approved(code="PLANTO.LINELEADE1A8.M4", aliases=[], sources=old)
    accepted(Focus.objects.get(), summary="Others by now.")
    confirm(approved(code="PLANTO.LINELEADE1A8.M1").profile)
    page = carla.get(f"{PAGE}?function=planto&show=weak")
    [row] = page.context["rows"]
    assert {place.level: place.amiss for place in row.places if place.amiss} == {
        **dict.fromkeys(("M2", "M3", "M5", "M6"), ("missing",)),
        "M4": ("stale", "due", "weak", "unaliased"),
    }
    assert {name: count for name, _, count in page.context["lenses"]} == {
        **{"missing": 4, "stale": 1, "due": 1, "weak": 1, "unaliased": 1}
    }
    html = page.content.decode()
    assert html.count("place--sought") == 1
    assert 'title="M4: stale, due, weak, unaliased"' in html
    [total] = carla.get(PAGE).context["sums"].rows
    assert (total.approved, dict(total.cells)) == (
        2,
        {"missing": 4, "stale": 1, "due": 1, "weak": 1, "unaliased": 1},
    )


def test_a_blocking_finding_of_the_desk_makes_a_place_weak(carla):
    edit(approved().profile, responsibilities=[])
    [row] = carla.get(f"{PAGE}?function={FUNCTION_CODE}").context["rows"]
    assert [place.amiss for place in row.places if place.level == "M4"] == [("weak",)]
    assert dict(carla.get(PAGE).context["sums"].rows[0].cells)["weak"] == 1


@pytest.mark.parametrize("query", ["", f"?function={FUNCTION_CODE}&show=due", "?function=%27&show=%27"])
def test_coverage_costs_the_same_however_many(carla, query):
    costs = []
    for count in (1, 3):
        for n in range(count):
            approved(code=f"PLANTO.ROW{count}{n}.M4")
        carla.get(PAGE + query)
        with CaptureQueriesContext(connection) as captured:
            carla.get(PAGE + query)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert Function.objects.count() == 1
