"""Filters: counts beside each choice, rows that answer, pages by key; against hand and against brute force."""

import base64
import json
from collections import Counter
from itertools import pairwise, product

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from profiles.filters import SORTS, Choosing, counted, loosened, turned
from profiles.models import Listing, Revision, RevisionPay
from taxonomy.codes import skill_address
from taxonomy.texts import fold_name
from tests.factories import FOCUS_CODE, FUNCTION_CODE, approved, edit, in_review, on_desk, record_data, retired
from tests.plugins import FEW

pytestmark = pytest.mark.django_db

SINGLE = {
    "function": "function_code",
    "focus": "focus_code",
    "track": "track_code",
    "level": "level_code",
    "scope": "scope_code",
    "status": "state",
}


def choosing(query: str = "", **more) -> Choosing:
    return Choosing(QueryDict(query), **({"sees_pay": True} | more))


def counts(query: str, facet: str, **more) -> dict[str, int]:
    return {choice.value: choice.number for choice in counted(choosing(query, **more)).facets[facet]}


def keys(query: str, **more) -> list[str]:
    page = turned(choosing(query, **more), "", currency="USD")
    by_pk = dict(Revision.objects.values_list("pk", "key"))
    return [by_pk[pk] for pk in page.revisions]


def put(key: str, *skills: str, state=approved, **changes):
    return state(code=key, skills=[{"name": name} for name in skills], title=f"Role {key}", **changes)


def paid(median: int) -> dict:
    return record_data()["pay"] | {"median": median, "low": None, "high": None}


@pytest.fixture
def four():
    """Two functions, three focuses, two tracks; one of them retired."""
    put("AAA.A1.M4", "Planning", "Excel")
    put("AAA.A1.P4", "Planning", confidence=0.65)
    put("AAA.A2.M4", "Excel", pay=paid(90_000))
    put("BBB.B1.M4", "Planning", "Law", state=retired)


# -- counts, by hand -----------------------------------------------------------------------------------


def test_without_a_choice_everything_approved_is_counted(four):
    told = counted(choosing())
    assert told.total == 3
    assert {name: {c.value: c.number for c in told.facets[name]} for name in told.facets} == {
        "function": {"AAA": 3},
        "focus": {"A1": 2, "A2": 1},
        "track": {"M": 2, "P": 1},
        "level": {"M4": 2, "P4": 1},
        "band": {"high": 2, "medium": 1},
        "skill": {"excel": 2, "planning": 2},
        "code": {"11-3051.00": 3},
        "scope": {"global": 3},
        "status": {"approved": 3, "retired": 1},
    }
    assert [(c.value, c.number) for c in told.currencies] == [("USD", 3)]


def test_a_facet_ignores_its_own_choice_and_respects_all_others(four):
    assert counts("track=P", "track") == {"M": 2, "P": 1}
    assert counts("track=P", "level") == {"P4": 1}
    assert counts("track=P", "skill") == {"planning": 1}
    assert counts("track=P&skill=excel", "track") == {"M": 2}
    assert counts("track=P&skill=excel", "skill") == {"planning": 1, "excel": 0}


def test_within_a_facet_any_value_counts_and_across_facets_all(four):
    assert sorted(keys("track=P&track=M")) == ["AAA.A1.M4", "AAA.A1.P4", "AAA.A2.M4"]
    assert keys("track=M&skill=planning") == ["AAA.A1.M4"]
    assert sorted(keys("skill=planning&skill=excel&status=approved&status=retired")) == [
        "AAA.A1.M4",
        "AAA.A1.P4",
        "AAA.A2.M4",
        "BBB.B1.M4",
    ]


def test_what_is_retired_stands_only_where_it_is_asked_for(four):
    assert keys("status=retired") == ["BBB.B1.M4"]
    assert counted(choosing("status=retired&status=approved")).total == 4


def test_codes_are_spelled_in_any_case(four):
    assert keys("function=aaa&level=p4&scope=GLOBAL&band=Medium&skill=PLANNING") == ["AAA.A1.P4"]


def test_a_range_of_pay_is_one_of_medians_in_its_currency(four):
    assert keys("pay_max=100000&currency=usd") == ["AAA.A2.M4"]
    assert keys("pay_min=164,000&pay_max=164000&currency=USD") == ["AAA.A1.M4", "AAA.A1.P4"]
    assert keys("pay_min=1&currency=EUR") == []
    assert counts("pay_max=100000&currency=USD", "focus") == {"A2": 1}


