"""For whom a pay baseline holds: without own figures, of the scope's region, and nobody narrower in between."""

import json

import pytest

from profiles.models import RevisionPay
from profiles.workflow import heirs
from taxonomy.models import PayBaseline
from taxonomy.rows import record_of
from tests.factories import approved, function, ladder, next_version

pytestmark = pytest.mark.django_db


def baseline(**fields):
    figures = {"currency": "USD", "median": 100_000, "region": "US"} | fields
    return PayBaseline.objects.create(level=ladder()["M4"], **figures)


def codes(rows) -> list[str]:
    return [row.key.partition(".")[2] for row in rows]


def test_those_without_figures_of_their_own_inherit_the_functions_and_then_the_levels():
    of_level, of_function = baseline(), baseline(function=function(), median=120_000)
    approved(code="PLANTO.HEIR1.M4", pay=None)
    approved(code="PLANTO.HEIR2.M4", pay=None)
    approved(code="PLANTO.OWN1.M4")
    approved(code="PLANTO.HEIR1.M3", pay=None)
    approved(code="SALES.HEIR3.M4", pay=None)
    assert codes(heirs.heirs_of(record_of(of_function))) == ["HEIR1.M4", "HEIR2.M4"]
    assert codes(heirs.heirs_of(record_of(of_level))) == ["HEIR3.M4"]


def test_a_region_is_inherited_by_its_scope():
    baseline(function=function())
    there = baseline(function=function(), region="DE", currency="EUR")
    approved(code="PLANTO.HERE1.M4", pay=None, scope="US")
    approved(code="PLANTO.THERE1.M4", pay=None, scope="DE")
    assert codes(heirs.heirs_of(record_of(there))) == ["THERE1.M4@DE"]


def test_beside_a_text_stand_those_that_inherit_the_very_same():
    baseline(function=function())
    one, two = approved(code="PLANTO.HEIR1.M4", pay=None), approved(code="PLANTO.HEIR2.M4", pay=None)
    approved(code="PLANTO.OWN1.M4")
    assert codes(heirs.beside(one, part_of(one))) == ["HEIR2.M4"]
    own = next_version(two, pay={"currency": "USD", "median": 1_000})
    assert codes(heirs.beside(one, part_of(one))) == []
    assert codes(heirs.beside(own, part_of(own))) == []


def part_of(revision):
    return json.loads(RevisionPay.objects.get(revision=revision).part)
