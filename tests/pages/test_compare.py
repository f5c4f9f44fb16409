"""Profiles side by side: which are shown, which are named, and what is made of hostile keys."""

from urllib.parse import urlencode

import pytest

from tests.factories import FOCUS, FUNCTION, KEY_M4, function, guidelines, in_review, next_version, retired
from tests.pages.canon import key, path, publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db

M3, M5 = key("M3"), key("M5")


def compare(client, *keys: str, status: int = 200):
    return main(client, "/compare/?" + urlencode([("keys", value) for value in keys]), status)


def columns(page) -> list[str]:
    return [link.attrs["href"] for table in page.all("table") for link in table.one("thead").all("a")]


def notices(page) -> list[str]:
    return page.texts("div", class_="notice")


def row(page, label: str) -> list[str]:
    return next(cells[1:] for cells in page.one("table").rows() if cells[0].removesuffix(" the same") == label)


def test_without_keys_it_asks_for_some(client):
    page = main(client, "/compare/")
    assert page.texts("h1") == ["Compare side by side"]
    assert page.all("table") == []
    assert [field.attrs["value"] for field in page.all("input")] == ["", "", "", ""]


@pytest.mark.parametrize("query", ["", "keys=", "keys=,,", "keys=&keys=", "keys=%20"])
def test_empty_keys_are_none(client, query):
    page = main(client, f"/compare/?{query}")
    assert (notices(page), page.all("table")) == ([], [])


def test_the_order_asked_for_is_kept(client):
    publish("M3", "M4", "M5")
    assert columns(compare(client, f"{M5},{M3},{KEY_M4}")) == [path(M5), path(M3), path(KEY_M4)]


@pytest.mark.parametrize("keys", [[f"{M5},{M3}"], [M5, M3], [f" {M5.lower()} , {M3}@global"], ["", M5, "", M3]])
def test_keys_come_with_commas_or_given_several_times_in_any_case(client, keys):
    publish("M3", "M5")
    page = compare(client, *keys)
    assert columns(page) == [path(M5), path(M3)]
    assert [field.attrs["value"] for field in page.all("input")] == [M5, M3, "", ""]


def test_one_asked_for_twice_is_shown_once(client):
    publish("M3", "M4")
    assert columns(compare(client, KEY_M4, M3, KEY_M4.lower(), M3)) == [path(KEY_M4), path(M3)]


def test_an_unknown_key_is_named_and_the_others_are_shown(client):
    publish("M4")
    page = compare(client, "NOPE.NOPE.M1", KEY_M4, "nonsense")
    assert columns(page) == [path(KEY_M4)]
    told = "A key like MANUFA.MANUFACTF950.M4 is expected; it stands on every profile's page."
    assert notices(page) == [f"Not found: NOPE.NOPE.M1, NONSENSE. {told}"]


def test_what_is_not_approved_is_not_found(client):
    publish("M3")
    in_review(code=KEY_M4)
    page = compare(client, KEY_M4, M3)
    assert columns(page) == [path(M3)]
    assert notices(page)[0].startswith(f"Not found: {KEY_M4}.")


def test_a_fifth_is_refused_in_words(client):
    levels = ("M1", "M2", "M3", "M4", "M5", "M6")
    publish(*levels)
    keys = [key(level) for level in levels]
    assert columns(compare(client, *keys[:4])) == [path(k) for k in keys[:4]]
    assert notices(compare(client, *keys[:4])) == []
    page = compare(client, *keys[:5])
    assert columns(page) == [path(k) for k in keys[:4]]
    assert notices(page) == ["At most 4 profiles stand side by side; 1 more was left out."]
    assert notices(compare(client, *keys)) == ["At most 4 profiles stand side by side; 2 more were left out."]


@pytest.mark.parametrize("levels", [["M4"], ["M3", "M4", "M5"]])
def test_it_takes_one_query_however_wide(client, django_assert_num_queries, levels):
    publish(*levels)
    with django_assert_num_queries(1):
        page = compare(client, *map(key, levels))
    assert len(columns(page)) == len(levels)


def test_nothing_that_could_be_a_key_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        compare(client, "nonsense", "<b>")


# -- what is compared ------------------------------------------------------------------------------


def test_the_latest_text_is_compared_with_its_number(client):
    next_version(publish("M4")[0], summary="The second text.")
    page = compare(client, KEY_M4)
    assert page.one("thead").texts("th")[1] == f"Plant Manager M4 {KEY_M4}#2"
    assert row(page, "Definition") == ["The second text."]