def test_pay_is_closed_to_whoever_does_not_see_it(four):
    hidden = choosing("pay_max=100000&currency=USD&sort=pay", sees_pay=False)
    assert (counted(hidden).total, counted(hidden).currencies, hidden.sort, "pay" in hidden.sorts) == (
        3,
        [],
        "title",
        False,
    )
    assert (hidden.query(), hidden.chosen) == ("", {})


def test_a_code_that_two_systems_share_counts_a_profile_once():
    mapping = record_data()["mappings"][0]
    put("AAA.A1.M4", mappings=[mapping | {"system": "ISCO", "code": "1321"}, mapping | {"system": "X", "code": "1321"}])
    assert counts("", "code") == {"1321": 1}
    assert keys("code=1321") == ["AAA.A1.M4"]


def test_a_code_is_taken_as_its_classification_spells_it():
    mapping = record_data()["mappings"][0] | {"system": "House list"}
    put("AAA.A1.M4", mappings=[mapping | {"code": "house/a b"}])
    assert counts("", "code") == {"house/a b": 1}
    assert (keys("code=house/a b"), keys("code=HOUSE/A B")) == (["AAA.A1.M4"], [])


def test_words_are_looked_for_in_titles_or_as_the_site_does(four):
    assert keys("q=ROLE p4") == ["AAA.A1.P4"]
    assert counts("q=p4", "track") == {"P": 1}
    told = choosing("q=anything", narrowed=lambda rows, text: rows.filter(level_code="P4"))
    assert counted(told).total == 1


def test_drafts_are_never_counted(four):
    plain = counted(choosing("status=approved&status=retired"))
    on_desk(code="AAA.A3.M4", skills=[{"name": "Canary"}])
    in_review(code="AAA.A4.M4", skills=[{"name": "Canary"}])
    for revision in list(Revision.objects.approved()):
        in_review(edit(revision.profile, skills=[{"name": "Canary"}], mappings=[]))
    assert counted(choosing("status=approved&status=retired")) == plain
    assert keys("skill=canary") == []


def test_a_long_facet_brings_the_most_frequent_and_what_is_chosen(monkeypatch):
    monkeypatch.setattr("profiles.filters.counting.TOP", 1)
    monkeypatch.setattr("profiles.filters.counting.REST", 1)
    for number, skills in enumerate((("A", "B", "C"), ("A", "B"), ("A",))):
        put(f"AAA.F{number}.M4", *skills)
        put(f"AAA.F{number}.M5", *skills)
    put("AAA.F0.P4")
    told = counted(choosing("focus=F2&skill=c"))
    assert [(c.value, c.number) for c in told.facets["skill"]] == [("c", 0), ("a", 2)]
    told = counted(choosing("focus=F2"))
    assert [(c.value, c.number) for c in told.facets["focus"]] == [("F2", 2), ("F0", 3), ("F1", 2)]
    assert counted(choosing()).beyond == {
        **dict.fromkeys(("track", "level", "band", "scope", "status", "function", "code"), False),
        **dict.fromkeys(("focus", "skill"), True),
    }


# -- counts, by brute force ----------------------------------------------------------------------------


@pytest.fixture
def many():
    """Fourteen profiles that differ in everything; what each of them answers to, by facet."""
    names = ("Planning", "Excel", "Law", "C++")
    places = [(f, o, x) for f, o in (("AAA", "A1"), ("AAA", "A2"), ("BBB", "B1")) for x in ("M4", "P4", "S2", "E1")]
    for number, (function, focus, level) in enumerate(places):
        skills = [name for bit, name in enumerate(names) if number >> bit & 1]
        confidence = (None, 0.65, 0.3)[number % 3]
        state = retired if number % 5 == 4 else approved
        put(f"{function}.{focus}.{level}", *skills, state=state, confidence=confidence)
    put("AAA.A1.M4", "Law", scope="DE")
    put("BBB.B1.M4", "C++", scope="FR", pay=None)
    return [_answers(revision) for revision in Revision.objects.current()]


def _answers(revision: Revision) -> dict[str, set[str]]:
    value = revision.confidence
    band = "unscored" if value is None else "high" if value >= 0.8 else "medium" if value >= 0.6 else "low"
    skills = {skill_address(fold_name(use["name"])) for use in json.loads(revision.payload)["skills"]}
    return {name: {getattr(revision, column)} for name, column in SINGLE.items()} | {"band": {band}, "skill": skills}


