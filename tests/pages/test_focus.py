"""One focus: each of its tracks as a table of levels, highest on top."""

import pytest

from tests.factories import FOCUS, FOCUS_CODE, FUNCTION, FUNCTION_CODE, next_version, on_desk, retired
from tests.pages.canon import in_scope, key, publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db

PATH = f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/"


def test_it_shows_where_it_stands_its_code_and_what_sets_it_apart(client):
    publish("M4")
    page = main(client, PATH)
    assert page.texts("h1") == [FOCUS]
    assert page.one("nav", aria_label="Breadcrumb").texts("a") == ["← Canon taxonomy", FUNCTION]
    assert page.all(class_="code")[0].text == f"{FUNCTION_CODE}.{FOCUS_CODE}"
    assert page.one(class_="lead").text == f"What sets {FOCUS_CODE} apart."


def test_levels_are_profiles_retired_not_scored_or_not_defined(client):
    next_version(publish("M4")[0])
    retired(code=key("M3"))
    page = main(client, PATH)
    assert page.texts("h2") == ["Management"]
    assert page.one("table").rows() == [
        ["Level", "Profile", "Confidence"],
        ["M6 Management 6", "not defined"],
        ["M5 Management 5", "not defined"],
        ["M4 Management 4", "Plant Manager M4 v2", "◆ high 0.90"],
        ["M3 Management 3", "Plant Manager M3 (retired) v1", "◆ high 0.90"],
        ["M2 Management 2", "not defined"],
        ["M1 Management 1", "not defined"],
    ]


def test_each_track_has_a_table_with_a_caption(client):
    publish("M4", "P4", "E1")
    page = main(client, PATH)
    assert page.texts("h2") == ["Professional", "Management", "Executive"]
    assert page.texts("caption") == [
        "Levels of the professional track, highest on top",
        "Levels of the management track, highest on top",
        "Levels of the executive track, highest on top",
    ]


def test_a_level_with_a_regional_text_alone_leads_there(client):
    in_scope("M4", "DE")
    table = main(client, PATH).one("table")
    assert [link.attrs["href"] for link in table.all("a")] == [f"/canon/{key('M4', scope='DE')}/"]


@pytest.mark.parametrize("levels", [["M4"], ["M3", "M4", "P4"]])
def test_it_takes_the_same_queries_however_many_levels(client, django_assert_num_queries, levels):
    publish(*levels)
    with django_assert_num_queries(4):  # the focus, the function, tracks, profiles
        main(client, PATH)


@pytest.mark.parametrize("spelling", [PATH.lower(), PATH.lower().replace("lin", "LIN")])
def test_any_case_leads_to_the_one_spelling_and_keeps_the_query(client, spelling):
    publish("M4")
    response = client.get(f"{spelling}?a=b")
    assert (response.status_code, response.url) == (301, f"{PATH}?a=b")


def test_one_that_is_not_published_is_a_404_that_names_it(client):
    on_desk()
    assert main(client, PATH, 404).texts("p")[1] == f"No focus {FOCUS_CODE} is published."


def test_it_is_not_found_under_another_function(client):
    publish("M4")
    publish("M4", focus="OTHER1", function="OTHER")
    assert main(client, f"/canon/OTHER.{FOCUS_CODE}/", 404).texts("p")[1] == f"No focus {FOCUS_CODE} is published."
