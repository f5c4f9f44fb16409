"""Browse: filters with counts, chips, both views, pages by key, and what to loosen; hostile addresses."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiles import filters
from tests.factories import FOCUS_CODE, FUNCTION, FUNCTION_CODE, SIBLING_CODE, on_desk, retired
from tests.pages.canon import in_scope, key, publish
from tests.pages.reading import Element, main, read

pytestmark = pytest.mark.django_db

QUERIES = 4  # the clock of the listings; names of skills; other names; the revisions of the page


def titles(page: Element) -> list[str]:
    table = page.one("table", class_="listing")
    return [row[0].partition(" PLANTO")[0] for row in table.rows()[1:]]


def options(page: Element, label: str) -> list[str]:
    group = page.one("div", role="group", aria_label=label)
    return group.texts("label")


def chips(page: Element) -> dict[str, str]:
    """What is chosen → the address without it."""
    return {link.text: link.attrs["href"] for link in page.all("a", class_="chip")}


@pytest.fixture
def canon():
    publish("M3", "M4")
    publish("P4", focus=SIBLING_CODE, confidence=0.65, skills=[{"name": "C++"}])
    retired(code=key("M1"))


def test_it_lists_what_is_approved_with_everything_beside_it(client, canon):
    page = main(client, "/profiles/")
    assert page.texts("h2") == ["3 profiles"]
    assert titles(page) == ["Plant Manager M3", "Plant Manager M4", "Plant Manager P4"]
    assert page.one("table").rows()[2] == [
        f"Plant Manager M4 {key('M4')} v1",
        "M4 Management 4",
        f"Line Leadership {FUNCTION}",
        "◆ high 0.90",
        "$164k",
    ]


def test_each_choice_has_its_count_under_the_others(client, canon):
    page = main(client, "/profiles/?track=M")
    assert options(page, "Track") == ["Professional 1", "Management 2"]
    assert options(page, "Level") == ["M3 Management 3 1", "M4 Management 4 1"]
    assert options(page, "Confidence") == ["◆ high 2"]
    assert options(page, "Function") == [f"{FUNCTION} 2"]
    assert options(page, "Focus") == [f"{FUNCTION_CODE} Line Leadership 2"]
    assert options(page, "Skill") == ["Labour law 2", "Power BI 2", "Shift planning 2"]
    assert options(page, "Classification") == ["11-3051.00 Industrial Production Managers 2"]
    assert options(page, "Status") == ["✓ approved 2", "✕ retired 1"]
    boxes = page.all("input", type="checkbox", name="track")
    assert [(box.attrs["value"], "checked" in box.attrs) for box in boxes] == [("P", False), ("M", True)]


def test_a_chip_shows_what_is_chosen_and_takes_it_away(client, canon):
    rest = "pay_min=5000&currency=USD&sort=-rank"
    page = main(client, f"/profiles/?track=M&track=P&level=M4&q=manager&{rest}")
    assert {told: QueryDict(address.partition("?")[2]) for told, address in chips(page).items()} == {
        "Track Management × – take away": QueryDict(f"track=P&level=M4&q=manager&{rest}"),
        "Track Professional × – take away": QueryDict(f"track=M&level=M4&q=manager&{rest}"),
        "Level M4 Management 4 × – take away": QueryDict(f"track=M&track=P&q=manager&{rest}"),
        "Pay from $5k × – take away": QueryDict("track=M&track=P&level=M4&q=manager&sort=-rank"),
        "Text “manager” × – take away": QueryDict(f"track=M&track=P&level=M4&{rest}"),
    }
    assert [link.attrs["href"] for link in page.all("a") if link.text == "Clear all"] == ["/profiles/"] * 2


def test_retired_profiles_stand_where_they_are_asked_for_and_say_so(client, canon):
    page = main(client, "/profiles/?status=retired")
    assert page.one("table").rows()[1][0] == f"Plant Manager M1 (retired) {key('M1')} v1"
    assert chips(page) == {"Status retired × – take away": "/profiles/"}


def test_cards_show_the_same(client, canon):
    page = main(client, "/profiles/?view=cards&level=M4")
    assert page.all("table") == []
    assert page.texts("a", class_="card") == [
        f"M4 Management 4◆ high Plant Manager M4 Line Leadership · {FUNCTION} $164k median a year {key('M4')}"
    ]
    assert page.one("input", type="hidden", name="view").attrs["value"] == "cards"


def test_pages_are_turned_over_by_key(client, canon, monkeypatch):
    monkeypatch.setattr(filters.turned, "__kwdefaults__", {"currency": "", "size": 2})
    page = main(client, "/profiles/?status=approved&status=retired&sort=rank")
    assert titles(page) == ["Plant Manager M1 (retired)", "Plant Manager P4"]
    following = page.one("nav", class_="pager").one("a", rel="next").attrs["href"]
    second = main(client, following)
    assert titles(second) == ["Plant Manager M3", "Plant Manager M4"]
    assert second.one("nav", class_="pager").texts("a") == ["← From the beginning"]


def test_of_an_empty_answer_it_says_what_to_loosen(client, canon):
    page = main(client, "/profiles/?track=P&band=high")
    assert page.texts("h2") == ["0 profiles"]
    loosen = page.one("div", class_="nothing")
    assert loosen.texts("li") == ["without Track: Professional – 2 profiles", "without Confidence: high – 1 profile"]
    assert [link.attrs["href"] for link in loosen.all("a")] == ["/profiles/?band=high", "/profiles/?track=P"]


def test_what_is_not_known_is_told(client, canon):
    page = main(client, "/profiles/?function=NOPE")
    assert chips(page) == {"Function NOPE (not known) × – take away": "/profiles/"}
    assert page.one("div", class_="nothing").texts("p")[0] == "Not known in this canon: Function NOPE."


def test_what_is_on_the_desk_alone_is_as_unknown_as_what_was_never_written(client, canon):
    on_desk(code="DRAFT.D1.M4", title="Canary", skills=[{"name": "Canary"}])
    told = [main(client, f"/profiles/?function={code}&skill={code}").text for code in ("DRAFT", "NEVER")]
    assert told[0].replace("DRAFT", "NEVER").replace("draft", "never") == told[1]
    assert main(client, "/profiles/?skill=canary").texts("h2") == ["0 profiles"]


def test_what_is_not_understood_is_left_out_and_told(client, canon):
    page = main(client, "/profiles/?level=%21%21&band=huge&after=x&track=M")
    assert page.texts("div", class_="notice") == [
        "Not understood, and left out: Level “!!”, Confidence “huge”.",
        "The page asked for is not known in this order; this is the first one.",
    ]
    assert page.texts("h2") == ["2 profiles"]


def test_an_empty_canon_says_so(client):
    assert main(client, "/profiles/").one("div", class_="nothing").text == "No profile stands here yet."


@pytest.mark.parametrize(
    ("query", "canonical", "deep"),
    [
        ("", "/profiles/", False),
        ("?level=m4&x=y", "/profiles/?level=M4", False),
        ("?track=P&track=M", "/profiles/?track=M&track=P", True),
        ("?level=M4&track=M", "/profiles/?track=M&level=M4", True),
        ("?q=a", "/profiles/?q=a", True),
        ("?sort=newest", "/profiles/?sort=newest", True),
    ],
)
def test_equal_choices_have_one_canonical_address_and_deep_ones_are_not_indexed(client, canon, query, canonical, deep):
    head = read(client, f"/profiles/{query}").one("head")
    assert head.one("link", rel="canonical").attrs["href"].endswith(canonical)
    assert bool(head.all("meta", name="robots")) == deep


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("", 0),
        ("?sort=pay&view=cards", 0),
        # Whose address a skill's is; what search finds, and what its last word may be the beginning of.
        ("?track=M&level=M4&band=high&skill=power-bi&pay_min=1&currency=USD&q=plant", 3),
    ],
)
def test_the_queries_are_the_same_however_many_answer(client, django_assert_num_queries, rows, query, more):
    for number in range(rows):
        publish("M4", focus=f"FOCUS{number}")
    client.get(f"/profiles/{query}")  # the board is read, and its order
    with django_assert_num_queries(QUERIES + more):
        assert main(client, f"/profiles/{query}").texts("h2") == [f"{rows} profile{'s' * (rows > 1)}"]


def test_scopes_stand_beside_each_other(client):
    publish("M4")
    in_scope("M4", "DE")
    assert options(main(client, "/profiles/?scope=DE"), "Scope") == ["global 1", "DE 1"]


NAMES = [
    "function",
    "focus",
    "track",
    "level",
    "band",
    "skill",
    "code",
    "scope",
    "status",
    "q",
    "after",
    "sort",
    "view",
]
HOSTILE = ["'", '"><script>', "%", "\\", "‮", "\ud7ff", "½", "٣", "a" * 3000, "-1", "{{7*7}}", "${x}", "\x7f", "\x01"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_anywhere_answers(client, canon, value):
    query = urlencode([(name, value) for name in (*NAMES, "pay_min", "pay_max", "currency", "view", "<x>")])
    html = client.get(f"/profiles/?{query}")
    assert html.status_code == 200
    assert "<script>" not in html.content.decode()


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=60)), max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_address_answers(client, pairs):
    response = client.get("/profiles/", pairs)
    # A NUL anywhere is refused by the middleware.
    assert response.status_code == (400 if any("\x00" in text for _, text in pairs) else 200)


def test_the_pages_of_the_canon_lead_here(client, canon):
    for address, query in (
        ("/", f"function={FUNCTION_CODE}"),
        (f"/canon/{FUNCTION_CODE}/", f"function={FUNCTION_CODE}"),
        (f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/", f"focus={FOCUS_CODE}"),
    ):
        links = [link.attrs["href"] for link in main(client, address).all("a")]
        assert f"/profiles/?{query}" in links
