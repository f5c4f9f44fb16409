"""An approved text submitted once more, because a text that it rests on is another by now."""

import pytest

from profiles import payloads, workflow
from profiles.models import Event, Profile, Revision
from profiles.states import Conflict, Refused
from taxonomy.models import Function
from tests.factories import (
    all_rounder,
    approved,
    approver,
    curator,
    edit,
    everything,
    fresh,
    in_review,
    marked,
    retired,
    returned,
)
from tests.shared_texts import CHANGES, accepted, basis_changed, canon, rows

pytestmark = pytest.mark.django_db


def outdated(**text) -> Revision:
    """Approved, and its function has changed since."""
    revision = approved(**text)
    accepted(Function.objects.get(), summary="Another.")
    return Revision.objects.get(pk=revision.pk)


def test_it_is_the_same_text_on_the_texts_of_today():
    first = outdated()
    again = workflow.submit_again(first, by=curator(), note="new basis")
    before, after = (payloads.read(r.payload, r.schema) for r in (first, again))
    assert (again.state, again.submit_note, again.submitted_by_name) == ("in review", "new basis", "carla")
    assert {name for name in after if after[name] != before[name]} == {"basis", "pay_seal"}
    assert after["basis"] == before["basis"] | {"function": before["basis"]["function"] | {"summary": "Another."}}


@pytest.mark.parametrize("kind", CHANGES)
def test_submitted_again_and_approved_nothing_is_marked_any_more(kind):
    """Of every kind of text: what the panel judged is the same, so its scores let it pass the gate."""
    canon()
    accepted(rows()[kind], **CHANGES[kind])
    outdated = list(Revision.objects.approved().filter(basis_changed_at__isnull=False))
    assert outdated
    for revision in outdated:
        again = workflow.submit_again(revision, by=curator(), note="new basis")
        workflow.approve(again, by=approver(), seal=again.seal)
    assert basis_changed() == set()
    assert {r.number for r in Revision.objects.approved().filter(key__in=[r.key for r in outdated])} == {2}


def test_only_who_submits_is_a_contributor():
    """Neither who proposed the shared text nor who wrote the approved one: not a word of it is theirs anew."""
    revision = approved()
    alma = all_rounder()
    accepted(Function.objects.get(), by=alma, summary="Another.")
    again = workflow.submit_again(revision, by=curator("cora"), note="new basis")
    assert list(again.contributors.values_list("name", flat=True)) == ["cora"]
    assert workflow.approve(again, by=alma, seal=again.seal).number == 2


def test_nobody_approves_what_they_submitted_again():
    alma = all_rounder()
    again = workflow.submit_again(outdated(), by=alma, note="new basis")
    with pytest.raises(Refused, match="alma wrote or edited this text"):
        workflow.approve(again, by=alma, seal=again.seal)


@pytest.mark.parametrize("make", [approver, lambda: None], ids=["approver", "nobody"])
def test_a_curator_submits(make):
    with pytest.raises(Refused, match="to submit asks for a curator"):
        workflow.submit_again(outdated(), by=make(), note="n")


def test_a_note_is_asked_for():
    with pytest.raises(Refused, match="to submit asks for a note"):
        workflow.submit_again(outdated(), by=curator(), note=" ")


# -- where it is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "work",
    [
        lambda p: edit(p, summary="Another."),
        lambda p: edit(p, pay=None),
        lambda p: edit(p, pay={"currency": "USD", "median": 170_000}),
        lambda p: edit(p),  # the panel has scored anew
        lambda p: edit(p, skills=[]),
    ],
    ids=["text", "pay taken away", "other pay", "panel", "skills"],
)
def test_other_work_on_the_desk_is_not_submitted_along(work):
    revision = outdated()
    work(revision.profile)
    by, before = curator(), everything()
    with pytest.raises(Refused, match=rf"the desk of {revision.key} holds other work than the approved v1"):
        workflow.submit_again(revision, by=by, note="n")
    assert everything() == before


def test_a_text_that_stands_on_the_texts_of_today_is_not_submitted_again():
    revision = approved()
    with pytest.raises(Refused, match=f"{revision.key}: an approved text whose basis has changed expected"):
        workflow.submit_again(revision, by=curator(), note="n")


@pytest.mark.parametrize("make", [in_review, returned, retired], ids=lambda make: make.__name__)
def test_only_what_is_approved_is_submitted_again(make):
    revision = make()
    with pytest.raises(Refused, match=f"this one is {revision.state}"):
        workflow.submit_again(revision, by=curator(), note="n")


def test_what_waits_already_is_not_submitted_again():
    revision = outdated()
    workflow.submit_again(revision, by=curator(), note="n")
    with pytest.raises(Refused, match=f"{revision.key} is in review already, submitted by carla"):
        workflow.submit_again(revision, by=curator("cora"), note="n")


def test_who_saves_in_between_is_not_submitted(monkeypatch):
    revision = outdated()
    profile = Profile.objects.get(pk=revision.profile_id)
    read = payloads.record_of

    def meanwhile(desk):
        monkeypatch.setattr(payloads, "record_of", read)
        Profile.objects.filter(pk=profile.pk).update(lock=profile.lock + 1)
        return read(desk)

    monkeypatch.setattr(payloads, "record_of", meanwhile)
    with pytest.raises(Conflict, match="was saved by somebody else since you opened it"):
        workflow.submit_again(revision, by=curator(), note="n")


def test_what_is_to_be_retired_may_still_be_submitted_again():
    revision = marked()
    accepted(Function.objects.get(), summary="Another.")
    assert workflow.submit_again(revision, by=curator(), note="n").state == "in review"


def test_the_trail_tells_it_as_any_submission():
    revision = outdated()
    workflow.submit_again(revision, by=curator(), note="new basis")
    last = Event.objects.order_by("pk").last()
    assert (last.move, last.target, last.by_name, last.note) == ("submit", "in review", "carla", "new basis")
    assert fresh(revision.profile).digest == revision.digest
