"""Releases: their pages and files stay the same whatever follows, as do all pages as of them; and what has changed."""

import csv
import io
import re
from collections.abc import Iterable
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import moments, workflow
from profiles.models import Release, Revision
from profiles.rendering import releases as rendering
from taxonomy.models import Function
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    KEY_M4,
    approved,
    approver,
    curator,
    in_review,
    next_version,
    record_data,
    retired,
)
from tests.pages.canon import got, in_scope, key, path
from tests.pages.reading import parse, read

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
OTHER = "OTHER1234"
KEYS = f"{KEY_M4},{key('M3')}"
# Address → what of its links may lead elsewhere than to pages as of the same moment.
AS_OF = (
    "/",
    f"/canon/{FUNCTION_CODE}/",
    f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/",
    path(KEY_M4),
    path(KEY_M4, "v=1"),
    path(key("M3")),
    path(key("M2")),
    path(key(scope="AT")),
    f"/compare/?keys={KEYS}",
    f"/compare/?keys={KEYS}&all=1",
    f"/compare/?keys={KEY_M4}~1,{KEY_M4},{key('M9')}",
    f"/move/?from={KEY_M4}&to={key('M3')}",
)
FILES = ("/releases/2027.1/", "/releases/2027.1/canon.jsonl", "/releases/2027.1/canon.csv")


def at(address: str, moment: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}as_of={moment}"


def story() -> Release:
    """Two versions, a retired one, a regional one and a sibling focus, then a release."""
    approved(code=key("M3"))
    next_version(approved())
    retired(code=key("M2"), successor=key("M3"))
    in_scope("M4", "DE")
    approved(code=key("M4", OTHER), title="=Sibling, to a spreadsheet")
    return workflow.make_release("2027.1", by=approver(), notes="The first.\n\n- With a list")


def life_goes_on() -> None:
    """Everything that can happen to what stands: edited, retired, come, renamed; and one that only waits."""
    standing = Revision.objects.approved().get(key=KEY_M4)
    median = record_data()["pay"] | {"median": 170_000}
    next_version(standing, title="Another title", skills=[{"name": "Zeal"}], pay=median)
    leaves = Revision.objects.approved().get(key=key("M3"))
    workflow.retire(workflow.propose_retirement(leaves, by=curator(), note="merged"), by=approver())
    Function.objects.update(name="Another name", summary="Another text.")
    approved(code=key("M5"))
    approved(code=key("M3", OTHER))
    in_review(code=key("M6"), title="Waits for a decision")


def test_pages_and_files_of_a_release_are_the_same_bytes_whatever_follows(client):
    story()
    addresses = [*(at(address, "2027.1") for address in AS_OF), *FILES]
    before = {address: got(client, address) for address in addresses}
    life_goes_on()
    assert {address: got(client, address) for address in addresses} == before
    # And that it would be seen: today's pages are others.
    assert [address for address in AS_OF[:5] if got(client, at(address, "2027.1")) == got(client, address)] == []


def test_an_instant_shows_what_a_release_of_it_shows(client):
    release = story()
    life_goes_on()
    instant = release.made_at.isoformat().replace("+00:00", "Z")

    def plain(address: str) -> list[str]:
        """The page without its banner and its links."""
        main = read(client, address).one("main")
        return [text for child in main.children[1:] if not isinstance(child, str) and (text := child.text)][1:]

    for address in AS_OF[:8]:
        assert plain(at(address, instant)) == plain(at(address, "2027.1")) != [], address
    assert client.get(at(path(key("M5")), instant)).status_code == 404
    assert read(client, at("/", "2020-01-01")).texts("h2") == ["Nothing was published yet"]


def test_a_page_as_of_a_release_says_so_and_its_links_stay_there(client):
    story()
    life_goes_on()
    for address in AS_OF:
        page = read(client, at(address, "2027.1"))
        banner = page.one(class_="asof")
        assert banner.text.startswith("As of release 2027.1. This is the canon as it stood on"), address
        assert [a.attrs["href"] for a in banner.all("a")] == ["/releases/2027.1/", address]
        assert [m.attrs["content"] for m in page.all("meta", name="robots")] == ["noindex"]
        assert page.all("link", rel="canonical") == []
        assert list(astray(a.attrs["href"] for a in page.one("main").all("a") if a not in banner.all("a"))) == []
    assert client.get(at("/", "2027.1"))["X-Robots-Tag"] == "noindex"


def astray(links: Iterable[str]) -> Iterable[str]:
    """Links to pages that can be as of a moment, and are not."""
    within = re.compile(rf"^(\?|/$|/\?|/compare/|/move/|/canon/{FUNCTION_CODE}[^/]*/(\?|$))")
    return (link for link in links if within.match(link) and "as_of=2027.1" not in link)


