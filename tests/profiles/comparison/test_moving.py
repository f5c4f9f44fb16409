"""What somebody keeps, gains and drops who goes from one role to another: reckoned by hand."""

from profiles.comparison import Meter, responsibilities, shift_of, shift_of_fields, skills

LINES = "Plans the shifts of six lines"
MORE_LINES = "Plans the shifts of ten lines"
BEFORE = {
    "responsibilities": [LINES, "Counts stock on Fridays", "Opens the day with a talk"],
    "skills": [
        {"name": "Shift planning", "type": "skill", "summary": "For two lines"},
        {"name": "Excel", "type": "tool", "summary": "For rosters"},
    ],
}
AFTER = {
    "responsibilities": ["Opens the day with a talk", "Argues for machines before the board", MORE_LINES],
    "skills": [
        {"name": "Budgeting", "type": "skill", "summary": ""},
        {"name": "shift planning", "type": "skill", "summary": "For ten lines"},
    ],
}


def names(cells) -> list[tuple[str, str]]:
    return [(cell.name, cell.text) for cell in cells]


def kept(rows) -> list[tuple[str, str, str, bool]]:
    return [(row.name, row.cells[0].text, row.cells[1].text, row.equal) for row in rows]


def test_responsibilities_that_are_near_are_kept_in_other_words():
    found = shift_of(responsibilities((BEFORE, AFTER), Meter()))
    talk = "Opens the day with a talk"
    assert kept(found.keep) == [("", LINES, MORE_LINES, False), ("", talk, talk, True)]
    assert names(found.gain) == [("", "Argues for machines before the board")]
    assert names(found.drop) == [("", "Counts stock on Fridays")]


def test_skills_are_one_by_their_folded_name():
    found = shift_of(skills((BEFORE, AFTER), Meter()))
    assert kept(found.keep) == [("Shift planning", "For two lines", "For ten lines", False)]
    assert names(found.gain) == [("Budgeting", "")]
    assert names(found.drop) == [("Excel", "For rosters")]


def test_the_way_back_drops_what_the_way_there_gains():
    there, back = (shift_of(skills(pair, Meter())) for pair in ((BEFORE, AFTER), (AFTER, BEFORE)))
    assert (names(there.gain), names(there.drop)) == (names(back.drop), names(back.gain))


def test_a_field_that_differs_goes_and_comes_and_one_that_is_equal_stays():
    before = {"Scope": "One line", "Autonomy": "Sets the week", "Impact": "The team", "Leadership": ""}
    after = {"Scope": "One line", "Autonomy": "Sets the year", "Impact": "", "Leadership": "Leads leads"}
    found = shift_of_fields(before, after, Meter())
    assert kept(found.keep) == [("Scope", "One line", "One line", True)]
    assert names(found.gain) == [("Autonomy", "Sets the year"), ("Leadership", "Leads leads")]
    assert names(found.drop) == [("Autonomy", "Sets the week"), ("Impact", "The team")]
    assert [piece for piece in found.gain[0].pieces if piece.kind == "differs"] == [("differs", "year")]


def test_where_neither_has_anything_there_is_nothing_to_tell():
    empty = {"responsibilities": [], "skills": []}
    assert not shift_of(responsibilities((empty, empty), Meter()))
    assert not shift_of_fields({"Scope": ""}, {"Scope": ""}, Meter())
    assert shift_of(skills((empty, AFTER), Meter()))
