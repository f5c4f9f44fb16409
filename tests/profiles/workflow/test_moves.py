"""Every move, from every state, by everybody; notes, four eyes, seals, numbers and what a move leaves behind."""

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from profiles import payloads, sealing, trail, workflow
from profiles.desk import Conflict, take
from profiles.models import Contributor, Event, Heading, PanelScore, Profile, Revision
from profiles.states import Move, State
from profiles.workflow import Refused
from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Scope, Skill, Track
from tests import factories
from tests.factories import (
    KEY_M4,
    all_rounder,
    approved,
    approver,
    curator,
    edit,
    everything,
    fresh,
    in_review,
    lay,
    marked,
    next_version,
    on_desk,
    person,
    record,
    refused_by_the_database,
    retired,
    returned,
    review,
    state_of,
    superseded,
    withdrawn,
)

pytestmark = pytest.mark.django_db

# -- every move × every state × everybody ------------------------------------------------------------

# None of them has had a hand in what they are asked to decide on.
PEOPLE: dict[str, Callable] = {
    "nobody": lambda: None,
    "visitor": AnonymousUser,
    "employee": lambda: person("emil"),
    "reviewer": lambda: person("rita", "Reviewers"),
    "pay viewer": lambda: person("petra", "Pay viewers"),
    "former approver": lambda: person("gone", "Curators", "Approvers", is_active=False),
    "curator": lambda: curator("cora"),
    "approver": lambda: approver("anton"),
    "curator and approver": lambda: all_rounder("alma"),
    "superuser": lambda: person("root", is_superuser=True),
}
CURATING = {"curator", "curator and approver", "superuser"}
DECIDING = {"approver", "curator and approver", "superuser"}
ATTEMPTS: dict[Move, Callable] = {
    Move.SUBMIT: lambda r, by: workflow.submit(r.profile, by=by, note="please look"),
    Move.WITHDRAW: lambda r, by: workflow.withdraw(r, by=by),
    Move.SEND_BACK: lambda r, by: workflow.send_back(r, by=by, note="name the tools"),
    Move.APPROVE: lambda r, by: workflow.approve(r, by=by, seal=r.seal),
    Move.PROPOSE_RETIREMENT: lambda r, by: workflow.propose_retirement(r, by=by, note="merged"),
    Move.RETIRE: lambda r, by: workflow.retire(r, by=by),
}
PLACES: dict[str, Callable] = {
    "desk": lambda **text: Revision(profile=on_desk(**text)),
    "in review": in_review,
    "withdrawn": withdrawn,
    "returned": returned,
    "approved": approved,
    "approved, marked": marked,
    "superseded": superseded,
    "retired": retired,
}
# (move, from): who may, and where it leads. Everything else is refused and changes nothing.
LAWFUL = {
    (Move.SUBMIT, "desk"): (CURATING, State.IN_REVIEW),
    (Move.SUBMIT, "withdrawn"): (CURATING, State.IN_REVIEW),
    (Move.SUBMIT, "returned"): (CURATING, State.IN_REVIEW),
    (Move.SUBMIT, "retired"): (CURATING, State.IN_REVIEW),
    (Move.WITHDRAW, "in review"): (CURATING, State.WITHDRAWN),
    (Move.SEND_BACK, "in review"): (DECIDING, State.RETURNED),
    (Move.APPROVE, "in review"): (DECIDING, State.APPROVED),
    (Move.PROPOSE_RETIREMENT, "approved"): (CURATING, State.APPROVED),
    (Move.RETIRE, "approved, marked"): (DECIDING, State.RETIRED),
}


@pytest.mark.parametrize("move", ATTEMPTS)
def test_who_may_make_a_move_from_where(move):
    places = {name: make(code=f"PLANTO.PLACE{i}.M4") for i, (name, make) in enumerate(PLACES.items())}
    if move is not Move.SUBMIT:
        del places["desk"]  # which has no revision yet
    people = {name: make() for name, make in PEOPLE.items()}
    before = everything()
    outcomes = {
        place: {name: attempt(move, revision, by) for name, by in people.items()} for place, revision in places.items()
    }
    assert outcomes == {place: {name: lawful(move, place, name) for name in PEOPLE} for place in places}
    # What was made has been undone; what was refused has left nothing behind.
    assert everything() == before


