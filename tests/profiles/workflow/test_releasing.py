"""A release: who may make it, what belongs to it, what its digest is of, and that nobody changes it afterwards."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import sealing, workflow
from profiles.models import Release, ReleaseMember, ReleaseText, Revision
from profiles.states import Conflict, Refused
from profiles.workflow import releasing
from tests.factories import (
    KEY_M4,
    all_rounder,
    approved,
    approver,
    curator,
    everything,
    in_review,
    next_version,
    on_desk,
    payload,
    refused_by_the_database,
    retired,
    reviewer,
    superseded,
    withdrawn,
)

pytestmark = pytest.mark.django_db


def made(name: str = "2027.1", **how) -> Release:
    return workflow.make_release(name, **({"by": approver()} | how))


def test_what_stands_belongs_to_it_and_nothing_else():
    superseded()
    retired(code="PLANTO.GONE1.M4")
    in_review(code="PLANTO.WAIT1.M4")
    withdrawn(code="PLANTO.BACK1.M4")
    on_desk(code="PLANTO.DRAFT1.M4")
    release = made(notes=" Two lines\r\nof notes ")
    seals = dict(Revision.objects.values_list("key", "seal").order_by("number"))
    assert list(release.members.values_list("key", "number", "state", "seal")) == [
        ("PLANTO.GONE1.M4", 1, "retired", seals["PLANTO.GONE1.M4"]),
        (KEY_M4, 2, "approved", seals[KEY_M4]),
    ]
    assert (release.approved, release.retired, release.functions, release.focuses) == (1, 1, 1, 2)
    assert (release.notes, release.made_by_name, release.origin) == ("Two lines\nof notes", "axel", "desk")
    assert list(release.texts.filter(kind__in=("function", "focus")).values_list("code", "parent", "name", "text")) == [
        ("PLANTO", "", "Plant Operations", '{"summary":"The work of PLANTO."}'),
        ("GONE1", "PLANTO", "Gone1", '{"summary":"What sets GONE1 apart."}'),
        ("LINELEADE1A8", "PLANTO", "Line Leadership", '{"summary":"What sets LINELEADE1A8 apart."}'),
    ]


def test_its_digest_is_of_its_sorted_lines_as_anybody_can_reckon():
    approved()
    release = made()
    lines = [f"{m.seal} {m.state} {m.key}#{m.number}" for m in ReleaseMember.objects.all()]
    texts = ReleaseText.objects.values_list("record", "position", "kind")
    lines += [f"{hashlib.sha256(text.encode()).hexdigest()} text {place} {kind}" for text, place, kind in texts]
    assert len(lines) == 1 + 1 + 6 + 1 + 1 + 3  # profile, track, levels, function, focus, skills
    assert release.digest == hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()


def test_releases_are_chained_one_to_the_other():
    approved()
    first, second = made("a"), made("b", notes="x")
    told = {"name": "b", "notes": "x", "made_by_name": "axel", "digest": second.digest}
    at = second.made_at.isoformat().replace("+00:00", "Z")
    assert second.chain == sealing.chain(first.chain, told | {"made_at": at})
    assert first.digest == second.digest


@pytest.mark.parametrize("who", [curator, reviewer, lambda: None])
def test_only_an_approver_names_a_release(who):
    approved()
    with pytest.raises(Refused, match="asks for an approver"):
        made(by=who())
    assert not ReleaseMember.objects.exists()


def test_who_wrote_what_stands_may_name_it():
    """Every text in it was approved by somebody else; a name decides on nothing."""
    approved(on_desk(by=all_rounder()), by=approver())
    assert made(by=all_rounder()).made_by_name == "alma"


@pytest.mark.parametrize("name", ["", "a b", "-a", "a/b", "2027-01-31", "20270131", "feed", "é", "x" * 41, "../x"])
def test_a_name_that_is_none_is_refused(name):
    approved()
    with pytest.raises(Refused, match=r"a name such as 2027\.1"):
        made(name)


def test_what_else_is_refused():
    with pytest.raises(Refused, match="something approved is expected"):
        made()
    approved()
    made("2027.1")
    with pytest.raises(Refused, match=r"there is a release 2027\.1 already"):
        made(" 2027.1 ")
    with pytest.raises(Refused, match="notes of at most 10,000 characters"):
        made("b", notes="x" * 10_001)
    with pytest.raises(Refused, match="notes:"):
        made("b", notes="\x07")


def test_it_is_made_whole_or_not_at_all(monkeypatch):
    approved()
    before = everything()

    def breaks(*args):
        raise RuntimeError("the light went out")

    monkeypatch.setattr(releasing, "link", breaks)
    with pytest.raises(RuntimeError):
        made()
    assert everything() == before


def test_nobody_changes_a_release_nor_what_belongs_to_it():
    first = approved()
    release = made()
    later = next_version(first)
    row = {"release": release, "key": "X.Y.M4", "number": 1, "state": "approved", "seal": "0" * 64}
    for rows, values in (
        (Release.objects, {"notes": "forged"}),
        (Release.objects, {"name": "other"}),
        (ReleaseMember.objects, {"state": "retired"}),
        (ReleaseText.objects, {"record": "{}"}),
    ):
        with refused_by_the_database("never changes"):
            rows.update(**values)
        with refused_by_the_database("never changes"):
            rows.all()._raw_delete("default")
    with refused_by_the_database("never changes"):
        ReleaseMember.objects.create(revision=later, **row)
    with refused_by_the_database("never changes"):
        ReleaseText.objects.create(release=release, position=99, kind="function", record="{}")
    with refused_by_the_database("made with all of its members"):
        forged = {"made_at": release.made_at, "functions": 0, "focuses": 0, "digest": "", "chain": ""}
        Release.objects.create(name="forged", approved=2, retired=0, **forged)


def test_members_without_their_release_do_not_stay():
    first = approved()
    row = {"key": KEY_M4, "number": 1, "state": "approved", "seal": first.seal, "revision": first}
    with refused_by_the_database("(?i)foreign key"):
        ReleaseMember.objects.create(release_id="nowhere", **row)
        connection.check_constraints()  # as at the end of the transaction
    assert not ReleaseMember.objects.exists()


def test_a_conflict_is_told_where_the_lock_is_not_had(monkeypatch):
    from django.db import OperationalError

    approved()

    def waits_too_long():
        raise OperationalError("lock timeout")

    monkeypatch.setattr(releasing, "_hold_still", waits_too_long)
    with pytest.raises(Conflict, match="please try again"):
        made()


def test_making_costs_the_same_however_many_profiles():
    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as found:
            made(name)
        return len(found)

    approved()
    one = queries("a")
    approved(code="PLANTO.OTHER1.M4")
    approved(code="PLANTO.OTHER1.M3")
    assert queries("b") == one


def test_lines_of_a_digest_begin_with_a_seal():
    seal = sealing.seal(payload())
    assert sealing.member_line(seal, "approved", "A.B.M4#2") == f"{seal} approved A.B.M4#2"
    assert sealing.text_line(seal, "focus", 7) == f"{seal} text 7 focus"
    # echo "b\na" | sort | sha256sum
    assert sealing.release_digest(["b", "a"]) == "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2"
