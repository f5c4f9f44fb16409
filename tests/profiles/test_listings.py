"""Listings: after any move they tell what stands, and nothing that nobody approved."""

import json
import struct

import pytest
from django.core.management import call_command

from profiles.listings import renew, tick
from profiles.models import Listing, Revision, RevisionSkill
from taxonomy.texts import fold_name
from tests.factories import (
    approved,
    edit,
    focus,
    in_review,
    ladder,
    marked,
    next_version,
    on_desk,
    record_data,
    retired,
    returned,
    withdrawn,
)

pytestmark = pytest.mark.django_db

PLACE = ("key", "state", "function_code", "focus_code", "level_code", "track_code", "scope_code", "rank")


def listed() -> set[tuple[int, str]]:
    return set(Listing.objects.values_list("revision", "state"))


def stands() -> set[tuple[int, str]]:
    return set(Revision.objects.current().values_list("pk", "state"))


@pytest.mark.parametrize("state", [on_desk, in_review, returned, withdrawn])
def test_what_was_never_approved_is_not_listed(state):
    state()
    assert Listing.objects.count() == 0


def test_an_approval_lists_a_text_with_its_place():
    revision = approved()
    row = Listing.objects.get()
    assert [getattr(row, name) for name in PLACE] == [getattr(revision, name) for name in PLACE]
    assert (row.band, row.confidence, row.folded_title) == ("high", 900, fold_name(revision.title))
    assert row.approved_at == Revision.objects.get(pk=revision.pk).decided_at
    named = set(RevisionSkill.objects.filter(revision=revision).values_list("skill", flat=True))
    assert set(struct.unpack("<3I", bytes(row.skills))) == named


@pytest.mark.parametrize(("confidence", "band", "thousandths"), [(0.65, "medium", 650), (0.3, "low", 300)])
def test_the_band_is_that_of_the_sealed_confidence(confidence, band, thousandths):
    approved(confidence=confidence)
    assert Listing.objects.values_list("band", "confidence").get() == (band, thousandths)


def test_moves_keep_one_row_for_what_stands():
    first = approved()
    waiting = in_review(edit(first.profile, summary="Waiting."))
    assert listed() == stands() == {(first.pk, "approved")}
    assert waiting.pk not in {pk for pk, _ in listed()}


def test_a_later_version_takes_the_place_of_the_former():
    second = next_version(approved())
    assert listed() == stands() == {(second.pk, "approved")}


def test_a_proposed_retirement_changes_nothing_and_a_retirement_is_told():
    revision = marked()
    assert listed() == stands() == {(revision.pk, "approved")}
    other = retired(code="PLANTO.OTHER1.M4")
    assert listed() == stands() == {(revision.pk, "approved"), (other.pk, "retired")}


def test_what_returns_from_retirement_is_listed_as_approved():
    gone = retired()
    back = approved(edit(gone.profile, summary="Back again."))
    assert listed() == stands() == {(back.pk, "approved")}


def test_a_restored_file_is_listed_like_what_was_approved_here(tmp_path):
    ladder()
    focus()
    head = {"kind": "canon", "format": "canon-bundle/1", "title": "Sample"}
    records = [head, record_data(status="approved", version=3), record_data("PLANTO.X1.M5", status="retired")]
    focus("X1")
    path = tmp_path / "canon.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    call_command("import_canon", path, as_published=True, verbosity=0)
    assert listed() == stands()
    assert sorted(state for _, state in listed()) == ["approved", "retired"]


def test_renewing_again_changes_nothing():
    revision = approved()
    before = list(Listing.objects.values())
    renew([revision.profile_id])
    tick()
    after = list(Listing.objects.values())
    assert after == [row | {"stamp": row["stamp"] + 1} for row in before]


@pytest.mark.parametrize("count", [1, 3])
def test_renewing_costs_the_same_however_many(django_assert_num_queries, count):
    profiles = [approved(code=f"PLANTO.F{number}.M4").profile_id for number in range(count)]
    with django_assert_num_queries(4):  # what stands, the old rows out, skills, the new rows in
        renew(profiles)
    renew([])
    assert Listing.objects.count() == count
