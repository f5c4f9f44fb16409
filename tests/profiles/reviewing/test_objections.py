"""Objections: they block until they are answered, and again where they are upheld; who raised one rules on it."""

import pytest

from profiles import gate, payloads, reviewing, workflow
from profiles.models import Objection, PanelScore
from profiles.people import CURATORS
from profiles.reviewing import Conflict, Refused
from profiles.states import State
from tests.factories import (
    approver,
    curator,
    everything,
    external,
    fresh,
    in_review,
    lay,
    objection,
    on_desk,
    person,
    record,
    reviewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile():
    return on_desk()


@pytest.fixture
def raised(profile):
    return objection(profile)


def told(profile) -> list[str]:
    """Codes of what the gate says of the panel."""
    row = fresh(profile)
    content = payloads.Content(payloads.record_of(row))
    draft = payloads.draft(row, content, payloads.marks_of(row, content), payloads.BasisBook())
    return [
        f"{finding.severity} {finding.code}" for finding in gate.findings(draft.payload) if finding.where == "panel"
    ]


def stands() -> tuple:
    row = Objection.objects.get()
    names = (row.answered_by, row.ruled_by)
    return row.outcome, row.answer, *(user and user.username for user in names)


# -- the way of an objection -----------------------------------------------------------------------


def test_from_open_to_upheld_to_withdrawn(profile, raised):
    assert told(profile) == ["blocking panel.objection"]
    reviewing.answer(raised, by=curator(), text=" Six, see the plan. ")
    assert stands() == ("answered", "Six, see the plan.", "carla", None)
    assert told(profile) == ["warning panel.unruled"]
    reviewing.rule(raised, by=reviewer(), outcome="stands")
    assert stands() == ("stands", "Six, see the plan.", "carla", "rita")
    assert told(profile) == ["blocking panel.objection"]
    reviewing.answer(raised, by=curator("cora"), text="Two plants now.")
    assert stands() == ("stands", "Two plants now.", "cora", "rita")
    assert told(profile) == ["blocking panel.objection"]  # a new answer alone talks nothing away
    reviewing.rule(raised, by=reviewer(), outcome="withdrawn")
    assert stands() == ("withdrawn", "Two plants now.", "cora", "rita")
    assert told(profile) == []


@pytest.mark.parametrize("outcome", ["withdrawn", "fixed"])
def test_who_raised_it_settles_it_without_waiting_for_an_answer(profile, raised, outcome):
    reviewing.rule(raised, by=reviewer(), outcome=outcome)
    assert (stands()[0], told(profile)) == (outcome, [])


def test_what_blocks_at_the_desk_blocks_approval(profile, raised):
    revision = in_review(profile)
    with pytest.raises(workflow.Refused, match=r"rita objects and has no answer: Six lines are not one plant\."):
        workflow.approve(revision, by=approver(), seal=revision.seal)
    workflow.withdraw(revision, by=curator())
    reviewing.answer(raised, by=curator(), text="Six.")
    reviewing.rule(raised, by=reviewer(), outcome="stands")
    revision = in_review(profile)
    with pytest.raises(workflow.Refused, match=r"rita upholds an objection: Six lines are not one plant\."):
        workflow.approve(revision, by=approver(), seal=revision.seal)
    workflow.withdraw(revision, by=curator())
    reviewing.rule(raised, by=reviewer(), outcome="fixed")
    revision = in_review(profile)
    assert workflow.approve(revision, by=approver(), seal=revision.seal).state == State.APPROVED


def test_objection_answer_and_ruling_are_sealed(profile, raised):
    reviewing.answer(raised, by=curator(), text="Six.")
    reviewing.rule(raised, by=reviewer(), outcome="withdrawn")
    panel = payloads.read(in_review(profile).payload, 1)["panel"]
    assert {r["panelist"]: r["objections"] for r in panel if r["objections"]} == {
        "rita": [
            {
                "text": "Six lines are not one plant.",
                "answer": "Six.",
                "outcome": "withdrawn",
                "answered_by": "carla",
                "ruled_by": "rita",
            }
        ]
    }


def test_the_trail_has_every_step(profile, raised):
    reviewing.answer(raised, by=curator(), text="Six.", note="from the plan")
    reviewing.rule(raised, by=reviewer(), outcome="stands", note="no")
    reviewing.rule(raised, by=reviewer(), outcome="withdrawn")
    events = profile.events.filter(move__in=["answer", "rule"])
    assert list(events.values_list("move", "by_name", "source", "target", "note")) == [
        ("answer", "carla", "open", "answered", "“Six lines are not one plant.” – Six.; from the plan"),
        ("rule", "rita", "answered", "stands", "stands: “Six lines are not one plant.”; no"),
        ("rule", "rita", "stands", "withdrawn", "withdrawn: “Six lines are not one plant.”"),
    ]
    digest = fresh(profile).digest
    assert set(events.values_list("before", "after")) == {(digest, digest)}


def test_neither_answer_nor_ruling_is_an_edit(profile, raised):
    before = fresh(profile)
    reviewing.answer(raised, by=curator("cora"), text="Six.")
    reviewing.rule(raised, by=reviewer(), outcome="withdrawn")
    after = fresh(profile)
    same = ("lock", "edited_at", "edited_by_name", "judged", "digest")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert list(in_review(profile).contributors.values_list("name", flat=True)) == ["carla"]


# -- who -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [reviewer, approver, lambda: person("emil")])
def test_only_a_curator_answers(raised, make):
    with pytest.raises(Refused, match="to answer an objection asks for a curator"):
        reviewing.answer(raised, by=make(), text="Six.")


@pytest.mark.parametrize(
    "make",
    [curator, approver, lambda: reviewer("ravi"), lambda: person("root", is_superuser=True), lambda: person("emil")],
)
@pytest.mark.parametrize("outcome", ["stands", "withdrawn", "fixed"])
def test_nobody_rules_on_the_objection_of_another(raised, make, outcome):
    reviewing.answer(raised, by=curator(), text="Six.")
    by = make()
    with pytest.raises(Refused, match="whoever raised an objection rules on it"):
        reviewing.rule(raised, by=by, outcome=outcome)


def test_for_an_external_panellist_a_curator_rules(profile):
    raised = external(profile, objections=["Six?"]).objections.get()
    for other in (reviewer(), approver()):
        with pytest.raises(Refused):
            reviewing.rule(raised, by=other, outcome="withdrawn")
    reviewing.rule(raised, by=curator("cora"), outcome="withdrawn")
    assert stands() == ("withdrawn", "", None, "cora")


def test_for_a_panellist_of_a_file_too(profile):
    raised = Objection.objects.create(review=PanelScore.objects.first(), text="Six?")
    assert reviewing.rule(raised, by=curator(), outcome="fixed").outcome == "fixed"


@pytest.mark.parametrize("leave", [lambda u: u.groups.clear(), lambda u: type(u).objects.update(is_active=False)])
def test_for_who_reviews_here_no_longer_a_curator_rules(profile, raised, leave):
    cora = curator("cora")
    with pytest.raises(Refused):
        reviewing.rule(raised, by=cora, outcome="withdrawn")
    leave(reviewer())
    type(cora).objects.filter(pk=cora.pk).update(is_active=True)
    raised = Objection.objects.get(pk=raised.pk)
    assert reviewing.rule(raised, by=person("cora", CURATORS), outcome="withdrawn").ruled_by == cora


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["open", "answered", "approved", "", "x" * 100])
def test_a_ruling_is_one_of_three(raised, outcome):
    with pytest.raises(Refused, match="stands, withdrawn, fixed expected, found"):
        reviewing.rule(raised, by=reviewer(), outcome=outcome)


