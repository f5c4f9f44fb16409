"""A plan says what a file would do, row by row, and writes nothing; equal plans have equal digests."""

import pytest

from profiles.importers.plans import Planner, planning
from profiles.importers.plans.showing import Plan
from tests.factories import KEY_M4, edit, everything, on_desk
from tests.workbooks import edited, exported, planned, put, reading, saved, told

pytestmark = pytest.mark.django_db
LEVELS = ("M1", "M2", "M3")


def book(tmp_path, *edits):
    data = exported()
    for one in edits:
        data = edited(data, one)
    return saved(tmp_path, data)


def three(tmp_path):
    for level in LEVELS:
        on_desk(code=KEY_M4.replace("M4", level))
    return book(tmp_path, *(put("Profiles", row, "title", f"Lead {row}") for row in (2, 3, 4)))


def test_a_plan_writes_nothing(tmp_path):
    path = three(tmp_path)
    before = everything()
    assert planned(path).may_apply
    assert everything() == before


def test_words_are_marked(tmp_path):
    on_desk()
    (profile,) = planned(book(tmp_path, put("Profiles", 2, "title", "Plant Leader M4"))).profiles
    assert [(piece.kind, piece.text) for piece in profile.rows[0].changes[0].pieces] == [
        ("same", "Plant "),
        ("removed", "Manager"),
        ("added", "Leader"),
        ("same", " M4"),
    ]
    assert (profile.key, profile.what, profile.title) == (KEY_M4, "changed", "Plant Leader M4")


def test_the_digest_covers_what_would_be_written_and_every_lock(tmp_path):
    profile = on_desk()
    path = book(tmp_path, put("Profiles", 2, "title", "A"))
    first = planned(path)
    assert first.digest == planned(path).digest
    assert first.writes == {KEY_M4: 0}
    assert planned(book(tmp_path, put("Profiles", 2, "title", "B"))).digest != first.digest
    edit(profile, summary="Meanwhile.")
    assert planned(book(tmp_path, put("Profiles", 2, "title", "A"))).digest != first.digest


def test_what_is_not_shown_is_counted_and_carried_all_the_same(tmp_path):
    path = three(tmp_path)
    with reading(path) as opened:
        plan = Planner(opened, rows_shown=2).make()
    assert (len(plan.profiles), plan.untold, plan.counts["profile", "changed"]) == (2, 1, 3)
    assert len(plan.writes) == 3
    assert plan.digest == planned(path).digest


def test_telling_ends_when_its_time_is_over(tmp_path, monkeypatch):
    monkeypatch.setattr(planning, "TELLING_SECONDS", -1)
    plan = planned(three(tmp_path))
    assert (plan.profiles, plan.untold, plan.may_apply) == ([], 3, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_profiles(tmp_path, count, django_assert_num_queries):
    for level in LEVELS[:count]:
        on_desk(code=KEY_M4.replace("M4", level))
    path = book(tmp_path, *(put("Profiles", row, "title", f"Lead {row}") for row in range(2, 2 + count)))
    with reading(path) as opened, django_assert_num_queries(19):
        Planner(opened).make()


def test_faults_and_changes_are_told_together(tmp_path):
    path = three(tmp_path)
    plan = planned(saved(tmp_path, edited(path.read_bytes(), put("Profiles", 3, "confidence", "high"))))
    assert [str(fault) for fault in plan.faults] == [
        "Profiles, row 3, column “confidence”: a number from 0 to 1 expected, found “high”"
    ]
    assert [row[1] for row in told(plan)] == [2, 4]
    assert not plan.may_apply


def test_counts_are_grouped_for_the_page():
    plan = Plan("x")
    plan.counts.update({("profile", "same"): 3, ("focus", "proposed"): 1, ("profile", "changed"): 2})
    assert plan.counted == [("profile", [(3, "same"), (2, "changed")]), ("focus", [(1, "proposed")])]
