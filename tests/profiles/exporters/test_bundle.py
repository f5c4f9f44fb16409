"""The approved canon as a bundle: what is in it, what is not, and the same bytes after a journey."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.exporters.bundle import approved as approved_canon
from profiles.exporters.bundle import line
from profiles.importers.bundle import Mode, import_bundle
from profiles.models import Revision
from taxonomy.models import Function, Guideline, PayBaseline, Skill
from tests.factories import (
    IN_STATE,
    KEY_M4,
    approved,
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

pytestmark = pytest.mark.django_db


def exported(**how):
    return "".join(line(told) for told in approved_canon(**how))


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


def test_export_import_export_gives_the_same_bytes(tmp_path):
    story()
    before = exported(title="Ours")
    file = tmp_path / "canon.jsonl"
    file.write_text(before, encoding="utf-8")
    wipe()
    assert Revision.objects.count() == Skill.objects.count() == 0
    import_bundle(file, mode=Mode.AS_PUBLISHED)
    assert exported(title="Ours") == before


def test_what_was_exported_is_left_alone_by_the_canon_it_came_from(tmp_path):
    story()
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
