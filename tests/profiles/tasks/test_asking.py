"""Errands without a queue and with one: done at once or by a worker, held by one alone, cleared away in time."""

import datetime
import io
import json

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from profiles import tasks
from profiles.importers.titles import Line
from profiles.models import Errand, ErrandKind, ErrandPiece, Profile, Stage, Step, TitleKind
from profiles.people import CURATORS
from profiles.resolver import lists
from profiles.states import Conflict
from profiles.tasks import holding
from profiles.tasks.running import carry_out
from tests.factories import KEY_M4, approved, curator, edit, focus, ladder, on_desk, person, record_data

pytestmark = pytest.mark.django_db
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def queue(settings):
    settings.TASKS = DATABASE


def bundle(**changes) -> list[bytes]:
    lines = ({"kind": "canon", "format": "canon-bundle/1"}, record_data(**changes))
    return ["\n".join(map(json.dumps, lines)).encode()]


def bring(**changes) -> Errand:
    return tasks.ask(ErrandKind.IMPORT, "canon.jsonl", by=curator(), file=bundle(**changes))


def again_later() -> None:
    """As if a lease had gone by since anybody said something."""
    past = timezone.now() - holding.lease() - datetime.timedelta(seconds=1)
    Errand.objects.update(alive_at=past)


def fresh(errand: Errand) -> Errand:
    return Errand.objects.get(pk=errand.pk)


def told(errand: Errand) -> tuple[str, str, str]:
    return errand.step, errand.stage, errand.said


def test_without_a_queue_it_is_done_before_the_asking_returns():
    on_desk()
    looked = bring(summary="New words.")
    said = "Nothing is written yet: this is what it would change."
    assert (told(looked), looked.told["counted"]) == (("look", "looked", said), [["profile", [[1, "changed"]]]])
    assert tasks.may_go_again(looked) is False
    done = tasks.apply(looked, by=curator(), note="as agreed")
    assert told(done) == ("apply", "done", "Applied: 1 profile changed.")
    assert Profile.objects.get().events.latest("pk").note == "from the file canon.jsonl: as agreed"
    assert (ErrandPiece.objects.count(), DBTaskResult.objects.count()) == (0, 0)
    with pytest.raises(Conflict):
        tasks.apply(looked, by=curator())


def test_a_desk_that_moved_is_a_refusal_that_can_be_looked_at_again():
    profile = on_desk()
    looked = bring(summary="New words.")
    edit(profile, title="Another by now")
    refused = tasks.apply(looked, by=curator())
    assert (refused.stage, refused.said[:36]) == ("refused", "Something that this file changes is ")
    assert Profile.objects.get().summary != "New words."
    looked = tasks.again(refused, by=curator())
    assert (looked.step, looked.stage, tasks.apply(looked, by=curator()).stage) == ("look", "looked", "done")


def test_with_a_queue_it_waits_for_a_worker_and_is_looked_after(queue):
    on_desk()
    waiting = bring(summary="New words.")
    assert told(waiting) == ("look", "waiting", "")
    now, later = DBTaskResult.objects.order_by("run_after").values_list("run_after", flat=True)
    assert {later.year, now.year} == {timezone.now().year, 9999}  # at once has the end of time in that table
    carry_out.func(waiting.pk)
    assert (fresh(waiting).stage, DBTaskResult.objects.count()) == ("looked", 3)
    carry_out.func(waiting.pk)  # what was left for later finds nothing to do
    assert (fresh(waiting).tries, DBTaskResult.objects.count()) == (1, 3)


def test_one_alone_holds_it_and_whoever_lost_it_writes_nothing(queue, monkeypatch):
    on_desk()
    carry_out.func(bring(summary="New words.").pk)
    errand = tasks.apply(Errand.objects.get(), by=curator())
    first = holding.take(errand.pk)
    assert holding.take(errand.pk) is None
    again_later()
    second = holding.take(errand.pk)
    assert (second.tries, first.hold == second.hold) == (2, False)
    from profiles.tasks import importing

    with pytest.raises(holding.Lost):
        importing.apply(first)
    assert Profile.objects.get().summary != "New words."
    importing.apply(second)
    assert (Profile.objects.get().summary, fresh(errand).stage) == ("New words.", "done")