VALUES = {
    "function": ("AAA", "BBB", "NOPE"),
    "focus": ("A1", "A2", "B1"),
    "track": tuple("SPME"),
    "level": ("M4", "P4", "S2", "E1"),
    "scope": ("global", "DE", "FR"),
    "status": ("approved", "retired"),
    "band": ("high", "medium", "low", "unscored"),
    "skill": ("planning", "excel", "law", skill_address("c++"), "nope"),
}


def test_counts_are_those_of_brute_force(many):
    @given(
        st.fixed_dictionaries({name: st.sets(st.sampled_from(values), max_size=2) for name, values in VALUES.items()})
    )
    @FEW
    def check(asked):
        query = QueryDict(mutable=True)
        for name, values in asked.items():
            query.setlist(name, sorted(values))
        wanted = asked | {"status": asked["status"] or {"approved"}}
        told = Choosing(query, sees_pay=True)
        result = counted(told)
        for facet in VALUES:
            rows = [row for row in many if all(row[n] & v for n, v in wanted.items() if v and n != facet)]
            expected = Counter(value for row in rows for value in row[facet])
            found = {choice.value: choice.number for choice in result.facets[facet] if choice.number}
            assert found == expected, facet
        answer = [row for row in many if all(row[n] & v for n, v in wanted.items() if v)]
        assert result.total == len(told.rows()) == len(answer)

    check()


# -- what to loosen --------------------------------------------------------------------------------------


def test_of_an_empty_answer_it_is_told_which_single_choice_to_give_up(four):
    assert loosened(choosing("track=P&skill=excel")) == [("skill", 1), ("track", 2)][::-1]
    assert loosened(choosing("function=NOPE")) == [("function", 3)]
    assert loosened(choosing("function=NOPE&q=zzz")) == []
    assert loosened(choosing()) == []


# -- pages by key ----------------------------------------------------------------------------------------


def leaves(query: str, size: int) -> list[list[int]]:
    """All pages, one after the other."""
    pages, after = [], ""
    while True:
        page = turned(choosing(query), after, currency="USD", size=size)
        assert page.understood
        pages.append(page.revisions)
        after = page.after
        if not after:
            return pages


def test_pages_visit_every_row_once_in_order_also_where_values_are_equal():
    for number, level in enumerate(("M4", "P6", "M5", "P7", "E1")):  # two pairs and a triple of equal ranks
        pay = None if number == 2 else paid(100_000 + number % 2)
        approved(code=f"AAA.F{number}.{level}", title=("Äquator", "ähnlich", "Zoo")[number % 3], pay=pay)
    rows = sorted(Revision.objects.values_list("pk", flat=True))
    for sort, size in product(SORTS, (1, 3)):
        pages = leaves(f"sort={sort}", size)
        seen = [pk for page in pages for pk in page]
        assert (sort, sorted(seen)) == (sort, rows)
        assert (sort, {len(page) for page in pages[:-1]}) == (sort, {size})
        assert (sort, out_of_order(seen, sort)) == (sort, [])


def out_of_order(seen: list[int], sort: str) -> list[tuple]:
    """Neighbours of which the second should have stood first: by the value, where it is equal by the key."""
    column, falling = SORTS[sort].column, SORTS[sort].falling
    values = [(_value(pk, column), _key(pk)) for pk in seen]
    return [
        (a, b)
        for a, b in pairwise(values)
        if not ((a[0] > b[0] if falling else a[0] < b[0]) or (a[0] == b[0] and a < b))
    ]


def _value(pk: int, column: str):
    if column == "median":
        return RevisionPay.objects.filter(revision=pk).values_list("median", flat=True).first() or -1
    return Listing.objects.values_list(column, flat=True).get(pk=pk)


def _key(pk: int) -> str:
    return Revision.objects.get(pk=pk).key


def test_a_row_that_goes_between_two_pages_loses_no_other():
    rows = [approved(code=f"AAA.F{n}.M4", title=f"Role {n}") for n in range(4)]
    first = turned(choosing(), "", size=2)
    retired(edit(rows[1].profile))
    assert turned(choosing(), first.after, size=2).revisions == [rows[2].pk, rows[3].pk]


def token(*parts) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(parts)).encode()).decode().rstrip("=")


GOOD_KEY = f"{FUNCTION_CODE}.{FOCUS_CODE}.M4"


