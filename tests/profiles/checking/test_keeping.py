"""What a check leaves behind: rows of the last one alone, nothing of one that broke, and one at a time."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from profiles import checking, contradictions
from profiles.checking import starting
from profiles.models import CanonCheck, CanonFinding
from profiles.states import Conflict
from tests.factories import approved, curator, in_review, next_version

pytestmark = pytest.mark.django_db

COPIED = "Plans shifts and overtime in the MES for six lines and about 180 people"


def check() -> CanonCheck:
    call_command("canon_check", "--quiet")
    return CanonCheck.objects.last_ended()


def test_only_the_findings_of_the_last_check_are_kept():
    approved(responsibilities=["Plans.", "Leads."])
    first, second = check(), check()
    assert first.pk != second.pk
    assert set(CanonFinding.objects.values_list("check_of", flat=True)) == {second.pk}
    assert [kind[0] for kind in second.work["kinds"]] == list(
        CanonFinding.objects.order_by("code").values_list("code", flat=True)
    )
    assert second.work["waited"]["counts"] == [1, 0, 0, 0, 0, 0]


def test_a_check_that_breaks_leaves_the_one_before(monkeypatch):
    approved(responsibilities=["Plans.", "Leads."])
    before = check()
    rows = set(CanonFinding.objects.values_list("pk", flat=True))

    def broken(*args, **known):
        raise RuntimeError("no")

    monkeypatch.setattr(contradictions.Index, "around", broken)
    with pytest.raises(RuntimeError):
        check()
    assert CanonCheck.objects.get() == before
    assert set(CanonFinding.objects.values_list("pk", flat=True)) == rows


def test_from_a_page_one_check_runs_at_a_time(monkeypatch):
    started = []
    monkeypatch.setattr(starting, "launch", started.append)
    begun = checking.start(by=curator(), seen=0)
    assert (started, begun.checked_by_name, CanonCheck.objects.last_ended()) == ([begun.pk], "carla", None)
    with pytest.raises(Conflict, match="has not ended yet"):
        checking.start(by=curator("kim"), seen=0)
    call_command("canon_check", "--quiet", "--begun", str(begun.pk))
    assert CanonCheck.objects.last_ended().checked_by_name == "carla"
    with pytest.raises(Conflict, match="was checked since you opened this page"):
        checking.start(by=curator(), seen=0)
    checking.start(by=curator(), seen=begun.pk)


def test_a_check_that_never_ended_is_waited_for_no_longer_than_a_while(monkeypatch):
    monkeypatch.setattr(starting, "launch", lambda check: None)
    begun = checking.start(by=curator(), seen=0)
    CanonCheck.objects.filter(pk=begun.pk).update(begun_at=timezone.now() - datetime.timedelta(minutes=16))
    assert checking.running() is None


def test_the_desk_is_told_what_only_the_whole_canon_shows_while_the_words_stand():
    one = approved(code="PLANTO.LINELEADE1A8.M4", summary="Own.", skills=[])
    approved(code="PLANTO.OTHERFOC12.M4", title="Another", aliases=[], summary="Other.", skills=[])
    check()
    payload = {"summary": "Own.", "responsibilities": [COPIED, "New."], "skills": []}
    [found] = checking.of_the_whole(one.profile_id, payload, [])
    assert (found.code, found.of) == ("responsibilities.elsewhere", COPIED)
    assert checking.of_the_whole(one.profile_id, payload, [found]) == []  # found just now as well
    assert checking.of_the_whole(one.profile_id, payload | {"responsibilities": ["New."]}, []) == []
    next_version(one)
    assert checking.of_the_whole(one.profile_id, payload, []) == []  # of a text that stands no more


def test_what_is_not_approved_is_in_no_check():
    in_review(panel=[])
    found = check()
    assert (found.profiles, found.public["functions"], CanonFinding.objects.count()) == (0, [], 0)