def test_what_no_worker_comes_to_the_end_of_is_given_up(queue):
    errand = bring()
    for _ in range(holding.MOST_TRIES):
        assert holding.take(errand.pk)
        again_later()
    carry_out.func(errand.pk)
    assert (fresh(errand).stage, fresh(errand).said[:21]) == ("failed", "It was begun 3 times,")
    assert tasks.again(fresh(errand), by=curator()).stage == "waiting"


def test_an_error_is_told_and_it_can_be_tried_again(monkeypatch):
    on_desk()
    looked = bring(summary="New words.")
    with monkeypatch.context() as patched:
        patched.setattr("profiles.tasks.importing.carry_out", lambda *_, **__: 1 / 0)
        failed = tasks.apply(looked, by=curator())
    assert (failed.stage, failed.said[:21], failed.pieces.count()) == ("failed", "Something broke that ", 1)
    assert tasks.again(failed, by=curator()).said == "Applied: 1 profile changed."


def test_a_role_that_was_taken_away_ends_what_waits(queue):
    ladder(), focus()
    errand = bring()
    curator().groups.remove(Group.objects.get(name=CURATORS))
    carry_out.func(errand.pk)
    assert told(fresh(errand))[1:] == (
        "refused",
        "It asks for a curator, and whoever asked for it is none any more.",
    )


def test_desks_go_out_with_pay_for_those_who_see_it_and_titles_and_index_come_to_their_end():
    approved(title="Plant Manager", aliases=[], mappings=[])
    done = tasks.ask(ErrandKind.EXPORT, "desk.xlsx", by=curator(), format="xlsx", function="", focus="")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(tasks.stream(done))))
    assert [row[0].value for row in book["Profiles"].rows][1:] == [KEY_M4]
    assert ("median" in " ".join(str(cell.value) for cell in next(book["Profiles"].rows)), done.done) == (True, 1)
    made = lists.begin("staff.csv", TitleKind.PROFILES, [Line(1, "Plant Manager"), Line(2, "Cook")], by=curator())
    answered = tasks.ask(ErrandKind.RESOLVE, made.name, by=curator(), list=made.pk)
    assert (answered.said, answered.done, answered.total) == ("2 titles answered.", 2, 2)
    made.delete()
    assert tasks.ask(ErrandKind.RESOLVE, "x", by=curator(), list=made.pk).said == "The list is not here any more."
    assert tasks.ask(ErrandKind.REINDEX, "Search index", by=curator()).said == "1 profile indexed."


def test_files_go_after_a_day_and_errands_after_thirty():
    on_desk()
    looked = bring(summary="New words.")
    day = timezone.now() - datetime.timedelta(days=1, hours=1)
    Errand.objects.update(alive_at=day)
    bring(summary="Other words.")
    assert (fresh(looked).stage, looked.pieces.count(), ErrandPiece.objects.count()) == ("refused", 0, 1)
    Errand.objects.filter(pk=looked.pk).update(asked_at=timezone.now() - datetime.timedelta(days=31))
    bring(summary="More words.")
    assert list(Errand.objects.values_list("stage", flat=True)) == ["looked", "looked"]


def test_nobody_presses_in_anothers_name():
    on_desk()
    looked = bring(summary="New words.")
    olga = person("olga", CURATORS)
    assert list(Errand.objects.visible_to(olga)) == []
    for press in (tasks.apply, tasks.again, tasks.forget):
        with pytest.raises(Conflict):
            press(looked, by=olga)
    assert (fresh(looked).stage, fresh(looked).step) == (Stage.LOOKED, Step.LOOK)
    tasks.forget(looked, by=curator())
    assert (Errand.objects.count(), ErrandPiece.objects.count()) == (0, 0)


def test_a_file_is_kept_in_pieces_and_comes_back_as_it_was(monkeypatch):
    from profiles.tasks import pieces

    monkeypatch.setattr(pieces, "PIECE", 10)
    errand = Errand.objects.create(kind="export", asked_by=curator(), asked_by_name="carla", asked_at=timezone.now())
    pieces.keep(errand, [b"abc", b"d" * 25, b"e"])
    assert list(tasks.stream(errand)) == [b"abc" + b"d" * 7, b"d" * 10, b"d" * 8 + b"e"]