def test_nothing_stands_against_no_answer(raised):
    with pytest.raises(Refused, match="there is no answer yet that it could stand against"):
        reviewing.rule(raised, by=reviewer(), outcome="stands")


@pytest.mark.parametrize("outcome", ["withdrawn", "fixed"])
def test_what_is_settled_has_nothing_left_to_answer(raised, outcome):
    reviewing.rule(raised, by=reviewer(), outcome=outcome)
    with pytest.raises(Refused, match=f"the objection is {outcome} by now"):
        reviewing.answer(raised, by=curator(), text="Six.")


@pytest.mark.parametrize("text", ["", "  ", "x" * 2_001, "a\x00b"])
def test_an_answer_says_something_that_can_be_kept(raised, text):
    before = everything()
    with pytest.raises(Refused, match="answer"):
        reviewing.answer(raised, by=curator(), text=text)
    assert everything().keys() == before.keys()
    assert stands()[0] == "open"


def test_of_two_who_answer_the_second_is_told(raised):
    seen = raised.mark
    reviewing.answer(raised, by=curator("carla"), text="Six.", seen=seen)
    with pytest.raises(Conflict, match="was answered or ruled on since you opened the page"):
        reviewing.answer(raised, by=curator("cora"), text="Seven.", seen=seen)
    assert stands()[1] == "Six."


def test_nobody_rules_on_an_answer_that_they_have_not_seen(raised):
    reviewing.answer(raised, by=curator(), text="Six.")
    seen = Objection.objects.get().mark
    reviewing.answer(raised, by=curator(), text="Seven.")
    with pytest.raises(Conflict):
        reviewing.rule(raised, by=reviewer(), outcome="withdrawn", seen=seen)


def test_what_a_file_took_away_is_told(profile, raised):
    reviewing.rule(raised, by=raised.review.reviewer, outcome="withdrawn")  # an open one outlasts any file
    lay(profile, record(panel=[]))
    with pytest.raises(Conflict, match="the review is no longer there"):
        reviewing.answer(raised, by=curator(), text="Six.")
