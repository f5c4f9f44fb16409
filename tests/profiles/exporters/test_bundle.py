"""The approved canon as a bundle: what is in it, what is not, and the same bytes after a journey."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import payloads, workflow
from profiles.exporters.bundle import approved as approved_canon
from profiles.importers.bundle import Mode, import_bundle
from profiles.models import Revision
from taxonomy.models import Function, Guideline, Level, PayBaseline, Skill
from tests.factories import (
    FOCUS_CODE,
    IN_STATE,
    KEY_M4,
    SIBLING_CODE,
    approved,
    approver,
    curator,
    edit,
    focus,
    function,
    guidelines,
    in_review,
    ladder,
    next_version,
    on_desk,
    record,
    retired,
    wipe,
)
from tests.shared_texts import changed

pytestmark = pytest.mark.django_db


def exported(**how):
    return "".join(approved_canon(**how))


def records(**how):
    return [json.loads(text) for text in exported(**how).splitlines()]


def kind(name, **how):
    return [told for told in records(**how) if told["kind"] == name]


def story():
    """Something in every state, with a rubric and baselines of every owner."""
    guidelines(function())
    Guideline.objects.create(focus=focus(), level=ladder()["M4"], knowledge="Own")
    PayBaseline.objects.create(level=ladder()["M4"], currency="USD", median=100_000, region="US")
    PayBaseline.objects.create(level=ladder()["M4"], function=function(), currency="USD", median=120_000, region="US")
    second = next_version(approved())
    edit(second.profile, title="Unfinished")
    for number, make in enumerate(IN_STATE.values()):
        make(code=f"PLANTO.EACH{number}.M4")
    retired(code="PLANTO.GONE1.M4", scope="US", successor=KEY_M4, confidence=0.9)


def test_what_is_approved_or_retired_now_is_exported_by_key():
    story()
    assert [(told["code"], told["version"], told["status"]) for told in kind("profile")] == [
        ("PLANTO.EACH3.M4", 1, "approved"),
        ("PLANTO.EACH4.M4", 2, "approved"),
        ("PLANTO.EACH5.M4", 1, "retired"),
        ("PLANTO.GONE1.M4", 1, "retired"),
        (KEY_M4, 2, "approved"),
    ]


def test_nothing_that_is_not_approved_is_exported():
    story()
    secret = in_review(code="PLANTO.SECRET1.M4", title="Secret title", skills=[{"name": "Secret skill"}])
    edit(secret.profile, title="Secret again")
    on_desk(record("HIDDEN.HIDDEN1.M4", title="Hidden title"))
    text = exported()
    unapproved = ("Secret title", "Secret skill", "Secret again", "Hidden title", "Unfinished", "HIDDEN")
    assert [words for words in unapproved if words in text] == []


def test_a_profile_is_exported_as_it_was_sealed_with_its_decision():
    revision = approved()
    edit(revision.profile, summary="Changed since.")
    [told] = kind("profile")
    decision = told.pop("decision")
    assert told == record().written() | {"version": 1, "status": "approved"}
    revision.refresh_from_db()
    assert (decision["by"], decision["note"]) == ("axel", "good")


def test_functions_that_nothing_was_approved_of_stay_out():
    approved()
    function("OTHER")
    assert [told["code"] for told in kind("function")] == ["PLANTO"]


def test_one_function_takes_its_own_and_leaves_the_rest():
    approved()
    approved(code="SALES.KEY1.M4", skills=[{"name": "Selling"}])
    one = Function.objects.filter(code="SALES")
    assert [told["code"] for told in kind("profile", functions=one)] == ["SALES.KEY1.M4"]
    assert [told["code"] for told in kind("function", functions=one)] == ["SALES"]
    assert [told["name"] for told in kind("skill", functions=one)] == ["Selling"]


def test_a_title_and_a_time_stand_in_the_first_record():
    first, *_ = records(title="Ours", generated_at="2026-01-01T00:00:00Z")
    assert first == {
        "kind": "canon",
        "format": "canon-bundle/1",
        "title": "Ours",
        "generated_at": "2026-01-01T00:00:00Z",
    }


def accepted(row, **values):
    """The row changed as a curator proposes and an approver accepts it."""
    proposal = workflow.propose(changed(row, **values), by=curator(), note="better so")
    if not proposal.at_once:
        workflow.accept(proposal, by=approver())
    return proposal


def test_shared_texts_are_exported_as_the_newest_approved_text_sealed_them():
    first, other = approved(), approved(code="PLANTO.EACH1.M4")
    assert not accepted(function(), summary="Accepted, on no page yet.").at_once
    assert [told["summary"] for told in kind("function")] == ["The work of PLANTO."]
    assert "Accepted" not in exported()
    next_version(other)
    assert [told["summary"] for told in kind("function")] == ["Accepted, on no page yet."]
    assert payloads.read(first.payload, 1)["basis"]["function"]["summary"] == "The work of PLANTO."


def test_what_no_approved_text_has_sealed_stays_at_the_desk():
    """Of a published function: a focus, a track, a rubric and baselines that nobody has approved."""
    guidelines(function(), track="M")
    approved()
    guidelines(function(), track="P", knowledge="Secret rubric")
    assert accepted(focus(SIBLING_CODE), summary="Secret focus").at_once
    Guideline.objects.create(focus=focus(SIBLING_CODE), level=ladder()["M4"], knowledge="Secret own rubric")
    PayBaseline.objects.create(level=ladder()["M5"], function=function(), currency="USD", median=777_777, region="US")
    Skill.objects.filter(name="Power BI").update(summary="Secret summary")
    Skill.objects.create(name="Secret skill")
    Level.objects.filter(code="P3").update(summary="Secret level")
    Level.objects.filter(code="M3").update(scope="Secret scope of a level that the ladder names")
    text = exported()
    assert [word for word in ("Secret", "777777", SIBLING_CODE, "Professional") if word in text] == []
    assert [told["code"] for told in kind("level")] == ["M1", "M2", "M3", "M4", "M5", "M6"]
    assert {told["level"] for told in kind("guideline")} == {"M1", "M2", "M3", "M4", "M5", "M6"}


def test_a_rubric_of_a_function_is_exported_where_somebody_is_shown_it():
    guidelines(function())
    for code in (FOCUS_CODE, SIBLING_CODE):
        Guideline.objects.create(focus=focus(code), level=ladder()["M4"], knowledge="Own")
    approved()
    approved(code=f"PLANTO.{SIBLING_CODE}.M3")
    rows = [(told.get("function") or told["focus"], told["level"]) for told in kind("guideline")]
    own = sorted([(FOCUS_CODE, "M4"), (SIBLING_CODE, "M4")])
    assert rows == [*(("PLANTO", level) for level in ("M1", "M2", "M3", "M5", "M6")), *own]


def drifted():
    """Texts that were sealed on different shared texts, since these changed between their approvals."""
    story()
    here = {"level": ladder()["M4"], "currency": "EUR", "median": 90_000}
    PayBaseline.objects.create(region="AT", **here)
    accepted(function(), summary="Another.")
    accepted(PayBaseline.objects.get(function=function()), median=121_000)
    accepted(Guideline.objects.get(function=function(), level__code="M4"), knowledge="Another rubric")
    accepted(Level.objects.get(code="M4"), years_min=11)
    approved(code="PLANTO.EACH3.M3")
    approved(code="PLANTO.LATE1.M4", scope="AT")


@pytest.mark.parametrize("tell", [story, drifted])
def test_export_import_export_gives_the_same_bytes(tmp_path, tell):
    tell()
    before = exported(title="Ours")
    file = tmp_path / "canon.jsonl"
    file.write_text(before, encoding="utf-8")
    wipe()
    assert Revision.objects.count() == Skill.objects.count() == 0
    import_bundle(file, mode=Mode.AS_PUBLISHED)
    assert exported(title="Ours") == before


def test_what_was_exported_is_left_alone_by_the_canon_it_came_from(tmp_path):
    story()
    Skill.objects.filter(name="Power BI").update(summary="Not in any payload.")
    file = tmp_path / "canon.jsonl"
    file.write_text(exported(), encoding="utf-8")
    report = import_bundle(file, mode=Mode.AS_PUBLISHED)
    assert report.changed == 0


def test_an_export_costs_the_same_however_many_profiles():
    costs = []
    for count in (1, 3):
        for number in range(count):
            approved(code=f"PLANTO.MANY{count}{number}.M4")
        with CaptureQueriesContext(connection) as captured:
            exported()
        costs.append(len(captured))
    assert costs[0] == costs[1]
