"""Pay along the ladder, differentials that are claimed, and the age of figures."""

import datetime

from profiles.contradictions import PAY_CHECKS, Around, Beside, contradictions
from tests.factories import payload
from tests.profiles.contradictions.telling import told

TODAY = datetime.date(2026, 11, 26)
FIGURES = {"currency": "USD", "median": 164_000, "low": None, "high": None, "basis": "", "as_of": "2026-05"}
INHERITED = {"own": None, "function": FIGURES, "level": None}
OWN = {"own": FIGURES, "function": None, "level": None}


def test_pay_does_not_fall_as_rank_rises():
    beside = (Beside("M3", 6, 170_000, "USD"), Beside("M5", 8, 150_000, "USD"), Beside("M6", 9, 1, "EUR"))
    assert told(Around(pay=OWN, beside=beside)) == [
        ("pay.ladder", "M4 is paid less than M3 below it"),
        ("pay.ladder", "M4 is paid more than M5 above it"),
    ]
    assert told(Around(pay=OWN, beside=(Beside("M3", 6, 164_000, "USD"),))) == []


def test_a_material_differential_is_claimed_over_own_figures_alone():
    claim = {"summary": "There is a Material differential to other plants."}
    message = "a material differential is claimed, and pay is inherited from the function baseline"
    assert told(Around(pay=INHERITED), **claim) == [("pay.claim", message)]
    assert told(Around(pay=OWN), **claim) == told(Around(pay=INHERITED)) == []


def test_figures_of_pay_grow_old():
    old = {"own": FIGURES | {"as_of": "2024-05-01"}, "function": None, "level": None}
    around = Around(pay=old, today=TODAY, ages_after=24)
    message = "figures of at most 24 months expected, these are 30 months old (2024-05-01)"
    assert told(around) == [("pay.old", message)]
    undated = {"own": FIGURES | {"as_of": ""}, "function": None, "level": None}
    assert told(Around(pay=undated, today=TODAY)) == [("pay.undated", "the figures of pay name no date")]
    assert told(Around(pay=OWN, today=TODAY)) == []


def test_no_finding_on_pay_holds_a_figure():
    """They are kept in rows and digests that figures must not be guessed from."""
    claim = payload(summary="A material differential.")
    beside = (Beside("M3", 6, 170_000, "USD"),)
    old = {"own": None, "function": FIGURES | {"as_of": "2020-01"}, "level": None}
    found = contradictions(claim, Around(pay=old, beside=beside, today=TODAY))
    assert {one.code for one in found} == PAY_CHECKS - {"pay.undated"}
    assert [one for one in found if "164" in one.message + one.of or "170" in one.message + one.of] == []


def test_a_waiver_of_old_figures_holds_while_they_age():
    old = {"own": FIGURES | {"as_of": "2024-05"}, "function": None, "level": None}
    months = (TODAY, TODAY.replace(year=2027))
    marks = {one.mark for day in months for one in contradictions(payload(), Around(pay=old, today=day))}
    assert len([mark for mark in marks if mark]) == 2  # of the figures and, in 2027, of the sources
