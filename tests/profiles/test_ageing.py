"""How a sealed text ages, by hand: the day it is due, the day it turns weak, the figure of a day with its reasons."""

import datetime
from fractions import Fraction

import pytest

from profiles.ageing import Facts, months_after
from profiles.scoring import LAYERS, months_between
from tests.factories import payload

DECIDED = datetime.date(2026, 3, 10)


def facts(confidence="0.9", retrieved=("2026-02-01",), layers=LAYERS, unconfirmed=0, decided=DECIDED) -> Facts:
    sources = [{"retrieved": date, "layers": list(layers)} for date in retrieved]
    mappings = [{"confirmed": ""}] * unconfirmed + [{"confirmed": "carla"}]
    text = payload(sources=sources, mappings=mappings, aliases=[{"title": "Plant Director"}])
    return Facts.of(text, None if confidence is None else Fraction(confidence), decided)


def test_what_is_read_of_a_payload():
    found = facts(retrieved=("2024", "2026-02", ""), layers=LAYERS[:-2], unconfirmed=2)
    assert found == Facts(Fraction(9, 10), datetime.date(2026, 2, 1), LAYERS[-2:], 2, 1, DECIDED)


@pytest.mark.parametrize(
    ("retrieved", "decided", "due"),
    [
        (("2026-02-01",), DECIDED, "2027-02-01"),  # the source is a year old first
        (("2026-05-01", "2019"), DECIDED, "2027-03-10"),  # the decision is
        (("",), DECIDED, "2027-03-10"),  # no source has a date
        (("2024",), DECIDED, "2025-01-01"),  # due on the day it was approved
        (("2024-02-29",), DECIDED, "2025-03-01"),  # there is no 29 February 2025
    ],
)
def test_a_text_is_due_a_year_after_its_newest_source_or_its_decision(retrieved, decided, due):
    assert facts(retrieved=retrieved, decided=decided).due_on.isoformat() == due


def test_why_it_is_due_is_told_as_of_a_day():
    found = facts()
    told = {day: found.why_due(datetime.date.fromisoformat(day)) for day in ("2027-01-31", "2027-02-01", "2027-03-10")}
    assert told == {
        "2027-01-31": "",
        "2027-02-01": "its newest source is 12 months old",
        "2027-03-10": "its newest source is 13 months old, it was approved 12 months ago",
    }


@pytest.mark.parametrize(
    ("given", "weak"),
    [
        # .9 × .5^(14/24) = .601 after 26 months, × .5^(15/24) = .584 after 27
        ({}, "2028-05-01"),
        # .9 × .85 = .765: × .5^(8/24) = .607 after 20 months, × .5^(9/24) = .590 after 21
        ({"layers": LAYERS[:-2], "unconfirmed": 1}, "2027-11-01"),
        ({"confidence": "0.59"}, "2026-03-10"),  # weak when it was approved
        ({"confidence": None}, "2026-03-10"),  # not scored
        ({"retrieved": ("2015",)}, "2026-03-10"),  # and never before that day
        ({"retrieved": ("",)}, None),  # nothing can be said of its age
    ],
)
def test_a_text_is_weak_from_the_day_on_which_its_band_is_low(given, weak):
    found = facts(**given)
    assert (found.weak_on and found.weak_on.isoformat()) == weak
    if weak and found.weak_on > DECIDED:
        before = found.today(found.weak_on - datetime.timedelta(days=1))
        assert (before.band, found.today(found.weak_on).band) == ("medium", "low")


@pytest.mark.parametrize("months", [1, 12, 25])
def test_months_after_a_day_are_the_first_day_on_which_they_have_gone_by(months):
    day = datetime.date(2023, 11, 25)
    for _ in range(400):
        after = months_after(day, months)
        assert months_between(day, after) == months
        assert months_between(day, after - datetime.timedelta(days=1)) == months - 1
        day += datetime.timedelta(days=1)
