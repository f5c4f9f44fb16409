"""Coverage: focuses against the levels of all their tracks, drawn and told in words."""

from profiles.models.revision import Heading, Revision
from profiles.rendering.catalogue import Cell, FocusEntry, TrackRow
from profiles.rendering.pictures.coverage import coverage
from profiles.states import State


def cell(code, confidence=None, state=State.APPROVED):
    return Cell(code, code, int(code[1:]), Revision(key=code, state=state, confidence=confidence))


def entry(name, *tracks):
    return FocusEntry(Heading(name=name, code=name.upper(), parent="F"), list(tracks))


P = TrackRow("Professional", "", [cell("P1", "0.900"), cell("P2", "0.700"), Cell("P3", "P3", 3, None)], 2)
M = TrackRow("Management", "", [cell("M1", "0.400"), cell("M2"), cell("M3", "0.900", State.RETIRED)], 3)


def test_tracks_stand_in_their_order_and_cells_under_their_level():
    drawn = coverage([entry("Lead", M), entry("Craft", P)])
    assert [(name, x, [code for code, _ in levels]) for name, x, levels in drawn.heads] == [
        ("Professional", 212, ["P1", "P2", "P3"]),
        ("Management", 311, ["M1", "M2", "M3"]),
    ]
    assert [(e.heading.name, [(x, c.code) for x, c in cells]) for e, _, cells in drawn.rows] == [
        ("Lead", [(311, "M1"), (341, "M2"), (371, "M3")]),
        ("Craft", [(212, "P1"), (242, "P2")]),
    ]


def test_the_table_says_the_same_in_words():
    drawn = coverage([entry("Lead", M), entry("Craft", P)])
    assert drawn.told == "4 of 6 levels are defined on the tracks of 2 focuses."
    assert drawn.standings == ["high", "medium", "low", "not scored", "retired", "not defined"]
    assert drawn.table == [
        ("Lead", ["", "", "M1\N{NO-BREAK SPACE}0.40", "M2", "M3", ""]),
        ("Craft", ["P1\N{NO-BREAK SPACE}0.90", "P2\N{NO-BREAK SPACE}0.70", "", "", "", "P3"]),
    ]


def test_one_focus_is_no_map():
    assert coverage([]) is None
    assert coverage([entry("Lead", M)]) is None
