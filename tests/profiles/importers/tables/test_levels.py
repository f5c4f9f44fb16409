"""Level names come to levels by tables, by rules and by the ladder's own names, and no two of a focus to one."""

import pytest

from profiles.importers.tables.levels import Ladder, Mapper, NoLadder, UnknownLevel, read_ladder
from profiles.importers.tables.mapping import LevelRule, Levels

STEPS = {f"P{n}": ("P", n) for n in range(1, 5)} | {f"M{n}": ("M", n) for n in range(1, 4)}
LADDER = Ladder(STEPS, {"lead professional": "P4"})
RULES = [
    LevelRule(level="M3", starts=["Head of"]),
    LevelRule(level="M2", starts=["Senior"], ends=["- management"]),
    LevelRule(level="P3", starts=["Senior"]),
    LevelRule(level="P2", equals=["{focus}"]),
    LevelRule(level="P1", starts=["Trainee", "Junior"]),
]


def mapped(levels: Levels, focus: str, *names: str) -> dict[str, str]:
    """Name → code, or "?"."""
    found = dict(Mapper(levels, LADDER).map(focus, names))
    return {name: "?" if isinstance(told, UnknownLevel) else told.code for name, told in found.items()}


def test_the_focus_s_own_table_goes_before_the_one_for_all():
    levels = Levels(exact={"Senior": "P3"}, focus={"Baker": {"senior": "P4"}})
    assert mapped(levels, "Baker", "Senior") == {"Senior": "P4"}
    assert mapped(levels, "Smith", " SENIOR ") == {" SENIOR ": "P3"}


def test_the_first_rule_that_fits_counts_and_compares_whole_words():
    names = ("Senior baker", "Senior baker - management", "Baker", "Head of bakery", "Seniority")
    found = mapped(Levels(rules=RULES), "Baker", *names)
    assert found == dict(zip(names, ["P3", "M2", "P2", "M3", "?"], strict=True))


def test_codes_and_titles_of_the_ladder_are_known_without_a_mapping():
    assert mapped(Levels(), "Baker", "p2", "Lead professional") == {"p2": "P2", "Lead professional": "P4"}


def test_two_names_on_one_level_are_a_fault():
    found = dict(Mapper(Levels(exact={"A": "P1", "B": "P1"}), LADDER).map("Baker", ["A", "B"]))
    assert str(found["B"]) == (
        "one level name for P1 in “Baker” expected, found “B” beside “A”: "
        "tell them apart in [levels.focus], or say where_taken = “share” if they mean the same"
    )


def test_two_names_may_mean_one_level_where_the_mapping_says_so():
    levels = Levels(exact={"Sr": "P3", "Senior": "P3"}, where_taken="share")
    assert mapped(levels, "Baker", "Sr", "Senior") == {"Sr": "P3", "Senior": "P3"}


def test_the_more_senior_of_two_names_moves_up_and_pushes_those_above():
    levels = Levels(rules=RULES, where_taken="next")
    names = ("Senior baker", "Trainee baker", "Baker", "Junior baker")
    assert mapped(levels, "Baker", *names) == {
        "Trainee baker": "P1",
        "Junior baker": "P2",
        "Baker": "P3",
        "Senior baker": "P4",
    }


def test_a_level_given_by_table_is_never_taken_or_moved():
    levels = Levels(rules=RULES, focus={"Baker": {"Oven master": "P2"}}, where_taken="next")
    assert mapped(levels, "Baker", "Baker", "Oven master", "Junior baker") == {
        "Oven master": "P2",
        "Junior baker": "P1",
        "Baker": "P3",
    }


def test_a_track_that_has_no_step_left_is_a_fault():
    levels = Levels(rules=[LevelRule(level="P4", starts=["Lead", "Chief"])], where_taken="next")
    assert mapped(levels, "Baker", "Lead baker", "Chief baker") == {"Lead baker": "P4", "Chief baker": "?"}


def test_names_of_the_mapping_that_the_sheet_does_not_have_are_told():
    mapper = Mapper(Levels(exact={"A": "P1"}, focus={"Baker": {"B": "P2"}}), LADDER)
    list(mapper.map("Smith", ["A"]))
    assert list(mapper.unmet()) == ["baker → b"]


@pytest.mark.django_db
def test_without_a_ladder_the_command_to_run_is_told():
    with pytest.raises(NoLadder) as caught:
        read_ladder(Levels())
    assert str(caught.value) == (
        "the canon's levels expected in the database, not found there. Load the ladder first: "
        "manage.py import_canon profiles/sample/ladder.jsonl"
    )


def test_a_level_that_the_ladder_lacks_is_told(ladder):
    with pytest.raises(NoLadder, match="the levels P9 expected in the database"):
        read_ladder(Levels(exact={"A": "P9", "B": "P1"}))
