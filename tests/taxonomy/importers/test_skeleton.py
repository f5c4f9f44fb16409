"""Skeleton records into the database: added, changed, the same; and what cannot be."""

import pytest

from taxonomy import importers
from taxonomy.importers import Change, ImportRefused
from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Scope, Skill, Track
from taxonomy.records import SKELETON
from tests.factories import FOCUS_CODE, FUNCTION_CODE, everything, focus, function, ladder

pytestmark = pytest.mark.django_db

LEVEL = {"kind": "level", "code": "X1", "track": "X", "step": 1, "rank": 1, "title": "One"}


def write(*values):
    """Writes records of one kind; what became of each."""
    parsed = [SKELETON[value["kind"]].model_validate(value) for value in values]
    return list(importers.write(values[0]["kind"], parsed))


def examples():
    """A record of each kind that stands on the skeleton of the factories, in order."""
    focus(), ladder()
    return [
        {"kind": "track", "code": "X", "name": "Experts"},
        LEVEL,
        {"kind": "function", "code": "SALES", "name": "Sales"},
        {"kind": "focus", "code": "KEY1", "function": "SALES", "name": "Key accounts"},
        {"kind": "guideline", "function": "SALES", "level": "X1", "knowledge": "k"},
        {"kind": "guideline", "focus": "KEY1", "level": "X1", "knowledge": "own"},
        {"kind": "skill", "name": "Selling"},
        {"kind": "pay", "level": "X1", "currency": "USD", "median": 10},
        {"kind": "pay", "function": "SALES", "level": "X1", "currency": "USD", "median": 11},
    ]


def test_new_records_are_added_with_everything_they_tell():
    changes = [write(value) for value in examples()]
    assert [(c.kind, c.name, c.what) for [c] in changes] == [
        ("track", "X", "added"),
        ("level", "X1", "added"),
        ("function", "SALES", "added"),
        ("focus", "KEY1", "added"),
        ("guideline", "SALES X1", "added"),
        ("guideline", "KEY1 X1", "added"),
        ("skill", "Selling", "added"),
        ("pay", "every function X1", "added"),
        ("pay", "SALES X1", "added"),
    ]
    level = Level.objects.get(code="X1")
    assert (level.track.code, level.step, level.rank, level.title) == ("X", 1, 1, "One")
    assert Focus.objects.get(code="KEY1").function.code == "SALES"
    rubric = Guideline.objects.filter(level=level).order_by("pk")
    assert list(rubric.values_list("function__code", "focus__code", "knowledge")) == [
        ("SALES", None, "k"),
        (None, "KEY1", "own"),
    ]
    assert set(PayBaseline.objects.values_list("function__code", "median")) == {(None, 10), ("SALES", 11)}


def test_the_same_records_again_change_nothing():
    values = examples()
    for value in values:
        write(value)
    before = everything()
    assert {change.what for value in values for change in write(value)} == {"same"}
    assert everything() == before


@pytest.mark.parametrize(
    ("at", "change"),
    [
        (0, {"name": "Craft"}),
        (1, {"rank": 2}),
        (2, {"group": "Outside"}),
        (3, {"summary": "Apart"}),
        (4, {"complexity": "c"}),
        (5, {"experience": "1+"}),
        (6, {"type": "tool"}),
        (7, {"median": 12}),
        (8, {"high": 15}),
    ],
)
def test_a_changed_record_tells_field_before_and_after(at, change):
    values = examples()
    for value in values:
        write(value)
    [told] = write(values[at] | change)
    [(name, after)] = change.items()
    empty = "skill" if name == "type" else {"rank": 1, "name": "Experts", "median": 10, "high": None}.get(name, "")
    assert (told.what, told.fields) == ("changed", {name: (empty, after)})
    assert [change.what for change in write(values[at] | change)] == ["same"]


def test_a_record_that_comes_twice_in_one_chunk_ends_as_the_later():
    changes = write({"kind": "skill", "name": "Excel"}, {"kind": "skill", "name": "EXCEL", "type": "tool"})
    assert [change.what for change in changes] == ["added", "changed"]
    assert list(Skill.objects.values_list("name", "type")) == [("EXCEL", "tool")]


def test_the_spelling_of_a_skill_is_that_of_its_record():
    write({"kind": "skill", "name": "power bi"})
    [change] = write({"kind": "skill", "name": "Power BI"})
    assert change == Change("skill", "Power BI", "changed", {"name": ("power bi", "Power BI")})


def test_a_level_never_moves_to_another_track():
    ladder()
    with pytest.raises(ImportRefused, match="level M4 stands on another track than P: a level never moves"):
        write({"kind": "level", "code": "M4", "track": "P", "step": 9, "rank": 9, "title": "Lost"})


def test_a_focus_never_moves_to_another_function():
    focus(), function("SALES")
    with pytest.raises(ImportRefused, match=f"focus {FOCUS_CODE} belongs to another function than SALES"):
        write({"kind": "focus", "code": FOCUS_CODE, "function": "SALES", "name": "Lost"})


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ({"rank": 4}, r"rank must rise from X1 \(5\) to X2 \(4\)"),
        ({"years_min": 1}, r"years_min must not fall from X1 \(2\) to X2 \(1\)"),
        ({"years_max": 3}, r"years_max must not fall from X1 \(4\) to X2 \(3\)"),
    ],
)
def test_a_ladder_rises(second, sentence):
    write({"kind": "track", "code": "X", "name": "Experts"})
    first = LEVEL | {"rank": 5, "years_min": 2, "years_max": 4}
    above = {"kind": "level", "code": "X2", "track": "X", "step": 2, "rank": 6, "title": "Two"}
    with pytest.raises(ImportRefused, match=sentence):
        write(first, above | second)


def test_years_that_are_not_told_are_not_compared():
    write({"kind": "track", "code": "X", "name": "Experts"})
    above = {"kind": "level", "code": "X2", "track": "X", "step": 2, "rank": 2, "title": "Two"}
    assert [c.what for c in write(LEVEL | {"years_min": 2}, above | {"years_max": 1})] == ["added", "added"]


def test_scopes_are_made_where_they_are_missing():
    assert {code: scope.name for code, scope in importers.scopes({"global", "DE"}).items()} == {
        "global": "Global",
        "DE": "",
    }
    importers.scopes({"global", "DE", "US"})
    assert Scope.objects.count() == 3


def test_a_chunk_costs_the_same_however_many_records(django_assert_num_queries):
    function()
    for count in (1, 3):
        values = [
            {"kind": "focus", "code": f"F{count}{i}", "function": FUNCTION_CODE, "name": "x"} for i in range(count)
        ]
        with django_assert_num_queries(3):  # functions, focuses, insert
            write(*values)


def test_rows_that_are_not_named_stay_as_they_are():
    ladder()
    before = set(Track.objects.values_list()) | set(Function.objects.values_list())
    write({"kind": "track", "code": "X", "name": "Experts"})
    assert before < set(Track.objects.values_list()) | set(Function.objects.values_list())
