"""Groups of equal value: what may be laid side by side, the middle, the spread, who stands beyond; reckoned by hand."""

from fractions import Fraction

import pytest

from profiles.equality import Paid, groups, kind_of


def paid(key: str, median: int, **changes) -> Paid:
    told = {"level": "M3", "function": "Plant", "value": "M3", "currency": "USD", "region": "US", "basis": "modelled"}
    return Paid(**{"revision": 1, "key": key, "title": key.title(), "median": median} | told | changes)


def beyond(*rows: Paid, percent: int = 5) -> list[tuple[str, str]]:
    return [(one.paid.key, one.shown) for group in groups(rows, percent=percent) for one in group.outliers]


def test_who_stands_further_from_the_middle_than_the_threshold_is_told_widest_first():
    rows = [paid("a", 100_000), paid("b", 104_000), paid("c", 120_000), paid("d", 90_000), paid("e", 101_000)]
    [group] = groups(rows, percent=5)
    assert (group.members, group.middle, group.least, group.most) == (5, 101_000, 90_000, 120_000)
    assert group.spread == Fraction(1, 3)
    assert beyond(*rows) == [("c", "+18.8 %"), ("d", "−10.9 %")]


def test_a_figure_at_the_threshold_is_within_it():
    rows = [paid("a", 100_000), paid("b", 100_000), paid("c", 105_000)]
    assert beyond(*rows) == []
    assert beyond(*rows, percent=4) == [("c", "+5.0 %")]


def test_the_middle_of_two_lies_between_them():
    assert beyond(paid("a", 100_000), paid("b", 125_000)) == [("a", "−11.1 %"), ("b", "+11.1 %")]


@pytest.mark.parametrize("apart", [{"currency": "EUR"}, {"region": "DE"}, {"basis": "observed"}, {"value": "P5"}])
def test_only_what_may_be_laid_side_by_side_is(apart):
    assert groups([paid("a", 100_000), paid("b", 200_000, **apart)], percent=5) == []


def test_the_widest_group_comes_first_and_one_alone_is_none():
    rows = [
        paid("a", 100),
        paid("b", 120),
        paid("c", 100, value="P5"),
        paid("d", 150, value="P5"),
        paid("e", 9, value="S1"),
    ]
    assert [group.value for group in groups(rows, percent=5)] == ["P5", "M3"]


@pytest.mark.parametrize(
    ("basis", "kind"),
    [
        ("modelled: middle from P75 of 11-3051", "modelled"),
        ("Observed in the survey of May 2025", "observed"),
        ("P25–P75", "p25–p75"),
        ("", ""),
    ],
)
def test_the_kind_of_a_basis_is_how_it_begins(basis, kind):
    assert kind_of(basis) == kind