def lawful(move, place, name):
    may, target = LAWFUL.get((move, place), (set(), None))
    return target if name in may else "refused"


def attempt(move, revision, by):
    """The state that a move leads to, undone again; or "refused"."""
    here = transaction.savepoint()
    try:
        made = ATTEMPTS[move](revision, by)
    except (Refused, Conflict):
        return "refused"
    reached = state_of(made)
    transaction.savepoint_rollback(here)
    return reached


def test_a_refusal_says_what_was_asked_for_and_of_whom():
    revision = in_review()
    with pytest.raises(Refused, match="to approve asks for an approver; cora is none"):
        workflow.approve(revision, by=curator("cora"), seal=revision.seal)
    with pytest.raises(Refused, match="to withdraw asks for a curator; nobody is none"):
        workflow.withdraw(revision, by=None)


# -- notes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["", "  \n ", "\u00a0"])
@pytest.mark.parametrize(
    ("move", "make", "by"),
    [
        (lambda r, **how: workflow.submit(r.profile, **how), returned, curator),
        (workflow.send_back, in_review, approver),
        (workflow.propose_retirement, approved, curator),
    ],
    ids=["submit", "send back", "propose retirement"],
)
def test_a_move_that_must_be_explained_asks_for_a_note(move, make, by, note):
    revision = make()
    with pytest.raises(Refused, match="asks for a note that says why"):
        move(revision, by=by(), note=note)


def test_a_note_is_kept_clean_with_the_move_and_in_the_trail():
    revision = workflow.submit(on_desk(), by=curator(), note="  one\r\ntwo ")
    assert revision.submit_note == "one\ntwo"
    assert Event.objects.get(move="submit").note == "one\ntwo"


def test_a_note_with_a_control_character_is_refused():
    with pytest.raises(Refused, match=r"note: text without control characters expected, found U\+0000"):
        workflow.submit(on_desk(), by=curator(), note="a\x00b")


# -- four eyes -------------------------------------------------------------------------------------


def refused_as_own(revision, by):
    for decide in (
        lambda: workflow.approve(revision, by=by, seal=revision.seal),
        lambda: workflow.send_back(revision, by=by, note="no"),
    ):
        with pytest.raises(Refused, match=f"{by.username} wrote or edited this text, so somebody else has to decide"):
            decide()
    assert state_of(revision) == State.IN_REVIEW


def test_nobody_decides_on_what_they_submitted():
    alma = all_rounder()
    refused_as_own(in_review(by=alma), alma)


def test_nobody_decides_on_what_they_edited():
    alma = all_rounder()
    refused_as_own(in_review(on_desk(by=alma)), alma)


def test_a_superuser_does_not_decide_on_their_own():
    root = person("root", is_superuser=True)
    refused_as_own(in_review(by=root), root)
    edited = in_review(on_desk(record("PLANTO.OTHER1.M4"), by=root))
    refused_as_own(edited, root)


def test_an_edit_counts_though_somebody_else_edited_after_it():
    alma = all_rounder()
    profile = on_desk(by=alma)
    refused_as_own(in_review(edit(profile, summary="Another hand.")), alma)


def test_an_edit_counts_though_it_was_taken_back():
    alma = all_rounder()
    profile = on_desk()
    edit(profile, by=alma, summary="Alma's.")
    lay(profile, record())
    refused_as_own(in_review(profile), alma)


def test_an_edit_counts_through_a_return_and_a_withdrawal():
    alma = all_rounder()
    profile = returned(on_desk(by=alma)).profile
    profile = withdrawn(edit(profile, summary="Better.")).profile
    refused_as_own(in_review(edit(profile, summary="Best.")), alma)


