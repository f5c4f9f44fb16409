"""The canon from the top: functions, focuses, and the grid of levels."""

import pytest

from profiles.models.revision import Heading
from profiles.rendering import catalogue
from profiles.views import canon as views
from tests.factories import FOCUS_CODE, FUNCTION, FUNCTION_CODE, SIBLING_CODE, marked, on_desk, retired
from tests.pages.canon import in_scope, key, publish
from tests.pages.reading import main, read

pytestmark = pytest.mark.django_db

QUERIES = 5  # how many functions, these functions, their focuses, tracks, profiles


def grid(page, of: str = "ol") -> list[list[str]]:
    return [row.texts("li") for row in page.all(of) if row.all(class_="cell")]


def test_an_empty_canon_says_what_happens_next(client):
    page = main(client, "/")
    assert page.texts("h1") == ["The canon"]
    assert page.texts("h2") == ["Nothing is published yet"]
    assert page.one(class_="lost").all("a")[0].attrs["href"] == "/admin/"


def test_what_is_on_the_desk_alone_leaves_the_canon_empty(client):
    on_desk()
    assert main(client, "/").texts("h2") == ["Nothing is published yet"]


def test_functions_focuses_and_levels_stand_in_order(client):
    publish("M4", "M2")
    publish("P3", focus=SIBLING_CODE)
    publish("M1", focus="ABC1234", function="AAA")
    page = main(client, "/")
    assert page.texts("h2") == ["Aaa", FUNCTION]
    assert page.texts("h3") == ["Abc1234", "Line Leadership", "Process Quality"]
    assert [row.attrs["aria-label"] for row in page.all("ol")] == ["Management", "Management", "Professional"]


def test_each_level_of_a_track_is_a_profile_or_said_not_to_be_defined(client):
    publish("M2", "M4")
    assert grid(main(client, "/")) == [
        [
            "M1 Management 1: not defined",
            "M2◆ Management 2, high confidence",
            "M3 Management 3: not defined",
            "M4◆ Management 4, high confidence",
            "M5 Management 5: not defined",
            "M6 Management 6: not defined",
        ]
    ]


def test_a_cell_leads_to_its_profile_and_a_gap_leads_nowhere(client):
    publish("M2", "M4")
    cells = main(client, "/").all("li", data_rank="5") + main(client, "/").all("li", data_rank="6")
    assert [[link.attrs["href"] for link in cell.all("a")] for cell in cells] == [[f"/canon/{key('M2')}/"], []]


def test_cells_of_equal_rank_stand_in_one_column(client):
    publish("M1", "P3")
    page = main(client, "/")
    column = page.all("li", data_rank="4")
    assert [cell.text.split("◆")[0].split()[0] for cell in column] == ["P3", "M1"]


def test_a_retired_profile_is_struck_through_and_said_to_be_retired(client):
    retired(code=key("M1"))
    assert grid(main(client, "/"))[0][0] == "M1 Management 1, retired"


def test_a_proposed_retirement_does_not_show(client):
    marked(code=key("M1"))
    assert grid(main(client, "/"))[0][0] == "M1◆ Management 1, high confidence"


def test_a_focus_with_a_regional_text_only_still_has_its_cell(client):
    in_scope("M4", "DE")
    page = main(client, "/")
    assert page.one("li", data_rank="7").one("a").attrs["href"] == f"/canon/{key('M4', scope='DE')}/"


def test_the_global_text_comes_before_a_regional_one(client):
    publish("M4")
    in_scope("M4", "DE")
    assert main(client, "/").one("li", data_rank="7").one("a").attrs["href"] == f"/canon/{key('M4')}/"


def test_the_global_text_does_so_even_where_it_is_retired(client):
    retired(code=key("M4"))
    in_scope("M4", "DE")
    assert main(client, "/").one("li", data_rank="7").text == "M4 Management 4, retired"


@pytest.mark.parametrize("functions", [1, 3])
def test_it_takes_the_same_queries_however_many_functions(client, django_assert_num_queries, functions):
    for number in range(functions):
        publish("M4", "M5", focus=f"FOCUS{number}A", function=f"FUNC{number}")
        publish("P4", focus=f"FOCUS{number}B", function=f"FUNC{number}")
    with django_assert_num_queries(QUERIES):
        page = main(client, "/")
    assert len(page.all("h2")) == functions
    assert len(page.all("h3")) == 2 * functions


@pytest.mark.parametrize("functions", [1, 3])
def test_many_focuses_are_told_in_a_line_each_with_their_levels(
    client, monkeypatch, django_assert_num_queries, functions
):
    monkeypatch.setattr(catalogue, "MOST_GRIDS", 0)
    for number in range(functions):
        publish("M1", "M2", "M4", "P3", focus=f"FOCUS{number}", function=f"FUNC{number}")
        retired(code=key("M5", f"FOCUS{number}", f"FUNC{number}"))
    with django_assert_num_queries(QUERIES):
        page = main(client, "/")
    lines = [line.text for each in page.all("ul", class_="lines") for line in each.all("li")]
    assert lines == [f"Focus{number} P3 · M1–M2, M4" for number in range(functions)]
    assert (grid(page), "high confidence" in page.text) == ([], False)


def test_more_functions_than_a_page_holds_are_turned_over(client, monkeypatch):
    monkeypatch.setattr(views, "FUNCTIONS_A_PAGE", 2)
    for number in range(5):
        publish("M4", focus=f"FOCUS{number}", function=f"FUNC{number}")
    assert main(client, "/").one("nav", class_="pager").text == "Page 1 of 3 More →"
    assert main(client, "/?page=2").texts("h2") == ["Func2", "Func3"]
    assert main(client, "/?page=3").one("nav", class_="pager").text == "← Before Page 3 of 3"


@pytest.mark.parametrize("asked", ["0", "-1", "99", "x", "", "9" * 400, "²"])
def test_no_number_of_a_page_is_a_dead_address(client, asked):
    publish("M4")
    assert main(client, f"/?page={asked}").texts("h2") == [FUNCTION]


def test_the_bar_says_where_one_is_and_leads_everywhere(client):
    page = read(client, "/")
    bar = page.one("header")
    places = ["/", "/", "/profiles/", "/levels/", "/skills/", "/compare/", "/coordinates/", "/occupations/", "/admin/"]
    assert [link.attrs["href"] for link in bar.all("a")] == places
    assert page.all("a", class_="skip")[0].attrs["href"] == "#main"


def test_the_texts_are_those_of_the_last_approval(client):
    publish("M4")
    Heading.objects.filter(kind="focus", code=FOCUS_CODE).update(name="Hung anew")
    assert main(client, "/").texts("h3") == ["Hung anew"]
    assert main(client, f"/canon/{FUNCTION_CODE}/").texts("h3") == ["Hung anew"]
