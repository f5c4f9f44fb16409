"""Pay baselines: figures in order, a currency, one row a place; figures never stand in a name."""

import pytest
from django.core.exceptions import ValidationError

from taxonomy.models import PayBaseline
from tests.factories import function, ladder, refused_by_the_database

pytestmark = pytest.mark.django_db


def baseline(**changes):
    values = {"level": ladder()["M4"], "function": None, "currency": "USD", "median": 100_000, "region": "US"}
    return PayBaseline(**(values | changes))


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"low": 100_001}, "paybaseline_low_median_high_in_order"),
        ({"high": 99_999}, "paybaseline_low_median_high_in_order"),
        ({"currency": "US"}, "paybaseline_names_a_currency"),
        ({"currency": ""}, "paybaseline_names_a_currency"),
        ({"median": -1}, "median"),
    ],
)
def test_the_database_refuses(values, constraint):
    with refused_by_the_database(constraint):
        PayBaseline.objects.bulk_create([baseline(**values)])


@pytest.mark.parametrize("values", [{"low": 100_000, "high": 100_000}, {"low": None}, {"high": None}])
def test_the_database_takes(values):
    PayBaseline.objects.bulk_create([baseline(**values)])
    assert PayBaseline.objects.count() == 1


@pytest.mark.parametrize("make", [lambda: None, function], ids=["of the level", "of a function"])
def test_one_baseline_a_level_region_and_currency(make):
    baseline(function=make()).save()
    baseline(function=make(), region="DE").save()
    baseline(function=make(), currency="EUR").save()
    with refused_by_the_database(r"(?i)unique"):
        baseline(function=make(), median=1).save()


def test_no_figure_stands_in_the_name_of_a_row():
    assert str(baseline(median=123_456)) == "pay in USD"


@pytest.mark.parametrize(
    "values",
    [
        {"median": 0},
        {"low": 100_001},
        {"high": 99_999},
        {"currency": "12€"},
        {"as_of": "soon"},
        {"as_of": "2026-02-30"},
    ],
)
def test_a_form_refuses_what_a_record_could_not_hold(values):
    with pytest.raises(ValidationError):
        baseline(**values).full_clean()


def test_a_form_keeps_the_one_spelling():
    row = baseline(currency="usd", source=" BLS  OEWS ")
    row.full_clean()
    assert (row.currency, row.source) == ("USD", "BLS OEWS")
