"""Whose pay figures hold, and how far they stand from the baseline."""

from fractions import Fraction

import pytest

from profiles.pay import differential, overlap, resolve, step


def figures(median=100_000, currency="USD"):
    return {"currency": currency, "median": median}


def part(own=None, function=None, level=None):
    return {"own": own, "function": function, "level": level}


@pytest.mark.parametrize(
    ("given", "owner", "told", "inherited"),
    [
        (part(figures(1), figures(2), figures(3)), "own", "this profile", False),
        (part(None, figures(2), figures(3)), "function", "function baseline", True),
        (part(None, None, figures(3)), "level", "level baseline", True),
    ],
)
def test_the_narrowest_figures_hold(given, owner, told, inherited):
    found = resolve(given)
    assert (found.owner, found.told, found.inherited, found.figures) == (owner, told, inherited, given[owner])


def test_the_chain_tells_who_was_asked_up_to_the_answer():
    assert resolve(part(None, figures(), figures())).asked == (("this profile", False), ("function baseline", True))


@pytest.mark.parametrize("given", [None, {}, part()])
def test_where_nobody_has_figures_nothing_holds(given):
    assert resolve(given) is None


@pytest.mark.parametrize(
    ("own", "baseline", "value", "shown", "material"),
    [
        (110_000, 100_000, Fraction(1, 10), "+10.0 %", True),
        (109_999, 100_000, Fraction(9_999, 100_000), "+10.0 %", False),
        (90_000, 100_000, Fraction(-1, 10), "−10.0 %", True),
        (100_000, 100_000, Fraction(0), "±0.0 %", False),
        (100_000, 99_000, Fraction(1, 99), "+1.0 %", False),
    ],
)
def test_the_differential_is_exact_and_material_from_the_setting_on(own, baseline, value, shown, material):
    found = differential(part(figures(own), figures(baseline)), material_percent=10)
    assert (found.value, found.shown, found.material) == (value, shown, material)


def test_what_is_material_is_a_setting():
    assert not differential(part(figures(110), figures(100)), material_percent=11).material
    assert differential(part(figures(100), figures(100)), material_percent=0).material


@pytest.mark.parametrize(
    "given",
    [
        None,
        part(),
        part(figures(), None, figures()),  # the level's baseline is not the function's
        part(None, figures(), figures()),  # inherited pay differs from nothing
        part(figures(currency="EUR"), figures()),
        part(figures(), figures(0)),
    ],
    ids=["nothing", "empty", "no baseline", "inherited", "two currencies", "a baseline of nothing"],
)
def test_there_is_no_differential_but_between_own_figures_of_one_currency(given):
    assert differential(given, material_percent=10) is None


# -- two ranges --------------------------------------------------------------------------------------


def ranged(low, high, currency="USD"):
    return {"currency": currency, "low": low, "median": 100, "high": high}


@pytest.mark.parametrize(
    ("a", "b", "low", "high", "shares", "gap"),
    [
        (ranged(60, 100), ranged(80, 160), 80, 100, (Fraction(1, 2), Fraction(1, 4)), 0),
        (ranged(60, 100), ranged(70, 80), 70, 80, (Fraction(1, 4), 1), 0),  # one within the other
        (ranged(60, 100), ranged(60, 100), 60, 100, (1, 1), 0),
        (ranged(60, 100), ranged(100, 120), 100, 100, (0, 0), 0),  # they touch
        (ranged(60, 100), ranged(110, 120), 110, 100, (0, 0), 10),
        (ranged(110, 120), ranged(60, 100), 110, 100, (0, 0), 10),
        (ranged(60, 100), ranged(80, 80), 80, 80, (0, 1), 0),  # a range without width lies within whole
    ],
)
def test_ranges_laid_on_one_another(a, b, low, high, shares, gap):
    found = overlap(a, b)
    assert (found.low, found.high, found.gap, found.is_apart) == (low, high, gap, gap > 0)
    assert (found.share_of_first, found.share_of_second) == shares


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (None, ranged(60, 100)),
        (ranged(60, 100), None),
        (ranged(60, 100), ranged(60, 100, "EUR")),
        (ranged(60, None), ranged(60, 100)),
        (ranged(60, 100), ranged(None, 100)),
    ],
)
def test_what_is_not_known_or_not_of_one_currency_is_not_laid_on_anything(a, b):
    assert overlap(a, b) is None


@pytest.mark.parametrize(
    ("a", "b", "amount", "told"),
    [
        (figures(126_000), figures(164_000), 38_000, "+30.2 %"),  # 38 of 126
        (figures(164_000), figures(126_000), -38_000, "−23.2 %"),
        (figures(164_000), figures(164_000), 0, "±0.0 %"),
        (figures(0), figures(164_000), 164_000, ""),
    ],
)
def test_from_median_to_median(a, b, amount, told):
    assert (step(a, b).amount, step(a, b).shown) == (amount, told)


def test_no_step_between_currencies_or_from_nothing():
    assert step(figures(), figures(currency="EUR")) is None
    assert step(None, figures()) is None
