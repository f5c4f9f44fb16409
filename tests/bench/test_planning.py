"""Addresses that a run asks for lead to the pages that they are meant for."""

import pytest

from bench import asking, planning
from tests.factories import FUNCTION_CODE
from tests.pages.canon import key, publish

pytestmark = pytest.mark.django_db


def test_every_page_of_the_plan_answers_and_holds_what_it_is_looked_at_for(client):
    publish("M3", "M4", "M5")
    plan = planning.plan()
    for page, told in plan.items():
        answer = client.get(told["site"][0])
        assert (page, answer.status_code) == (page, 200)
        assert told.get("holds", "").encode() in answer.content, page
    assert plan["profile"]["site"] == [f"/canon/{key('M4')}/"]
    assert sorted(plan["profile, not kept"]["naive"]) == [f"/profiles/{key(level)}/" for level in ("M3", "M4", "M5")]
    assert f"?function={FUNCTION_CODE}&track=M&band=high" in "".join(plan["browse, three filters"]["naive"])
    # Two of three profiles stand before the page far behind, so one is left on it.
    behind = client.get(plan["browse, page far behind"]["site"][0]).content.decode()
    assert [level for level in ("M3", "M4", "M5") if f"/canon/{key(level)}/" in behind] == ["M5"]


def test_contestants_have_the_pages_that_can_be_compared():
    plan = {page: {"site": ["/s"]} for page in (*asking.FILES, asking.MISSED, "search")}
    plan["search"]["datasette"] = ["/d"]
    asked = [(ask.page, ask.contestant, ask.server) for ask in asking.asks(plan)]
    assert [each for each in asked if each[0] in ("profile", asking.MISSED, "search", asking.CONDITIONAL)] == [
        ("profile", "site", "site"),
        ("profile", "anew", "anew"),
        ("profile", "framework", "site"),
        ("profile", "floor", "floor"),
        ("profile", "nginx", "nginx"),
        ("profile", "floor, compressing", "floor"),
        ("profile", "whitenoise", "whitenoise"),
        (asking.MISSED, "site", "missing"),
        ("search", "site", "site"),
        ("search", "anew", "anew"),
        ("search", "datasette", "datasette"),
        (asking.CONDITIONAL, "site", "site"),
        (asking.CONDITIONAL, "nginx", "nginx"),
    ]
