"""The trail: every event is chained to the one before it, so that nothing can be taken out or rewritten unseen."""

import copy
import dataclasses

import pytest

from profiles import trail
from profiles.models import Event
from profiles.states import Move
from tests.factories import curator, edit, on_desk, retired, superseded

pytestmark = pytest.mark.django_db


def broken_at(events):
    """Index of the first event whose link does not follow from the one before; None where the chain is whole."""
    before = ""
    for index, event in enumerate(events):
        seal = event.revision.seal if event.revision else ""
        if event.chain != trail.link(before, event, key=event.profile.key, seal=seal):
            return index
        before = event.chain
    return None


def history():
    return list(retired(edit(superseded().profile, summary="The last.")).profile.events.all())


def test_a_whole_history_is_one_chain():
    events = history()
    assert len(events) == 13
    assert broken_at(events) is None


def taken_out(events):
    del events[4]


def swapped(events):
    events[4], events[5] = events[5], events[4]


SPOILT = {
    "move": lambda events: setattr(events[4], "move", "approve"),
    "source": lambda events: setattr(events[4], "source", "x"),
    "target": lambda events: setattr(events[4], "target", "x"),
    "name": lambda events: setattr(events[4], "by_name", "mallory"),
    "note": lambda events: setattr(events[4], "note", "x"),
    "before": lambda events: setattr(events[4], "before", "x"),
    "after": lambda events: setattr(events[4], "after", "x"),
    "time": lambda events: setattr(events[4], "at", events[0].at),
    "text": lambda events: setattr(events[1], "revision", events[-1].revision),
    "taken out": taken_out,
    "swapped": swapped,
}


def test_whatever_is_rewritten_taken_out_or_swapped_breaks_the_chain_there():
    whole, found = history(), {}
    for name, spoil in SPOILT.items():
        events = [copy.copy(event) for event in whole]
        spoil(events)
        found[name] = broken_at(events)
    assert found == dict.fromkeys(SPOILT, 4) | {"text": 1}
    assert broken_at(whole) is None


def test_profiles_have_chains_of_their_own():
    first, second = on_desk(), on_desk(code="PLANTO.OTHER1.M4")
    trail.tell(first, Move.EDIT, by=curator())
    assert {broken_at(list(profile.events.all())) for profile in (first, second)} == {None}


def test_many_at_once_are_chained_in_their_order():
    first, second = on_desk(), on_desk(code="PLANTO.OTHER1.M4")
    entries = [trail.Entry(p, Move.EDIT, note=note) for note in "abc" for p in (first, second)]
    trail.tell_many(entries, by=curator())
    for profile in (first, second):
        events = list(profile.events.all())
        assert [event.note for event in events] == ["edited", "a", "b", "c"]
        assert broken_at(events) is None


def test_telling_costs_the_same_however_many(django_assert_num_queries):
    profiles = [on_desk(code=f"PLANTO.MANY{i}.M4") for i in range(3)]
    for some in (profiles[:1], profiles):
        with django_assert_num_queries(2):  # the last links, one insert
            trail.tell_many([trail.Entry(profile, Move.EDIT) for profile in some], by=None)


def test_the_name_is_told_though_the_user_goes():
    carla = curator()
    profile = on_desk(by=carla)
    carla.delete()
    event = Event.objects.get(profile=profile)
    assert (event.by_name, str(event)) == ("carla", "edit by carla")


def test_an_entry_says_nothing_but_what_it_is_given():
    empty = trail.Entry(None, Move.EDIT)
    assert dataclasses.asdict(empty) == {
        "profile": None,
        "move": "edit",
        "revision": None,
        "source": "",
        "target": "",
        "note": "",
        "before": "",
        "after": "",
    }