def test_an_edit_counts_that_was_made_while_the_former_text_was_in_review():
    """It is not in what was approved then, but it is in what is submitted next."""
    alma = all_rounder()
    waiting = in_review()
    edit(waiting.profile, by=alma, summary="Meanwhile.")
    workflow.approve(waiting, by=alma, seal=waiting.seal)  # of this text she wrote nothing
    refused_as_own(in_review(edit(waiting.profile, summary="And more.")), alma)


def test_an_edit_no_longer_counts_once_it_was_approved():
    alma = all_rounder()
    first = approved(on_desk(by=alma))
    second = in_review(edit(first.profile, summary="Not hers."))
    assert workflow.approve(second, by=alma, seal=second.seal).state == State.APPROVED


def test_who_submitted_an_earlier_text_may_decide_on_a_later_one():
    alma = all_rounder()
    sent_back = workflow.send_back(in_review(by=alma), by=approver(), note="no")
    again = in_review(edit(sent_back.profile, summary="Rewritten by others."))
    assert workflow.approve(again, by=alma, seal=again.seal).state == State.APPROVED


def test_who_was_renamed_is_still_the_same_person():
    alma = all_rounder()
    revision = in_review(by=alma)
    alma.username = "alma.married"
    alma.save()
    refused_as_own(revision, alma)


def test_an_account_that_takes_over_a_name_takes_over_what_it_wrote():
    """What outlives a user is the name: who comes to bear it does not decide on that person's texts."""
    revision = in_review(on_desk(by=all_rounder()))
    all_rounder().delete()
    refused_as_own(revision, approver("alma"))


def test_two_people_who_bore_one_name_both_count():
    first = all_rounder("alma")
    profile = on_desk(by=first)
    first.username = "alma.married"
    first.save()
    second = all_rounder("alma")
    revision = in_review(edit(profile, by=second, summary="By the second Alma."))
    refused_as_own(revision, second)
    refused_as_own(revision, first)


def test_a_reviewer_becomes_no_contributor_by_scoring():
    rita = person("rita", "Reviewers", "Approvers")
    profile = on_desk()
    PanelScore.objects.filter(profile=profile, panelist="Rita Sample").update(reviewer=rita)
    revision = in_review(profile)
    assert workflow.approve(revision, by=rita, seal=revision.seal).state == State.APPROVED


def test_contributors_are_written_down_when_the_text_is_sealed():
    profile = on_desk(by=curator("first"))
    edit(profile, by=curator("second"), summary="Second.")
    revision = in_review(profile, by=curator("third"))
    edit(profile, by=curator("late"), summary="Too late for this one.")
    assert sorted(revision.contributors.values_list("name", "user__username")) == [
        ("first", "first"),
        ("second", "second"),
        ("third", "third"),
    ]


def test_a_shell_cannot_decide_in_the_name_of_the_submitter():
    carla = curator()
    revision = in_review(by=carla)
    decided = {"decided_by": carla, "decided_at": revision.submitted_at}
    with refused_by_the_database("nobody_decides_on_their_own|nobody decides on a text that they wrote or edited"):
        Revision.objects.filter(pk=revision.pk).update(state=State.APPROVED, number=1, **decided)


def test_a_shell_cannot_decide_in_the_name_of_a_contributor():
    """No constraint can say this: contributors stand in a table of their own, and a trigger asks it."""
    alma = all_rounder()
    revision = in_review(on_desk(by=alma))
    decided = {"decided_by": alma, "decided_at": revision.submitted_at}
    for state, number in ((State.APPROVED, 1), (State.RETURNED, None)):
        with refused_by_the_database("nobody decides on a text that they wrote or edited"):
            Revision.objects.filter(pk=revision.pk).update(state=state, number=number, **decided)


def test_a_shell_cannot_approve_in_nobodys_name():
    revision = in_review()
    with refused_by_the_database("what_is_public_was_approved_by_somebody"):
        Revision.objects.filter(pk=revision.pk).update(state=State.APPROVED, number=1, decided_at=revision.submitted_at)


