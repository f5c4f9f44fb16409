"""Where nothing stands, what may have been meant is suggested: published places near to the key that was typed."""

import pytest

from tests.factories import FOCUS_CODE, FUNCTION_CODE, KEY_M4, SIBLING_CODE, in_review, retired
from tests.pages.canon import key, path, publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db


def suggested(client, address: str) -> list[str]:
    page = main(client, address, 404)
    found = page.all("ul", class_="meant")
    return [a.attrs["href"] for a in found[0].all("a")] if found else []


@pytest.fixture
def canon():
    publish("M3", "M4", "P4")
    publish("M4", focus=SIBLING_CODE)
    retired(code=key("M1"), successor=key("M3"))
    in_review(code=key("M5"))
    in_review(code=key("M4", "DRAFTFOCUS1234"))


OWN = [path(key("M4")), path(key("M3")), path(key("P4"))]


@pytest.mark.parametrize(
    "typed",
    [
        f"{FUNCTION_CODE}.{FOCUS_CODE}.M9",  # a level that there is not
        f"{FUNCTION_CODE}.{FOCUS_CODE}.M5",  # one that is not approved yet
        f"{FUNCTION_CODE}.{FOCUS_CODE[:-1]}.M4",  # a letter is missing,
        f"{FUNCTION_CODE}.{FOCUS_CODE}X.M4",  # too many,
        f"{FUNCTION_CODE}.{FOCUS_CODE[1]}{FOCUS_CODE[0]}{FOCUS_CODE[2:]}.M4",  # or swapped
        f"{FUNCTION_CODE[:-1]}X.{FOCUS_CODE}.M4",
        f"WRONG.{FOCUS_CODE}.M4",  # the focus stands in another function
        f"{FUNCTION_CODE}-{FOCUS_CODE}-M4",
        f"{FUNCTION_CODE}.{FOCUS_CODE}.M4.",
        f"{FUNCTION_CODE}.{FOCUS_CODE}.M4 x",
    ],
)
def test_a_key_that_is_nearly_right_leads_to_the_profiles_of_its_focus(client, canon, typed):
    assert suggested(client, f"/canon/{typed}/") == OWN


def test_the_track_typed_comes_first(client, canon):
    assert suggested(client, path(key("P3"))) == [path(key("P4")), path(key("M3")), path(key("M4"))]


def test_a_focus_or_function_that_is_nearly_right_is_suggested_too(client, canon):
    assert suggested(client, f"/canon/{FUNCTION_CODE}.{SIBLING_CODE[:5]}/") == [path(key("M4", SIBLING_CODE))]
    assert suggested(client, f"/canon/{FUNCTION_CODE[:-1]}/") == [f"/canon/{FUNCTION_CODE}/"]
    assert suggested(client, f"/canon/{FUNCTION_CODE}.QQQ.M4/") == [f"/canon/{FUNCTION_CODE}/"]


@pytest.mark.parametrize(
    "typed", ["QQQ.QQQ.M4", "DRAFTF.DRAFTFOCUS1234.M4", "...", "%F0%9F%99%82", "%FF", "x" * 3_000, "A" * 80, ".A.", "٣"]
)
def test_nothing_near_is_nothing_suggested(client, canon, typed):
    assert suggested(client, f"/canon/{typed}/") == []


def test_what_is_typed_elsewhere_asks_nothing_of_the_canon(client, canon, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert suggested(client, f"/nowhere/{KEY_M4}/") == []


def test_it_takes_three_queries_however_many_there_are(client, django_assert_num_queries):
    publish("M4")
    with django_assert_num_queries(3):
        client.get(f"/canon/{FUNCTION_CODE}-{FOCUS_CODE}-M4/")
    publish("M3", "P4")
    with django_assert_num_queries(3):
        client.get(f"/canon/{FUNCTION_CODE}-{FOCUS_CODE}-M4/")


def test_a_site_that_asks_for_a_sign_in_suggests_nothing_before_it(client, canon, settings):
    settings.REQUIRE_LOGIN = True
    assert suggested(client, f"/canon/{FUNCTION_CODE}-{FOCUS_CODE}-M4/") == []