def test_confidence_is_that_of_the_day(client, monkeypatch):
    story()
    monkeypatch.setattr(moments.OfRelease, "date", property(lambda self: moments.datetime.date(2029, 1, 1)))
    told = read(client, at(path(KEY_M4), "2027.1")).one("main").text
    days = re.findall(r"Confidence at approval 0.90, on 1 January 2029 (0\.\d\d)", told)
    assert days == ["0.44"]  # 35 months after the newest source: 0.9 × 0.5^(23/24) × 0.95


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("as_of=soon", "there is no release “soon”"),
        ("as_of=", "nothing was found"),
        ("as_of=2027.1&as_of=2027.2", "several were found"),
        ("as_of=2027-13-01", "there is no release “2027-13-01”"),
        ("as_of=<script>", "found “<script>”"),
        ("as_of=9999-12-31", "is still to come"),
        ("as_of=0001-01-01T00:00%2B23:59", "found “0001-01-01T00:00"),
        ("as_of=" + "x" * 5000, "found “xxx"),
    ],
)
def test_what_is_no_moment_is_answered_with_what_is_expected(client, asked, told):
    response = client.get(f"/?{asked}")
    page = parse(response.content.decode())
    assert response.status_code == 400
    assert told in page.one("main").text
    assert "2027-01-31T12:00Z, is expected" in page.one("main").text
    assert [a.attrs["href"] for a in page.one("main").all("a")] == ["/", "/releases/"]


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        got(client, address)
    return len(found)


