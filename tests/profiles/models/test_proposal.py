"""Proposals: what the database refuses of them, tried past the workflow."""

import datetime

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from profiles import workflow
from profiles.models import Proposal
from profiles.states import ProposalState
from taxonomy.models import Function
from tests.factories import approved, approver, curator, function, refused_by_the_database
from tests.shared_texts import accepted, changed, proposed

pytestmark = pytest.mark.django_db

PROPOSED = (
    *("id", "kind", "name", "before", "after", "note", "at_once"),
    *("proposed_by", "proposed_by_name", "proposed_at"),
)
ENDED = (
    *("decided_by", "decided_by_name", "decided_at", "withdrawn_by", "withdrawn_by_name", "withdrawn_at"),
    *("decision_note", "reach"),
)


def waiting() -> Proposal:
    approved()
    return proposed(Function.objects.get(), summary="Another.")


def at_once() -> Proposal:
    return workflow.propose(changed(function(), summary="Another."), by=curator(), note="n")


def took_effect() -> Proposal:
    approved()
    return accepted(Function.objects.get(), summary="Another.")


def declined() -> Proposal:
    return workflow.decline(waiting(), by=approver(), note="no")


def withdrawn() -> Proposal:
    return workflow.withdraw_proposal(waiting(), by=curator())


IN_STATE = (waiting, at_once, took_effect, declined, withdrawn)
ENDS = (at_once, took_effect, declined, withdrawn)


def refusal(proposal, **values):
    """What the database says to an UPDATE past the models; "" where it takes it. Undone again."""
    try:
        with transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(**values)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return str(error).splitlines()[0]
    return ""


def another(proposal, name):
    """A value of the field's type that differs from the one that stands."""
    field, value = Proposal._meta.get_field(name), getattr(proposal, Proposal._meta.get_field(name).attname)
    match field:
        case models.BooleanField():
            return not value
        case models.ForeignKey() | models.IntegerField():
            return (value or 0) + 1000
        case models.DateTimeField():
            return (value or timezone.now()) + datetime.timedelta(days=1)
    return "level" if name == "kind" else f"x{value}"


def test_every_column_is_of_the_proposal_or_of_its_end():
    assert {field.name for field in Proposal._meta.concrete_fields} == {"state", *PROPOSED, *ENDED}


@pytest.mark.parametrize("make", IN_STATE, ids=lambda make: make.__name__)
def test_what_was_proposed_never_changes(make):
    proposal = make()
    names = {Proposal._meta.get_field(name).attname: another(proposal, name) for name in PROPOSED}
    assert {name: refusal(proposal, **{name: value}) for name, value in names.items()} == dict.fromkeys(
        names, "what was proposed never changes"
    )


@pytest.mark.parametrize("make", IN_STATE, ids=lambda make: make.__name__)
def test_what_was_decided_never_changes_and_nothing_is_decided_without_a_move(make):
    proposal = make()
    names = {Proposal._meta.get_field(name).attname: another(proposal, name) for name in ENDED}
    assert {name: refusal(proposal, **{name: value}) for name, value in names.items()} == dict.fromkeys(
        names, "what was decided on a proposal never changes"
    )


@pytest.mark.parametrize("make", ENDS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("target", ProposalState)
def test_nothing_leaves_an_end(make, target):
    proposal = make()
    if proposal.state != target:
        assert refusal(proposal, state=target) == "what was decided on a proposal never changes"


@pytest.mark.parametrize("make", IN_STATE, ids=lambda make: make.__name__)
def test_a_proposal_is_never_deleted(make):
    proposal = make()
    with refused_by_the_database("a proposal is never deleted"):
        Proposal.objects.filter(pk=proposal.pk)._raw_delete("default")
    with refused_by_the_database("a proposal is never deleted"):
        proposal.delete()


def test_a_proposal_is_not_replaced_by_an_insert_either():
    proposal = took_effect()
    fields = Proposal._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(getattr(proposal, field.attname), connection) for field in fields]
    places = ", ".join(["%s"] * len(fields))
    if connection.vendor == "sqlite":
        statement = f"REPLACE INTO profiles_proposal ({columns}) VALUES ({places})"
    else:
        conflict = "ON CONFLICT (id) DO UPDATE SET id = profiles_proposal.id + 1000"
        statement = f"INSERT INTO profiles_proposal ({columns}) VALUES ({places}) {conflict}"
    with refused_by_the_database("never|begins as proposed"), connection.cursor() as cursor:
        cursor.execute(statement, values)


def row(**values) -> Proposal:
    given = {"kind": "function", "name": "X", "before": "", "after": "{}", "proposed_at": timezone.now()}
    return Proposal(**(given | {"proposed_by": curator(), "state": ProposalState.PROPOSED} | values))


def ended(**values):
    return {"decided_at": timezone.now(), "decided_by": approver()} | values


BROKEN = {
    "begins decided": (lambda: ended(state=ProposalState.ACCEPTED), "a proposal begins as proposed"),
    "begins withdrawn": (lambda: {"state": ProposalState.WITHDRAWN}, "a proposal begins as proposed"),
    "declined at once": (
        lambda: {"state": ProposalState.DECLINED, "at_once": True, "decided_at": timezone.now()},
        "what_was_decided_has_a_decider_unless_at_once",
    ),
    "at once, and decided by somebody": (
        lambda: ended(state=ProposalState.ACCEPTED, at_once=True),
        "what_was_decided_has_a_decider_unless_at_once",
    ),
    "open, and at once": (lambda: {"at_once": True}, "only_what_was_decided_has_a_decider"),
    "open, with a decider": (lambda: ended(), "only_what_was_decided_has_a_decider"),
    "open, and withdrawn by somebody": (lambda: {"withdrawn_by": curator()}, "who_withdrew_a_proposal_is_known"),
    "of no kind": (lambda: {"kind": "role"}, "a_proposal_is_of_a_known_kind"),
    "no change": (lambda: {"before": "{}"}, "a_proposal_changes_something"),
    "of nobody, decided": (lambda: ended(proposed_by=None), "nobody_decides_on_their_own_proposal"),
}


@pytest.mark.parametrize(("values", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_row_that_cannot_be(values, sentence):
    with refused_by_the_database(sentence):
        row(**values()).save(force_insert=True)


def test_a_state_that_is_unknown():
    proposal = waiting()
    assert "a_state_of_a_proposal_is_known" in refusal(proposal, state="lost")


def test_one_row_has_one_open_proposal_and_any_number_of_ended_ones():
    waiting()
    name = Proposal.objects.get().name
    sentence = "one_open_proposal_for_one_row|profiles_proposal.kind, profiles_proposal.name"
    with refused_by_the_database(sentence):
        row(name=name).save(force_insert=True)
    row(name=name, state=ProposalState.ACCEPTED, at_once=True, decided_at=timezone.now()).save(force_insert=True)
