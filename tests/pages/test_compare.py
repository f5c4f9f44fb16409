"""Profiles side by side: which are shown, which are named, and what is made of hostile keys."""

from urllib.parse import urlencode

import pytest

from taxonomy.models import PayBaseline
from tests.factories import (
    FOCUS,
    FUNCTION,
    KEY_M4,
    function,
    guidelines,
    in_review,
    ladder,
    next_version,
    record_data,
    retired,
)
from tests.pages.canon import in_scope, key, path, publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db

M3, M5 = key("M3"), key("M5")


def compare(client, *keys: str, status: int = 200, everything: bool = False):
    query = [("keys", value) for value in keys] + [("all", "1")] * everything
    return main(client, "/compare/?" + urlencode(query), status)


def columns(page) -> list[str]:
    return [link.attrs["href"] for table in page.all("table") for link in table.one("thead").all("a")]


def notices(page) -> list[str]:
    return page.texts("div", class_="notice")


def line(page, label: str):
    """The row of this label, not the heading of a section."""
    rows = [tr for tr in page.one("table").all("tr") if tr.all("th", scope="row")]
    return next(tr for tr in rows if tr.one("th").text.removesuffix(" the same") == label)


def row(page, label: str) -> list[str]:
    return line(page, label).texts("td")


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
    assert {(f.attrs["data-suggest"], f.attrs["data-suggest-fill"]) for f in page.all("input")} == {
        ("/suggest/", "key")
    }


def test_one_asked_for_twice_is_shown_once(client):
    publish("M3", "M4")
    assert columns(compare(client, KEY_M4, M3, KEY_M4.lower(), M3)) == [path(KEY_M4), path(M3)]


EXPECTED = (
    "A key like MANUFA.MANUFACTF950.M4 is expected, or MANUFA.MANUFACTF950.M4~1 for its first version; "
    "it stands on every profile's page."
)


def test_an_unknown_key_is_named_and_the_others_are_shown(client):
    publish("M4")
    page = compare(client, "NOPE.NOPE.M1", KEY_M4, "nonsense")
    assert columns(page) == [path(KEY_M4)]
    assert notices(page) == [f"Not found: NOPE.NOPE.M1. {EXPECTED}", f"Not found: NONSENSE. {EXPECTED}"]


def test_a_near_key_leads_to_the_page_that_was_meant(client):
    publish("M3", "M4")
    page = compare(client, KEY_M4, key("M2"))
    (told,) = page.all("div", class_="notice")
    assert told.text == f"Not found: {key('M2')}. Did you mean {M3}?"
    assert told.one("a", href=f"?keys={KEY_M4},{M3}").text == M3


def test_one_asked_for_again_is_told(client):
    next_version(publish("M4")[0])
    page = compare(client, KEY_M4, KEY_M4.lower(), f"{KEY_M4}~2", f"{KEY_M4}~1")
    assert columns(page) == [path(KEY_M4), path(KEY_M4, "v=1")]
    assert notices(page) == [f"Asked for more than once and shown once: {KEY_M4}, {KEY_M4}~2."]


def test_where_a_region_has_no_text_the_global_one_stands_in_and_says_so(client):
    publish("M4")
    page = compare(client, key(scope="AT"))
    assert columns(page) == [path(KEY_M4)]
    assert notices(page) == [
        f"There is no text of its own for AT. The global profile {KEY_M4} stands in, whole.",
    ]


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


# One query for all columns, one for the levels beside them, where there is room for another column.
@pytest.mark.parametrize(
    ("levels", "queries"),
    [(["M4"], 2), (["M3", "M4"], 2), (["M3", "M4", "M5"], 2), (["M3", "M4", "M5", "M6"], 1)],
)
def test_queries_do_not_grow_with_columns(client, django_assert_num_queries, levels, queries):
    publish(*levels)
    with django_assert_num_queries(queries):
        page = compare(client, *map(key, levels))
    assert len(columns(page)) == len(levels)


@pytest.mark.parametrize("beyond", [1, 3])
def test_unknown_keys_take_one_query_more(client, django_assert_num_queries, beyond):
    publish("M4", "M5")
    with django_assert_num_queries(3):
        page = compare(client, KEY_M4, *(key(f"M{number}") for number in range(1, beyond + 1)))
    assert len(notices(page)) == beyond


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
    assert notices(compare(client, KEY_M4)) == [f"{KEY_M4} is retired. It has no successor."]