def test_a_page_as_of_a_release_costs_one_query_more_however_many_profiles(client):
    approved()
    workflow.make_release("2027.1", by=approver())
    instant = Release.objects.get().made_at.isoformat().replace("+00:00", "Z")
    addresses = ("/", f"/canon/{FUNCTION_CODE}/", f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/", path(KEY_M4))
    extra = ("/releases/", "/releases/2027.1/", "/releases/2027.1/differences/", "/releases/2027.1/differences/feed/")
    today = [queries(client, address) for address in addresses]
    one = [queries(client, at(address, "2027.1")) for address in addresses]
    then = [queries(client, at(address, instant)) for address in addresses]
    assert (one, then) == ([n + 1 for n in today], today)
    next_version(Revision.objects.approved().get(key=KEY_M4))
    few = [queries(client, address) for address in extra]
    approved(code=key("M3"))
    approved(code=key("M4", OTHER))
    next_version(Revision.objects.approved().get(key=KEY_M4))
    workflow.make_release("2027.2", by=approver())
    assert [queries(client, address) for address in extra] == few == [2, 2, 8, 4]
    assert [queries(client, at(address, "2027.2")) for address in addresses[:3]] == one[:3]


# -- pages of releases -------------------------------------------------------------------------------


def test_a_release_tells_what_is_in_it_and_how_to_verify_it(client):
    release = story()
    page = read(client, "/releases/2027.1/")
    assert page.one("dl", class_="facts").pairs() == {
        "Approved": "4 profiles",
        "Retired, with their pages kept": "1 profile",
        "Functions": "1",
        "Focuses": "2",
    }
    assert page.one(class_="release__digest").text == release.digest
    assert "manage.py verify canon-2027.1.jsonl" in page.text
    assert read(client, "/releases/").texts("h2") == ["2027.1"]
    assert client.get("/releases/2027.9/").status_code == 404
    assert client.get("/releases/nowhere/canon.jsonl").status_code == 404
    workflow.make_release("b-side", by=approver())
    assert client.get("/releases/B-SIDE/differences/?to=2027.1").url == "/releases/b-side/differences/?to=2027.1"


def test_the_table_of_a_release_is_no_formula_to_a_spreadsheet(client):
    story()
    rows = list(csv.DictReader(io.StringIO(got(client, "/releases/2027.1/canon.csv").decode())))
    assert [(row["key"], row["version"], row["state"], row["title"]) for row in rows] == [
        (key("M2"), "1", "retired", "Plant Manager M2"),
        (key("M3"), "1", "approved", "Plant Manager M3"),
        (KEY_M4, "2", "approved", "Plant Manager M4"),
        (key(scope="DE"), "1", "approved", "Plant Manager M4"),
        (key("M4", OTHER), "1", "approved", "'=Sibling, to a spreadsheet"),
    ]
    assert rows[0]["seal"] == Revision.objects.get(key=key("M2")).seal


def test_whoever_has_a_file_is_told_that_it_is_the_same(client):
    story()
    for address in FILES[1:]:
        first = client.get(address)
        assert (first.status_code, first["Cache-Control"]) == (200, "private, no-cache")
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
    assert len({client.get(address)["ETag"] for address in FILES[1:]}) == 1
    assert (
        client.get("/releases/feed/", headers={"If-None-Match": client.get("/releases/feed/")["ETag"]}).status_code
        == 304
    )


def test_the_feed_tells_releases_the_latest_first(client):
    story()
    workflow.make_release("2027.2", by=approver(), notes="Second & last")
    feed = ElementTree.fromstring(got(client, "/releases/feed/"))
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == [
        *("Release 2027.2", "Release 2027.1"),
    ]
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary").endswith("Second & last")


# -- the difference ------------------------------------------------------------------------------------


def cells(client, address: str) -> list[list[str]]:
    return read(client, address).one("table", class_="release__pairs").rows()[1:]


def test_what_came_went_and_changed_since_a_release(client):
    story()
    life_goes_on()
    page = read(client, "/releases/2027.1/differences/")
    assert page.texts("p", class_="lead") == ["2 came, 1 went, 1 changed; pay moved in 1."]
    assert cells(client, "/releases/2027.1/differences/") == [
        [f"Plant Manager M3 {key('M3')}", "− gone", "v1", "retired", "–"],
        [
            *(f"Another title {KEY_M4}", "± changed", "v2 → v3"),
            "title edited, definition edited, 1 skill added, 3 removed, 2 reviews edited",
            "$164k ($129k to $209k) → $170k ($129k to $209k)",
        ],
        [f"Plant Manager M5 {key('M5')}", "+ come", "v1", "–", "–"],
        [f"Plant Manager M3 {key('M3', OTHER)}", "+ come", "v1", "–", "–"],
    ]


def test_from_one_release_to_another_and_back(client):
    story()
    life_goes_on()
    workflow.make_release("2027.2", by=approver())
    next_version(Revision.objects.approved().get(key=key("M5")))
    there = read(client, "/releases/2027.1/differences/?to=2027.2")
    back = read(client, "/releases/2027.2/differences/?to=2027.1")
    assert there.texts("p", class_="lead") == ["2 came, 1 went, 1 changed; pay moved in 1."]
    assert back.texts("p", class_="lead") == ["1 came, 2 went, 1 changed; pay moved in 1."]
    assert there.texts("ul", class_="release__texts") == [
        f"± changed · function {FUNCTION_CODE} Plant Operations → Another name"
    ]
    assert client.get("/releases/2027.1/differences/?to=nowhere").status_code == 404
    assert read(client, "/releases/2027.2/differences/?to=2027.2").texts("p", class_="lead") == [
        "0 came, 0 went, 0 changed; pay moved in 0."
    ]


def test_the_difference_goes_by_pages(client, monkeypatch):
    monkeypatch.setattr(rendering.Differences.page, "__defaults__", ("", 2))
    story()
    life_goes_on()
    first = read(client, "/releases/2027.1/differences/")
    [onward] = [a.attrs["href"] for a in first.all("a", rel="next nofollow")]
    assert onward == f"?after={KEY_M4}"
    assert [row[0].split()[-1] for row in cells(client, f"/releases/2027.1/differences/{onward}")] == [
        *(key("M5"), key("M3", OTHER)),
    ]
    assert client.get("/releases/2027.1/differences/?after=%27;--").status_code == 200


def test_the_difference_as_a_table_and_as_a_feed(client):
    story()
    life_goes_on()
    rows = list(csv.reader(io.StringIO(got(client, "/releases/2027.1/differences/changes.csv").decode())))
    assert [[*row[:7], *row[8:]] for row in rows] == [
        [
            *("key", "what", "version_before", "version_after", "title_before", "title_after", "parts"),
            *("median_before", "median_after"),
        ],
        [key("M3"), "gone", "1", "", "Plant Manager M3", "", "", "164000 USD", ""],
        [
            KEY_M4,
            "changed",
            "2",
            "3",
            "Plant Manager M4",
            "Another title",
            "title, definition, skills, reviews",
            *("164000 USD", "170000 USD"),
        ],
        [key("M5"), "come", "", "1", "", "Plant Manager M5", "", "", "164000 USD"],
        [key("M3", OTHER), "come", "", "1", "", "Plant Manager M3", "", "", "164000 USD"],
    ]
    feed = ElementTree.fromstring(got(client, "/releases/2027.1/differences/feed/"))
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == [
        "Come: Plant Manager M3 · M3 · v1",
        "Come: Plant Manager M5 · M5 · v1",
        "Gone: Plant Manager M3 · M3 · v1",
        "Changed: Another title · M4 · v2 → v3",
    ]


def test_whoever_may_not_see_pay_is_shown_none_of_it(client, settings):
    story()
    life_goes_on()
    names = ("", "canon.jsonl", "canon.csv", "differences/", "differences/changes.csv", "differences/feed/")
    words = ("164000", "170000", "164k", "170k", "salt", "median", "pay moved")

    def found() -> set[tuple[str, str]]:
        texts = {name: got(client, f"/releases/2027.1/{name}").decode() for name in names}
        return {(name, word) for name, text in texts.items() for word in words if word in text}

    assert {name for name, _ in found()} == {"canon.jsonl", "differences/", "differences/changes.csv"}
    tag = client.get("/releases/2027.1/canon.jsonl")["ETag"]
    settings.PAY_VISIBILITY = "permission"
    assert found() == set()
    assert client.get("/releases/2027.1/canon.jsonl", headers={"If-None-Match": tag}).status_code == 200
