"""The states of a revision, the table of lawful moves between them, and how a move is refused."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    IN_REVIEW = "in review"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    APPROVED = "approved"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


# What a reader may be shown: texts that an approver has answered for, now or once.
PUBLIC = (State.APPROVED, State.SUPERSEDED, State.RETIRED)
CHOICES = [(state.value, state.value) for state in State]


class Role(StrEnum):
    CURATOR = "curator"
    REVIEWER = "reviewer"
    APPROVER = "approver"


class Move(StrEnum):
    EDIT = "edit"
    HAND_OVER = "hand over"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    SEND_BACK = "send back"
    APPROVE = "approve"
    SUPERSEDE = "supersede"
    PROPOSE_RETIREMENT = "propose retirement"
    RETIRE = "retire"
    RESTORE = "restore"
    # What the panel does to a desk; none of it makes anybody a contributor.
    REVIEW = "review"
    SET_ASIDE = "set aside"
    ANSWER = "answer"
    RULE = "rule"
    # Why work of equal value is paid otherwise; the reason itself stands beside the figures.
    EXPLAIN_PAY = "explain pay"
    # A finding is let stand for a while, and no longer.
    WAIVE = "waive"
    END_WAIVER = "end waiver"


class Outcome(StrEnum):
    """What has become of an objection of the panel."""

    OPEN = "open"
    ANSWERED = "answered"
    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    FIXED = "fixed"


PANEL_MOVES = (Move.REVIEW, Move.SET_ASIDE, Move.ANSWER, Move.RULE)
SETTLED = (Outcome.WITHDRAWN, Outcome.FIXED)
RULINGS = (Outcome.STANDS, *SETTLED)


class Refused(Exception):
    """A move that is not lawful for this person or this text; the sentence is for whoever asked."""


class Conflict(Exception):
    """Somebody else has saved or moved this since it was read; nothing was written."""


@dataclass(frozen=True)
class Rule:
    """From which state a move leads where, who may make it, and whether it must be explained."""

    source: StrEnum | None  # None: the desk
    target: StrEnum
    role: Role
    note_required: bool = False


MOVES = {
    Move.SUBMIT: Rule(None, State.IN_REVIEW, Role.CURATOR, note_required=True),
    Move.WITHDRAW: Rule(State.IN_REVIEW, State.WITHDRAWN, Role.CURATOR),
    Move.SEND_BACK: Rule(State.IN_REVIEW, State.RETURNED, Role.APPROVER, note_required=True),
    Move.APPROVE: Rule(State.IN_REVIEW, State.APPROVED, Role.APPROVER),
    Move.SUPERSEDE: Rule(State.APPROVED, State.SUPERSEDED, Role.APPROVER),
    Move.PROPOSE_RETIREMENT: Rule(State.APPROVED, State.APPROVED, Role.CURATOR, note_required=True),
    Move.RETIRE: Rule(State.APPROVED, State.RETIRED, Role.APPROVER),
}


class ProposalState(StrEnum):
    """Where the change of a shared text stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ProposalMove(StrEnum):
    PROPOSE = "propose"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


PROPOSAL_CHOICES = [(state.value, state.value) for state in ProposalState]
PROPOSAL_MOVES = {
    ProposalMove.PROPOSE: Rule(None, ProposalState.PROPOSED, Role.CURATOR, note_required=True),
    ProposalMove.ACCEPT: Rule(ProposalState.PROPOSED, ProposalState.ACCEPTED, Role.APPROVER),
    ProposalMove.DECLINE: Rule(ProposalState.PROPOSED, ProposalState.DECLINED, Role.APPROVER, note_required=True),
    ProposalMove.WITHDRAW: Rule(ProposalState.PROPOSED, ProposalState.WITHDRAWN, Role.CURATOR),
}