def test_a_shell_cannot_put_a_text_on_the_shelf_past_the_review():
    """An INSERT is no way round: what did not come from a file begins in review."""
    revision = approved()
    carla, axel = curator(), approver()
    values = {field.attname: getattr(revision, field.attname) for field in Revision._meta.concrete_fields}
    forged = values | {"id": None, "number": 2, "submitted_by_id": carla.pk, "decided_by_id": axel.pk}
    for state in (State.SUPERSEDED, State.RETIRED, State.RETURNED, State.WITHDRAWN):
        number = 2 if state in (State.SUPERSEDED, State.RETIRED) else None
        with refused_by_the_database("begins in review"):
            Revision.objects.bulk_create([Revision(**(forged | {"state": state, "number": number}))])


# -- seals and races told --------------------------------------------------------------------------


@pytest.mark.parametrize("seal", ["", None, "0" * 64])
def test_approval_is_of_the_text_that_was_on_the_screen(seal):
    with pytest.raises(Conflict, match=f"{KEY_M4} is another text by now than the one you saw"):
        workflow.approve(in_review(), by=approver(), seal=seal)


def test_a_text_that_was_withdrawn_and_changed_meanwhile_is_not_approved():
    seen = in_review()
    workflow.withdraw(seen, by=curator())
    now = in_review(edit(seen.profile, summary="Another text."))
    with pytest.raises(Conflict, match="is withdrawn by now, not in review"):
        workflow.approve(seen, by=approver(), seal=seen.seal)
    with pytest.raises(Conflict, match="is another text by now"):
        workflow.approve(now, by=approver(), seal=seen.seal)


def test_sending_back_may_name_the_seal_too():
    with pytest.raises(Conflict, match="is another text by now"):
        workflow.send_back(in_review(), by=approver(), note="no", seal="0" * 64)


def test_a_desk_that_was_saved_meanwhile_is_not_submitted():
    profile = on_desk()
    seen = profile.lock
    take(profile, seen=seen)
    with pytest.raises(Conflict, match="was saved by somebody else since you opened it"):
        workflow.submit(profile, by=curator(), note="x", seen=seen)
    assert workflow.submit(profile, by=curator(), note="x", seen=profile.lock).state == State.IN_REVIEW


def test_a_second_submission_is_told_whose_is_waiting():
    waiting = in_review(by=curator("cora"))
    with pytest.raises(Refused, match=f"{KEY_M4} is in review already, submitted by cora"):
        workflow.submit(waiting.profile, by=curator(), note="me too")


def test_what_only_the_database_notices_is_a_conflict(monkeypatch):
    """As where another process has submitted between the look and the write."""
    waiting = in_review()
    monkeypatch.setattr("profiles.querysets.RevisionQuerySet.open", lambda self: self.none())
    with pytest.raises(Conflict, match="the database refused, somebody was quicker"):
        workflow.submit(waiting.profile, by=curator(), note="again")


# -- submit ----------------------------------------------------------------------------------------


def test_submitting_seals_what_stands_on_the_desk():
    profile = on_desk()
    revision = in_review(profile)
    revision.refresh_from_db()
    assert sealing.digest(revision.payload) == revision.seal
    assert revision.payload == sealing.canonical(json.loads(revision.payload))
    assert payloads.record_from(json.loads(revision.payload), payloads.own_pay(revision)) == record()
    assert revision.digest == fresh(profile).digest


def test_columns_for_lists_are_written_from_the_payload():
    revision = in_review(confidence=0.85)
    revision.refresh_from_db()
    payload = json.loads(revision.payload)
    basis = payload["basis"]
    assert {
        "key": revision.key,
        "title": revision.title,
        "function": (revision.function_code, revision.function_name),
        "focus": (revision.focus_code, revision.focus_name),
        "level": (revision.level_code, revision.level_title, revision.rank),
        "track": revision.track_code,
        "scope": revision.scope_code,
        "confidence": float(revision.confidence),
        "schema": revision.schema,
    } == {
        "key": payload["key"],
        "title": payload["title"],
        "function": (basis["function"]["code"], basis["function"]["name"]),
        "focus": (basis["focus"]["code"], basis["focus"]["name"]),
        "level": (basis["level"]["code"], basis["level"]["title"], basis["level"]["rank"]),
        "track": basis["track"]["code"],
        "scope": "global",
        "confidence": 0.85,
        "schema": 1,
    }


