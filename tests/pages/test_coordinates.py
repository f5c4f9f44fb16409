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
    assert page.texts("h2") == ["The formula", "From track to track", "Three bands"]
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
    assert page.texts("h2")[0] == "With the numbers of Plant Manager M4"
    place = f"Its place: function {FUNCTION_CODE}, focus {FOCUS_CODE}, track M, aligned rank 7."
    assert page.one("section", class_="worked").texts("p") == [place]
    rows = page.all("table")[0].rows()
    assert rows[0] == ["Nearest role", "D", "Band", "= 0.5 · t", "+ 0.4 · l", "+ 0.1 · k"]
    assert rows[1:] == [
        [
            "Plant Manager M3 step down",
            "0.133",
            "● near",
            "0.000 same focus",
            "0.133 one level down",
            "0.000 same track",
        ],
        [
            "Plant Manager P5 track switch",
            "0.183",
            "● near",
            "0.000 same focus",
            "0.133 one level down",
            "0.050 M to P track",
        ],
        ["Plant Manager M4 lateral", "0.250", "● near", "0.250 sibling focus", "0.000 same rank", "0.000 same track"],
    ]


@pytest.mark.parametrize("asked", [KEY_M4.lower(), f" {KEY_M4} ", f"{KEY_M4}@global", f"{KEY_M4}@DE"])
def test_any_spelling_is_understood_and_the_global_text_stands_in(client, asked):
    publish("M4")
    assert worked(client, asked).all("h2")[0].one("a").attrs["href"] == path(KEY_M4)


def test_a_regional_text_has_numbers_of_its_own(client):
    in_scope("M4", "DE")
    assert worked(client, f"{KEY_M4}@DE").all("h2")[0].one("a").attrs["href"] == path(key(scope="DE"))


@pytest.mark.parametrize("asked", [key("M5"), key(function="OTHER"), "nonsense", "<b>x</b>", "\N{KELVIN SIGN}.B.M4"])
def test_a_key_that_is_not_published_is_named(client, asked):
    publish("M4")
    in_review(code=key("M5"))
    page = worked(client, asked)
    told = f"No profile {asked.upper()} is published, so there are no numbers of its own to show."
    assert page.texts("div", class_="notice") == [told]
    assert page.texts("h2")[0] == "The formula"
    assert page.all("b") == []


@pytest.mark.parametrize("levels", [["M3", "M4", "M5", "P6"], ["M1", "M2", "M3", "M4", "M5", "M6", "P6"]])
def test_it_takes_the_same_queries_however_many_neighbours(client, django_assert_num_queries, levels):
    publish(*levels)
    with django_assert_num_queries(2):  # the focus, near siblings
        worked(client, KEY_M4)
