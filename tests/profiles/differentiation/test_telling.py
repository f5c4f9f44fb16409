"""Findings of a ladder: levels that read alike, a gap to the panel in both directions, a reach that shrinks."""

from profiles.differentiation import findings
from tests.profiles.differentiation.payloads import payload

NEAR = "1 of 2 lines stands at M1 in nearly the same words"
PLANS, TRAINS, SIGNS, HIRES = "Plans shifts", "Trains operators", "Signs budgets", "Hires supervisors"


def told(*payloads) -> list[tuple[str, str, str, str]]:
    return [(key.rpartition(".")[2], f.code, str(f.severity), f.message) for key, f in findings(payloads)]


def test_levels_of_which_more_than_half_is_shared_read_alike():
    rows = payload("M1", 4, PLANS, TRAINS, SIGNS), payload("M2", 5, PLANS, TRAINS, HIRES)
    message = "2 of 3 lines stand at {} in nearly the same words; by its text level differentiation comes to 2.3 of 5"
    assert told(*rows) == [
        ("M1", "levels.alike", "warning", message.format("M2")),
        ("M2", "levels.alike", "warning", message.format("M1")),
    ]


def test_half_is_a_point_too_few_for_a_panel_of_four_and_enough_for_less():
    beside = payload("M1", 4, PLANS, TRAINS)
    message = "the panel gives {} for level differentiation, the text shows 3.0: " + NEAR
    assert told(beside, payload("M2", 5, PLANS, HIRES, panel=(4, 4))) == [
        ("M2", "levels.gap", "warning", message.format("4.0"))
    ]
    assert told(beside, payload("M2", 5, PLANS, HIRES, panel=(4, 3.5))) == []


def test_a_panel_that_gives_much_less_than_the_text_shows_is_only_noted():
    beside = payload("M1", 4, PLANS, TRAINS)
    assert told(beside, payload("M2", 5, SIGNS, HIRES, panel=(3.5, 4))) == []
    [(level, code, severity, message)] = told(beside, payload("M2", 5, SIGNS, HIRES, panel=(3.5,)))
    assert (level, code, severity) == ("M2", "levels.gap", "note")
    assert message == (
        "the panel gives 3.5 for level differentiation, the text shows 5.0: words differ from the neighbours',"
        " the panel does not see the level in them"
    )


def test_a_gap_is_told_at_the_panel_so_that_it_is_kept_from_who_has_not_scored():
    rows = payload("M1", 4, PLANS), payload("M2", 5, PLANS, panel=(5,))
    assert [f.where for _, f in findings(rows) if f.code == "levels.gap"] == ["panel"]


def test_a_level_that_reaches_less_far_than_one_below_it_is_told():
    low = payload("M1", 4, "Owns the budget of one plant", "Opens the plant's quarterly talks")
    high = payload("M2", 5, "Checks a shift's cards", "Hires for the shift")
    message = "its lines reach as far as a shift, those of M1 below it as far as a plant"
    assert told(low, high) == [("M2", "levels.scope", "warning", message)]
    assert told(payload("M2", 5, *low["responsibilities"]), payload("M1", 4, *high["responsibilities"])) == []
