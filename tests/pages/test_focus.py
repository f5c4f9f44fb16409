"""One focus: each of its tracks as a table of levels, highest on top."""

import pytest

from taxonomy.models import PayBaseline
from tests.factories import (
    FOCUS,
    FOCUS_CODE,
    FUNCTION,
    FUNCTION_CODE,
    function,
    ladder,
    next_version,
    on_desk,
    record_data,
    retired,
)
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
    assert page.texts("h2") == ["Ladder", "Pay", "Management"]
    assert page.all("table")[-1].rows() == [
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
    assert page.texts("h2") == ["Ladder", "Pay", "Professional", "Management", "Executive"]
    assert page.texts("caption") == [
        "Levels by aligned rank, highest on top",
        "Pay a year by level",
        "Levels of the professional track, highest on top",
        "Levels of the management track, highest on top",
        "Levels of the executive track, highest on top",
    ]


def test_a_level_with_a_regional_text_alone_leads_there(client):
    in_scope("M4", "DE")
    tables = main(client, PATH).all("table")
    links = [[link.attrs["href"] for link in table.all("a")] for table in tables]
    assert links == [[f"/canon/{key('M4', scope='DE')}/"], [], [f"/canon/{key('M4', scope='DE')}/"]]


def test_the_ladder_goes_rank_by_rank_over_all_tracks(client):
    publish("M4", "P5", "P6")
    retired(code=key("M3"))
    PayBaseline.objects.create(function=function(), level=ladder()["M5"], currency="USD", median=180_000, region="US")
    publish("M5", pay=None)
    table = main(client, PATH).all("table")[0]
    assert table.rows() == [
        ["Rank", "Professional", "Management"],
        ["9", "", "M6 Management 6 not defined"],
        ["8", "P7 Professional 7 not defined", "M5 Management 5 12–18 years · $180k †"],
        ["7", "P6 Professional 6 12–15 years · $164k", "M4 Management 4 10–15 years · $164k"],
        ["6", "P5 Professional 5 8–12 years · $164k", "M3 Management 3 retired"],
        ["5", "P4 Professional 4 not defined", "M2 Management 2 not defined"],
        ["4", "P3 Professional 3 not defined", "M1 Management 1 not defined"],
        ["3", "P2 Professional 2 not defined", ""],
        ["2", "P1 Professional 1 not defined", ""],
    ]
    assert len(table.all("svg", class_="span")) == 4
    assert len(table.all("rect", class_="range--inherited")) == 1


def test_pay_is_drawn_and_told_with_whose_it_is(client):
    PayBaseline.objects.create(function=function(), level=ladder()["M5"], currency="USD", median=180_000, region="US")
    publish("M4")
    publish("M5", pay=None)
    publish("M6", pay=record_data()["pay"] | {"currency": "EUR", "median": 200_000, "low": None, "high": None})
    figure = main(client, PATH).one("figure")
    picture = figure.one("svg")
    named = [figure.one(id=picture.attrs[name]).text for name in ("aria-labelledby", "aria-describedby")]
    assert (picture.attrs["role"], named[0]) == ("img", "Market pay a year by level, USD")
    assert named[1].startswith(
        "A bar reaches from the low to the high figure, the tick in it is the median. † and a dashed outline: "
        "inherited from a baseline, not the focus's own. M6 is paid in another currency and not drawn: €200k EUR. "
        "Basis: "
    )
    assert (len(picture.all("rect")), len(picture.all("rect", class_="range--inherited"))) == (2, 1)
    assert [row[:4] for row in figure.one("table").rows()[4:]] == [
        ["M4 Management 4", "$164k", "$129k to $209k", "own figure"],
        ["M5 Management 5", "$180k", "not told", "function baseline"],
        ["M6 Management 6", "€200k", "not told", "own figure"],
    ]


def test_without_pay_nothing_is_drawn(client):
    publish("M4", pay=None)
    page = main(client, PATH)
    assert (page.texts("h2"), page.all("svg"), page.all("figure")) == (["Ladder", "Management"], [], [])


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
