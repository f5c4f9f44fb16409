"""What readers asked in vain, as questions: spellings together, what they may mean, an alias in one click, or none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles.admin.asked import as_title
from profiles.models import Event, SearchMiss
from profiles.people import APPROVERS, CURATORS
from profiles.search import remember
from tests.factories import KEY_M4, approved, fresh, on_desk, person

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:profiles_searchmiss_asked")
OTHER = "PLANTO.OTHER1.M4"


@pytest.fixture
def carla(client):
    client.force_login(person("carla", CURATORS, is_staff=True))
    return client


def ask(*words: str, resolution: bool = False) -> SearchMiss:
    for line in words:
        remember(line, resolution=resolution)
    return SearchMiss.objects.get(words=" ".join(words[0].lower().split()))


def door(name: str, miss: SearchMiss) -> str:
    return reverse(f"admin:profiles_searchmiss_{name}", args=[miss.pk])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def asked(client, **query):
    return client.get(PAGE, query).context["asked"]


def test_spellings_stand_together_and_the_question_that_is_open_has_ranked_candidates(carla):
    approved(title="Line Controller", aliases=[])
    approved(code=OTHER, title="Welder", aliases=["Line welder"])
    ask("zeppelin", "zeppelin")
    ask("line controler nights", "Nights line controller", "line controler nights")
    ask("controler line nights", resolution=True)
    page = asked(carla)
    assert [(group.first.words, group.count, len(group.rows)) for group in page.groups] == [
        ("line controler nights", 4, 3),
        ("zeppelin", 2, 1),
    ]
    assert (page.open.searches, page.open.resolutions, page.title) == (3, 1, "Line Controler Nights")
    assert [candidate.key for candidate in page.candidates] == [KEY_M4, OTHER]
    other = asked(carla, open=page.groups[1].first.pk)
    assert (other.open.first.words, other.candidates) == ("zeppelin", [])
    assert "No profile has a name near to it." in carla.get(PAGE, {"open": other.open.first.pk}).content.decode()


def test_one_click_lays_the_alias_on_the_desk_as_an_edit_of_the_curator(carla):
    profile = approved(title="Line Controller", aliases=[]).profile
    miss = ask("line ctrl", "ctrl line", "line ctrl")
    response = carla.post(door("propose", miss), {"key": KEY_M4, "title": "Line Ctrl", "other": ""}, follow=True)
    assert said(response) == [f"“Line Ctrl” stands on the desk of {KEY_M4} now; readers find it once it is approved."]
    assert [(alias.title, alias.source) for alias in fresh(profile).aliases.all()] == [
        ("Line Ctrl", "asked by readers")
    ]
    event = Event.objects.filter(profile=profile).last()
    assert (event.by_name, event.note) == ("carla", "readers asked for “line ctrl” in vain: 3 searches")
    rows = SearchMiss.objects.values_list("settled_by_name", "became")
    assert list(rows) == [("carla", profile.pk), ("carla", profile.pk)]
    assert asked(carla).groups == []
    assert [row.words for row in asked(carla).settled] == ["line ctrl"]


def test_an_alias_of_another_profile_is_refused_with_whose_it_is_and_the_question_stays(carla):
    approved(title="Line Controller", aliases=[])
    on_desk(code=OTHER, title="Welder", aliases=["Line ctrl"])
    miss = ask("line ctrl")
    response = carla.post(door("propose", miss), {"key": KEY_M4, "title": "Line Ctrl"}, follow=True)
    assert said(response) == [
        f"“Line Ctrl” is a name of {OTHER} already: a title that means two profiles would lead to neither"
    ]
    for key in ("", "nonsense", "PLANTO.NONE1.M4", "' OR 1"):
        [told] = said(carla.post(door("propose", miss), {"key": KEY_M4, "other": key, "title": ""}, follow=True))
        assert told
    assert SearchMiss.objects.filter(settled_at=None).count() == 1


def test_what_is_dismissed_can_be_opened_again_with_all_its_spellings(carla):
    miss = ask("zeppelin pilots", "pilot zeppelin")
    carla.post(door("dismiss", miss))
    assert (asked(carla).groups, [row.words for row in asked(carla).settled]) == ([], ["pilot zeppelin"])
    assert said(carla.post(door("dismiss", miss), follow=True)) == ["Somebody has dealt with it meanwhile."]
    carla.post(door("open_again", miss))
    assert [len(group.rows) for group in asked(carla).groups] == [2]
    assert SearchMiss.objects.filter(settled_by_name="").count() == 2


def test_it_is_for_curators_and_costs_the_same_however_many(client, carla):
    approved(title="Line Controller", aliases=[])
    costs = []
    for words in (["line boss"], ["zeppelin", "welder", "carpenter"]):
        ask(*words)
        first = SearchMiss.objects.get(words="line boss").pk
        carla.get(PAGE, {"open": first})
        with CaptureQueriesContext(connection) as captured:
            carla.get(PAGE, {"open": first})
        costs.append(len(captured))
    assert costs[0] == costs[1]
    client.force_login(person("abel", APPROVERS, is_staff=True))
    miss = SearchMiss.objects.first()
    assert client.get(PAGE).status_code == 403
    assert [client.post(door(name, miss)).status_code for name in ("propose", "dismiss", "open_again")] == [403] * 3


def test_words_are_written_as_a_title():
    assert as_title("head of works and sites") == "Head of Works and Sites"
    assert as_title("the boss") == "The Boss"