NO_PLACES = [
    ("title", "x"),
    ("title", "é"),
    ("title", "=" * 50),
    ("title", "A" * 5000),
    ("title", token()),
    ("title", token("rank", 1, GOOD_KEY)),
    ("title", token("title", 1, GOOD_KEY)),
    ("title", token("title", "a\x00b", GOOD_KEY)),
    ("title", token("title", "\ud800", GOOD_KEY)),
    ("title", token("title", "a" * 500, GOOD_KEY)),
    ("title", token("title", "a", "' OR 1=1")),
    ("title", token("title", "a", None)),
    ("title", token({}, [], {})),
    ("rank", token("rank", 2**70, GOOD_KEY)),
    ("rank", token("rank", True, GOOD_KEY)),
    ("rank", token("rank", 1.5, GOOD_KEY)),
    ("newest", token("newest", "2026-01-01", GOOD_KEY)),
    ("newest", token("newest", "0001-01-01T00:00:00+14:00", GOOD_KEY)),
    ("newest", token("newest", 5, GOOD_KEY)),
    ("title", base64.urlsafe_b64encode(b"[" * 800).decode()),
]


def test_a_place_that_is_none_leads_to_the_first_page_and_is_told():
    revision = approved()
    for sort, after in NO_PLACES:
        page = turned(choosing(f"sort={sort}"), after)
        assert (after, page.revisions, page.understood) == (after, [revision.pk], False)


# -- addresses -------------------------------------------------------------------------------------------


def test_equal_choices_have_one_address():
    one = choosing("level=m4&track=M&track=P&q=+a++b&sort=title&view=table&status=approved&function=&x=y&currency=USD")
    other = choosing("q=a b&track=P&track=M&track=m&level=M4")
    assert one.query() == other.query() == "track=M&track=P&level=M4&q=a+b"


def test_everything_that_is_chosen_stands_in_the_address():
    query = (
        "function=A&focus=B&track=M&level=M4&band=low&skill=c&code=11-3051.00&scope=DE&status=retired&q=x"
        "&pay_min=5&pay_max=9&currency=USD&sort=-rank&view=cards"
    )
    assert QueryDict(choosing(query).query()) == QueryDict(query)
    assert QueryDict(choosing(choosing(query).query()).query()) == QueryDict(query)


def test_what_is_not_understood_is_kept_apart_and_bounded():
    told = choosing(
        "level=M4&level=zz!&band=huge&pay_min=lots&sort=x&view=y&" + "&".join(f"track=!{n}" for n in range(99))
    )
    assert told.query() == "level=M4"
    assert told.odd[:2] == [("Track", "!0"), ("Track", "!1")]
    assert ("Level", "zz!") in told.odd
    assert ("Confidence", "huge") in told.odd
    assert ("Pay", "lots") in told.odd
    assert len(told.odd) == 23
    assert choosing("pay_min=5").odd == [("Pay", "a range of pay without its currency")]


@given(
    st.dictionaries(
        st.sampled_from([*VALUES, "code", "q", "pay_min", "pay_max", "currency", "sort", "view"]),
        st.lists(st.text(max_size=100), max_size=4),
    )
)
@FEW
def test_nothing_in_an_address_breaks(db, asked):
    query = QueryDict(mutable=True)
    for name, values in asked.items():
        query.setlist(name, values)
    told = Choosing(query, sees_pay=True)
    assert counted(told).total == 0
    assert turned(told, "", currency=told.currency).revisions == []
    assert QueryDict(Choosing(QueryDict(told.query()), sees_pay=True).query()) == QueryDict(told.query())


# -- queries -----------------------------------------------------------------------------------------------


ASKED = {  # and the queries that it takes beside the clock, and what skills are called
    "": 0,
    "function=AAA&track=M&level=M4&band=high&scope=global&status=approved": 0,
    "code=11-3051.00&pay_min=1&currency=USD": 0,
    "q=role": 1,  # what search finds
    "skill=planning&skill=excel": 1,  # whose addresses these are
}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queries_are_the_same_however_many_answer(rows):
    for number in range(rows):
        put(f"AAA.F{number}.M4", "Planning", "Excel")
    turned(choosing(), "")  # the board is read, and its order
    found = {}
    for query in ASKED:
        with CaptureQueriesContext(connection) as captured:
            told = choosing(query)
            assert counted(told).total == rows
            assert len(turned(told, "", currency="USD").revisions) == rows
        found[query] = len(captured) - 2
    assert found == ASKED
