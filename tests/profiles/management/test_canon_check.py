"""`canon_check` over the sample canon: clean as it is, and every fault found that is planted in a copy of it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from profiles.models import CanonCheck, CanonFinding
from tests.factories import approved, curator, edit, on_desk
from tests.profiles.checking.planted import FAULTS, Canon

pytestmark = pytest.mark.django_db


def run(*options: str) -> tuple[int, str]:
    """Exit status and what was told."""
    out, status = StringIO(), 0
    try:
        call_command("canon_check", *options, stdout=out)
    except SystemExit as ended:
        status = ended.code
    return status, out.getvalue()


def told(*options: str) -> tuple[int, dict]:
    status, text = run("--format", "json", *options)
    return status, json.loads(text)


def pairs(document: dict) -> set[tuple[str, str]]:
    return {(one["code"], one["key"]) for one in document["findings"]}


def test_the_sample_is_clean_and_every_planted_fault_is_found(tmp_path):
    Canon().publish(tmp_path)
    status, clean = told()
    assert (status, clean["profiles"], clean["counts"]["blocking"]) == (0, 93, 0)
    kept = CanonFinding.objects.count()
    assert (kept, CanonCheck.objects.last_ended().public["approved"]) == (len(clean["findings"]), 93)


def test_planted_faults_are_all_found(tmp_path):
    canon = Canon()
    for plant in FAULTS:
        plant(canon)
    canon.publish(tmp_path)
    status, found = told("--no-store")
    assert status == 1
    wanted = set().union(*FAULTS.values())
    # What the sample has without them: a mapping that is odd in its function, several groups, nobody's confirmation.
    usual = {"mappings.unconfirmed", "mappings.major"}
    assert {pair for pair in pairs(found) if pair[0] not in usual} == wanted | {
        ("mappings.odd", "SUPPLY.WAREHOUS593D.M1"),
    }
    assert CanonCheck.objects.count() == 0


def test_one_function_is_told_and_the_whole_is_checked():
    approved(code="PLANTO.LINELEADE1A8.M4", aliases=["Plant Head"])
    approved(code="OTHERF.OTHERFOC12.M4", aliases=["Plant Head"])
    _, found = told("--function", "otherf")
    assert found["profiles"] == 1
    # The factory's texts are the same in both.
    codes = ("aliases.twice", "guidelines.missing", "mappings.unconfirmed", "responsibilities.elsewhere")
    assert pairs(found) == {(code, "OTHERF.OTHERFOC12.M4") for code in (*codes, "summary.elsewhere")}
    assert CanonCheck.objects.last_ended().profiles == 2
    with pytest.raises(CommandError, match="there is no NOBODY"):
        run("--function", "NOBODY")


def test_desks_are_checked_as_they_would_be_sealed_and_nothing_is_kept():
    revision = approved()
    edit(revision.profile, panel=[])
    on_desk(code="PLANTO.EMPTY12.M4", by=curator(), responsibilities=[])
    assert run()[0] == 0
    status, found = told("--desk")
    assert (status, found["profiles"]) == (1, 2)
    assert {(one["code"], one["key"]) for one in found["findings"] if one["severity"] == "blocking"} == {
        ("panel.missing", revision.key),
        ("responsibilities.missing", "PLANTO.EMPTY12.M4"),
    }
    assert CanonCheck.objects.count() == 1


def test_as_text_a_finding_is_a_line():
    approved(responsibilities=["Plans.", "Leads."])
    status, text = run()
    lines = text.splitlines()
    assert (status, lines[-1]) == (0, "1 profiles checked: 0 blocking, 2 warning, 1 note, 0 waived")
    assert lines[0] == (
        "△ PLANTO.LINELEADE1A8.M4#1 warning responsibilities.few (responsibilities): "
        "at least 3 responsibilities expected, found 2"
    )
