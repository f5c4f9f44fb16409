"""Shared texts in a file: at once where nobody has published them, a proposal where somebody has."""

import pytest

from profiles import workflow
from profiles.desk import Conflict
from profiles.importers.plans import Planner, carry_out
from profiles.models import Proposal
from profiles.states import ProposalState
from taxonomy.models import Focus, Skill
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    approved,
    approver,
    confirm,
    curator,
    everything,
    function,
    on_desk,
)
from tests.workbooks import applied, edited, exported, faults, planned, put, reading, saved

pytestmark = pytest.mark.django_db


def shared(plan) -> list[tuple]:
    return [
        (item.kind, item.name, item.what, {c.name: (c.before, c.after) for c in item.changes}) for item in plan.shared
    ]


def book(tmp_path, *edits):
    data = exported()
    for one in edits:
        data = edited(data, one)
    return saved(tmp_path, data)


def test_a_focus_that_nobody_has_published_changes_at_once(tmp_path):
    on_desk()
    path = book(tmp_path, put("Focuses", 2, "name", "Plant Leadership"))
    plan = applied(path, by=curator("clara"))
    told = ("focus", f"focus {FOCUS_CODE}", "changed", {"name": ("Line Leadership", "Plant Leadership")})
    assert shared(plan) == [told]
    assert Focus.objects.get().name == "Plant Leadership"
    proposal = Proposal.objects.get()
    assert (proposal.at_once, proposal.proposed_by_name, proposal.note) == (True, "clara", "from the file book.xlsx")


def test_a_published_focus_is_only_proposed(tmp_path):
    approved()
    path = book(tmp_path, put("Focuses", 2, "summary", "Another definition."))
    plan = applied(path, by=curator("clara"))
    assert [(item.kind, item.what, item.why) for item in plan.shared] == [
        ("focus", "proposed", "approved profiles rest on it: it takes effect when an approver accepts it")
    ]
    assert Focus.objects.get().summary == f"What sets {FOCUS_CODE} apart."
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.record.summary) == (ProposalState.PROPOSED, "Another definition.")
    assert proposal.proposed_by_name == "clara"


def test_where_a_proposal_waits_the_file_adds_none(tmp_path):
    approved()
    path = book(tmp_path, put("Focuses", 2, "summary", "Another definition."))
    applied(path, by=curator("clara"))
    plan = planned(path)
    assert [(item.what, item.why) for item in plan.shared] == [
        ("left alone", "a proposal of clara waits for a decision")
    ]
    assert not plan.may_apply


def test_a_new_focus_is_a_new_row_and_can_have_profiles_at_once(tmp_path):
    approved()

    def add(book):
        book["Focuses"].append(["NEWFOCUS1", None, FUNCTION_CODE, "New Focus", "What it is."])
        book["Profiles"].append([f"{FUNCTION_CODE}.NEWFOCUS1.M1", None, "Team Lead"])

    plan = applied(book(tmp_path, add))
    assert plan.counts["focus", "added"] == plan.counts["profile", "added"] == 1
    assert Focus.objects.get(code="NEWFOCUS1").profiles.get().title == "Team Lead"


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (
            put("Focuses", 2, "function", "NOSUCH"),
            "Focuses, row 2, column “function”: a function that exists expected, found NOSUCH",
        ),
        (put("Focuses", 2, "name", None), "Focuses, row 2, column “name”: a text expected, found nothing"),
        (
            put("Focuses", 2, "code", "not a code"),
            "Focuses, row 2, column “code”: a code of the shape [A-Z0-9]{1,24} expected, found 'NOT A CODE'",
        ),
        (
            put("Focuses", 2, "code", "NOSUCH"),
            "Focuses, row 2, column “code”: a focus that exists expected, found NOSUCH",
        ),
        (
            lambda book: book["Focuses"].append([FOCUS_CODE, None, FUNCTION_CODE, "Twice"]),
            f"Focuses, row 3, column “code”: one row a focus expected, {FOCUS_CODE} stands in row 2 too",
        ),
    ],
)
def test_a_bad_focus_is_told_by_row_and_column(tmp_path, edit, fault):
    on_desk()
    assert faults(book(tmp_path, edit))[0] == fault


def test_a_focus_never_moves(tmp_path):
    on_desk()
    function("OTHER")
    found = faults(book(tmp_path, put("Focuses", 2, "function", "OTHER")))
    assert found == [f"Focuses, row 2, column “function”: {FUNCTION_CODE} expected, found OTHER: a focus never moves"]


def test_a_focus_that_was_changed_meanwhile_is_told(tmp_path):
    on_desk()
    path = book(tmp_path, put("Focuses", 2, "name", "Mine"))
    Focus.objects.update(name="Theirs")
    assert faults(path) == [
        "Focuses, row 2, column “seen”: the focus as it was exported expected, but its text was changed since: export "
        "it anew"
    ]


def test_a_focus_that_was_changed_meanwhile_to_the_same_is_no_fault(tmp_path):
    on_desk()
    path = book(tmp_path, put("Focuses", 2, "name", "Ours"))
    Focus.objects.update(name="Ours")
    assert faults(path) == []


def test_a_changed_focus_needs_its_sign(tmp_path):
    on_desk()
    edits = put("Focuses", 2, "name", "Mine"), put("Focuses", 2, "seen", None)
    assert faults(book(tmp_path, *edits)) == [
        "Focuses, row 2, column “seen”: the sign that the export wrote here expected, found nothing"
    ]


def test_another_type_of_a_skill_changes_the_skill_and_not_the_profile(tmp_path):
    on_desk()
    plan = applied(book(tmp_path, put("Skills", 3, "type", "knowledge")))
    assert shared(plan) == [("skill", "skill Power BI", "changed", {"type": ("tool", "knowledge")})]
    assert (plan.counts["profile", "same"], Skill.objects.get(folded="power bi").type) == (1, "knowledge")


def test_another_type_of_a_published_skill_is_only_proposed(tmp_path):
    approved()
    before = everything()
    plan = applied(book(tmp_path, put("Skills", 3, "type", "knowledge")))
    assert shared(plan)[0][:3] == ("skill", "skill Power BI", "proposed")
    after = everything()
    assert {name for name in after if after[name] != before[name]} <= {"profiles.Proposal", "auth.User"}


def test_what_changed_between_dry_run_and_press_is_noticed(tmp_path):
    """Published in between, a focus may no longer change at once."""
    profile = on_desk()
    path = book(tmp_path, put("Focuses", 2, "name", "Mine"))
    with reading(path) as opened:
        plan = Planner(opened).make()
        confirm(profile)
        revision = workflow.submit(profile, by=curator(), note="x")
        workflow.approve(revision, by=approver(), seal=revision.seal)
        with pytest.raises(Conflict):
            carry_out(opened, plan, by=curator("clara"))
    assert Focus.objects.get().name == "Line Leadership"
