"""A confirmed title is an edit of a desk: another name or a mapping, told to the trail; never a second time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.importers.titles import Line
from profiles.models import Alias, Event, ListedTitle, Mapping
from profiles.resolver import lists
from profiles.resolver.confirming import choices, confirm
from profiles.states import Conflict, Refused
from tests.factories import KEY_M4, approved, approver, curator, fresh, on_desk
from tests.pages.canon import key

pytestmark = pytest.mark.django_db


def rows_of(*titles: str, kind: str = "profiles") -> list[ListedTitle]:
    lines = [Line(n, title) for n, title in enumerate(titles, 2)]
    found = lists.go_on(lists.begin("staff.csv", kind, lines, by=curator()).pk, seconds=60)
    return list(found.titles.select_related("title_list"))


def told(row: ListedTitle) -> list[str]:
    return [choice.told for choice in choices([row])[row.pk]]


@pytest.fixture
def plant(index):
    return approved(title="Plant Manager", aliases=["Works Head"])


def test_a_title_becomes_another_name_on_the_desk(plant):
    (row,) = rows_of("Plant Manager, Paper")
    assert told(row) == [f"is another name of Plant Manager ({KEY_M4})"]
    before = fresh(plant.profile)
    confirm(row, f"alias {KEY_M4}", by=curator("cora"))
    after = fresh(plant.profile)
    names = [(alias.position, alias.title, alias.source) for alias in after.aliases.all()]
    assert names == [(0, "Works Head", ""), (1, "Plant Manager, Paper", "title list")]
    assert (after.lock, after.digest != before.digest, after.edited_by_name) == (before.lock + 1, True, "cora")
    event = Event.objects.filter(profile=plant.profile).order_by("-pk").first()
    assert (event.move, event.by_name) == ("edit", "cora")
    row.refresh_from_db()
    assert (row.confirmed_by_name, row.profile, row.made) == (
        "cora",
        plant.profile,
        f"is another name of Plant Manager ({KEY_M4})",
    )
    assert choices([row]) == {}


@pytest.mark.parametrize("by", [curator, approver])
def test_only_what_is_offered_is_done_and_only_by_curators(plant, by):
    (row,) = rows_of("Plant Manager, Paper")
    asked = f"alias {key('M1')}" if by is curator else f"alias {KEY_M4}"
    with pytest.raises(Refused):
        confirm(row, asked, by=by())
    assert Alias.objects.count() == 1


def test_a_name_of_another_profile_is_refused_in_words(plant):
    (row,) = rows_of("Plant Manager, Paper")
    on_desk(code=key("M3"), aliases=["plant manager, paper"])
    with pytest.raises(Refused, match=f"is a name of {key('M3')} already: a title that means two profiles"):
        confirm(row, f"alias {KEY_M4}", by=curator())
    row.refresh_from_db()
    assert (row.confirmed_at, Alias.objects.filter(profile=plant.profile).count()) == (None, 1)


def test_of_two_curators_one_confirms(plant):
    (row,) = rows_of("Plant Manager, Paper")
    late = ListedTitle.objects.select_related("title_list").get(pk=row.pk)
    confirm(row, f"alias {KEY_M4}", by=curator())
    with pytest.raises(Conflict, match="confirmed by somebody else"):
        confirm(late, f"alias {KEY_M4}", by=curator("cora"))
    assert Alias.objects.filter(profile=plant.profile).count() == 2


def test_an_occupation_offers_names_of_what_is_mapped_to_it_and_mappings_of_what_is_called_so(plant):
    approved(code=key("M3"), title="Shift Lead", aliases=[], mappings=[])
    production, shift = rows_of("Production Director", "Shift Lead", kind="occupations")
    assert told(production) == [f"is another name of Plant Manager ({KEY_M4})"]
    assert told(shift) == [f"maps Shift Lead ({key('M3')}) to 51-1011"]
    confirm(shift, f"mapping {key('M3')} 51-1011", by=curator("cora"))
    mapping = Mapping.objects.get(profile__title="Shift Lead")
    assert (mapping.system, mapping.code, mapping.edition, mapping.confirmed_by.username) == (
        "O*NET/SOC",
        "51-1011",
        "",
        "cora",
    )
    again = rows_of("Shift Lead", kind="occupations")[0]
    with pytest.raises(Refused, match="is mapped to 51-1011 on its desk already"):
        confirm(again, f"mapping {key('M3')} 51-1011", by=curator())


@pytest.mark.parametrize(("kind", "queries"), [("profiles", 2), ("occupations", 3)])
def test_the_number_of_queries_is_the_same_for_one_and_for_three(plant, kind, queries):
    def asked(rows: list[ListedTitle]) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert all(choices(rows).values())
        return len(counted)

    rows = rows_of("Plant Manager, Paper", "Plant Manager, Steel", "Production Director", kind=kind)
    assert (asked(rows[:1]), asked(rows)) == (queries, queries)
