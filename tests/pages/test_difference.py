"""Two versions of one profile: what the later one says otherwise, with words marked and moves told from edits."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiles import workflow
from tests.factories import KEY_M4, approver, curator, edit, in_review, next_version, record_data
from tests.pages.canon import in_scope, key, path, publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db

PATH = f"{path(KEY_M4)}differences/"
ONE, TWO, THREE, FOUR = record_data()["responsibilities"]


def difference(client, query: str = "", status: int = 200):
    return main(client, f"{PATH}?{query}", status)


def versions():
    """Three: the second edits, moves, adds and removes; the third has another title and other pay."""
    first = publish("M4")[0]
    second = next_version(
        first,
        summary=first.title,
        responsibilities=[FOUR, ONE, TWO.replace("six lines", "ten lines"), "Hires the leads of all shifts"],
        skills=record_data()["skills"][:2],
    )
    return next_version(second, title="Plant Director M4", summary="", pay=record_data()["pay"] | {"median": 170_000})


def told(page) -> dict[str, str]:
    """What is said of each part that changed."""
    parts = page.all("section", class_="difference__block")
    return {part.texts("h3")[0]: (part.texts("p") or [""])[0] for part in parts}


def test_the_latest_is_told_against_the_one_before(client):
    versions()
    page = difference(client)
    assert page.texts("h1") == ["From v2 to v3 of Plant Director M4"]
    parts = page.all("section", class_="difference__block")
    removed = {part.texts("h3")[0]: part.texts("del") for part in parts}
    removed.pop("Reviews")  # the panel scored the new text anew
    assert removed == {"Title": ["Manager"], "Definition": ["Plant Manager M4"], "Pay of this profile": ["164,000"]}


def test_moves_are_told_from_edits(client):
    versions()
    page = difference(client, "from=1&to=2")
    assert told(page)["Responsibilities"] == "1 responsibility edited, 1 moved, 1 added, 1 removed"
    items = page.all("ul", class_="difference__items")[0].all("li")
    assert [item.texts("p")[0] for item in items if item.texts("p")] == [
        "↕ moved from 4 to 1",
        "± edited",
        "+ added",
        "− removed",
    ]
    edited = items[1]
    assert (edited.texts("del"), edited.texts("ins")) == (["six"], ["ten"])
    assert told(page)["Skills"] == "1 skill removed"


def test_any_two_versions_and_backwards_too(client):
    versions()
    page = difference(client, "from=3&to=1")
    assert page.texts("h1") == ["From v3 to v1 of Plant Manager M4"]
    (notice,) = page.all("div", class_="notice")
    assert notice.one("a").attrs["href"] == "?from=1&to=3"
    assert page.texts("ins")[0] == "Manager"
    assert difference(client, "from=1&to=3").all("div", class_="notice") == []


def test_both_sides_are_named_with_state_and_approval_and_lead_on(client):
    versions()
    sides = difference(client, "from=1&to=3").one("div", class_="head")
    rows = sides.one("ul", class_="small").texts("li")
    assert [row.partition(" ·")[0] for row in rows] == ["v1 superseded", "v3 approved"]
    assert [a.attrs["href"] for a in sides.one("ul", class_="small").all("a")] == [
        path(KEY_M4, "v=1"),
        path(KEY_M4, "v=3"),
    ]
    assert sides.one("a", href=f"/compare/?keys={KEY_M4}~1,{KEY_M4}~3").text == "Side by side →"


def test_versions_are_chosen_in_a_form(client):
    versions()
    page = difference(client, "to=2")
    chosen = [
        (s.attrs["name"], [o.attrs["value"] for o in s.all("option") if "selected" in o.attrs])
        for s in page.all("select")
    ]
    assert chosen == [("from", ["1"]), ("to", ["2"])]
    assert [o.attrs["value"] for o in page.all("select")[0].all("option")] == ["3", "2", "1"]


def test_one_version_alone_and_one_against_itself(client):
    first = publish("M4")[0]
    assert "Only one version was ever approved" in difference(client).text
    next_version(first)
    page = difference(client, "from=2&to=2")
    assert page.texts("h1") == ["v2 of Plant Manager M4"]
    assert "Both are the same version" in page.text


@pytest.mark.parametrize("more", [0, 2])
def test_two_queries_however_many_versions(client, django_assert_num_queries, more):
    revision = next_version(publish("M3", "M4")[1])
    for _ in range(more):
        revision = next_version(revision)
    with django_assert_num_queries(2):
        difference(client, "from=1&to=2")


def test_what_waits_or_was_sent_back_is_no_version(client):
    first = publish("M4")[0]
    in_review(edit(first.profile, summary="canary"))
    for query, status in (("", 200), ("from=1&to=2", 404), ("to=2", 404)):
        response = client.get(f"{PATH}?{query}")
        assert (response.status_code, "canary" in response.content.decode()) == (status, False)


def test_a_retired_profile_keeps_its_differences(client):
    second = next_version(publish("M4")[0])
    proposed = workflow.propose_retirement(second, by=curator(), note="merged with another")
    workflow.retire(proposed, by=approver(), note="agreed")
    page = difference(client)
    assert page.texts("h1") == ["From v1 to v2 of Plant Manager M4"]
    assert page.one("ul", class_="small").texts("li")[1].startswith("v2 retired")


def test_the_profile_page_leads_here(client):
    versions()
    links = [a.attrs["href"] for a in main(client, path(KEY_M4)).all("a") if "/differences/" in a.attrs["href"]]
    assert links == [f"{PATH}?to=3", f"{PATH}?to=2"]
    old = main(client, path(KEY_M4, "v=1"))
    assert old.one("a", href=f"{PATH}?from=1&to=3").text == "What is different"


def test_a_region_has_versions_of_its_own(client):
    publish("M4")
    in_scope("M4", "DE")
    address = f"{path(key(scope='DE'))}differences/"
    assert main(client, address).texts("h1") == ["v1 of Plant Manager M4"]
    assert client.get(f"{path(key(scope='AT'))}differences/").status_code == 404


def test_any_spelling_leads_to_the_one_and_keeps_the_query(client):
    response = client.get(f"/canon/{KEY_M4.lower()}/differences/?from=1&to=2")
    assert (response.status_code, response.url) == (301, f"{PATH}?from=1&to=2")


@pytest.mark.parametrize("query", ["from=9", "to=0", "to=-1", "from=x&to=1", "to=1.0", "to=%F0%9F%99%82", "to=٣"])
def test_a_version_that_is_not_there_is_told(client, query):
    publish("M4")
    assert main(client, f"{PATH}?{query}", 404).texts("p")[1].startswith(f"{KEY_M4} has no version “")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_for_a_version_is_answered(client, a, b):
    response = client.get(PATH, {"from": a, "to": b})
    assert response.status_code in (200, 400, 404)
