"""The move sheet: what somebody keeps, gains and drops, what is paid, how far it is; and hostile ends."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import KEY_M4, SIBLING_CODE, function, guidelines, in_review, next_version, record_data, retired
from tests.pages.canon import key, path, publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db

M3, M5 = key("M3"), key("M5")
PAY = record_data()["pay"]


def move(client, start: str = M3, end: str = KEY_M4, status: int = 200):
    return main(client, "/move/?" + urlencode({"from": start, "to": end}), status)


def notices(page) -> list[str]:
    return page.texts("div", class_="notice")


def block(page, name: str) -> list[str]:
    """Keep, gain and drop of one kind, each as one line."""
    return page.one("section", aria_labelledby=name).texts("div", class_="move__list")


def facts(page) -> dict[str, str]:
    return page.one("dl", class_="facts").pairs()


def told_of_pay(page) -> str:
    return page.one("section", aria_labelledby="pay").texts("p")[-1]


# -- two ends ----------------------------------------------------------------------------------------


def test_without_ends_it_asks_for_them(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = main(client, "/move/")
    assert (page.texts("h1"), notices(page), page.all("dl")) == (["Move sheet"], [], [])
    assert [(f.attrs["name"], f.attrs["value"], f.attrs["data-suggest-fill"]) for f in page.all("input")] == [
        ("from", "", "key"),
        ("to", "", "key"),
    ]


@pytest.mark.parametrize("more", [0, 3])
def test_both_texts_take_one_query(client, django_assert_num_queries, more):
    publish("M3", "M4", *("M1", "M2", "M5")[:more])
    with django_assert_num_queries(1):
        page = move(client, M3.lower(), f" {KEY_M4}@global")
    assert page.texts("h1") == ["Plant Manager M3 → Plant Manager M4"]
    assert [f.attrs["value"] for f in page.all("input")] == [M3, KEY_M4]


def test_it_leads_to_both_pages_to_the_comparison_and_back(client):
    publish("M3", "M4")
    head = move(client).one("div", class_="head")
    assert [a.attrs["href"] for a in head.all("a")][1:] == [
        path(M3),
        path(KEY_M4),
        f"?from={KEY_M4}&to={M3}",
        f"/compare/?keys={M3},{KEY_M4}",
    ]


def test_an_end_may_be_a_version(client):
    next_version(publish("M4")[0], responsibilities=record_data()["responsibilities"][:3])
    page = move(client, f"{KEY_M4}~1", f"{KEY_M4}~2")
    assert page.texts("h1") == ["Plant Manager M4 v1 → Plant Manager M4 v2"]
    assert [text.partition(" ")[0] for text in block(page, "responsibilities")] == ["=", "+", "−"]
    assert block(page, "responsibilities")[2] == f"− Drop (1) {record_data()['responsibilities'][3]}"


@pytest.mark.parametrize("end", [M3, M3.lower(), f"{M3}~1", key("M3", scope="AT")])
def test_from_a_role_to_itself_there_is_nothing_to_tell(client, end):
    publish("M3")
    page = move(client, M3, end)
    assert page.all("dl") == []
    assert notices(page)[0] == (
        "Both are the same text. Nothing changes for somebody who stays: name another role to go to."
    )


def test_an_unknown_end_is_told_with_a_near_key(client, django_assert_num_queries):
    publish("M3", "M4")
    with django_assert_num_queries(2):
        page = move(client, M3, key("M6"))
    (told,) = page.all("div", class_="notice")
    assert told.text == f"Not found: {key('M6')}. Did you mean {KEY_M4}?"
    assert told.one("a").attrs["href"] == f"?from={M3}&to={KEY_M4}"
    assert page.all("dl") == []


def test_what_is_not_approved_is_unknown(client):
    publish("M3")
    in_review(code=KEY_M4, title="canary")
    response = client.get("/move/?" + urlencode({"from": M3, "to": KEY_M4}))
    assert response.status_code == 200
    assert "canary" not in response.content.decode()


def test_a_retired_end_is_told_with_its_successor(client):
    publish("M3", "M5")
    retired(successor=M5)
    page = move(client)
    assert notices(page) == [f"{KEY_M4} is retired. Its successor is {M5}."]
    assert page.texts("h1") == ["Plant Manager M3 → Plant Manager M4"]


# -- what stays, comes and goes ------------------------------------------------------------------------


def test_keep_gain_and_drop(client):
    guidelines(function())
    one, two, _, four = record_data()["responsibilities"]
    publish(
        "M3",
        responsibilities=[one, two.replace("six", "two"), "Learns from others"],
        skills=[{"name": "shift planning", "summary": "Levels overtime over two lines"}, {"name": "Welding"}],
    )
    publish("M4", responsibilities=[two, one, four], skills=record_data()["skills"][:2])
    page = move(client)
    assert block(page, "responsibilities") == [
        f"= Keep (2) {one} now: {two.replace('six', 'two')} then: {two}",
        f"+ Gain (1) {four}",
        "− Drop (1) Learns from others",
    ]
    assert block(page, "skills") == [
        "= Keep (1) shift planning now: Levels overtime over two lines then: Levels overtime over six lines",
        "+ Gain (1) Power BI Reads scrap by line and hour",
        "− Drop (1) Welding",
    ]
    assert page.texts("mark") == ["two", "six", "two", "six", "M4", "M3"]
    assert block(page, "level-attributes") == [
        "= Keep (0) nothing",
        "+ Gain (1) Scope The scope of M4 .",
        "− Drop (1) Scope The scope of M3 .",
    ]


def test_where_neither_has_any_it_says_so(client):
    publish("M3", "M4", skills=[])
    assert move(client).one("section", aria_labelledby="skills").texts("p") == ["none recorded for either"]


# -- places and distance ---------------------------------------------------------------------------------


def test_years_and_distance_with_its_parts_band_and_edition(client):
    publish("M3", "M4")
    assert facts(move(client)) == {
        "Distance": "0.133 ● near · step up same focus 0.000 + one level up 0.133 + same track 0.000 "
        "up to 0.30 · edition structural/1",
        "Level": "M3 Management 3 → M4 Management 4",
        "Aligned rank": "6 → 7",
        "Typical experience": "8–12 years → 10–15 years typical, never a requirement",
    }


@pytest.mark.parametrize(
    ("end", "told"),
    [
        # 0.25 for a sibling focus, 0.4·1/3 for a rank, 0.1·½ for P to M
        (key("P5", SIBLING_CODE), "0.433 ◐ review · track switch"),
        (key("M4", "OTHERFOCUS", "OTHER"), "0.500 ○ none · lateral"),
    ],
)
def test_every_band_is_told_with_its_sign(client, end, told):
    publish("M4")
    function, focus, level = end.split(".")
    publish(level, focus=focus, function=function)
    assert facts(move(client, KEY_M4, end))["Distance"].startswith(told)


# -- pay -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            PAY | {"low": 98_000, "median": 126_000, "high": 162_000},
            PAY,
            # 162 − 129 is 33: of 64 (98 to 162) and of 80 (129 to 209)
            "The median goes from $126k to $164k a year: +$38k, +30.2 %. "
            "The ranges overlap from $129k to $162k: 52 % of the first range, 41 % of the second.",
        ),
        (
            PAY,
            PAY | {"low": 250_000, "median": 260_000, "high": 300_000},
            "The median goes from $164k to $260k a year: +$96k, +58.5 %. "
            "The ranges do not overlap: $41k lie between $209k and $250k.",
        ),
        (
            PAY,
            PAY | {"low": None, "high": None},
            "The medians are equal: $164k a year. "
            "Whether the ranges overlap is not known: one of them has no lower or no upper end.",
        ),
        (
            PAY,
            PAY | {"low": 209_000, "median": 209_000, "high": 260_000},
            "The median goes from $164k to $209k a year: +$45k, +27.4 %. The ranges only touch, at $209k.",
        ),
        (PAY, PAY | {"currency": "EUR"}, "Pay cannot be compared: one is in USD, the other in EUR."),
        (PAY, None, "Pay cannot be compared: no figure is recorded for Plant Manager M4."),
        (
            None,
            None,
            "Pay cannot be compared: no figure is recorded for Plant Manager M3 and Plant Manager M4.",
        ),
    ],
)
def test_pay_is_told_in_words_and_numbers(client, before, after, told):
    publish("M3", pay=before)
    publish("M4", pay=after)
    page = move(client)
    assert told_of_pay(page) == told
    # One bar a figure of the first one's currency.
    drawn = [pay for pay in (before, after) if pay]
    assert len(page.all("rect")) == sum(pay["currency"] == drawn[0]["currency"] for pay in drawn)


# -- hostile ends ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["from=%00", "to=A%00", "from=a&from=b&to[]=c", "from=<script>&to=%22%3E", "from=" + "A" * 9_000]
)
def test_any_query_is_answered(client, query):
    publish("M3")
    response = client.get(f"/move/?{query}")
    assert response.status_code == (400 if "%00" in query else 200)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.text(max_size=100), st.text(max_size=100))
def test_any_text_for_a_key_is_answered_on_all_pages(client, a, b):
    for address in (
        "/move/?" + urlencode({"from": a, "to": b}, errors="replace"),
        "/compare/?" + urlencode([("keys", a), ("keys", b), ("all", a)], errors="replace"),
    ):
        assert client.get(address).status_code == (400 if "%00" in address else 200)
