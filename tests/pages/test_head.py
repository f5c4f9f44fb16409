"""What stands in the head of a page: its one address, what previews say, data for machines, and who is to find it."""

import json

import pytest

from tests.factories import FUNCTION_CODE, KEY_M4, next_version, record_data, retired
from tests.pages.addresses import PAGES
from tests.pages.canon import in_scope, key, path, publish
from tests.pages.reading import Element, read

pytestmark = pytest.mark.django_db

SITE = "https://canon.example.org"
# Pages that search engines are not to find.
CHOICES = {"browse"}  # what is chosen is part of the address
HIDDEN = {"calibrator", "correct", "corrected", "difference", "move", "release_differences", "resolve", "search"}
# Pages with a feed of their own beside that of approvals.
FEEDS = {"releases": "/releases/feed/", "release_differences": "/releases/2027.1/differences/feed/"}


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def metas(page: Element) -> dict[str, str]:
    return {m.attrs.get("name") or m.attrs.get("property", ""): m.attrs.get("content", "") for m in page.all("meta")}


def address_of(page: Element) -> str:
    links = page.all("link", rel="canonical")
    return links[0].attrs["href"] if links else ""


def data_of(page: Element) -> dict | None:
    found = page.all("script", type="application/ld+json")
    return json.loads(found[0].text) if found else None


def test_every_page_has_one_absolute_address_a_title_and_a_description(client):
    publish("M4")
    titles = {}
    for name, address in PAGES.items():
        page = read(client, address)
        told = metas(page)
        plain = address if name in CHOICES else address.partition("?")[0]
        assert address_of(page) == ("" if name in HIDDEN else SITE + plain), name
        assert told.get("robots") == ("noindex" if name in HIDDEN else None), name
        assert told["og:title"] == page.one("title").text, name
        assert told["description"] == told["og:description"] != "", name
        titles[name] = page.one("title").text
        feeds = [link.attrs["href"] for link in page.all("link", rel="alternate")]
        assert feeds == ["/feed/", *filter(None, [FEEDS.get(name)])], name
    assert len(set(titles.values())) == len(titles)


def test_a_page_of_a_list_is_its_own(client, monkeypatch):
    from profiles.views import canon

    monkeypatch.setattr(canon, "FUNCTIONS_A_PAGE", 1)
    publish("M4")
    publish("M4", function="OTHER", focus="OTHER1234")
    assert [address_of(read(client, a)) for a in ("/", "/?page=1", "/?page=2", "/?page=x")] == [
        f"{SITE}/",
        f"{SITE}/",
        f"{SITE}/?page=2",
        f"{SITE}/",
    ]


def test_what_has_ended_or_was_followed_is_not_to_be_found(client):
    publish("M3")
    next_version(publish("M4")[0])
    retired(code=key("M2"), successor=key("M3"))
    seen = {}
    for address in (path(KEY_M4), path(KEY_M4, "v=2"), path(KEY_M4, "v=1"), path(key("M2")), "/nowhere/"):
        page = read(client, address, 404 if address == "/nowhere/" else 200)
        seen[address] = (address_of(page), metas(page).get("robots"), data_of(page) is not None)
    assert seen == {
        path(KEY_M4): (SITE + path(KEY_M4), None, True),
        path(KEY_M4, "v=2"): (SITE + path(KEY_M4), None, True),
        path(KEY_M4, "v=1"): (SITE + path(KEY_M4, "v=1"), "noindex", False),
        path(key("M2")): (SITE + path(key("M2")), "noindex", False),
        "/nowhere/": ("", "noindex", False),
    }


def test_a_stand_in_points_to_what_it_stands_for(client):
    publish("M4")
    in_scope("M4", "DE")
    assert address_of(read(client, path(key(scope="AT")))) == SITE + path(KEY_M4)
    assert address_of(read(client, path(key(scope="DE")))) == SITE + path(key(scope="DE"))


def test_a_profile_is_an_occupation_in_the_words_of_schema_org(client):
    publish("M4")
    plain = record_data()
    assert data_of(read(client, path(KEY_M4))) == {
        "@context": "https://schema.org",
        "@type": "Occupation",
        "@id": SITE + path(KEY_M4),
        "url": SITE + path(KEY_M4),
        "identifier": f"{KEY_M4}#1",
        "name": plain["title"],
        "description": plain["summary"],
        "alternateName": ["Plant Director", "Werksleiter"],
        "responsibilities": plain["responsibilities"],
        "skills": ["Shift planning", "Power BI", "Labour law"],
        "occupationalCategory": [
            {
                "@type": "CategoryCode",
                "inCodeSet": "O*NET/SOC",
                "codeValue": "11-3051.00",
                "name": "Industrial Production Managers",
            }
        ],
        "estimatedSalary": {
            "@type": "MonetaryAmountDistribution",
            "name": "market pay",
            "currency": "USD",
            "duration": "P1Y",
            "median": 164_000,
            "percentile25": 129_000,
            "percentile75": 209_000,
        },
    }


@pytest.mark.parametrize(
    ("basis", "ends"),
    [("P10–P90", {"percentile10", "percentile90"}), ("P33–P66", set()), ("middle half", set()), ("P25", set())],
)
def test_the_ends_of_the_range_are_told_where_their_percentiles_are(client, basis, ends):
    publish("M4", pay=record_data()["pay"] | {"basis": basis})
    salary = data_of(read(client, path(KEY_M4)))["estimatedSalary"]
    assert {name for name in salary if name.startswith("percentile")} == ends


def test_without_figures_of_pay_there_is_no_salary(client):
    publish("M4", pay=None)
    assert "estimatedSalary" not in data_of(read(client, path(KEY_M4)))


def test_no_text_breaks_out_of_the_head(client):
    hostile = "</script><!-- <script>alert(1)</script> \" ' & ]]> \\u003c"
    publish("M4", title=hostile, summary=f"{hostile}\n\n- {'x' * 300} & {hostile}", aliases=[hostile])
    page = read(client, path(KEY_M4))
    data = data_of(page)
    assert (data["name"], data["alternateName"]) == (hostile, [hostile])
    assert [list(script.attrs) for script in page.all("script") if "src" not in script.attrs] == [["type"]]
    assert page.one("title").text.startswith(hostile)
    told = metas(page)
    assert told["og:title"] == page.one("title").text
    assert (told["description"].startswith(hostile), len(told["description"])) == (True, 200)


def test_a_function_is_described_by_its_own_words(client):
    publish("M4")
    assert metas(read(client, f"/canon/{FUNCTION_CODE}/"))["description"] == f"The work of {FUNCTION_CODE}."
