"""Levels: the tracks side by side by rank, and one level with its definition and everything at it."""

import pytest

from taxonomy.models import Level
from tests.factories import approved, edit, ladder, next_version, on_desk, retired
from tests.pages.canon import key, path, publish
from tests.pages.reading import main, read

pytestmark = pytest.mark.django_db


def test_tracks_stand_side_by_side_and_equal_ranks_on_one_line(client):
    publish("M4", "P6", "P7")
    rows = main(client, "/levels/").one("table").rows()
    assert rows[0] == ["Rank", "P · Professional", "M · Management"]
    assert rows[1] == ["9", "", "M6 Management 6 15–25 years · 0 profiles"]
    assert rows[3] == ["7", "P6 Professional 6 12–15 years · 1 profile", "M4 Management 4 10–15 years · 1 profile"]
    assert [row[0] for row in rows[1:]] == ["9", "8", "7", "6", "5", "4", "3", "2"]


def test_without_a_profile_no_level_is_published(client):
    ladder()
    on_desk()
    assert main(client, "/levels/").texts("h2") == ["No level is published yet"]
    assert client.get("/levels/M4/").status_code == 404


@pytest.mark.parametrize("tracks", [1, 3])
def test_the_ladder_takes_two_queries(client, django_assert_num_queries, tracks):
    publish(*("M4", "P4", "S2")[:tracks])
    client.get("/levels/")  # the board is read
    with django_assert_num_queries(2):
        main(client, "/levels/")


def test_a_level_has_its_definition_its_place_and_its_profiles(client):
    publish("M3", "M4", "P6")
    page = main(client, "/levels/M4/")
    assert page.texts("h1") == ["Management 4"]
    assert page.texts("p", class_="soft")[0] == "Management track · rank 7 · 10–15 years, typically"
    assert page.texts("div", class_="lead") == ["What M4 is about."]
    assert page.one("dl", class_="pairs").pairs()["Scope"] == "The scope of M4."
    assert page.one("dl", class_="pairs").pairs()["Autonomy"] == "not defined"
    place = page.one("table", class_="ranks").rows()
    assert ["7", "P6 Professional 6 12–15 years", "M4 Management 4 this level"] in place
    assert [row[0] for row in page.one("table", class_="listing").rows()[1:]] == [f"Plant Manager M4 {key('M4')} v1"]
    assert "Level" not in page.texts("summary")
    assert "Track" not in page.texts("summary")


def test_the_definition_is_that_of_the_last_approval_at_the_level(client):
    first = approved()
    Level.objects.filter(code="M4").update(summary="Told anew.", scope="Scope anew.")
    assert main(client, "/levels/M4/").texts("div", class_="lead") == ["What M4 is about."]
    next_version(first)
    assert main(client, "/levels/M4/").texts("div", class_="lead") == ["Told anew."]


def test_a_level_without_a_profile_has_its_place_and_no_definition(client):
    publish("M4")
    page = main(client, "/levels/M5/")
    assert page.texts("h1") == ["Management 5"]
    assert page.texts("h2") == ["Definition", "Place on the ladder", "0 profiles"]
    assert page.all("dl", class_="pairs") == []
    assert page.one("div", class_="nothing").text == "No profile stands here yet."


def test_its_profiles_are_narrowed_like_all_others(client):
    publish("M4")
    publish("M4", focus="OTHER1", function="OTHER")
    page = main(client, "/levels/M4/?function=OTHER&level=M3&track=P")
    assert page.texts("h2")[-1] == "1 profile"
    assert [link.attrs["href"] for link in page.all("a", class_="chip")] == ["/levels/M4/"]
    assert page.one("form").attrs["action"] == "/levels/M4/"
    head = read(client, "/levels/M4/?function=OTHER&level=M3").one("head")
    assert head.one("link", rel="canonical").attrs["href"].endswith("/levels/M4/?function=OTHER")


def test_any_case_leads_to_the_one_spelling(client):
    publish("M4")
    response = client.get("/levels/m4/?function=x")
    assert (response.status_code, response["Location"]) == (301, "/levels/M4/?function=x")
    for code in ("M9", "X1", "ZZZ99", "M"):
        assert client.get(f"/levels/{code}/").status_code == 404


def test_a_retired_profile_keeps_the_level_and_counts_for_nothing(client):
    retired()
    assert main(client, "/levels/M4/").texts("h2")[-1] == "0 profiles"
    assert main(client, "/levels/M4/?status=retired").texts("h2")[-1] == "1 profile"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queries_are_the_same_however_many_stand_there(client, django_assert_num_queries, rows):
    for number in range(rows):
        publish("M4", focus=f"FOCUS{number}")
    client.get("/levels/M4/")  # the board is read
    with django_assert_num_queries(5):  # the level, and four of every list of profiles
        main(client, "/levels/M4/?band=high")


def test_the_chip_of_a_profile_leads_here(client):
    revision = approved()
    edit(revision.profile, summary="Canary.")
    links = [link.attrs["href"] for link in main(client, path(key("M4"))).all("a", class_="chip")]
    assert links == ["/levels/M4/"]
