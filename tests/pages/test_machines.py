"""What other machines read: the feed of approvals, the site map in parts, and robots.txt."""

from xml.etree import ElementTree

import pytest

from profiles.filters import what_stands
from profiles.models import Revision
from profiles.rendering import approvals
from taxonomy.codes import skill_address
from taxonomy.texts import fold_name
from tests.factories import FOCUS_CODE, FUNCTION_CODE, KEY_M4, edit, in_review, next_version, record_data, retired
from tests.pages.addresses import DATA
from tests.pages.canon import in_scope, key, path, publish

pytestmark = pytest.mark.django_db

SITE = "https://canon.example.org"
# What neither a next version nor another profile of the same ladder and skills changes.
UNMOVED = ("/robots.txt", "/sitemap-pages.xml", "/sitemap-skills.xml")
ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEED, FUNCTION_FEED = DATA["feed"], DATA["function_feed"]
PART = DATA["site_map_of_function"]
# Suggestions are asked for letter by letter, and nobody comes back for the same; of releases test_releases tells.
KEPT = {name: address for name, address in DATA.items() if name != "suggest" and not name.startswith("release")}


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def tree(client, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address).content)


def entries(client, address: str = FEED) -> list[tuple[str, str]]:
    found = tree(client, address).findall(f"{ATOM}entry")
    return [(entry.findtext(f"{ATOM}title"), entry.find(f"{ATOM}link").get("href")) for entry in found]


def located(client, address: str) -> dict[str, str | None]:
    rows = tree(client, address)
    return {row.findtext(f"{MAP}loc").removeprefix(SITE): row.findtext(f"{MAP}lastmod") for row in rows}


def test_the_feed_tells_approvals_newest_first_each_with_its_permanent_address(client):
    second = next_version(publish("M4")[0], title="Plant & <Works> Manager")
    publish("M3")
    retired(code=key("M2"), successor=key("M3"))
    in_review(edit(second.profile, title="Never approved"))
    assert entries(client) == [
        ("Plant Manager M3 · M3 · v1", f"{SITE}{path(key('M3'))}?v=1"),
        ("Plant & <Works> Manager · M4 · v2", f"{SITE}{path(KEY_M4)}?v=2"),
        ("Plant Manager M4 · M4 · v1", f"{SITE}{path(KEY_M4)}?v=1"),
    ]


def test_the_feed_is_what_the_standard_asks_for(client):
    revision = publish("M4")[0]
    response = client.get(FEED)
    feed = ElementTree.fromstring(response.content)
    at = Revision.objects.get(pk=revision.pk).decided_at.isoformat()
    entry = feed.find(f"{ATOM}entry")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert (feed.findtext(f"{ATOM}id"), feed.findtext(f"{ATOM}updated")) == (SITE + FEED, at)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Canon"
    assert [link.get("href") for link in feed.findall(f"{ATOM}link")] == [SITE + FEED, f"{SITE}/"]
    assert entry.findtext(f"{ATOM}updated") == at
    assert entry.findtext(f"{ATOM}id").startswith("urn:uuid:")
    text = response.content.decode()
    assert [word for word in ("axel", "carla", "164", "$") if word in text] == []


def test_an_entry_is_the_same_for_good(client, settings):
    def ids() -> list[str]:
        return [entry.findtext(f"{ATOM}id") for entry in tree(client, FEED).findall(f"{ATOM}entry")]

    revision = publish("M4")[0]
    before = ids()
    next_version(revision)
    settings.SITE_URL = "https://moved.example.org"
    after = ids()
    assert (after[1:], len(set(after))) == (before, 2)


def test_a_function_has_a_feed_of_its_own(client):
    publish("M4")
    publish("M4", function="OTHER", focus="OTHER1234")
    assert [link for _, link in entries(client, FUNCTION_FEED)] == [f"{SITE}{path(KEY_M4)}?v=1"]
    assert client.get(FUNCTION_FEED.lower()).url == FUNCTION_FEED
    assert client.get("/feed/NOWHERE/").status_code == 404


def test_the_feed_is_bounded(client, monkeypatch):
    monkeypatch.setattr(approvals, "MOST_ENTRIES", 2)
    publish("M3", "M4", "M5")
    assert [title for title, _ in entries(client)] == ["Plant Manager M5 · M5 · v1", "Plant Manager M4 · M4 · v1"]


def test_a_title_that_is_no_xml_breaks_no_reader(client):
    publish("M4", title="A\ufffe B\uffff")
    assert entries(client)[0][0] == "A B · M4 · v1"


def test_the_site_map_names_every_approved_profile_with_its_day_and_nothing_else(client):
    publish("M3", "M4")
    in_scope("M4", "DE")
    publish("M4", function="OTHER", focus="OTHER1234")
    retired(code=key("M2"), successor=key("M3"))
    in_review(code=key("M5"))
    in_review(code=key("M1", function="DRAFTS", focus="DRAFT1234"))
    times = {row.key: row.decided_at.isoformat() for row in Revision.objects.approved()}
    own = [code for code in times if code.startswith(f"{FUNCTION_CODE}.")]
    assert located(client, PART) == {
        f"/canon/{FUNCTION_CODE}/": None,
        f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/": None,
        **{path(code): times[code] for code in own},
    }
    other = path(key(function="OTHER", focus="OTHER1234"))
    assert located(client, "/sitemap.xml") == {
        "/sitemap-pages.xml": None,
        "/sitemap-skills.xml": None,
        "/sitemap/OTHER.xml": located(client, "/sitemap/OTHER.xml")[other],
        PART: max(times[code] for code in own),
    }
    pages, skills = located(client, "/sitemap-pages.xml"), located(client, "/sitemap-skills.xml")
    assert {"/levels/", "/levels/M3/", "/levels/M4/", "/skills/", "/profiles/"} <= pages.keys()
    assert skills == dict.fromkeys(
        f"/skills/{skill_address(fold_name(use['name']))}/" for use in record_data()["skills"]
    )
    everywhere = [*located(client, PART), *pages, *skills]
    assert {address: client.get(address).status_code for address in everywhere} == dict.fromkeys(everywhere, 200)
    assert client.get(PART.lower().replace("/SITEMAP", "/sitemap")).url == PART
    assert client.get("/sitemap/DRAFTS.xml").status_code == 404


@pytest.mark.parametrize("address", KEPT.values(), ids=KEPT)
def test_whoever_has_it_is_told_that_it_is_the_same(client, address, django_assert_max_num_queries):
    revision = publish("M4")[0]
    first = client.get(address)
    assert (first.status_code, first["Cache-Control"]) == (200, "public, no-cache")
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    next_version(revision)
    publish("M3")
    what_stands()  # is read with the first page after a decision
    with django_assert_max_num_queries(2):
        later = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert later.status_code == (304 if address in UNMOVED else 200)


def test_robots_are_asked_to_leave_the_desk_alone_and_told_of_the_map(client, settings):
    assert client.get("/robots.txt").content.decode().split("\n")[:4] == [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        f"Sitemap: {SITE}/sitemap.xml",
    ]
    settings.REQUIRE_LOGIN = True
    response = client.get("/robots.txt")
    assert response.content.decode().split() == ["User-agent:", "*", "Disallow:", "/"]
    assert response["Cache-Control"] == "private, no-cache"