@pytest.mark.parametrize(
    ("changes", "confidence"),
    [
        ({}, 0.9),
        ({"confidence": 0.5}, 0.5),
        ({"panel": []}, None),
        ({"panel": [review("a", 4.5, concreteness=4)]}, 0.8),
    ],
)
def test_confidence_is_the_stated_one_or_follows_from_the_panel(changes, confidence):
    revision = in_review(**changes)
    revision.refresh_from_db()
    assert revision.confidence == (None if confidence is None else Decimal(str(confidence)))


def test_pay_is_sealed_beside_the_payload_and_stands_nowhere_in_it():
    revision = in_review()
    part = payloads.pay_of(revision)
    assert part["own"]["median"] == 164_000
    assert json.loads(revision.payload)["pay_seal"] == sealing.pay_seal(part, revision.pay.salt)
    for figure in ("164000", "129000", "209000", "164,000"):
        assert figure not in revision.payload
    assert (revision.pay.median, revision.pay.currency) == (164_000, "USD")


def test_a_profile_without_any_pay_has_no_pay_part():
    revision = in_review(pay=None)
    assert json.loads(revision.payload)["pay_seal"] is None
    assert not hasattr(Revision.objects.get(pk=revision.pk), "pay")


def test_inherited_pay_is_sealed_as_it_stood():
    profile = on_desk(pay=None)
    PayBaseline.objects.create(level=profile.level, currency="USD", median=100_000)
    revision = in_review(profile)
    PayBaseline.objects.update(median=999_999)
    assert (payloads.pay_of(revision)["level"]["median"], revision.pay.median) == (100_000, 100_000)


def test_skills_of_a_revision_have_rows():
    assert sorted(in_review().skill_rows.values_list("skill__name", flat=True)) == [
        "Labour law",
        "Power BI",
        "Shift planning",
    ]


def test_nothing_changed_is_refused():
    first = approved()
    with pytest.raises(Refused, match=f"{KEY_M4} is the same as the approved v1: there is nothing to review"):
        in_review(first.profile)
    edit(first.profile, summary="Away.")
    lay(first.profile, record())
    with pytest.raises(Refused, match="there is nothing to review"):
        in_review(first.profile)


@pytest.mark.parametrize(
    "change",
    [
        lambda p: edit(p, summary="Another."),
        lambda p: edit(p, pay={"currency": "USD", "median": 170_000}),
        lambda p: edit(p, pay=None),
        lambda p: edit(p),  # only the panel: it has scored anew
        lambda p: factories.confirm(p),
        lambda p: Level.objects.filter(pk=p.level_id).update(scope="Wider."),
        lambda p: Level.objects.filter(code="M1").update(title="Renamed"),
        lambda p: Function.objects.update(summary="Retold."),
        lambda p: Focus.objects.update(name="Renamed"),
        lambda p: Track.objects.filter(code="M").update(summary="Retold."),
        lambda p: Guideline.objects.create(function=p.focus.function, level=p.level, knowledge="New."),
        lambda p: PayBaseline.objects.create(level=p.level, currency="USD", median=5),
    ],
    ids=[
        "text",
        "own pay",
        "pay taken away",
        "panel",
        "mapping confirmed",
        "level",
        "another level of the track",
        "function",
        "focus",
        "track",
        "guideline",
        "baseline",
    ],
)
def test_every_change_of_text_pay_panel_or_basis_is_something_to_review(change):
    first = approved()
    change(first.profile)
    assert in_review(first.profile).state == State.IN_REVIEW


def test_a_change_of_another_track_is_nothing_to_review():
    first = approved()
    Level.objects.filter(code="P1").update(title="Renamed")
    with pytest.raises(Refused, match="nothing to review"):
        in_review(first.profile)


def test_a_returned_text_may_be_submitted_again_as_it_is():
    back = returned()
    assert in_review(back.profile).state == State.IN_REVIEW


# -- approve ---------------------------------------------------------------------------------------


