"""Shared texts that come with a file: at once where nothing published rests on them, else proposed."""

import pytest

from profiles import workflow
from profiles.models import Proposal, Revision
from profiles.people import service_account
from taxonomy.importers import ImportRefused
from taxonomy.models import Focus, Function, Guideline, Skill
from taxonomy.rows import record_of
from tests.factories import (
    FUNCTION_CODE,
    all_rounder,
    approved,
    approver,
    curator,
    everything,
    focus,
    function,
    in_review,
    undone,
)
from tests.shared_texts import CHANGES, basis_changed, canon, changed, level, new, proposed, rows

pytestmark = pytest.mark.django_db


def bring(*records, by=None):
    by = by or service_account("importer")
    return [(change.name, change.what) for change in workflow.bring(records, by=by, note="from the file canon.jsonl")]


def test_what_approved_profiles_rest_on_is_proposed():
    canon()
    for kind, row in rows().items():
        with undone():
            record = changed(row, **CHANGES[kind])
            [(_, what)] = bring(record)
            assert (kind, what) == (kind, "proposed")
            assert record_of(type(row).objects.get(pk=row.pk)) != record
            proposal = Proposal.objects.get()
            assert (proposal.state, proposal.record, proposal.note) == ("proposed", record, "from the file canon.jsonl")
            assert (proposal.proposed_by_name, basis_changed()) == ("importer", set())
            workflow.accept(proposal, by=approver())
            assert record_of(type(row).objects.get(pk=row.pk)) == record


def test_the_rest_changes_at_once_and_is_in_its_history():
    function()
    assert bring(changed(Function.objects.get(), summary="Another."), new("function", code="SALES", name="Sales")) == [
        (FUNCTION_CODE, "changed"),
        ("SALES", "added"),
    ]
    told = [(p.name, bool(p.before), p.state, p.at_once, p.proposed_by_name) for p in Proposal.objects.order_by("pk")]
    assert told == [
        (FUNCTION_CODE, True, "accepted", True, "importer"),
        ("SALES", False, "accepted", True, "importer"),
    ]
    assert Function.objects.get(code=FUNCTION_CODE).summary == "Another."


def test_the_same_again_is_no_change_and_no_history():
    canon()
    before = everything()
    for row in rows().values():
        assert [what for _, what in bring(record_of(row))] == ["same"]
    assert {k: v for k, v in everything().items() if k != "auth.User"} == {
        k: v for k, v in before.items() if k != "auth.User"
    }


def test_some_of_a_file_may_wait_while_others_take_effect():
    approved()
    free = function("SALES")
    records = [record_of(row) for row in (Function.objects.get(code=FUNCTION_CODE), free)]
    changes = bring(*(record.model_copy(update={"summary": "Another."}) for record in records))
    assert sorted(changes) == sorted([("SALES", "changed"), (FUNCTION_CODE, "proposed")])


def test_the_same_file_twice_proposes_once():
    approved()
    record = changed(Function.objects.get(), summary="Another.")
    bring(record)
    [change] = workflow.bring([record], by=service_account("importer"), note="again")
    assert (change.what, change.fields) == ("left alone", {"why": ("", "a proposal of importer waits for a decision")})
    assert Proposal.objects.count() == 1


def test_an_open_proposal_is_not_overtaken_by_a_file():
    approved()
    proposed(Function.objects.get(), summary="By a person.")
    assert bring(changed(Function.objects.get(), summary="By a file.")) == [(FUNCTION_CODE, "left alone")]
    assert Proposal.objects.get().record.summary == "By a person."


def test_who_brings_a_file_does_not_decide_on_it():
    approved()
    alma = all_rounder()
    bring(changed(Function.objects.get(), summary="Another."), by=alma)
    with pytest.raises(workflow.Refused, match="alma proposed this"):
        workflow.accept(Proposal.objects.get(), by=alma)


def test_changes_that_are_lawful_only_together_can_be_proposed_together():
    approved()
    records = [changed(level(code), years_max=25) for code in ("M4", "M5")]
    assert [what for _, what in bring(*records)] == ["proposed", "proposed"]


def test_what_could_never_be_accepted_refuses_the_file():
    approved()
    with pytest.raises(ImportRefused, match="rank must rise from M3"):
        bring(changed(level("M4"), rank=6))


def test_a_new_level_of_a_published_track_refuses_the_file():
    approved()
    with pytest.raises(
        ImportRefused, match="a level that exists expected, found M7: approved profiles rest on track M"
    ):
        bring(new("level", code="M7", track="M", step=7, rank=10, title="Above"))


def test_a_new_level_of_another_track_is_there_at_once():
    approved()
    assert bring(new("level", code="E4", track="E", step=4, rank=11, title="Above")) == [("E4", "added")]


def test_a_new_guideline_of_a_published_focus_is_proposed():
    approved()
    record = new("guideline", focus=Focus.objects.get().code, level="M4", knowledge="k")
    assert [what for _, what in bring(record)] == ["proposed"]
    assert not Guideline.objects.exists()


def test_a_skill_that_comes_twice_ends_as_the_later():
    assert bring(new("skill", name="Excel"), new("skill", name="EXCEL", type="tool")) == [
        ("Excel", "added"),
        ("EXCEL", "changed"),
    ]
    first, second = Proposal.objects.order_by("pk")
    assert (second.before, second.record) == (first.after, record_of(Skill.objects.get()))


def test_what_waits_in_review_is_marked_by_a_change_at_once():
    waiting = in_review()
    bring(changed(Focus.objects.get(), summary="Another."))
    assert Revision.objects.get(pk=waiting.pk).basis_changed_at is not None


def test_an_operator_restores_at_once_and_marks_what_rests():
    canon()
    for kind, row in rows().items():
        with undone():
            record = changed(row, **CHANGES[kind])
            [change] = workflow.restore_rows([record])
            assert (kind, change.what, Proposal.objects.count()) == (kind, "changed", 0)
            assert record_of(type(row).objects.get(pk=row.pk)) == record
            assert basis_changed() != set()


def test_an_empty_shelf_is_not_asked_row_by_row(django_assert_num_queries):
    focus(), curator()
    by = service_account("importer")
    records = [new("function", code=f"F{n}", name="New") for n in range(5)]
    # What stands, two locks, is there a shelf; then the importer's look and write, the mark, the history.
    with django_assert_num_queries(8):
        assert len(list(workflow.bring(records, by=by, note="n"))) == 5
