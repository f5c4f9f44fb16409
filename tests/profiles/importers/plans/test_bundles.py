"""A bundle that a curator sends: the same dry run, edits of desks, and nothing of the shelf."""

import gzip
import json

import pytest

from profiles import payloads
from profiles.importers.faults import FileRefused
from profiles.importers.plans import Planner, carry_out
from profiles.importers.plans.bundles import BundleReading
from profiles.models import Profile, Proposal, Revision
from taxonomy.models import Focus, PayBaseline
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    KEY_M4,
    approved,
    curator,
    edit,
    everything,
    fresh,
    on_desk,
    record_data,
)
from tests.workbooks import told

pytestmark = pytest.mark.django_db
CANON = {"kind": "canon", "format": "canon-bundle/1"}


@pytest.fixture
def bundle(tmp_path):
    """bundle(record, …) → a reading of these lines."""

    def make(*records, pay=True, most_bytes=1_000_000, name="canon.jsonl", zipped=False):
        text = "".join(json.dumps(one) + "\n" for one in (CANON, *records)).encode()
        path = tmp_path / name
        path.write_bytes(gzip.compress(text) if zipped else text)
        return BundleReading(path, path.name, pay=pay, most_bytes=most_bytes)

    return make


def plan_of(reading):
    plan = Planner(reading).make()
    assert plan.faults == []
    return plan


def test_what_stands_changes_nothing(bundle):
    on_desk()
    assert dict(plan_of(bundle(record_data())).counts) == {("profile", "same"): 1}


@pytest.mark.parametrize("zipped", [False, True])
def test_a_profile_lands_on_the_desk_and_is_never_approved(bundle, zipped):
    on_desk()
    decision = {"by": "somebody", "at": "2026-01-01T00:00:00Z"}
    data = record_data(title="Works Manager", status="approved", version=7, decision=decision)
    reading = bundle(data, zipped=zipped)
    plan = plan_of(reading)
    assert told(plan) == [("", 2, "changed", "", {"title": ("Plant Manager M4", "Works Manager")})]
    carry_out(reading, plan, by=curator("clara"))
    profile = Profile.objects.get()
    assert (profile.title, profile.lock, profile.edited_by_name) == ("Works Manager", 1, "clara")
    assert Revision.objects.count() == 0
    assert plan.notes == [
        "States, versions and decisions in a bundle are not read here: all of it enters as edits of desks."
    ]


def test_what_is_approved_already_leaves_work_on_the_desk_alone(bundle):
    revision = approved()
    shelf = payloads.record_of(fresh(revision.profile)).written()
    edit(revision.profile, summary="Unfinished work.")
    before = everything()
    plan = plan_of(bundle(shelf))
    assert (dict(plan.counts), plan.may_apply) == ({("profile", "left alone"): 1}, False)
    assert everything() == before


def test_pay_stays_with_those_who_may_see_it(bundle):
    on_desk()
    data = record_data(title="Works Manager", pay={"currency": "EUR", "median": 1})
    baseline = {"kind": "pay", "level": "M4", "currency": "USD", "median": 2}
    reading = bundle(baseline, data, pay=False)
    carry_out(reading, plan_of(reading), by=curator("clara"))
    record = payloads.record_of(fresh(Profile.objects.with_places().get()))
    assert (record.title, record.pay.median, PayBaseline.objects.count()) == ("Works Manager", 164_000, 0)


def test_shared_texts_of_a_bundle_are_proposed_where_they_are_published(bundle):
    approved()
    focus = Focus.objects.get()
    told_anew = {"kind": "focus", "code": FOCUS_CODE, "function": FUNCTION_CODE, "name": "Another Name"}
    new = {"kind": "focus", "code": "NEWFOCUS1", "function": FUNCTION_CODE, "name": "New Focus"}
    profile = record_data(f"{FUNCTION_CODE}.NEWFOCUS1.M1")
    reading = bundle(told_anew, new, profile)
    plan = plan_of(reading)
    assert dict(plan.counts) == {("focus", "proposed"): 1, ("focus", "added"): 1, ("profile", "added"): 1}
    carry_out(reading, plan, by=curator("clara"))
    assert Focus.objects.get(pk=focus.pk).name == focus.name
    assert Proposal.objects.open().get().proposed_by_name == "clara"
    assert Focus.objects.get(code="NEWFOCUS1").profiles.count() == 1


def test_the_same_text_told_twice_in_two_ways_is_a_fault(bundle):
    on_desk()
    one = {"kind": "focus", "code": FOCUS_CODE, "function": FUNCTION_CODE, "name": "One"}
    plan = Planner(bundle(one, one | {"name": "Two"})).make()
    assert [str(fault) for fault in plan.faults] == [
        f"line 3: one text for focus {FOCUS_CODE} expected, the file has told another before"
    ]


def test_a_new_level_of_a_published_track_is_a_fault(bundle):
    approved()
    level = {"kind": "level", "code": "M9", "track": "M", "step": 9, "rank": 15, "title": "M 9"}
    plan = Planner(bundle(level)).make()
    assert [str(fault) for fault in plan.faults] == [
        "line 2: levels → code: a level that exists expected, found M9: a new one of a published track is proposed "
        "first"
    ]


@pytest.mark.parametrize(
    ("records", "how", "fault"),
    [
        ([{"kind": "profile"}], {}, "line 2: profiles → code: required key missing"),
        ([record_data()], {"most_bytes": 100}, "line 2: at most 100 bytes expected"),
        ([{"kind": "event"}], {}, "line 2: events: profiles expected: a full bundle is read with --as-published"),
        ([{"kind": "x" * 99}], {}, "line 2: kind: one of canon, track, level, function, focus"),
    ],
)
def test_a_bad_bundle_is_refused_with_its_lines(bundle, records, how, fault):
    on_desk()
    with pytest.raises(FileRefused) as refused:
        bundle(*records, **how)
    assert str(refused.value.faults[0]).startswith(fault)


def test_what_cuts_a_bundle_short_is_a_refusal(bundle, tmp_path):
    whole = gzip.compress(json.dumps(CANON).encode())
    path = tmp_path / "canon.jsonl.gz"
    path.write_bytes(whole[:-6])
    with pytest.raises(FileRefused):
        BundleReading(path, path.name, pay=True, most_bytes=1_000)


def test_a_profile_of_no_level_is_a_refusal(bundle):
    on_desk()
    with pytest.raises(FileRefused):
        bundle(record_data(KEY_M4.replace("M4", "X9")))