def test_what_the_gate_blocks_is_not_approved():
    revision = in_review(panel=[review("Rita Sample", 3.5), review("Ravi Sample", 4)])
    by, before = approver(), everything()
    with pytest.raises(Refused, match="the gate does not let it pass: Level differentiation: a mean of at least 4"):
        workflow.approve(revision, by=by, seal=revision.seal)
    assert everything() == before


def test_what_the_gate_blocks_may_be_sent_back():
    revision = in_review(panel=[])
    assert workflow.send_back(revision, by=approver(), note="no panel").state == State.RETURNED


def test_scores_of_an_earlier_text_let_nothing_pass():
    profile = on_desk()
    lay(profile, record(summary="Changed after the panel had read it."))
    revision = in_review(profile)
    with pytest.raises(Refused, match="Rita Sample scored an earlier text"):
        workflow.approve(revision, by=approver(), seal=revision.seal)


def test_approval_writes_down_who_and_when():
    axel = approver()
    revision = approved(by=axel)
    revision.refresh_from_db()
    assert (revision.state, revision.number, revision.decided_by, revision.decided_by_name, revision.decision_note) == (
        "approved",
        1,
        axel,
        "axel",
        "good",
    )
    assert revision.decided_at >= revision.submitted_at


def test_approval_supersedes_the_text_before():
    first = approved()
    second = next_version(first)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("superseded", "approved", 2)
    assert first.superseded_at == Revision.objects.get(pk=second.pk).decided_at


def test_numbers_are_given_at_approval_and_have_no_gaps():
    profile = on_desk()
    numbers = [approved(profile).number]
    returned(edit(profile, summary="Not good."))
    numbers.append(approved(edit(profile, summary="Better.")).number)
    withdrawn(edit(profile, summary="Oh no."))
    numbers.append(approved(edit(profile, summary="Best.")).number)
    assert numbers == [1, 2, 3]
    assert set(profile.revisions.filter(state__in=["returned", "withdrawn"]).values_list("number")) == {(None,)}


def test_numbers_go_on_after_a_retirement():
    ended = retired()
    assert approved(edit(ended.profile, summary="Back.")).number == 2


def test_the_text_that_was_approved_stands_though_the_desk_goes_on():
    first = approved()
    before = Revision.objects.values_list("payload", "seal", "title").get(pk=first.pk)
    edit(first.profile, title="Another title", summary="Another.")
    Level.objects.update(summary="Retold.")
    Focus.objects.update(name="Renamed")
    Skill.objects.update(summary="Retold.")
    assert Revision.objects.values_list("payload", "seal", "title").get(pk=first.pk) == before


def test_approval_freezes_the_codes_that_the_text_rests_on():
    revision = approved(code=KEY_M4, scope="US")
    frozen = {
        model.__name__: list(model.objects.filter(frozen_at__isnull=False).values_list("code", flat=True))
        for model in (Function, Focus, Track, Level, Scope)
    }
    assert frozen == {
        "Function": [revision.function_code],
        "Focus": [revision.focus_code],
        "Track": ["M"],
        "Level": ["M4"],
        "Scope": ["US"],
    }


def test_submission_freezes_nothing():
    in_review()
    assert not Function.objects.filter(frozen_at__isnull=False).exists()


def test_approval_hangs_the_headings_of_readers_pages():
    assert not Heading.objects.exists()
    revision = approved()
    assert list(Heading.objects.values_list("kind", "code", "parent", "name")) == [
        ("focus", revision.focus_code, revision.function_code, "Line Leadership"),
        ("function", revision.function_code, "", "Plant Operations"),
        ("level", "M4", "M", "Management 4"),
        ("track", "M", "", "Management"),
    ]


def test_headings_follow_the_last_approval_and_not_the_desk():
    first = approved()
    Function.objects.update(summary="Unapproved.")
    assert "Unapproved" not in Heading.objects.get(kind="function").text
    next_version(first)
    assert json.loads(Heading.objects.get(kind="function").text) == {"summary": "Unapproved."}


# -- retirement ------------------------------------------------------------------------------------


