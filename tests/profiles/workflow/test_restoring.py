"""What an operator restores: refused where file and shelf tell one thing differently, marked where it lands."""

import datetime

import pytest
from django.contrib.auth import get_user_model

from profiles import trail
from profiles.desk import Write
from profiles.models import Event, Revision
from profiles.payloads import BasisBook, Content
from profiles.records import EventRecord
from profiles.states import State
from profiles.workflow import Clash, restore_events, restore_profiles
from tests.factories import approved, everything, in_review, on_desk, record, superseded

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def restore(profile, **told):
    content = Content(record(**({"status": "approved"} | told)))
    return restore_profiles([Write(profile, content)], book=BasisBook(), at=AT)


def test_without_a_decision_it_stands_from_the_moment_of_the_import():
    profile = on_desk()
    assert restore(profile) == {profile.pk}
    revision = Revision.objects.get()
    assert (revision.decided_at, revision.submitted_at, revision.decided_by_name) == (AT, AT, "")
    assert Event.objects.last().note.startswith("restored from a file, not reviewed here: approved by somebody whom")


def test_what_stands_already_is_left():
    profile = on_desk()
    restore(profile)
    before = everything()
    assert restore(profile) == set()
    assert restore(profile, version=1) == set()
    assert everything() == before


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"version": 2, "summary": "x"}, "the v2 of .* that stands already expected, found other content"),
        ({"version": 1, "summary": "x"}, "the v1 of .* that stands already expected, found other content"),
    ],
)
def test_a_version_that_is_told_differently_is_refused(told, message):
    profile = superseded().profile
    before = everything()
    with pytest.raises(Clash, match=message):
        restore(profile, **told)
    assert everything() == before


def test_a_version_in_a_gap_of_the_shelf_is_refused():
    profile = on_desk()
    restore(profile, version=5)
    with pytest.raises(Clash, match=r"a version above v5 of .* expected, found v3"):
        restore(profile, version=3, summary="Between.")


def test_what_waits_here_goes_on_waiting():
    waiting = in_review()
    restore(waiting.profile, summary="From the file.")
    assert sorted(Revision.objects.values_list("state", flat=True)) == [State.APPROVED, State.IN_REVIEW]


def test_a_restored_trail_must_follow_from_what_stands():
    revision = approved()
    last = revision.profile.events.last()
    told = {"key": revision.key, "move": "edit", "at": AT, "by": "somebody"}
    event = Event(move="edit", by_name="somebody", at=AT)
    chain = trail.link(last.chain, event, key=revision.key, seal="")
    restore_events([(revision.profile, EventRecord(**told, chain=chain))])
    assert revision.profile.events.last().chain == chain
    with pytest.raises(Clash, match="the trail is broken at “edit” of 2026-01-01 00:00 UTC"):
        restore_events([(revision.profile, EventRecord(**told, chain="0" * 64))])


def test_restoring_makes_no_people():
    profile = on_desk()
    people = get_user_model().objects.count()
    restore(profile, decision={"by": "Dora", "at": "2025-01-01"})
    assert get_user_model().objects.count() == people
