"""The pay ladder: one currency drawn, the others told; inherited figures marked; what ended pays nothing."""

import json

import pytest

from profiles.drawing import fitting
from profiles.models.revision import Revision, RevisionPay
from profiles.rendering.catalogue import Cell, TrackRow
from profiles.rendering.pictures.ladder import ladder
from profiles.rendering.pictures.pay import LABEL, SIZE
from profiles.rendering.pictures.pay import pay_ladder as drawn_for
from profiles.states import State

FIGURES = {"low": None, "high": None, "basis": "P25–P75", "region": "US", "source": "Survey", "as_of": "2026"}


def cell(level, rank, median=None, currency="USD", owner="own", state=State.APPROVED, **more):
    revision = Revision(key=f"F.F1.{level}", level_code=level, state=state)
    if median is not None:
        figures = FIGURES | {"currency": currency, "median": median} | more
        revision.pay = RevisionPay(part=json.dumps({"own": None, owner: figures}))
    return Cell(level, f"Level {level}", rank, revision, "1–2 years")


def rows(*cells, name="Management"):
    return TrackRow(name, "", list(cells))


def pay_ladder(rows):
    return drawn_for(rows, sees_pay=True)


def test_a_reader_who_sees_no_pay_has_nothing_drawn():
    pay = drawn_for([rows(cell("M1", 4, 80_000))], sees_pay=False)
    assert (pay.currency, [rung.pay for rung in pay.rungs]) == ("", [None])


def test_the_currency_of_most_levels_is_drawn_and_the_others_are_told():
    pay = pay_ladder([rows(cell("M1", 4, 80_000), cell("M2", 5, 100_000), cell("M3", 6, 90_000, "EUR"))])
    assert (pay.currency, [(r.cell.code, r.median) for r in pay.others]) == ("USD", [("M3", "€90k")])
    assert [bar.middle for bar in pay.picture.bars[0]] == [196, 568, None]
    assert pay.ticks[0] == (196, "$80k")


@pytest.mark.parametrize("order", [("USD", "EUR"), ("EUR", "USD")])
def test_of_equally_many_the_first_in_the_alphabet_is_drawn(order):
    assert pay_ladder([rows(*(cell(f"M{n}", n, 9, code) for n, code in enumerate(order, 1)))]).currency == "EUR"


def test_inherited_figures_say_whose_they_are():
    pay = pay_ladder([rows(cell("M1", 4, 80_000), cell("M2", 5, 90_000, owner="function"))])
    assert (pay.inherited, [rung.whose for rung in pay.rungs]) == (True, ["own figure", "function baseline"])
    assert not pay_ladder([rows(cell("M1", 4, 80_000))]).inherited


def test_a_figure_says_what_it_rests_on_each_basis_once():
    pay = pay_ladder([rows(cell("M1", 4, 1), cell("M2", 5, 2, basis="modelled"), cell("M3", 6, 3))])
    assert pay.bases == ["P25–P75 · US · Survey · 2026", "modelled · US · Survey · 2026"]


def test_what_is_missing_is_named_and_what_ended_is_not_drawn():
    gone = cell("M2", 5, 70_000, state=State.RETIRED)
    pay = pay_ladder([rows(cell("M1", 4), gone, Cell("M3", "Level M3", 6, None))])
    assert [rung.missing for rung in pay.rungs] == ["no figure", "retired", "not defined"]
    assert (pay.currency, [rung.pay for rung in pay.rungs]) == ("", [None] * 3)


@pytest.mark.parametrize("name", ["W" * 300, "Donaudampfschifffahrtsgesellschaft" * 5, "同" * 200, "\u202e" * 50])
def test_long_names_stay_in_their_place(name):
    pay = pay_ladder([TrackRow(name, "", [Cell("M1", name, 4, cell("M1", 4, 2**31 - 1).revision)])])
    assert fitting.width(pay.rungs[0].drawn_title, SIZE) <= LABEL
    assert fitting.width(pay.groups[0][0], 13) <= pay.picture.frame.width
    assert pay.picture.frame.right + fitting.width(f"{pay.rungs[0].median} †", SIZE) <= pay.picture.frame.width


def test_the_ladder_goes_rank_by_rank_with_tracks_side_by_side():
    tracks = [
        rows(cell("P3", 4, 100), cell("P4", 5, 200), name="Professional"),
        rows(cell("M2", 5), cell("M3", 6, 300)),
    ]
    steps = ladder(tracks, pay_ladder(tracks))
    assert steps.tracks == ["Professional", "Management"]
    assert [(rank, [step and step.rung.cell.code for step in row]) for rank, row in steps.ranks] == [
        (6, [None, "M3"]),
        (5, ["P4", "M2"]),
        (4, ["P3", None]),
    ]
    by_code = {step.rung.cell.code: step for _, row in steps.ranks for step in row if step}
    assert [(by_code[code].low, by_code[code].middle, by_code[code].width) for code in ("P3", "P4", "M3", "M2")] == [
        (2, 2, 0),
        (50, 50, 0),
        (98, 98, 0),
        (None, None, None),
    ]
