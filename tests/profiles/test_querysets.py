"""Named questions to the desk and the shelf: who sees what, what stands now, what stood then."""

import datetime
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from profiles.models import Profile, Revision
from profiles.states import State
from tests.factories import (
    IN_STATE,
    approved,
    approver,
    curator,
    edit,
    in_review,
    marked,
    next_version,
    on_desk,
    person,
    retired,
)

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)


def states(rows):
    return sorted(row.state for row in rows)


def test_readers_see_what_was_approved_whoever_they_are():
    for number, make in enumerate(IN_STATE.values()):
        make(code=f"PLANTO.EACH{number}.M4")
    readers = [None, AnonymousUser(), person("emil"), curator(), approver(), person("root", is_superuser=True)]
    seen = [states(Revision.objects.visible_to(reader)) for reader in readers]
    assert seen == [["approved", "approved", "retired", "superseded"]] * 6


def test_what_waits_is_open():
    for number, make in enumerate(IN_STATE.values()):
        make(code=f"PLANTO.EACH{number}.M4")
    assert states(Revision.objects.open()) == ["in review"]
    assert states(Revision.objects.approved()) == ["approved", "approved"]


def test_current_is_the_approved_text():
    second = next_version(approved())
    in_review(edit(second.profile, summary="Waiting."))
    assert list(Revision.objects.current()) == [second]


def test_current_is_the_last_text_of_a_profile_that_has_ended():
    first = retired()
    assert list(Revision.objects.current()) == [first]
    again = retired(edit(first.profile, summary="Back, and gone again."))
    assert [row.number for row in Revision.objects.current()] == [again.number] == [2]


def test_current_is_the_new_text_of_a_profile_that_came_back():
    ended = retired()
    back = approved(edit(ended.profile, summary="Back."))
    assert list(Revision.objects.current()) == [back]


def test_each_profile_has_one_current_text_at_most():
    for number, make in enumerate([approved, marked, retired, in_review, IN_STATE[State.SUPERSEDED]]):
        make(code=f"PLANTO.EACH{number}.M4")
    keys = [row.key for row in Revision.objects.current()]
    assert sorted(keys) == sorted(set(keys)) == [f"PLANTO.EACH{number}.M4" for number in (0, 1, 2, 4)]


# -- as of an instant ------------------------------------------------------------------------------


def as_of(instant):
    return [row.number for row in Revision.objects.as_of(instant).order_by("number")]


def test_as_of_is_what_was_approved_and_had_not_ended():
    first = approved()
    second = next_version(first)
    first, second = (Revision.objects.get(pk=row.pk) for row in (first, second))
    assert as_of(first.decided_at - SECOND) == []
    assert as_of(first.decided_at) == [1]
    assert as_of(second.decided_at - datetime.timedelta(microseconds=1)) == [1]
    assert as_of(second.decided_at) == [2]
    assert as_of(timezone.now()) == [2]


def test_as_of_an_instant_after_the_end_there_is_nothing():
    ended = Revision.objects.get(pk=retired().pk)
    assert as_of(ended.retired_at - datetime.timedelta(microseconds=1)) == [1]
    assert as_of(ended.retired_at) == []


def test_what_only_waits_never_stood():
    in_review()
    assert as_of(timezone.now()) == []


# -- lists -----------------------------------------------------------------------------------------


def test_lists_leave_the_payload_where_it_is(django_assert_num_queries):
    approved()
    with django_assert_num_queries(1):
        [row] = Revision.objects.listed()
        told = (row.key, row.number, row.title, row.function_name, row.focus_name, row.level_title, row.confidence)
    assert None not in told
    assert row.get_deferred_fields() >= {"payload", "seal"}


def test_newest_first():
    revision = approved()
    for _ in range(2):
        revision = next_version(revision)
    assert [row.number for row in revision.profile.revisions.newest_first()] == [3, 2, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_desks_are_fetched_in_a_fixed_number_of_queries(count, django_assert_num_queries):
    from profiles import payloads

    for number in range(count):
        on_desk(code=f"PLANTO.MANY{number}.M4")
    with django_assert_num_queries(10):
        for profile in Profile.objects.on_desk():
            payloads.record_of(profile)


def test_rows_are_streamed_in_their_order_piece_by_piece(django_assert_num_queries):
    for number in range(5):
        approved(code=f"PLANTO.EACH{number}.M4")
    rows = Revision.objects.select_related("pay").prefetch_related("contributors").order_by("-key")
    with django_assert_num_queries(1 + 3 * 2):
        streamed = [(row.pk, row.pay.part, len(row.contributors.all())) for row in rows.streamed(2)]
    assert streamed == [(row.pk, row.pay.part, len(row.contributors.all())) for row in rows]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows how many rows there are of what")
def test_what_there_is_of_profiles_is_found_by_profile_and_not_by_state():
    revision = approved()
    rows = Revision.objects.of([revision.profile_id, 0], State.APPROVED, State.RETIRED)
    assert list(rows) == [revision]
    assert re.findall(r"INDEX \w+ \((\w+)=", rows.explain()) == ["profile_id"]
