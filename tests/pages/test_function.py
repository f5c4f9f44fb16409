"""One function: its text, and each of its focuses with its levels."""

import pytest

from profiles.views import canon as views
from tests.factories import FUNCTION, FUNCTION_CODE, SIBLING_CODE, function, on_desk, retired
from tests.pages.canon import key, path, publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db

PATH = f"/canon/{FUNCTION_CODE}/"


def test_it_shows_code_group_text_and_focuses(client):
    function(group="Operations")
    publish("M4")
    publish("P3", focus=SIBLING_CODE)
    page = main(client, PATH)
    assert page.texts("h1") == [FUNCTION]
    assert page.one(class_="head").all(class_="code")[0].text == f"{FUNCTION_CODE} · Operations"
    assert page.one(class_="lead").text == f"The work of {FUNCTION_CODE}."
    assert page.texts("h3") == ["Line Leadership", "Process Quality"]


def test_a_focus_without_anything_published_is_not_there(client):
    publish("M4")
    on_desk(code=f"{FUNCTION_CODE}.{SIBLING_CODE}.M4")
    assert main(client, PATH).texts("h3") == ["Line Leadership"]


@pytest.mark.parametrize("focuses", [1, 3])
def test_it_takes_the_same_queries_however_many_focuses(client, django_assert_num_queries, focuses):
    for number in range(focuses):
        publish("M4", "P4", focus=f"FOCUS{number}")
    with django_assert_num_queries(5):  # the function, how many focuses, these, tracks, profiles
        page = main(client, PATH)
    assert len(page.all("h3")) == focuses


def test_coverage_is_drawn_with_a_link_for_each_profile_and_told_as_a_table(client):
    publish("M3", "M4")
    retired(code=key("P3", SIBLING_CODE))
    page = main(client, PATH)
    picture = page.one("figure").one("svg")
    cells = [a.attrs for a in picture.all("a", class_="heat")]
    assert [(a["href"], a["aria-label"]) for a in cells] == [
        (path(key("M3")), "M3, Line Leadership: high confidence"),
        (path(key("M4")), "M4, Line Leadership: high confidence"),
        (path(key("P3", SIBLING_CODE)), "P3, Process Quality: retired"),
    ]
    assert [a.text for a in picture.all("a", class_="heat")] == ["◆", "◆", "✕"]
    assert [a.text for a in picture.all("a", class_="heat__name")] == ["Line Leadership", "Process Quality"]
    assert page.one("figure").one("table").rows() == [
        ["Focus", "High", "Retired", "Not defined"],
        ["Line Leadership", "M3 0.90, M4 0.90", "–", "M1, M2, M5, M6"],
        ["Process Quality", "–", "P3", "P1, P2, P4, P5, P6, P7"],
    ]


def test_one_focus_needs_no_map(client):
    publish("M4")
    assert main(client, PATH).all("figure") == []


def test_any_case_leads_to_the_one_spelling_and_keeps_the_query(client):
    publish("M4")
    response = client.get(f"/canon/{FUNCTION_CODE.lower()}/?page=2")
    assert (response.status_code, response.url) == (301, f"{PATH}?page=2")


def test_more_focuses_than_a_page_holds_are_turned_over(client, monkeypatch):
    monkeypatch.setattr(views, "FOCUSES_A_PAGE", 2)
    for number in range(3):
        publish("M4", focus=f"FOCUS{number}")
    assert main(client, PATH).texts("h3") == ["Focus0", "Focus1"]
    assert main(client, f"{PATH}?page=2").texts("h3") == ["Focus2"]


def test_one_that_is_not_published_is_a_404_that_names_it(client):
    on_desk()
    page = main(client, PATH, 404)
    assert page.texts("h1") == ["There is no such page"]
    assert page.texts("p")[1] == f"No function {FUNCTION_CODE} is published."
