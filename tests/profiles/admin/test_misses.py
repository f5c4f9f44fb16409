"""Search misses in the admin: a list for curators, who mark what is dealt with."""

import pytest
from django.urls import reverse

from profiles.models import SearchMiss
from profiles.search import remember
from tests.factories import approver, curator

pytestmark = pytest.mark.django_db

LIST = reverse("admin:profiles_searchmiss_changelist")


@pytest.fixture
def desk(client):
    carla = curator()
    carla.is_staff = True
    carla.save()
    client.force_login(carla)
    return client


def listed(client, **query) -> list[str]:
    return [miss.words for miss in client.get(LIST, query).context["cl"].result_list]


def test_the_most_frequent_come_first_and_what_is_dealt_with_leaves_the_list(desk):
    for text in ("space pilot", "zeppelin", "zeppelin"):
        remember(text)
    assert listed(desk) == ["zeppelin", "space pilot"]
    chosen = SearchMiss.objects.get(words="zeppelin")
    desk.post(LIST, {"action": "settle", "_selected_action": [chosen.pk]})
    chosen.refresh_from_db()
    assert (chosen.settled_by_name, chosen.settled_at is not None) == ("carla", True)
    assert (listed(desk), listed(desk, state="settled"), listed(desk, state="again")) == (
        ["space pilot"],
        ["zeppelin"],
        [],
    )
    remember("zeppelin")
    assert (listed(desk, state="again"), listed(desk, state="all")) == (["zeppelin"], ["zeppelin", "space pilot"])


def test_it_is_for_curators_and_nothing_is_added_or_taken_away(client, desk):
    remember("zeppelin")
    assert client.get(reverse("admin:profiles_searchmiss_add")).status_code == 403
    pk = SearchMiss.objects.get().pk
    assert client.post(reverse("admin:profiles_searchmiss_delete", args=[pk]), {"post": "yes"}).status_code == 403
    axel = approver()
    axel.is_staff = True
    axel.save()
    client.force_login(axel)
    assert client.get(LIST).status_code == 403
    assert SearchMiss.objects.count() == 1
