"""How a shared text changes: proposed by a curator, in effect when another person, an approver, accepts it.

Where nothing published rests on a row it changes at once. Whichever way, a proposal tells who, when, why, old and
new, in the transaction of the change; a decision is a compare-and-set under the locks of what rests on the row.
"""

from collections.abc import Sequence
from contextlib import nullcontext

from django.db import IntegrityError, transaction
from django.utils import timezone

from profiles.models import Proposal
from profiles.models.proposal import AT_ONCE
from profiles.people import name_of
from profiles.sealing import canonical, digest
from profiles.states import PROPOSAL_MOVES, Conflict, ProposalMove, ProposalState, Refused
from profiles.workflow.moves import door, permitted
from profiles.workflow.resting import hold_still, mark, resting_on
from profiles.workflow.spelling import spelled_anew
from taxonomy import importers as skeleton
from taxonomy.importers import Change, ImportRefused
from taxonomy.records import Record
from taxonomy.rows import named, standing, told

# -- moves -----------------------------------------------------------------------------------------


@door
def propose(record: Record, *, by, note: str, seen: str | None = None) -> Proposal:
    """What a row shall be. `seen` is the digest of the row as the curator saw it, "" where there was none.

    The proposal comes back as accepted where it took effect at once.
    """
    note = _allowed(ProposalMove.PROPOSE, by, note)
    hold_still([record])
    former = standing([record]).get(named(record))
    _refuse_what_is_no_change(record, former, seen)
    proposal = proposed(record, former, by=by, note=note)
    try:
        if resting_on(record).exists():
            rehearsed([record])
        else:
            effective_at_once(proposal, reach=put_into_effect([record])[1])
    except ImportRefused as refusal:
        raise Refused(str(refusal)) from refusal
    proposal.save(force_insert=True)
    return proposal


def try_out(record: Record, *, by, note: str, seen: str | None = None) -> None:
    """Raises what `propose` would raise, and leaves nothing behind: for a form that is not closed yet."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                propose.inner(record, by=by, note=note, seen=seen)
        except IntegrityError as error:
            raise Refused(f"{told(record)} cannot be so: {error}") from error
        transaction.set_rollback(True)


@door
def accept(proposal: Proposal, *, by, note: str = "") -> Proposal:
    """Puts a proposal into effect: the row as it was proposed, and marks on what rests on it."""
    note = _allowed(ProposalMove.ACCEPT, by, note)
    proposal = _locked(proposal)
    _may_decide(proposal, by)
    record = proposal.record
    hold_still([record])
    if is_stale(proposal):
        raise Conflict(f"{told(record)} is another text by now than the one that this would change: propose it anew")
    try:
        _, reach = put_into_effect([record])
    except ImportRefused as refusal:
        raise Refused(str(refusal)) from refusal
    return _move(proposal, ProposalMove.ACCEPT, reach=reach, **_decision(by, note))


@door
def decline(proposal: Proposal, *, by, note: str) -> Proposal:
    """Leaves the row as it is, with the reason."""
    note = _allowed(ProposalMove.DECLINE, by, note)
    proposal = _locked(proposal)
    _may_decide(proposal, by)
    return _move(proposal, ProposalMove.DECLINE, **_decision(by, note))


@door
def withdraw_proposal(proposal: Proposal, *, by, note: str = "") -> Proposal:
    """Takes back what waits."""
    note = _allowed(ProposalMove.WITHDRAW, by, note)
    proposal = _locked(proposal)
    values = {"withdrawn_by": by, "withdrawn_by_name": name_of(by), "withdrawn_at": timezone.now()}
    return _move(proposal, ProposalMove.WITHDRAW, decision_note=note, **values)


# -- questions -------------------------------------------------------------------------------------


def spelled(record: Record | None) -> str:
    """The one spelling of a record; "" of none."""
    return canonical(record.written()) if record else ""


def seen_as(record: Record | None) -> str:
    """What a form carries of the row that it was opened on."""
    return digest(spelled(record)) if record else ""


def is_stale(proposal: Proposal) -> bool:
    """Whether the row is another by now than the one that the proposal would change."""
    return spelled(standing([proposal.record]).get(proposal.name)) != proposal.before


# -- what moves and files have in common -----------------------------------------------------------


def proposed(record: Record, former: Record | None, *, by, note: str) -> Proposal:
    """A proposal that is not saved yet."""
    return Proposal(
        kind=record.kind,
        name=named(record),
        before=spelled(former),
        after=spelled(record),
        note=note,
        state=ProposalState.PROPOSED,
        proposed_by=by,
        proposed_by_name=name_of(by),
        proposed_at=timezone.now(),
    )


def effective_at_once(proposal: Proposal, *, reach: int) -> Proposal:
    """The same as an entry of history: nobody had to be asked."""
    proposal.state, proposal.at_once, proposal.reach = ProposalState.ACCEPTED, True, reach
    proposal.decided_at, proposal.decision_note = proposal.proposed_at, AT_ONCE
    return proposal


def put_into_effect(records: Sequence[Record]) -> tuple[list[Change], int]:
    """Writes rows of one kind; what became of each, and how many approved profiles this marked."""
    if not records:
        return [], 0
    kind = records[0].kind
    before = list(standing(records).values()) if kind == "skill" else []
    with spelled_anew(before, records) if before else nullcontext():
        changes = list(skeleton.write(kind, records))
    differing = [record for record, change in zip(records, changes, strict=True) if change.what != "same"]
    return changes, mark(differing)


def rehearsed(records: Sequence[Record]) -> list[Change]:
    """What writing them all would change; undone again. ImportRefused where they could never be accepted."""
    with transaction.atomic():
        changes = list(skeleton.write(records[0].kind, records))
        transaction.set_rollback(True)
    return changes


def _allowed(move: ProposalMove, by, note: str) -> str:
    return permitted(move, PROPOSAL_MOVES[move], by, note)


def _refuse_what_is_no_change(record: Record, former: Record | None, seen: str | None) -> None:
    if seen is not None and seen != seen_as(former):
        raise Conflict(f"{told(record)} was changed by somebody else since you opened it")
    if former == record:
        raise Refused(f"{told(record)} stands so already: there is nothing to propose")
    if waiting := Proposal.objects.open().filter(kind=record.kind, name=named(record)).first():
        name = waiting.proposed_by_name or "somebody"
        raise Conflict(f"another change of {told(record)}, proposed by {name}, waits for a decision")


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def _may_decide(proposal: Proposal, by) -> None:
    if proposal.state != ProposalState.PROPOSED:
        raise Conflict(f"this proposal is {proposal.state} by now, not proposed")
    # By name as well: an account may be gone and its name another's by now.
    if proposal.proposed_by_id == by.pk or proposal.proposed_by_name == name_of(by):
        raise Refused(f"{name_of(by)} proposed this, so somebody else has to decide")


def _decision(by, note: str) -> dict[str, object]:
    who = {"decided_by": by, "decided_by_name": name_of(by)}
    return who | {"decided_at": timezone.now(), "decision_note": note}


def _move(proposal: Proposal, move: ProposalMove, **values) -> Proposal:
    """Compare-and-set from proposed to where the move leads; a Conflict where somebody was quicker."""
    rule = PROPOSAL_MOVES[move]
    if not Proposal.objects.filter(pk=proposal.pk, state=rule.source).update(state=rule.target, **values):
        raise Conflict(f"this proposal is {proposal.state} by now, not proposed")
    proposal.refresh_from_db()
    return proposal
