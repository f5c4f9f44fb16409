"""Skills: the list with its counts, and one skill with the roles that use it and for what."""

import pytest

from profiles.views import skills as views
from taxonomy.codes import skill_address
from taxonomy.models import Skill
from tests.factories import approved, edit, in_review, next_version, retired
from tests.pages.canon import key, path, publish
from tests.pages.reading import Element, main, read

pytestmark = pytest.mark.django_db


def skilled(level: str, *names: str, **more):
    return publish(level, skills=[{"name": name, "summary": f"{name} at {level}"} for name in names], **more)


def listed(page: Element) -> list[str]:
    return [text for group in page.all("ul", class_="skills") for text in group.texts("li")]


def test_every_skill_of_an_approved_profile_is_listed_with_its_count(client):
    publish("M3", "M4")
    in_review(code=key("M5"), skills=[{"name": "Canary"}])
    assert listed(main(client, "/skills/")) == [
        "Labour law knowledge · 2 profiles",
        "Power BI tool · 2 profiles",
        "Shift planning 2 profiles",
    ]


def test_the_list_is_narrowed_by_type_and_words(client):
    publish("M4")
    assert listed(main(client, "/skills/?type=tool")) == ["Power BI tool · 1 profile"]
    assert listed(main(client, "/skills/?q=LAW")) == ["Labour law knowledge · 1 profile"]
    assert main(client, "/skills/?q=zzz").texts("p")[-1] == "No skill answers this. All skills"
    assert bool(read(client, "/skills/?q=law").one("head").all("meta", name="robots"))


def test_the_list_is_turned_over_by_key(client, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 2)
    skilled("M4", "A", "B", "C", "D", "E")
    seen, address = [], "/skills/"
    while address:
        page = main(client, address)
        seen.append([text.split()[0] for text in listed(page)])
        following = page.all("a", rel="next")
        address = "/skills/" + following[0].attrs["href"] if following else ""
    assert seen == [["A", "B"], ["C", "D"], ["E"]]


@pytest.mark.parametrize("after", ["nope", "'", "é", "x" * 500, "\x01"])
def test_a_place_that_is_none_begins_at_the_beginning(client, after):
    skilled("M4", "A")
    assert listed(main(client, f"/skills/?after={after}")) == ["A 1 profile"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_two_queries(client, django_assert_num_queries, rows):
    skilled("M4", *"ABC"[:rows])
    client.get("/skills/")  # the board is read
    with django_assert_num_queries(2):
        assert len(listed(main(client, "/skills/"))) == rows


def test_a_canon_without_skills_says_so(client):
    assert main(client, "/skills/").texts("p")[-1] == "No approved profile names a skill yet."


def test_a_skill_tells_where_it_is_used_and_for_what(client):
    skilled("M3", "Planning", "Law")
    skilled("M4", "Law", "Planning")
    skilled("P4", "Planning", focus="OTHER1", function="OTHER")
    page = main(client, "/skills/planning/")
    assert page.texts("h1") == ["Planning"]
    spread, listing = page.all("table")
    assert spread.rows() == [
        ["Focus", "P4", "M3", "M4"],
        ["Line Leadership", "·", "1", "1"],
        ["Other1", "1", "·", "·"],
    ]
    assert [(row[1][:2], row[3]) for row in listing.rows()[1:]] == [
        ("M3", "Planning at M3"),
        ("M4", "Planning at M4"),
        ("P4", "Planning at P4"),
    ]
    assert [link.attrs["href"] for link in spread.all("a")][-2:] == ["?focus=OTHER1", "?focus=OTHER1&level=P4"]


def test_it_is_narrowed_like_all_lists_and_keeps_its_skill(client):
    skilled("M3", "Planning", "Law")
    skilled("M4", "Planning")
    page = main(client, "/skills/planning/?level=M4&skill=law")
    assert page.texts("h2")[-1] == "1 profile"
    assert [link.attrs["href"] for link in page.all("a", class_="chip")] == ["/skills/planning/"]
    assert "Skill" not in page.texts("summary")


def test_c_and_its_kin_are_told_apart(client):
    skilled("M4", "C", "C++", "C#")
    for name in ("C", "C++", "C#"):
        assert main(client, f"/skills/{skill_address(name.lower())}/").texts("h1") == [name]


def test_any_case_leads_to_the_one_spelling_and_what_is_not_named_is_not_there(client):
    skilled("M4", "Planning")
    in_review(code=key("M5"), skills=[{"name": "Canary"}])
    response = client.get("/skills/Planning/")
    assert (response.status_code, response["Location"]) == (301, "/skills/planning/")
    for address in ("canary", "nope", "-", "a" * 70):
        assert client.get(f"/skills/{address}/").status_code == 404


def test_an_older_name_finds_the_same_page_and_the_newer_name(client):
    first = approved(skills=[{"name": "Planning", "summary": "As it was"}])
    skilled("M5", "Planning")
    Skill.objects.update(name="Rostering", folded="rostering")
    assert main(client, "/skills/planning/").texts("h1") == ["Planning"]
    next_version(first, skills=[{"name": "Rostering", "summary": "As it is"}])
    page = main(client, "/skills/planning/")
    assert [link.attrs["href"] for link in page.all("a") if link.text == "Rostering"] == ["/skills/rostering/"]
    for address in ("planning", "rostering"):
        rows = main(client, f"/skills/{address}/").one("table", class_="listing").rows()[1:]
        assert [row[3] for row in rows] == ["As it is", "Planning at M5"]
    canonical = read(client, "/skills/planning/").one("head").one("link", rel="canonical")
    assert canonical.attrs["href"].endswith("/skills/rostering/")
    assert [text.split()[0] for text in listed(main(client, "/skills/"))] == ["Rostering"]


def test_a_skill_of_retired_profiles_alone_has_a_page_without_rows(client):
    retired()
    page = main(client, "/skills/power-bi/")
    assert (page.texts("h2"), page.all("table")) == (["0 profiles"], [])
    assert main(client, "/skills/power-bi/?status=retired").one("table", class_="listing").rows()[1][3] == (
        "Reads scrap by line and hour"
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queries_are_the_same_however_many_use_it(client, django_assert_num_queries, rows):
    for number in range(rows):
        publish("M4", focus=f"FOCUS{number}")
    client.get("/skills/power-bi/")  # the board is read
    # the heading, the clock for the spread, the uses of the page, and four of every list
    with django_assert_num_queries(7):
        main(client, "/skills/power-bi/?track=M")


def test_the_skills_of_a_profile_lead_here(client):
    revision = approved()
    edit(revision.profile, skills=[{"name": "Canary"}])
    page = main(client, path(key("M4")))
    links = [link.attrs["href"] for link in page.all("a") if link.attrs["href"].startswith("/skills/")]
    assert links == ["/skills/shift-planning/", "/skills/labour-law/", "/skills/power-bi/"]
