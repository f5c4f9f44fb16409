"""How coordinates work: the edition in words, and with the numbers of one profile."""

import pytest

from tests.factories import FOCUS_CODE, FUNCTION_CODE, KEY_M4, SIBLING_CODE, in_review
from tests.pages.canon import in_scope, key, path, publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db


def worked(client, asked: str):
    return main(client, f"/coordinates/?key={asked}")


def test_the_edition_is_explained_without_any_profile(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = main(client, "/coordinates/")
    assert page.texts("h1") == ["How coordinates work"]
    assert page.texts("h2") == ["Any two roles", "The formula", "From track to track", "Three bands"]
    assert page.one(class_="lead").texts("span") == ["structural/1"]


def test_steps_between_tracks_are_decimals(client):
    assert main(client, "/coordinates/").one("table").rows() == [
        ["k", "S", "P", "M", "E"],
        ["S", "0", "0.5", "1", "1"],
        ["P", "0.5", "0", "0.5", "0.75"],
        ["M", "1", "0.5", "0", "0.25"],
        ["E", "1", "0.75", "0.25", "0"],
    ]


def test_the_numbers_of_a_profile_add_up(client):
    publish("M3", "M4", "P5")
    publish("M4", focus=SIBLING_CODE)
    page = worked(client, KEY_M4)
    assert page.texts("h2")[1] == "With the numbers of Plant Manager M4"
    place = f"Its place: function {FUNCTION_CODE}, focus {FOCUS_CODE}, track M, aligned rank 7."
    assert page.one("section", class_="worked").texts("p")[0] == place
    assert page.one("svg").texts("a") == ["M3", "P5", "M4 Process Quality"]
    rows = page.all("table")[0].rows()
    assert rows[0] == ["Nearest role", "D", "Band", "= 0.5 · t", "+ 0.4 · l", "+ 0.1 · k"]
    assert rows[1:] == [
        [
            "Plant Manager M3 step down · worked out",
            "0.133",
            "● near",
            "0.000 same focus",
            "0.133 one level down",
            "0.000 same track",
        ],
        [
            "Plant Manager P5 track switch · worked out",
            "0.183",
            "● near",
            "0.000 same focus",
            "0.133 one level down",
            "0.050 M to P track",
        ],
        [
            "Plant Manager M4 lateral · worked out",
            "0.250",
            "● near",
            "0.250 sibling focus",
            "0.000 same rank",
            "0.000 same track",
        ],
    ]


@pytest.mark.parametrize("asked", [KEY_M4.lower(), f" {KEY_M4} ", f"{KEY_M4}@global", f"{KEY_M4}@DE"])
def test_any_spelling_is_understood_and_the_global_text_stands_in(client, asked):
    publish("M4")
    assert worked(client, asked).all("h2")[1].one("a").attrs["href"] == path(KEY_M4)


def test_a_regional_text_has_numbers_of_its_own(client):
    in_scope("M4", "DE")
    assert worked(client, f"{KEY_M4}@DE").all("h2")[1].one("a").attrs["href"] == path(key(scope="DE"))


@pytest.mark.parametrize("asked", [key("M5"), key(function="OTHER"), "nonsense", "<b>x</b>", "\N{KELVIN SIGN}.B.M4"])
def test_a_key_that_is_not_published_is_named(client, asked):
    publish("M4")
    in_review(code=key("M5"))
    page = worked(client, asked)
    told = f"No profile {asked.upper()} is published, so there are no numbers of its own to show."
    assert page.texts("div", class_="notice") == [told]
    assert page.texts("h2")[:2] == ["Any two roles", "The formula"]
    assert page.all("b") == []


@pytest.mark.parametrize("levels", [["M3", "M4", "M5", "P6"], ["M1", "M2", "M3", "M4", "M5", "M6", "P6"]])
def test_it_takes_the_same_queries_however_many_neighbours(client, django_assert_num_queries, levels):
    publish(*levels)
    with django_assert_num_queries(2):  # the focus, near siblings
        worked(client, KEY_M4)


# -- any two roles ---------------------------------------------------------------------------------


def pair(client, a: str, b: str):
    return main(client, f"/coordinates/?a={a}&b={b}")


def fields(page) -> list[tuple[str, str, str, str]]:
    names = ("name", "value", "data-suggest", "data-suggest-fill")
    return [tuple(field.attrs[name] for name in names) for field in page.all("input")]


def test_any_two_roles_are_measured_part_by_part_in_one_query(client, django_assert_num_queries):
    publish("M4")
    publish("P5", focus=SIBLING_CODE)
    with django_assert_num_queries(1):
        page = pair(client, KEY_M4.lower(), key("P5", SIBLING_CODE))
    assert fields(page) == [
        ("a", KEY_M4, "/suggest/", "key"),
        ("b", key("P5", SIBLING_CODE), "/suggest/", "key"),
    ]
    worked_out = page.one("section", aria_labelledby="pair")
    assert worked_out.texts("h2") == ["M4 to P5: 0.433, review"]
    assert worked_out.all("table")[0].rows() == [
        ["Part", "Value", "Weight", "Share, exactly", "Rounded"],
        ["t, taxonomy sibling focus", "1/2", "1/2", "1/4", "0.250"],
        ["l, level one level down", "1/3", "2/5", "2/15", "0.133"],
        ["k, track M to P track", "1/2", "1/10", "1/20", "0.050"],
        ["D", "1/4 + 2/15 + 1/20 = 13/30", "0.433"],
    ]
    assert worked_out.all("table")[1].rows()[1:] == [
        ["in the same focus", "0.183", "● near"],
        ["in another function", "0.683", "○ none"],
        ["one rank nearer", "0.300", "● near"],
        ["one rank further away", "0.567", "○ none"],
        ["on the M track as well", "0.383", "◐ review, as now"],
    ]
    assert worked_out.texts("p") == [
        "From Plant Manager M4 to Plant Manager P5: track switch.",
        "Band: ◐ review; beyond near (0.30) by 0.133, within review (0.45) by 0.017.",
        "By way of the second role’s level in the first one’s focus it is 11/60 + 1/4 = 13/30 (0.433), "
        "as far as the straight way, 13/30 (0.433). It is never shorter.",
    ]


def test_a_role_and_itself_are_the_same_place(client):
    publish("M4")
    assert pair(client, KEY_M4, f"{KEY_M4}@DE").all("h2")[1].text == "M4 to M4: 0.000, near"


def test_of_two_roles_the_one_that_is_not_published_is_named(client):
    publish("M4")
    in_review(code=key("M5"))
    page = pair(client, KEY_M4, key("M5"))
    told = f"No profile {key('M5')} is published, so there are no numbers of its own to show."
    assert (page.texts("div", class_="notice"), page.all("section", class_="worked")) == ([told], [])
    assert [value for _, value, *_ in fields(page)] == [KEY_M4, key("M5")]


@pytest.mark.parametrize("query", ["a={}", "b={}", "key={}", "key={}&a=", "a={}&b="])
def test_one_role_alone_is_shown_with_its_nearest(client, query):
    publish("M3", "M4")
    page = main(client, f"/coordinates/?{query.format(KEY_M4)}")
    assert page.texts("h2")[1] == "With the numbers of Plant Manager M4"


@pytest.mark.parametrize("odd", ["<script>", "%FF", "a" * 5000, "' OR 1=1 --", "\N{KELVIN SIGN}.B.M4", "..", "A.B.M1@"])
def test_odd_keys_are_answered_and_never_executed(client, odd):
    page = pair(client, odd, KEY_M4)
    assert (len(page.texts("div", class_="notice")), page.all("script")) == (2, [])


def test_each_neighbour_leads_to_the_pair_worked_out(client):
    publish("M3", "M4")
    link = next(link for link in worked(client, KEY_M4).all("a") if link.text == "worked out")
    assert link.attrs["href"] == f"?a={KEY_M4}&b={key('M3')}"
