"""The table of moves is the one of field.md."""

from profiles.states import CHOICES, MOVES, PROPOSAL_MOVES, PUBLIC, Move, ProposalMove, ProposalState, Role, Rule, State


def test_the_table_of_moves():
    assert {
        Move.SUBMIT: Rule(None, State.IN_REVIEW, Role.CURATOR, note_required=True),
        Move.WITHDRAW: Rule(State.IN_REVIEW, State.WITHDRAWN, Role.CURATOR, note_required=False),
        Move.SEND_BACK: Rule(State.IN_REVIEW, State.RETURNED, Role.APPROVER, note_required=True),
        Move.APPROVE: Rule(State.IN_REVIEW, State.APPROVED, Role.APPROVER, note_required=False),
        Move.SUPERSEDE: Rule(State.APPROVED, State.SUPERSEDED, Role.APPROVER, note_required=False),
        Move.PROPOSE_RETIREMENT: Rule(State.APPROVED, State.APPROVED, Role.CURATOR, note_required=True),
        Move.RETIRE: Rule(State.APPROVED, State.RETIRED, Role.APPROVER, note_required=False),
    } == MOVES


def test_nothing_leaves_an_ended_state():
    ended = {State.WITHDRAWN, State.RETURNED, State.SUPERSEDED, State.RETIRED}
    assert {rule.source for rule in MOVES.values()}.isdisjoint(ended)


def test_public_is_what_an_approver_has_answered_for():
    reached_by_approval = {State.APPROVED, State.SUPERSEDED, State.RETIRED}
    assert set(PUBLIC) == reached_by_approval


def test_the_database_knows_every_state_by_its_word():
    assert [value for value, _ in CHOICES] == [
        "in review",
        "withdrawn",
        "returned",
        "approved",
        "superseded",
        "retired",
    ]


def test_the_table_of_moves_of_a_proposal():
    assert {
        ProposalMove.PROPOSE: Rule(None, ProposalState.PROPOSED, Role.CURATOR, note_required=True),
        ProposalMove.ACCEPT: Rule(ProposalState.PROPOSED, ProposalState.ACCEPTED, Role.APPROVER, note_required=False),
        ProposalMove.DECLINE: Rule(ProposalState.PROPOSED, ProposalState.DECLINED, Role.APPROVER, note_required=True),
        ProposalMove.WITHDRAW: Rule(ProposalState.PROPOSED, ProposalState.WITHDRAWN, Role.CURATOR, note_required=False),
    } == PROPOSAL_MOVES
    assert {rule.target for rule in PROPOSAL_MOVES.values()} == set(ProposalState)
