"""The public page of quality: what the last check found, drawn and as tables, and nothing that is not approved."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.models import CanonCheck
from tests.factories import in_review
from tests.pages.canon import publish
from tests.pages.reading import parse

pytestmark = pytest.mark.django_db


def test_a_canon_that_was_never_checked_says_so(client):
    assert "has not been checked as a whole yet" in client.get("/quality/").content.decode()
    call_command("canon_check", "--quiet")
    assert "At the last check no profile was approved" in client.get("/quality/").content.decode()


def test_figures_pictures_and_tables(client):
    publish("M3", "M4")
    in_review(code="CANARY.WAITING12.M4")
    call_command("canon_check", "--quiet")
    response = client.get("/quality/")
    page = parse(response.content.decode())
    assert [" ".join(li.text.split()) for li in page.one("ul", class_="figures").all("li")] == [
        "2 approved profiles",
        "◆ 2 of high confidence",
        "0 stale: no source younger than a year",
        "2 of 6 levels defined",
    ]
    tables = {
        t.one("caption").text: [[c.text for c in tr.all("td")] for tr in t.all("tr")[1:]] for t in page.all("table")
    }
    assert tables["Approved profiles by confidence, function by function"] == [["2", "–", "–", "–", "2"]]
    assert tables["Levels that are defined, function by function"] == [["2", "4", "2 of 6"]]
    # Two reviewers who gave 4.5 everywhere: nobody differs, so there is no α to be told.
    assert tables["Krippendorff's α by dimension"] == [["not told: too few scores, or all are equal"]] * 6
    assert "CANARY" not in response.content.decode()


def test_the_page_costs_one_query_however_large_the_canon(client):
    costs = []
    for level in ("M3", "M4", "M5"):
        publish(level)
        call_command("canon_check", "--quiet")
        with CaptureQueriesContext(connection) as captured:
            client.get("/quality/")
        costs.append(len(captured))
    assert (costs, CanonCheck.objects.count()) == ([1, 1, 1], 3)
