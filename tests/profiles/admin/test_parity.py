"""Equal value on the desk: groups and who stands beyond, reasons, the file, and for whom it is."""

import csv

import pytest
from django.urls import reverse

from profiles import parity
from profiles.models import PayReason
from profiles.people import APPROVERS, CURATORS, REVIEWERS
from tests.factories import FUNCTION, KEY_M4, approved, curator, record_data
from tests.pages.reading import parse
from tests.profiles.admin.test_decision import entered

pytestmark = pytest.mark.django_db

EQUAL, FILE, EXPLAIN = (reverse(f"admin:profiles_payreason_{name}") for name in ("equal", "csv", "explain"))


def paid(level: str, median: int, focus: str = "", **changes):
    code = KEY_M4.replace(".M4", f".{level}")
    pay = record_data()["pay"] | {"median": median, "low": None, "high": None}
    return approved(code=code.replace(code.split(".")[1], focus) if focus else code, pay=pay, **changes)


def shown(response):
    return parse(response.content.decode())


def test_who_stands_beyond_is_shown_with_group_middle_and_reason():
    low, _ = paid("M4", 100_000), paid("M4", 125_000, "OTHER1")
    parity.explain(low, by=curator(), text="The plant stands in a cheap region.")
    page = shown(entered(CURATORS).get(f"{EQUAL}?rank=7&by=scope"))
    assert page.texts("h2")[-1:] == ["Scope: The scope of M4."]
    rows = page.all("table")[-1].rows()
    assert [row[1:5] for row in rows[1:]] == [
        ["M4", FUNCTION, "$100k", "−11.1 %"],
        ["M4", FUNCTION, "$125k", "+11.1 %"],
    ]
    assert rows[1][5].startswith("The plant stands in a cheap region. carla, ")
    assert rows[2][5].startswith("Give a reason")
    # A threshold beyond its bounds is brought back to them.
    assert (
        shown(entered(CURATORS).get(f"{EQUAL}?rank=7&percent=99")).one("input", name="percent").attrs["value"] == "50"
    )


def test_a_reason_is_given_through_the_page_and_leads_back_to_it():
    revision = paid("M4", 100_000)
    client = entered(CURATORS)
    sent = {"revision": revision.pk, "reason": "Night premium.", "rank": "7", "by": "rank", "percent": "8"}
    answer = client.post(EXPLAIN, sent)
    assert answer.headers["Location"] == f"{EQUAL}?rank=7&percent=8&by=rank"
    assert [(reason.text, reason.given_by_name) for reason in PayReason.objects.all()] == [("Night premium.", "ann")]
    for wrong in ({"revision": "x"}, {"reason": " "}, {"revision": "9" * 30}):
        client.post(EXPLAIN, sent | wrong)
    entered(APPROVERS, name="axel").post(EXPLAIN, sent)
    assert PayReason.objects.count() == 1


def test_it_is_for_those_who_may_see_pay():
    paid("M4", 100_000)
    reviewer = entered(REVIEWERS, name="rita")
    assert [reviewer.get(address).status_code for address in (EQUAL, FILE)] == [403, 403]
    assert reviewer.post(EXPLAIN, {"revision": "1", "reason": "x"}).status_code == 403
    approver = entered(APPROVERS, name="axel")
    assert approver.get(EQUAL).status_code == 200
    assert shown(approver.get(EQUAL)).all("textarea") == []


def test_the_file_has_all_ranks_and_no_formulas():
    paid("M4", 100_000, title="=SUM(A1)")
    paid("M4", 125_000, "OTHER1")
    paid("M3", 80_000)
    paid("M3", 100_000, "OTHER1")
    answer = entered(CURATORS).get(f"{FILE}?by=level&percent=5")
    rows = list(csv.DictReader(b"".join(answer.streaming_content).decode().splitlines()))
    assert [(row["rank"], row["group"], row["pay"], row["apart_percent"]) for row in rows] == [
        ("6", "M3", "80000", "'-11.1"),
        ("6", "M3", "100000", "11.1"),
        ("7", "M4", "100000", "'-11.1"),
        ("7", "M4", "125000", "11.1"),
    ]
    assert rows[2]["title"] == "'=SUM(A1)"


def test_the_queries_are_the_same_with_one_and_with_three(django_assert_num_queries):
    client = entered(CURATORS)
    paid("M4", 100_000)
    paid("M4", 125_000, "OTHER1")
    client.get(EQUAL)
    with django_assert_num_queries(COST):
        client.get(EQUAL)
    paid("M4", 150_000, "OTHER2")
    paid("M4", 175_000, "OTHER3")
    with django_assert_num_queries(COST):
        client.get(EQUAL)


COST = 9
