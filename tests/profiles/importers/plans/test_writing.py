"""A plan is carried out whole or not at all, and never over what somebody else has saved."""

import pytest
from django.db import OperationalError, connection

from profiles import desk, payloads, trail
from profiles.desk import Conflict
from profiles.importers.plans import Planner, carry_out, shared
from profiles.models import PanelScore, Profile
from tests.factories import KEY_M4, curator, edit, everything, fresh, on_desk, review
from tests.workbooks import applied, edited, exported, faults, put, reading, saved

pytestmark = pytest.mark.django_db
M1, M2, M3 = (KEY_M4.replace("M4", level) for level in ("M1", "M2", "M3"))


@pytest.fixture
def book(tmp_path):
    """Three desks, and a workbook that changes each of them and a focus."""
    for key in (M1, M2, M3):
        on_desk(code=key)
    data = exported()
    for row in (2, 3, 4):
        data = edited(data, put("Profiles", row, "title", f"Lead {row}"))
    return saved(tmp_path, edited(data, put("Focuses", 2, "name", "Line Work")))


def titles():
    return list(Profile.objects.order_by("level__step").values_list("title", flat=True))


def test_one_bad_row_and_nothing_changes(book):
    before = everything()
    path = saved(book.parent, edited(book.read_bytes(), put("Skills", 5, "type", "gadget")), "bad.xlsx")
    assert len(faults(path)) == 1
    with reading(path) as opened, pytest.raises(AssertionError):
        assert Planner(opened).make().may_apply
    assert everything() == before


def test_all_of_it_is_written_once(book):
    by = curator("clara")
    applied(book, by=by)
    assert titles() == ["Lead 2", "Lead 3", "Lead 4"]
    assert [p.lock for p in Profile.objects.all()] == [1, 1, 1]
    assert [[e.by_name for e in p.events.order_by("pk")][1:] for p in Profile.objects.all()] == [["clara"]] * 3


@pytest.mark.parametrize(("module", "name"), [(trail, "tell_many"), (desk, "_lay_rows")])
def test_whatever_breaks_in_the_middle_leaves_nothing_behind(book, monkeypatch, module, name):
    by, before = curator("clara"), everything()

    def breaks(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(module, name, breaks)
    with reading(book) as opened:
        plan = Planner(opened).make()
        with pytest.raises(RuntimeError):
            carry_out(opened, plan, by=by)
    assert everything() == before


def test_a_desk_that_is_saved_between_plan_and_press_stops_all_of_it(book):
    by = curator("clara")
    with reading(book) as opened:
        plan = Planner(opened).make()
        edit(Profile.objects.with_places().get(level__code="M2"), by=curator("berta"), title="Theirs")
        before = everything()
        with pytest.raises(Conflict, match=f"{M2} was saved by somebody else just now: nothing was written"):
            carry_out(opened, plan, by=by)
    assert everything() == before


def test_a_profile_that_is_made_between_plan_and_press_stops_all_of_it(book):
    data = edited(book.read_bytes(), lambda book: book["Profiles"].append([KEY_M4, None, "New"]))
    path = saved(book.parent, data, "new.xlsx")
    by = curator("clara")
    with reading(path) as opened:
        plan = Planner(opened).make()
        assert plan.writes[KEY_M4] is None
        on_desk(title="Theirs")
        before = everything()
        with pytest.raises(Conflict, match=KEY_M4):
            carry_out(opened, plan, by=by)
    assert everything() == before


def test_a_review_that_is_given_between_plan_and_press_is_kept(book):
    """Reviews leave the lock as it is, and are in no sheet."""
    profile = Profile.objects.with_places().get(level__code="M2")
    with reading(book) as opened:
        plan = Planner(opened).make()
        given = review("Late Reviewer")
        PanelScore.objects.create(
            profile=profile, position=9, panelist="Late Reviewer", comment=given["comment"], judged_digest="x"
        )
        carry_out(opened, plan, by=curator("clara"))
    names = [row.panelist for row in fresh(profile).panel_scores.all()]
    assert names == ["Rita Sample", "Ravi Sample", "Late Reviewer"]
    assert payloads.record_of(fresh(profile)).title == "Lead 3"


def test_a_database_that_is_busy_is_told_as_such(book, monkeypatch):
    by, before = curator("clara"), everything()

    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    with reading(book) as opened:
        plan = Planner(opened).make()
        monkeypatch.setattr(shared, "carry_out", busy)
        with pytest.raises(Conflict, match="nothing was written"):
            carry_out(opened, plan, by=by)
    assert everything() == before


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_profiles(tmp_path, count, django_assert_num_queries):
    for key in (M1, M2, M3)[:count]:
        on_desk(code=key)
    data, by = exported(), curator("clara")
    for row in range(2, 2 + count):
        data = edited(data, put("Profiles", row, "title", f"Lead {row}"))
    with reading(saved(tmp_path, data)) as opened:
        plan = Planner(opened).make()
        # PostgreSQL is told twice that this may take longer.
        with django_assert_num_queries(62 + 2 * (connection.vendor == "postgresql")):
            carry_out(opened, plan, by=by)