def test_sections_and_rows(client):
    guidelines(function())
    publish("M3", "M4")
    page = compare(client, M3, KEY_M4, everything=True)
    assert page.texts("h1") == ["What changes from M3 to M4"]
    assert page.texts("th", scope="rowgroup") == [
        "At a glance",
        "Pay",
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
    assert row(page, "Market pay, median a year") == ["$164k ($129k to $209k)"] * 2
    assert row(page, "What the figures are") == ["P25–P75 · US · BLS OEWS · as of 2025-05 · USD"] * 2
    assert row(page, "Whose they are") == ["this profile"] * 2
    assert row(page, "Scope") == ["The scope of M3 .", "The scope of M4 ."]
    assert row(page, "Autonomy") == ["not defined", "not defined"]
    assert row(page, "Typical degree and years") == ["8–12 years", "10–15 years"]
    assert row(page, "Confidence at approval") == ["◆ high 0.90"] * 2
    assert row(page, "Weakest dimension") == ["4.5", "4.5"]
    assert row(page, "Reviewers") == ["2", "2"]
    assert row(page, "Sources") == ["1 source", "1 source"]
    assert row(page, "Published by") == ["BLS", "BLS"]


def test_what_is_equal_is_folded_and_counted(client):
    publish("M3", "M4")
    page = compare(client, M3, KEY_M4)
    labels = [cells[0] for cells in page.one("table").rows()]
    assert ("Function" in labels, "Aligned rank" in labels) == (False, True)
    folded = page.all("details")
    assert [fold.one("summary").text for fold in folded] == [
        "3 rows are equal",
        "3 rows are equal",
        "5 rows are equal",
        "4 rows are equal",
        "4 responsibilities are equal",
        "3 skills are equal",
        "6 rows are equal",
    ]
    assert folded[0].pairs() == {"Function": FUNCTION, "Focus": FOCUS, "Definition": record_data()["summary"]}
    assert folded[2].pairs()["Autonomy"] == "not defined"
    told = "5 rows differ, 28 are equal."
    assert page.one("div", class_="head").texts("p")[0].startswith(told)


def test_everything_is_a_link_away_and_back(client):
    publish("M3", "M4")
    head = compare(client, M3, KEY_M4).one("div", class_="head")
    assert head.one("a", href=f"?keys={M3},{KEY_M4}&all=1").text == "Show equal rows in their place"
    page = compare(client, M3, KEY_M4, everything=True)
    assert page.one("div", class_="head").one("a", href=f"?keys={M3},{KEY_M4}").text == "Differences only"
    assert page.all("details") == []
    assert page.one("input", type="hidden").attrs == {"type": "hidden", "name": "all", "value": "1"}


def test_what_all_say_alike_is_marked_in_words(client):
    publish("M3", "M4")
    marked = [r.texts("th")[0] for r in compare(client, M3, KEY_M4, everything=True).all("tr", class_="same")]
    assert marked[:2] == ["Function the same", "Focus the same"]
    assert not any(label.startswith("Aligned rank") for label in marked)


def test_one_alone_is_not_the_same_as_anything(client):
    publish("M4")
    page = compare(client, KEY_M4)
    assert page.all("tr", class_="same") == page.all("details") == []
    assert row(page, "Responsibilities") == [" ".join(record_data()["responsibilities"])]


def test_responsibilities_that_are_near_stand_beside_one_another_with_words_marked(client):
    one, two, three, four = record_data()["responsibilities"]
    publish("M3", responsibilities=[one, two.replace("six lines", "two lines"), three])
    publish("M4")
    page = compare(client, M3, KEY_M4)
    assert row(page, "In several") == [two.replace("six", "two"), two]
    assert line(page, "In several").texts("mark") == ["two", "six"]
    assert row(page, "Only here") == ["none", four]
    assert "2 responsibilities are equal" in page.texts("summary")


def test_skills_that_all_share_stand_apart_from_those_that_one_has(client):
    publish("M3", skills=[{"name": "Shift planning", "summary": "For two lines"}, {"name": "Welding"}])
    publish("M4", skills=[{"name": "Budgeting"}, {"name": "SHIFT PLANNING", "summary": "For ten lines"}])
    page = compare(client, M3, KEY_M4)
    assert row(page, "Shift planning") == ["For two lines", "For ten lines"]
    assert row(page, "Only here") == ["Welding", "Budgeting"]


def test_what_nobody_records_is_said(client):
    publish("M3", "M4", skills=[])
    page = compare(client, M3, KEY_M4)
    assert page.texts("td", class_="soft") == ["none recorded"]


# -- pay -------------------------------------------------------------------------------------------


def bars(page) -> list[str]:
    return page.texts("li", class_="bars__one")


def test_ranges_are_drawn_on_one_scale_with_the_figures_beside(client):
    pay = record_data()["pay"]
    publish("M3", pay=pay | {"low": 98_000, "median": 126_000, "high": 162_000})
    publish("M4")
    page = compare(client, M3, KEY_M4)
    assert bars(page) == ["Plant Manager M3 $126k ($98k to $162k)", "Plant Manager M4 $164k ($129k to $209k)"]
    assert [(bar.attrs["x"], bar.attrs["width"]) for bar in page.all("rect")] == [
        ("24.00%", "32.00%"),
        ("39.50%", "40.00%"),
    ]
    caption = "Range and median a year in USD, all on one scale from $50k to $250k"
    assert page.texts("figcaption") == [caption]


def test_another_currency_is_told_and_not_drawn(client):
    publish("M3", pay=record_data()["pay"] | {"currency": "EUR"})
    publish("M4")
    page = compare(client, KEY_M4, M3)
    assert len(page.all("rect")) == 1
    assert bars(page)[1] == "Plant Manager M3 €164k (€129k to €209k), in EUR and so not on this scale"


def test_inherited_figures_say_whose_they_are_and_none_is_said_too(client):
    PayBaseline.objects.create(level=ladder()["M4"], function=function(), currency="USD", median=148_000)
    publish("M3", "M4", pay=None)
    page = compare(client, M3, KEY_M4)
    assert bars(page) == ["Plant Manager M4 $148k function baseline", "Plant Manager M3 no figure recorded"]
    assert row(page, "Market pay, median a year") == ["not defined", "$148k"]


def test_without_any_figures_nothing_is_drawn(client):
    publish("M4", pay=None)
    assert compare(client, KEY_M4).all("figure") == []


# -- versions of one profile -------------------------------------------------------------------------


def test_two_versions_of_one_profile_stand_side_by_side(client):
    next_version(publish("M4")[0], summary="Runs one plant so that people go home safe.")
    page = compare(client, f"{KEY_M4}~1", f"{KEY_M4}#2")
    assert page.texts("h1") == ["v1 and v2 of Plant Manager M4"]
    assert columns(page) == [path(KEY_M4, "v=1"), path(KEY_M4, "v=2")]
    assert page.one("thead").texts("th")[1:] == [
        f"Plant Manager M4 v1 {KEY_M4}#1 superseded",
        f"Plant Manager M4 v2 {KEY_M4}#2",
    ]
    assert page.texts("mark") == ["and orders leave on time"]
    (link,) = page.one("div", class_="head").all("a", href=f"{path(KEY_M4)}differences/?from=1&to=2")
    assert link.text == "The difference, edit by edit →"
    assert [field.attrs["value"] for field in page.all("input")][:2] == [f"{KEY_M4}~1", f"{KEY_M4}~2"]


# -- where one can go --------------------------------------------------------------------------------


def ways(page) -> list[list[tuple[str, str]]]:
    return [[(a.text, a.attrs["href"].removeprefix("?keys=")) for a in cell.all("a")] for cell in _change(page)]


def _change(page):
    return page.all("ul", class_="compare__ways")


def test_levels_beside_can_be_added_swapped_and_removed(client):
    publish("M2", "M3", "M5")
    page = compare(client, M3, M5)
    assert ways(page) == [
        [
            ("+ M2 beside Plant Manager M3", f"{key('M2')},{M3},{M5}"),
            ("× remove Plant Manager M3", M5),
        ],
        [
            ("← swap Plant Manager M5 with the one to its left", f"{M5},{M3}"),
            ("× remove Plant Manager M5", M3),
        ],
    ]
    assert [cell.all("span", class_="soft")[0].text for cell in _change(page)[:1]] == ["next level down"]


def test_a_level_above_goes_to_the_right_and_a_gap_is_stepped_over(client):
    publish("M3", "M5")
    assert ways(compare(client, M3)) == [
        [("+ M5 beside Plant Manager M3", f"{M3},{M5}"), ("× remove Plant Manager M3", "")]
    ]


def test_a_level_of_the_same_region_comes_before_the_global_one(client):
    publish("M4", "M5")
    in_scope("M4", "DE")
    in_scope("M5", "DE")
    page = compare(client, key(scope="DE"))
    assert ways(page)[0][0] == ("+ M5 beside Plant Manager M4", f"{key(scope='DE')},{key('M5', scope='DE')}")


def test_what_is_retired_or_not_approved_is_no_next_level(client):
    publish("M4")
    retired(code=M5)
    in_review(code=M3)
    assert ways(compare(client, KEY_M4)) == [[("× remove Plant Manager M4", "")]]


def test_two_roles_lead_to_their_move_sheets(client):
    publish("M3", "M4")
    head = compare(client, M3, KEY_M4).one("div", class_="head")
    assert head.one("a", href=f"/move/?from={M3}&to={KEY_M4}").text == "Move sheet, M3 to M4 →"
    assert head.one("a", href=f"/move/?from={KEY_M4}&to={M3}").text == "M4 to M3 →"


# -- hostile keys ----------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["keys=A%00B", "keys=%00", "a%00=b"])
def test_a_nul_is_refused_in_words(client, query):
    assert main(client, f"/compare/?{query}", 400).texts("h1") == ["That request could not be read"]


def test_markup_is_shown_and_never_run(client):
    page = compare(client, "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'};alert(1)//")
    assert page.all("script") == page.all("img") == []
    assert [told.partition(". ")[0] for told in notices(page)] == [
        "Not found: <SCRIPT>ALERT(1)</SCRIPT>",
        'Not found: "><IMG SRC=X ONERROR=ALERT(1)>',
        "Not found: '};ALERT(1)//",
    ]
    assert page.all("input")[0].attrs["value"] == "<SCRIPT>ALERT(1)</SCRIPT>"
    assert {name for field in page.all("input") for name in field.attrs} == {
        "name",
        "value",
        "maxlength",
        "autocomplete",
        "spellcheck",
        "placeholder",
        "data-suggest",
        "data-suggest-fill",
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
    with django_assert_num_queries(3):
        page = compare(client, KEY_M4, ",".join(f"A.B{n}.M1" for n in range(1_000)))
    assert notices(page)[3] == "At most 4 profiles stand side by side; 997 more were left out."
