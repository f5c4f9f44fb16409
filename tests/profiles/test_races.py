"""Races: many people at once, each with a connection of their own; exactly one of them wins.

On PostgreSQL only: SQLite has one writer at a time and would show nothing of what a missing constraint lets through.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from profiles import desk, payloads, reviewing, trail, workflow
from profiles.desk import Conflict, Write, close, take
from profiles.models import Event, Profile, Revision
from profiles.payloads import Content
from profiles.scoring import DIMENSIONS
from profiles.states import State
from profiles.workflow import Refused
from taxonomy.models import Skill
from tests.factories import (
    all_rounder,
    approver,
    curator,
    edit,
    fresh,
    in_review,
    judged,
    ladder,
    marked,
    next_version,
    objection,
    on_desk,
    record,
    reviewer,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="races are examined on PostgreSQL"),
]

WON, LOST = "won", "lost"
FOURS = dict.fromkeys(DIMENSIONS, 4)


def at_once(attempts: Sequence[Callable[[], object]]) -> list[str]:
    """Runs each in a thread and connection of its own, all from the same instant; who won and who was told no.

    Any other error than a refusal is the test's failure: nobody gets an error page for being second.
    """
    together = Barrier(len(attempts))

    def attempt(act: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            together.wait(timeout=30)
            act()
        except (Conflict, Refused):
            return LOST
        finally:
            connection.close()
        return WON

    with ThreadPoolExecutor(len(attempts)) as threads:
        return list(threads.map(attempt, attempts))


def whole(profile: Profile) -> bool:
    """Whether the trail of a profile is one chain, each event after the one before it."""
    before = ""
    for event in profile.events.select_related("revision").order_by("pk"):
        seal = event.revision.seal if event.revision else ""
        if event.chain != trail.link(before, event, key=profile.key, seal=seal):
            return False
        before = event.chain
    return True


def test_of_ten_approvers_exactly_one_approves_each_of_twenty_profiles():
    approvers = [approver(f"approver{n}") for n in range(10)]
    waiting = [in_review(code=f"PLANTO.RACE{n}.M4") for n in range(20)]
    outcomes = [
        Counter(
            at_once([lambda by=by, r=revision: workflow.approve(r, by=by, seal=r.seal) for by in approvers]),
        )
        for revision in waiting
    ]
    assert outcomes == [Counter({WON: 1, LOST: 9})] * 20
    assert set(Revision.objects.values_list("state", "number")) == {(State.APPROVED, 1)}
    assert Event.objects.filter(move="approve").count() == 20
    assert all(whole(profile) for profile in Profile.objects.with_places())


def test_ten_approvers_across_twenty_profiles_at_once():
    """Each takes the profiles in an order of their own, so that locks are asked for crosswise: nobody deadlocks."""
    approvers = [approver(f"approver{n}") for n in range(10)]
    waiting = [in_review(code=f"PLANTO.RACE{n}.M4") for n in range(20)]

    def through_all(by, start):
        won = 0
        for revision in waiting[start:] + waiting[:start]:
            try:
                workflow.approve(revision, by=by, seal=revision.seal)
                won += 1
            except (Conflict, Refused):
                pass
        tally.append(won)

    tally: list[int] = []
    assert at_once([lambda by=by, n=n: through_all(by, 2 * n) for n, by in enumerate(approvers)]) == [WON] * 10
    assert sum(tally) == 20
    assert set(Revision.objects.values_list("state", "number")) == {(State.APPROVED, 1)}


def test_of_ten_curators_exactly_one_submits():
    profile = on_desk()
    curators = [curator(f"curator{n}") for n in range(10)]
    outcomes = at_once([lambda by=by: workflow.submit(profile, by=by, note="mine") for by in curators])
    assert Counter(outcomes) == {WON: 1, LOST: 9}
    assert Revision.objects.count() == 1
    assert whole(profile)


def test_of_ten_who_save_one_desk_exactly_one_takes_it():
    profile = on_desk()
    seen = profile.lock
    rows = [Profile.objects.with_places().get(pk=profile.pk) for _ in range(10)]
    assert Counter(at_once([lambda row=row: take(row, seen=seen) for row in rows])) == {WON: 1, LOST: 9}
    assert Profile.objects.get().lock == seen + 1


def test_fifty_saves_by_ten_people_lose_none():
    """Each reads the lock, tries, and where somebody was quicker reads again: every save has an event of its own."""
    profile = on_desk()
    people = [curator(f"curator{n}") for n in range(10)]

    def save_five(by):
        saved = 0
        while saved < 5:
            row = Profile.objects.with_places().get(pk=profile.pk)
            try:
                with transaction.atomic():
                    take(row, seen=row.lock)
                    close(row, by=by, note=f"{saved}")
            except Conflict:
                continue
            saved += 1

    assert at_once([lambda by=by: save_five(by) for by in people]) == [WON] * 10
    assert Profile.objects.get().lock == profile.lock + 50
    saves = Event.objects.filter(move="edit", by_name__startswith="curator").values_list("by_name", "note")
    assert sorted(saves) == [(f"curator{n}", f"{m}") for n in range(10) for m in range(5)]
    assert whole(profile)


@pytest.mark.parametrize("round_", range(5))
def test_of_approve_and_withdraw_exactly_one_happens(round_):
    revision = in_review()
    outcomes = at_once(
        [
            lambda: workflow.approve(revision, by=approver(), seal=revision.seal),
            lambda: workflow.withdraw(revision, by=curator()),
        ]
    )
    state = Revision.objects.get().state
    assert (outcomes, state) in [([WON, LOST], State.APPROVED), ([LOST, WON], State.WITHDRAWN)]
    assert whole(revision.profile)


def test_an_edit_at_the_instant_of_submission_is_in_the_text_or_its_author_in_the_next():
    """Either way nobody's edit is sealed without their name among the contributors."""
    for number in range(8):
        profile = on_desk(code=f"PLANTO.RACE{number}.M4")
        alma = all_rounder("alma")
        changed = Content(record(f"PLANTO.RACE{number}.M4", summary="By Alma."))
        at_once(
            [
                lambda p=profile, c=changed, by=alma: desk.replace([Write(p, c)], by=by),
                lambda p=profile: workflow.submit(p, by=curator(), note="now"),
            ]
        )
        revision = Revision.objects.get(profile=profile)
        names = set(revision.contributors.values_list("name", flat=True))
        assert ("By Alma." in revision.payload) <= ("alma" in names)
        assert whole(profile)