def test_a_retired_profile_is_marked(client):
    retired()
    assert compare(client, KEY_M4).one("thead").texts("th")[1] == f"Plant Manager M4 {KEY_M4}#1 retired"


def test_sections_and_rows(client):
    guidelines(function())
    publish("M3", "M4")
    page = compare(client, M3, KEY_M4)
    assert page.texts("th", scope="rowgroup") == [
        "At a glance",
        "Level",
        "Level guidelines",
        "Responsibilities",
        "Skills",
        "Provenance",
    ]
    assert row(page, "Function") == [FUNCTION, FUNCTION]
    assert row(page, "Focus") == [FOCUS, FOCUS]
    assert row(page, "Level") == ["M3 · Management 3", "M4 · Management 4"]
    assert row(page, "Aligned rank") == ["6", "7"]
    assert row(page, "Typical experience") == ["8–12 years", "10–15 years"]
    assert row(page, "Market pay, median a year") == ["$164k ($129k to $209k) USD"] * 2
    assert row(page, "Scope") == ["The scope of M3.", "The scope of M4."]
    assert row(page, "Autonomy") == ["not defined", "not defined"]
    assert row(page, "Typical degree and years") == ["8–12 years", "10–15 years"]
    assert row(page, "Confidence") == ["◆ high 0.90"] * 2
    assert row(page, "Reviewers") == ["2", "2"]
    assert row(page, "Sources") == ["1 source", "1 source"]


def test_what_all_say_alike_is_marked_in_words(client):
    publish("M3", "M4")
    marked = [r.texts("th")[0] for r in compare(client, M3, KEY_M4).all("tr", class_="same")]
    assert "Function the same" in marked
    assert not any(label.startswith("Aligned rank") for label in marked)


def test_one_alone_is_not_the_same_as_anything(client):
    publish("M4")
    assert compare(client, KEY_M4).all("tr", class_="same") == []


def test_skills_that_all_share_stand_apart_from_those_that_some_have(client):
    publish("M3", skills=[{"name": "Shift planning"}, {"name": "Welding"}])
    publish("M4", skills=[{"name": "Budgeting"}, {"name": "SHIFT PLANNING"}])
    page = compare(client, M3, KEY_M4)
    assert [name.casefold() for name in row(page, "In all of them")] == ["shift planning", "shift planning"]
    assert row(page, "Not in all of them") == ["Welding", "Budgeting"]


def test_nothing_in_common_is_said(client):
    publish("M3", skills=[])
    publish("M4")
    assert row(compare(client, M3, KEY_M4), "In all of them") == ["none", "none"]


# -- hostile keys ----------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["keys=A%00B", "keys=%00", "a%00=b"])
def test_a_nul_is_refused_in_words(client, query):
    assert main(client, f"/compare/?{query}", 400).texts("h1") == ["That request could not be read"]


def test_markup_is_shown_and_never_run(client):
    page = compare(client, "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'};alert(1)//")
    assert page.all("script") == page.all("img") == []
    assert notices(page)[0].startswith('Not found: <SCRIPT>ALERT(1)</SCRIPT>, "><IMG SRC=X ONERROR=ALERT(1)>, ')
    assert page.all("input")[0].attrs["value"] == "<SCRIPT>ALERT(1)</SCRIPT>"
    assert {name for field in page.all("input") for name in field.attrs} == {
        "name",
        "value",
        "maxlength",
        "autocomplete",
        "spellcheck",
        "placeholder",
    }


def test_a_long_key_is_cut_and_not_found(client):
    page = compare(client, "A" * 5_000)
    assert notices(page)[0].startswith(f"Not found: {'A' * 80}. ")
    assert len(page.text) < 1_000


@pytest.mark.parametrize(
    "value",
    ["A.B.M4' OR 1=1--", "%s%s", "\ud7ff\uffff", "\N{KELVIN SIGN}.B.M4", "A.B.M4\n", "🙂", "\u202eA.B.M4", "A.B.M4@"],
)
def test_odd_keys_are_only_not_found(client, value):
    publish("M4")
    page = compare(client, value, KEY_M4)
    assert columns(page) == [path(KEY_M4)]
    assert len(notices(page)) == 1


def test_a_thousand_keys_are_answered_in_words(client, django_assert_num_queries):
    publish("M4")
    with django_assert_num_queries(1):
        page = compare(client, KEY_M4, ",".join(f"A.B{n}.M1" for n in range(1_000)))
    assert notices(page)[1] == "At most 4 profiles stand side by side; 997 more were left out."
