"""Races round shared texts: one decision each, nobody deadlocks, and no text of yesterday goes unmarked."""

import json
from collections import Counter

import pytest
from django.db import connection

from profiles import workflow
from profiles.models import Proposal, Revision
from profiles.workflow import seen_as
from taxonomy.models import Function
from taxonomy.rows import record_of
from tests.factories import FUNCTION_CODE, approved, approver, curator, edit, function, in_review, on_desk
from tests.profiles.test_races import LOST, WON, at_once
from tests.shared_texts import CHANGES, canon, changed, proposed, rows

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races are examined on PostgreSQL"),
]

KEYS = [f"{FUNCTION_CODE}.RACE{n}.M4" for n in range(8)]


def marked_exactly() -> bool:
    """Whether the marks say which texts were sealed on another function than stands."""
    summary = Function.objects.get(code=FUNCTION_CODE).summary
    rows = Revision.objects.filter(state__in=["approved", "in review"])
    outdated = {row.pk: json.loads(row.payload)["basis"]["function"]["summary"] != summary for row in rows}
    return {row.pk: row.basis_changed_at is not None for row in rows} == outdated


def test_of_ten_approvers_exactly_one_accepts():
    approved()
    proposal = proposed(Function.objects.get(), summary="Another.")
    approvers = [approver(f"approver{n}") for n in range(10)]
    outcomes = at_once([lambda by=by: workflow.accept(proposal, by=by) for by in approvers])
    assert Counter(outcomes) == {WON: 1, LOST: 9}
    assert Proposal.objects.get().state == "accepted"


def test_of_accepting_declining_and_withdrawing_one_wins():
    approved()
    axel, berta, carla = approver("axel"), approver("berta"), curator()
    for n in range(5):
        proposal = proposed(Function.objects.get(), summary=f"Said {n} times.")
        moves = [
            lambda p=proposal: workflow.accept(p, by=axel),
            lambda p=proposal: workflow.decline(p, by=berta, note="no"),
            lambda p=proposal: workflow.withdraw_proposal(p, by=carla),
        ]
        assert Counter(at_once(moves)) == {WON: 1, LOST: 2}
        took_effect = Function.objects.get().summary == f"Said {n} times."
        assert took_effect == (Proposal.objects.get(pk=proposal.pk).state == "accepted")


def test_of_ten_curators_exactly_one_proposes():
    approved()
    records = [changed(Function.objects.get(), summary=f"Mine, {n}.") for n in range(10)]
    curators = [curator(f"curator{n}") for n in range(10)]
    acts = [lambda r=r, by=by: workflow.propose(r, by=by, note="n") for r, by in zip(records, curators, strict=True)]
    assert Counter(at_once(acts)) == {WON: 1, LOST: 9}
    assert Proposal.objects.open().count() == 1


def test_of_ten_curators_who_opened_one_text_exactly_one_changes_it_at_once():
    row = function()
    seen = seen_as(record_of(row))
    records = [changed(row, summary=f"Mine, {n}.") for n in range(10)]
    curators = [curator(f"curator{n}") for n in range(10)]
    acts = [
        lambda r=r, by=by: workflow.propose(r, by=by, note="n", seen=seen)
        for r, by in zip(records, curators, strict=True)
    ]
    assert Counter(at_once(acts)) == {WON: 1, LOST: 9}
    assert Proposal.objects.get().record == record_of(Function.objects.get())


def test_what_is_approved_while_its_text_changes_bears_the_mark():
    for key in KEYS:
        edit(approved(code=key).profile, summary="Next.")
    waiting = [in_review(revision.profile) for revision in Revision.objects.approved()]
    proposal = proposed(Function.objects.get(), summary="Another.")
    axel, berta = approver("axel"), approver("berta")
    acts = [lambda r=r: workflow.approve(r, by=axel, seal=r.seal) for r in waiting]
    assert at_once([*acts[:4], lambda: workflow.accept(proposal, by=berta), *acts[4:]]) == [WON] * 9
    assert Revision.objects.approved().filter(number=2, basis_changed_at__isnull=False).count() == len(KEYS)
    assert marked_exactly()


def test_what_is_submitted_while_its_text_changes_is_marked_or_sealed_on_the_new_one():
    approved(code=f"{FUNCTION_CODE}.STANDS.M4")
    desks = [on_desk(code=key) for key in KEYS]
    proposal = proposed(Function.objects.get(), summary="Another.")
    carla, axel = curator(), approver()
    acts = [lambda p=p: workflow.submit(p, by=carla, note="please look") for p in desks]
    assert at_once([*acts[:4], lambda: workflow.accept(proposal, by=axel), *acts[4:]]) == [WON] * 9
    assert marked_exactly()


def test_the_first_approval_and_a_change_at_once_do_not_miss_each_other():
    """Either the approval came first, and the change is a proposal; or it was at once, and the text is marked."""
    carla, axel = curator(), approver()
    for n in range(6):
        waiting = in_review(code=f"{FUNCTION_CODE}{n}.ONLY{n}.M4")
        row = Function.objects.get(code=f"{FUNCTION_CODE}{n}")
        record = changed(row, summary="Another.")
        acts = [
            lambda r=waiting: workflow.approve(r, by=axel, seal=r.seal),
            lambda r=record: workflow.propose(r, by=carla, note="n"),
        ]
        assert at_once(acts) == [WON, WON]
        waiting.refresh_from_db()
        assert Proposal.objects.get(name=row.code).at_once == (waiting.basis_changed_at is not None)


def test_changes_of_every_kind_accepted_crosswise_do_not_deadlock():
    canon()
    waiting = [proposed(row, **CHANGES[kind]) for kind, row in rows().items()]
    approvers = [approver(f"approver{n}") for n in range(len(waiting))]

    def through_all(by, start):
        for proposal in waiting[start:] + waiting[:start]:
            try:
                workflow.accept(proposal, by=by)
            except workflow.Conflict:
                continue

    acts = [lambda by=by, n=n: through_all(by, n) for n, by in enumerate(approvers)]
    assert at_once(acts) == [WON] * len(waiting)
    assert set(Proposal.objects.values_list("state", flat=True)) == {"accepted"}