def test_retirement_keeps_its_reason_and_its_successor():
    other = approved(code="PLANTO.OTHER1.M4")
    ended = retired(successor=f" {other.key.lower()} ")
    ended.refresh_from_db()
    assert (ended.state, ended.successor_key, ended.retirement_reason) == (
        "retired",
        other.key,
        "merged with another",
    )
    assert (ended.retirement_proposed_by.username, ended.retired_by.username) == ("carla", "axel")
    assert ended.number == 1


@pytest.mark.parametrize("successor", [KEY_M4, "PLANTO.NOSUCH.M4", "nonsense"])
def test_a_successor_is_another_approved_profile(successor):
    with pytest.raises(Refused, match="the key of another approved profile expected as successor, found"):
        workflow.propose_retirement(approved(), by=curator(), note="merged", successor=successor)


def test_a_successor_that_is_not_approved_is_none():
    waiting = in_review(code="PLANTO.OTHER1.M4")
    with pytest.raises(Refused, match="the key of another approved profile expected"):
        workflow.propose_retirement(approved(), by=curator(), note="merged", successor=waiting.key)


def test_retirement_is_proposed_once():
    with pytest.raises(Refused, match="has been proposed already"):
        workflow.propose_retirement(marked(), by=curator("cora"), note="me too")


def test_retirement_has_to_be_proposed_first():
    with pytest.raises(Refused, match="has to be proposed by a curator first"):
        workflow.retire(approved(), by=approver())


@pytest.mark.parametrize("make", [all_rounder, lambda: person("root", is_superuser=True)])
def test_nobody_retires_what_they_proposed(make):
    both = make()
    revision = workflow.propose_retirement(approved(), by=both, note="merged")
    with pytest.raises(Refused, match="nobody retires what they proposed themselves"):
        workflow.retire(revision, by=both)


def test_a_shell_cannot_retire_for_who_proposed():
    revision = marked()
    with refused_by_the_database("nobody_retires_what_they_proposed"):
        Revision.objects.filter(pk=revision.pk).update(
            state=State.RETIRED, retired_by=curator(), retired_at=revision.decided_at
        )


def test_an_author_may_retire_what_somebody_else_proposed_to():
    """Four eyes are on the decision to retire, which is no decision on the text."""
    alma = all_rounder()
    revision = workflow.propose_retirement(approved(on_desk(by=alma)), by=curator(), note="merged")
    assert workflow.retire(revision, by=alma).state == State.RETIRED


def test_a_new_version_stands_in_the_place_of_one_that_was_to_be_retired():
    first = marked()
    second = next_version(first)
    assert (state_of(first), second.retirement_proposed_at) == ("superseded", None)


def test_a_retired_profile_comes_back_through_the_same_door():
    ended = retired()
    again = in_review(ended.profile)  # not a word changed: the approved text has ended
    assert workflow.approve(again, by=approver(), seal=again.seal).state == State.APPROVED
    assert state_of(ended) == State.RETIRED


# -- the trail, and what is sent -------------------------------------------------------------------


def told(profile):
    return list(profile.events.values_list("move", "source", "target", "by_name", "note"))


def test_every_move_is_told_with_who_from_where_to_where_and_why():
    ended = retired(edit(superseded().profile, summary="The last."))
    assert told(ended.profile) == [
        ("edit", "", "", "carla", "edited"),
        ("submit", "", "in review", "carla", "please look"),
        ("approve", "in review", "approved", "axel", "good"),
        ("edit", "", "", "carla", "edited"),
        ("submit", "", "in review", "carla", "please look"),
        ("supersede", "approved", "superseded", "axel", ""),
        ("approve", "in review", "approved", "axel", "good"),
        ("edit", "", "", "carla", "edited"),
        ("submit", "", "in review", "carla", "please look"),
        ("supersede", "approved", "superseded", "axel", ""),
        ("approve", "in review", "approved", "axel", "good"),
        ("propose retirement", "approved", "approved", "carla", "merged with another"),
        ("retire", "approved", "retired", "axel", "agreed"),
    ]