def test_of_ten_approvers_exactly_one_retires():
    revision = marked()
    approvers = [approver(f"approver{n}") for n in range(10)]
    outcomes = at_once([lambda by=by: workflow.retire(revision, by=by) for by in approvers])
    assert Counter(outcomes) == {WON: 1, LOST: 9}
    assert Event.objects.filter(move="retire").count() == 1


def test_numbers_have_no_gaps_though_two_versions_race_to_supersede():
    revision = next_version(in_and_out())
    for number in range(3, 6):
        waiting = in_review(edit(revision.profile, summary=f"Version {number}."))
        people = [approver(f"approver{n}") for n in range(4)]
        at_once([lambda by=by, r=waiting: workflow.approve(r, by=by, seal=r.seal) for by in people])
        revision = Revision.objects.get(pk=waiting.pk)
    rows = list(revision.profile.revisions.order_by("number").values_list("number", "state"))
    assert rows == [(n, State.SUPERSEDED) for n in range(1, 5)] + [(5, State.APPROVED)]


def in_and_out():
    revision = in_review()
    return workflow.approve(revision, by=approver(), seal=revision.seal)


def test_ten_reviewers_at_once_all_score():
    profile = on_desk(panel=[])
    seen, people = judged(profile), [reviewer(f"reviewer{n}") for n in range(10)]
    outcomes = at_once(
        [
            lambda by=by: reviewing.give(profile, by=by, scores=FOURS, seen_digest=seen, objections=["?"])
            for by in people
        ]
    )
    assert outcomes == [WON] * 10
    assert profile.panel_scores.count() == profile.events.filter(move="review").count() == 10
    row = fresh(profile)
    assert row.digest == Content(payloads.record_of(row)).digest
    assert whole(profile)


@pytest.mark.parametrize("round_", range(5))
def test_nobody_scores_a_text_that_they_have_not_read(round_):
    """Reviews race with a file that lays another text: each is of the text that was read, or was told no."""
    profile = on_desk(panel=[])
    seen, by, people = judged(profile), curator(), [reviewer(f"reviewer{n}") for n in range(6)]
    text = payloads.record_of(fresh(profile)).model_copy(update={"summary": f"Another text, round {round_}."})
    write = Write(Profile.objects.with_places().get(pk=profile.pk), Content(text))
    acts = [lambda by=by: reviewing.give(profile, by=by, scores=FOURS, seen_digest=seen) for by in people]
    outcomes = at_once([*acts, lambda: desk.replace([write], by=by)])
    row = fresh(profile)
    scores = {review.judged_digest for review in row.panel_scores.all()}
    assert scores <= {seen}
    assert row.judged == Content(payloads.record_of(row)).judged != seen
    assert row.events.filter(move="review").count() == Counter(outcomes[:-1])[WON]
    assert whole(profile)


def test_of_two_who_answer_one_objection_one_is_told():
    row = objection(on_desk())
    seen, people = row.mark, [curator(f"curator{n}") for n in range(8)]
    outcomes = at_once([lambda by=by: reviewing.answer(row, by=by, text=by.username, seen=seen) for by in people])
    assert Counter(outcomes) == {WON: 1, LOST: 7}


def test_ten_files_that_name_the_same_new_skills_all_land():
    """Whoever comes second finds the skill made by the first, in whatever order the two name them."""
    ladder()
    by = curator()
    names = [f"Skill {n}" for n in range(6)]
    writes = []
    for number in range(10):
        code = f"PLANTO.RACE{number}.M4"
        profile = on_desk(code=code, skills=[])
        uses = [{"name": name} for name in (names if number % 2 else reversed(names))]
        writes.append(Write(profile, Content(record(code, skills=uses))))
    assert at_once([lambda w=write: desk.replace([w], by=by) for write in writes]) == [WON] * 10
    assert sorted(Skill.objects.filter(name__startswith="Skill ").values_list("name", flat=True)) == names
