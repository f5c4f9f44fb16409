"""Changes of shared texts: who may make which move, what takes effect when, and what is told afterwards."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import workflow
from profiles.models import Heading, Proposal, Revision
from profiles.models.proposal import AT_ONCE
from profiles.states import Conflict, ProposalMove, ProposalState, Refused
from profiles.workflow import proposing
from taxonomy.models import Focus, Function, Guideline, PayBaseline, Skill, Track
from taxonomy.rows import record_of, row_of, standing
from tests.factories import (
    FUNCTION_CODE,
    all_rounder,
    approved,
    approver,
    curator,
    everything,
    focus,
    function,
    ladder,
    on_desk,
    person,
    refused_by_the_database,
    retired,
)
from tests.shared_texts import CHANGES, accepted, basis_changed, canon, changed, level, new, proposed, rows

pytestmark = pytest.mark.django_db

# -- every move × everybody --------------------------------------------------------------------------

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
ATTEMPTS: dict[ProposalMove, Callable] = {
    ProposalMove.PROPOSE: lambda p, by: workflow.propose(
        changed(Track.objects.get(code="M"), name="X"), by=by, note="n"
    ),
    ProposalMove.ACCEPT: lambda p, by: workflow.accept(p, by=by),
    ProposalMove.DECLINE: lambda p, by: workflow.decline(p, by=by, note="no"),
    ProposalMove.WITHDRAW: lambda p, by: workflow.withdraw_proposal(p, by=by),
}
LAWFUL = {
    ProposalMove.PROPOSE: (CURATING, ProposalState.PROPOSED),
    ProposalMove.ACCEPT: (DECIDING, ProposalState.ACCEPTED),
    ProposalMove.DECLINE: (DECIDING, ProposalState.DECLINED),
    ProposalMove.WITHDRAW: (CURATING, ProposalState.WITHDRAWN),
}


def waiting(**values) -> Proposal:
    """A proposal on the function that one approved profile rests on."""
    approved()
    return proposed(Function.objects.get(), **(values or {"summary": "Another."}))


def attempt(move, proposal, by):
    """The state that a move leads to, undone again; or "refused"."""
    here = transaction.savepoint()
    try:
        made = ATTEMPTS[move](proposal, by)
    except (Refused, Conflict):
        return "refused"
    reached = Proposal.objects.values_list("state", flat=True).get(pk=made.pk)
    transaction.savepoint_rollback(here)
    return reached


@pytest.mark.parametrize("move", ATTEMPTS)
def test_who_may_make_a_move(move):
    proposal = waiting()
    people = {name: make() for name, make in PEOPLE.items()}
    before = everything()
    may, target = LAWFUL[move]
    outcomes = {name: attempt(move, proposal, by) for name, by in people.items()}
    assert outcomes == {name: target if name in may else "refused" for name in people}
    assert everything() == before


@pytest.mark.parametrize("move", [ProposalMove.ACCEPT, ProposalMove.DECLINE, ProposalMove.WITHDRAW])
@pytest.mark.parametrize("end", [ProposalMove.ACCEPT, ProposalMove.DECLINE, ProposalMove.WITHDRAW])
def test_what_has_ended_is_decided_no_more(end, move):
    proposal = waiting()
    ATTEMPTS[end](proposal, all_rounder())
    root, before = person("root", is_superuser=True), everything()
    with pytest.raises(Conflict, match=f"this proposal is {LAWFUL[end][1]} by now, not proposed"):
        ATTEMPTS[move](proposal, root)
    assert everything() == before


def test_a_refusal_says_what_was_asked_for_and_of_whom():
    proposal = waiting()
    with pytest.raises(Refused, match="to accept asks for an approver; cora is none"):
        workflow.accept(proposal, by=curator("cora"))
    with pytest.raises(Refused, match="to withdraw asks for a curator; axel is none"):
        workflow.withdraw_proposal(proposal, by=approver())


@pytest.mark.parametrize("note", ["", "  \n ", "\u00a0"])
def test_a_move_that_must_be_explained_asks_for_a_note(note):
    proposal = waiting()
    with pytest.raises(Refused, match="to decline asks for a note that says why"):
        workflow.decline(proposal, by=approver(), note=note)
    with pytest.raises(Refused, match="to propose asks for a note that says why"):
        workflow.propose(changed(Focus.objects.get(), name="X"), by=curator(), note=note)


# -- four eyes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [all_rounder, lambda: person("root", is_superuser=True)], ids=["both", "superuser"])
@pytest.mark.parametrize("move", [ProposalMove.ACCEPT, ProposalMove.DECLINE])
def test_nobody_decides_on_what_they_proposed(make, move):
    approved()
    both = make()
    proposal = proposed(Function.objects.get(), by=both, summary="Mine.")
    before = everything()
    with pytest.raises(Refused, match=f"{both.username} proposed this, so somebody else has to decide"):
        ATTEMPTS[move](proposal, both)
    assert everything() == before


def test_who_bears_the_name_of_a_proposer_does_not_decide():
    proposal = waiting()
    curator().delete()
    with pytest.raises(Refused, match="carla proposed this"):
        workflow.accept(proposal, by=approver("carla"))


def test_a_shell_cannot_decide_for_who_proposed():
    proposal = waiting()
    with refused_by_the_database("nobody_decides_on_their_own_proposal"):
        Proposal.objects.filter(pk=proposal.pk).update(
            state=ProposalState.ACCEPTED, decided_by=proposal.proposed_by, decided_at=timezone.now()
        )


@pytest.mark.parametrize("state", [ProposalState.ACCEPTED, ProposalState.DECLINED])
def test_a_shell_cannot_decide_for_nobody(state):
    proposal = waiting()
    with refused_by_the_database("what_was_decided_has_a_decider_unless_at_once"):
        Proposal.objects.filter(pk=proposal.pk).update(state=state, decided_at=timezone.now())


def test_a_shell_cannot_say_afterwards_that_it_took_effect_at_once():
    proposal = waiting()
    with refused_by_the_database("what was proposed never changes"):
        Proposal.objects.filter(pk=proposal.pk).update(
            state=ProposalState.ACCEPTED, at_once=True, decided_at=timezone.now()
        )


def test_who_proposed_may_withdraw_and_so_may_another_curator_by_name():
    own = workflow.withdraw_proposal(waiting(), by=curator(), note="not yet")
    assert (own.state, own.withdrawn_by_name, own.decision_note) == ("withdrawn", "carla", "not yet")
    other = workflow.withdraw_proposal(proposed(Function.objects.get(), summary="Z."), by=curator("cora"))
    assert (other.proposed_by_name, other.withdrawn_by_name) == ("carla", "cora")


# -- proposing: where something published rests on it --------------------------------------------------


@pytest.mark.parametrize("kind", CHANGES)
def test_a_row_that_is_rested_on_stays_until_somebody_else_accepts(kind):
    canon()
    row = rows()[kind]
    before, values = record_of(row), CHANGES[kind]
    proposal = proposed(row, **values)
    assert standing([before]) == {proposal.name: before}
    assert basis_changed() == set()
    assert (proposal.former, proposal.record) == (before, changed(row, **values))
    workflow.accept(proposal, by=approver(), note="agreed")
    assert standing([before]) == {proposal.name: proposal.record}


def test_a_proposal_tells_who_when_why_old_and_new():
    proposal = waiting(summary="Another.", name="Making")
    carla = curator()
    assert (proposal.kind, proposal.name) == ("function", FUNCTION_CODE)
    assert (proposal.proposed_by, proposal.proposed_by_name, proposal.note) == (carla, "carla", "clearer")
    assert (proposal.state, proposal.decided_at, proposal.at_once, proposal.reach) == ("proposed", None, False, None)
    assert (proposal.former.name, proposal.record.name) == ("Plant Operations", "Making")
    done = workflow.accept(proposal, by=approver(), note="agreed")
    assert (done.state, done.decided_by_name, done.decision_note, done.reach) == ("accepted", "axel", "agreed", 1)
    assert done.decided_at >= done.proposed_at


def test_a_declined_proposal_changes_nothing_but_itself():
    proposal = waiting()
    by, before = approver(), everything()
    declined = workflow.decline(proposal, by=by, note="the old one is clearer")
    assert (declined.state, declined.decision_note, declined.reach) == ("declined", "the old one is clearer", None)
    assert {name: value for name, value in everything().items() if name != "profiles.Proposal"} == {
        name: value for name, value in before.items() if name != "profiles.Proposal"
    }


def test_after_a_decision_the_next_change_can_be_proposed():
    proposal = waiting()
    workflow.decline(proposal, by=approver(), note="no")
    again = proposed(Function.objects.get(), summary="A third.")
    workflow.withdraw_proposal(again, by=curator())
    assert proposed(Function.objects.get(), summary="A fourth.").state == "proposed"


def test_one_row_has_one_open_proposal():
    waiting()
    with pytest.raises(Conflict, match=f"another change of function {FUNCTION_CODE}, proposed by carla, waits"):
        workflow.propose(changed(Function.objects.get(), summary="Mine."), by=curator("cora"), note="n")


def test_two_rows_may_have_one_each_even_of_one_code():
    approved()
    proposed(Function.objects.get(), summary="Another.")
    assert proposed(Focus.objects.get(), summary="Another.").state == "proposed"


def test_what_stands_already_is_nothing_to_propose():
    with pytest.raises(Refused, match=f"function {FUNCTION_CODE} stands so already: there is nothing to propose"):
        workflow.propose(record_of(function()), by=curator(), note="n")


def test_who_opened_an_earlier_text_is_told():
    row = function()
    seen = workflow.seen_as(record_of(row))
    workflow.propose(changed(row, summary="First."), by=curator(), note="n", seen=seen)
    before = everything()
    with pytest.raises(Conflict, match=f"function {FUNCTION_CODE} was changed by somebody else since you opened it"):
        workflow.propose(changed(row, summary="Second."), by=curator("cora"), note="n", seen=seen)
    assert {k: v for k, v in everything().items() if k.startswith(("taxonomy", "profiles"))} == {
        k: v for k, v in before.items() if k.startswith(("taxonomy", "profiles"))
    }


def test_who_adds_what_somebody_else_has_added_is_told():
    function()
    with pytest.raises(Conflict, match="was changed by somebody else since you opened it"):
        workflow.propose(changed(Function.objects.get(), name="Mine"), by=curator(), note="n", seen="")


# -- the rules of the canon hold for proposals --------------------------------------------------------


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"rank": 6}, r"rank must rise from M3 \(6\) to M4 \(6\)"),
        ({"rank": 8}, r"rank must rise from M4 \(8\) to M5 \(8\)"),
        ({"years_min": 2}, r"years_min must not fall from M3 \(8\) to M4 \(2\)"),
        ({"years_max": 30}, r"years_max must not fall from M4 \(30\) to M5 \(18\)"),
        ({"step": 5}, "each step of track M once expected, M4 and M5 are both 5"),
        ({"track": "P"}, "level M4 stands on another track than P: a level never moves"),
    ],
)
def test_the_ladder_holds(values, sentence, published):
    (approved if published else ladder)()
    by, before = curator(), everything()
    with pytest.raises(Refused, match=sentence):
        workflow.propose(changed(level("M4"), **values), by=by, note="n")
    assert everything() == before


@pytest.mark.parametrize("published", [True, False])
def test_a_focus_never_moves_to_another_function(published):
    (approved if published else focus)()
    function("OTHERF")
    with pytest.raises(Refused, match="belongs to another function than OTHERF: a focus never moves"):
        workflow.propose(changed(Focus.objects.get(), function="OTHERF"), by=curator(), note="n")


def test_two_proposals_that_are_lawful_each_are_not_both_accepted():
    approved()
    one = proposed(level("M3"), years_max=15)
    two = proposed(level("M4"), years_max=14)
    workflow.accept(one, by=approver())
    before = everything()
    with pytest.raises(Refused, match=r"years_max must not fall from M3 \(15\) to M4 \(14\)"):
        workflow.accept(two, by=approver())
    assert everything() == before


def test_a_code_is_the_name_of_a_row_and_no_part_of_a_change():
    """Another code is another row; and the database keeps the code of a row that was published."""
    approved()
    row = Function.objects.get()
    made = workflow.propose(changed(row, code="ANOTHER"), by=curator(), note="n")
    assert (made.at_once, made.former) == (True, None)
    assert Function.objects.count() == 2
    with refused_by_the_database("a code never changes after the first approval"):
        Function.objects.filter(pk=row.pk).update(code="THIRD")


def test_another_case_of_a_skill_is_the_same_skill():
    approved()
    proposal = proposed(Skill.objects.get(folded="power bi"), name="POWER BI")
    assert (proposal.name, proposal.former.name, proposal.record.name) == ("power bi", "Power BI", "POWER BI")
    workflow.accept(proposal, by=approver())
    assert Skill.objects.filter(folded="power bi").values_list("name", flat=True).get() == "POWER BI"


# -- at once: where nothing published rests on it ------------------------------------------------------


@pytest.mark.parametrize("kind", CHANGES)
def test_a_row_that_nothing_published_rests_on_changes_at_once(kind):
    on_desk()
    Guideline.objects.create(function=function(), level=level("M4"))
    PayBaseline.objects.create(function=function(), level=level("M4"), currency="USD", median=1)
    row = rows()[kind]
    before = record_of(row)
    done = workflow.propose(changed(row, **CHANGES[kind]), by=curator(), note="clearer")
    assert standing([before]) == {done.name: done.record}
    assert (done.state, done.at_once, done.decided_by, done.decision_note) == ("accepted", True, None, AT_ONCE)
    assert (done.former, done.decided_at, done.reach) == (before, done.proposed_at, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "track", "code": "X", "name": "Experts"},
        {"kind": "level", "code": "X1", "track": "X", "step": 1, "rank": 1, "title": "One"},
        {"kind": "function", "code": "SALES", "name": "Sales"},
        {"kind": "focus", "code": "KEY1", "function": "SALES", "name": "Key accounts"},
        {"kind": "guideline", "function": "SALES", "level": "M4", "knowledge": "k"},
        {"kind": "guideline", "focus": "KEY1", "level": "M4", "knowledge": "own"},
        {"kind": "skill", "name": "Selling"},
        {"kind": "pay", "level": "P1", "currency": "USD", "median": 10},
        {"kind": "pay", "function": "SALES", "level": "M4", "currency": "USD", "median": 11},
    ],
    ids=lambda values: values["kind"],
)
def test_a_new_row_is_there_at_once_and_in_its_history(values):
    canon()
    above = [("track", {"code": "X", "name": "Experts"}), ("function", {"code": "SALES", "name": "Sales"})]
    above.append(("focus", {"function": "SALES", "code": "KEY1", "name": "Key accounts"}))
    for kind, parent in above[: {"track": 0, "level": 1, "function": 1, "focus": 2}.get(values["kind"], 3)]:
        workflow.propose(new(kind, **parent), by=curator(), note="needed")
    record = new(**values)
    done = workflow.propose(record, by=curator(), note="needed")
    assert (done.state, done.at_once, done.before) == ("accepted", True, "")
    assert record_of(row_of(record)) == record == done.record
    assert basis_changed() == set()


def test_what_has_ended_holds_nothing_up():
    retired()
    assert workflow.propose(changed(Function.objects.get(), summary="Z."), by=curator(), note="n").at_once


# -- stale ---------------------------------------------------------------------------------------------


def test_a_proposal_on_a_text_that_is_another_by_now_is_not_accepted():
    proposal = waiting(name="Making")
    Function.objects.update(summary="Restored from a file.")
    by, before = approver(), everything()
    with pytest.raises(Conflict, match=f"function {FUNCTION_CODE} is another text by now than the one that this would"):
        workflow.accept(proposal, by=by)
    assert everything() == before
    assert workflow.is_stale(proposal)


def test_a_stale_proposal_can_be_declined_and_withdrawn():
    proposal = waiting()
    Function.objects.update(summary="Restored from a file.")
    assert workflow.decline(proposal, by=approver(), note="late").state == "declined"
    other = proposed(Focus.objects.get(), summary="Another.")
    Focus.objects.update(summary="Restored from a file.")
    assert workflow.withdraw_proposal(other, by=curator()).state == "withdrawn"


def test_a_proposed_addition_is_stale_once_there_is_such_a_row():
    approved()
    record = new("guideline", function=FUNCTION_CODE, level="M4", knowledge="k")
    proposal = workflow.propose(record, by=curator(), note="needed")
    Guideline.objects.create(function=Function.objects.get(), level=level("M4"))
    with pytest.raises(Conflict, match=f"guideline of function {FUNCTION_CODE} at M4 is another text by now"):
        workflow.accept(proposal, by=approver())


# -- published pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", CHANGES)
def test_acceptance_alone_changes_no_published_page(client, kind):
    """A canary in every text: none of them shows before an approver has approved the profile anew."""
    texts = canon()
    addresses = ["/", f"/canon/{FUNCTION_CODE}/", f"/canon/{FUNCTION_CODE}.{Focus.objects.first().code}/", "/compare/"]
    addresses += [f"/canon/{key}/" for key in texts] + [f"/compare/?keys={','.join(texts)}", "/coordinates/"]
    shelf = list(Revision.objects.order_by("pk").values_list("payload", "seal", "state", "number", "title"))
    headings = list(Heading.objects.order_by("pk").values_list())
    pages = {address: client.get(address).content for address in addresses}
    accepted(rows()[kind], **CHANGES[kind])
    assert basis_changed() != set()
    assert list(Revision.objects.order_by("pk").values_list("payload", "seal", "state", "number", "title")) == shelf
    assert list(Heading.objects.order_by("pk").values_list()) == headings
    assert {address: client.get(address).content for address in addresses} == pages


# -- all of it or nothing --------------------------------------------------------------------------------


def test_a_change_that_cannot_be_marked_is_not_made(monkeypatch):
    proposal = waiting()
    by, before = approver(), everything()

    def broken(*_):
        raise RuntimeError("the pen is dry")

    monkeypatch.setattr(proposing, "mark", broken)
    with pytest.raises(RuntimeError, match="the pen is dry"):
        workflow.accept(proposal, by=by)
    assert everything() == before


def test_a_change_at_once_that_cannot_be_written_down_is_not_made(monkeypatch):
    row, by = function(), curator()
    before = everything()

    def broken(*_, **__):
        raise RuntimeError("the pen is dry")

    monkeypatch.setattr(Proposal, "save", broken)
    with pytest.raises(RuntimeError, match="the pen is dry"):
        workflow.propose(changed(row, summary="Another."), by=by, note="n")
    assert everything() == before


@pytest.mark.parametrize("move", ATTEMPTS)
def test_a_door_does_not_open_inside_another_transaction(move):
    proposal, by = waiting(), all_rounder()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        ATTEMPTS[move](proposal, by)


def test_trying_out_leaves_nothing_and_tells_what_proposing_would():
    approved()
    by, before = curator(), everything()
    workflow.try_out(changed(Function.objects.get(), summary="Another."), by=by, note="n")
    workflow.try_out(new("function", code="SALES", name="Sales"), by=by, note="n")
    with pytest.raises(Refused, match="rank must rise"):
        workflow.try_out(changed(level("M4"), rank=6), by=by, note="n")
    assert everything() == before


# -- history --------------------------------------------------------------------------------------------


def test_the_history_of_a_row_is_whole():
    """Every text that ever stood is told as new and – but for the last – as old; and every decision with its reason."""
    record = new("function", code="SALES", name="Sales")
    workflow.propose(record, by=curator(), note="needed")
    row = Function.objects.get(code="SALES")
    workflow.propose(changed(row, summary="One."), by=curator("cora"), note="told")
    approved(code="SALES.KEY1.M4")
    workflow.decline(proposed(row, summary="Two."), by=approver(), note="no")
    accepted(row, summary="Three.")
    workflow.withdraw_proposal(proposed(row, summary="Four."), by=curator(), note="oh")
    accepted(row, name="Selling")
    history = list(Proposal.objects.of("function", "SALES"))[::-1]
    assert [(p.state, p.at_once, p.proposed_by_name, p.decided_by_name or p.withdrawn_by_name) for p in history] == [
        ("accepted", True, "carla", ""),
        ("accepted", True, "cora", ""),
        ("declined", False, "carla", "axel"),
        ("accepted", False, "carla", "axel"),
        ("withdrawn", False, "carla", "carla"),
        ("accepted", False, "carla", "axel"),
    ]
    effective = [p for p in history if p.state == "accepted"]
    assert [p.before for p in effective] == ["", *(p.after for p in effective[:-1])]
    assert effective[-1].record == record_of(Function.objects.get(code="SALES"))


def test_what_people_did_outlives_them():
    done = accepted_once()
    for user in (curator(), approver()):
        user.delete()
    done = Proposal.objects.get(pk=done.pk)
    assert (done.proposed_by_name, done.decided_by_name) == ("carla", "axel")


def accepted_once() -> Proposal:
    approved()
    return accepted(Function.objects.get(), summary="Another.")


# -- cost -----------------------------------------------------------------------------------------------


def test_accepting_costs_the_same_however_many_rest_on_it():
    costs = []
    for count in (1, 3):
        for n in range(count):
            approved(code=f"{FUNCTION_CODE}.COST{count}{n}.M4")
        proposal, by = proposed(Function.objects.get(), summary=f"Of {count}."), approver()
        by.has_perm("profiles.approve_revision")  # read once a user
        with CaptureQueriesContext(connection) as captured:
            workflow.accept(proposal, by=by)
        costs.append(len(captured))
    assert len(set(costs)) == 1