def test_withdrawals_and_returns_are_told():
    back = returned(withdrawn().profile)
    assert told(back.profile)[2:] == [
        ("withdraw", "in review", "withdrawn", "carla", "not yet"),
        ("submit", "", "in review", "carla", "please look"),
        ("send back", "in review", "returned", "axel", "name the tools"),
    ]


MOVES = {
    "submit": (on_desk, lambda p: in_review(p)),
    "withdraw": (in_review, lambda r: workflow.withdraw(r, by=curator())),
    "send back": (in_review, lambda r: workflow.send_back(r, by=approver(), note="no")),
    "approve": (in_review, lambda r: workflow.approve(r, by=approver(), seal=r.seal)),
    "propose retirement": (approved, lambda r: workflow.propose_retirement(r, by=curator(), note="merged")),
    "retire": (marked, lambda r: workflow.retire(r, by=approver())),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_broken_event_saves_nothing(name, monkeypatch):
    make, move = MOVES[name]
    subject = make()
    curator(), approver()
    before = everything()

    def broken(*args, **kwargs):
        raise RuntimeError("the pen is dry")

    monkeypatch.setattr(trail, "tell_many", broken)
    with pytest.raises(RuntimeError, match="the pen is dry"):
        move(subject)
    assert everything() == before


def test_superseding_and_approving_are_one(monkeypatch):
    """The second of two events breaks: the former text stands as it stood."""
    first = approved()
    second = in_review(edit(first.profile, summary="Next."))
    before = everything()
    tell = trail.tell

    def breaks_at_approve(profile, move, **details):
        if move is Move.APPROVE:
            raise RuntimeError("the pen is dry")
        return tell(profile, move, **details)

    monkeypatch.setattr(trail, "tell", breaks_at_approve)
    with pytest.raises(RuntimeError, match="the pen is dry"):
        workflow.approve(second, by=approver(), seal=second.seal)
    assert everything() == before


def test_listeners_hear_of_a_move_once_and_after_the_commit(django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, revision, move, **_):
        heard.append((move, revision.state))

    workflow.moved.connect(listen)
    try:
        revision = in_review()
        with django_capture_on_commit_callbacks(execute=True):
            workflow.approve(revision, by=approver(), seal=revision.seal)
            assert heard == []
        assert heard == [(Move.APPROVE, State.APPROVED)]
    finally:
        workflow.moved.disconnect(listen)


def test_listeners_hear_nothing_of_a_move_that_was_refused(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(Refused):
        workflow.retire(approved(), by=approver())
    assert len(callbacks) == 2  # of submitting and approving, on the way here


def test_a_door_does_not_open_inside_another_transaction():
    """What was acknowledged must be on disk: a surrounding transaction could still take it back."""
    profile = on_desk()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        in_review(profile)


# -- what outlives its people ----------------------------------------------------------------------


def test_what_people_did_outlives_them():
    ended = retired()
    names = (ended.submitted_by_name, ended.decided_by_name)
    for user in (curator(), approver()):
        user.delete()
    ended = Revision.objects.get(pk=ended.pk)
    assert (ended.submitted_by_name, ended.decided_by_name) == names == ("carla", "axel")
    assert set(ended.profile.events.values_list("by_name", flat=True)) == {"carla", "axel"}
    assert set(Contributor.objects.values_list("name", flat=True)) == {"carla"}


def test_a_profile_with_a_history_is_not_deleted():
    profile = approved().profile
    with pytest.raises(Exception, match="protected"):
        profile.delete()
    assert Profile.objects.filter(pk=profile.pk).exists()


# -- cost ------------------------------------------------------------------------------------------


def test_a_decision_costs_the_same_however_long_the_history():
    costs = []
    revision = approved()
    for word in ("apple", "banana", "cherry"):  # new to the search index each time, which costs one query
        waiting = in_review(edit(revision.profile, summary=f"Thereafter {word}."))
        by = approver()
        with CaptureQueriesContext(connection) as captured:
            revision = workflow.approve(waiting, by=by, seal=waiting.seal)
        costs.append(len(captured))
    assert len(set(costs)) == 1
