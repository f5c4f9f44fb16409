"""What waits for a decision, since when, how urgent and why; and that it costs the same however much waits."""

import datetime

import pytest
from django.utils import timezone

from profiles import workflow
from profiles.models import Revision
from profiles.workflow.waiting import asked_by, asked_of, is_own, reasons, waiting
from tests.factories import (
    all_rounder,
    approved,
    approver,
    curator,
    edit,
    function,
    in_review,
    marked,
    next_version,
    on_desk,
    returned,
)
from tests.shared_texts import accepted

pytestmark = pytest.mark.django_db


def told() -> list[tuple]:
    return [(r.key.split(".")[1], asked_of(r), asked_by(r), reasons(r)) for r in waiting()]


def later(monkeypatch, **by) -> None:
    now = timezone.now() + datetime.timedelta(**by)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_the_most_urgent_comes_first_and_says_why(monkeypatch):
    approved(code="PLANTO.SETTLED1.M4")
    in_review(code="PLANTO.FIRST1.M4")
    in_review(edit(returned(code="PLANTO.AGAIN1.M4").profile, summary="Better."))
    marked(code="PLANTO.ENDS1.M4")
    assert told() == [
        ("AGAIN1", "approval", "carla", ["sent back before"]),
        ("FIRST1", "approval", "carla", []),
        ("ENDS1", "retirement", "carla", []),
    ]
    accepted(function(), summary="Another.")
    later(monkeypatch, days=8)
    assert told() == [
        ("AGAIN1", "approval", "carla", ["waits for 8 days", "sent back before", "its shared texts changed since"]),
        ("FIRST1", "approval", "carla", ["waits for 8 days", "its shared texts changed since"]),
        ("ENDS1", "retirement", "carla", ["waits for 8 days", "its shared texts changed since"]),
    ]
    assert [revision.urgency for revision in waiting()] == [3, 2, 2]


def test_what_was_sent_back_before_the_last_approval_counts_no_more():
    first = returned()
    second = approved(edit(first.profile, summary="Better."))
    in_review(edit(second.profile, summary="Once more."))
    assert [revision.times_returned for revision in waiting()] == [0]


def test_who_has_a_part_in_it_is_known():
    wrote, submitted, other = all_rounder("wanda"), all_rounder("sam"), approver()
    text = in_review(edit(on_desk(), by=wrote, summary="Mine."), by=submitted)
    ends = workflow.propose_retirement(approved(code="PLANTO.ENDS1.M4"), by=wrote, note="merged")
    assert [is_own(text, user) for user in (wrote, submitted, other)] == [True, True, False]
    assert [is_own(ends, user) for user in (wrote, submitted, other)] == [True, False, False]


def test_it_costs_one_query(django_assert_num_queries):
    for number in range(3):
        in_review(code=f"PLANTO.WAIT{number}.M4")
        with django_assert_num_queries(1):
            assert len(told()) == number + 1


def test_numbers_of_a_next_version_do_not_disturb():
    in_review(edit(next_version(approved()).profile, summary="Third."), by=curator("kim"))
    assert told() == [(Revision.objects.first().focus_code, "approval", "kim", [])]
