"""Rows as records, and which row a record speaks of."""

import pytest

from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Skill, Track
from taxonomy.records import SKELETON
from taxonomy.rows import MODELS, named, record_of, row_of, standing, told
from tests.factories import ladder

pytestmark = pytest.mark.django_db

NAMES = {
    "track": ("M", "track M"),
    "level": ("M4", "level M4"),
    "function": ("SALES", "function SALES"),
    "focus": ("SALES", "focus SALES"),
    "guideline": ("function SALES M4", "guideline of function SALES at M4"),
    "guideline of a focus": ("focus SALES M4", "guideline of focus SALES at M4"),
    "skill": ("power bi", "skill Power BI"),
    "pay": ("SALES M4 US USD", "pay of function SALES at M4 in US, USD"),
    "pay of every function": ("every function M4 EUR", "pay of every function at M4, EUR"),
}


@pytest.fixture
def rows():
    """A row of every kind; function and focus share a code, as they may."""
    level = ladder()["M4"]
    sales = Function.objects.create(code="SALES", name="Sales", group="Market", summary="Sells.")
    key = Focus.objects.create(code="SALES", name="Key accounts", function=sales, summary="Few and large.")
    texts = {"knowledge": "k", "complexity": "c", "collaboration": "l", "experience": "e"}
    pay = {"level": level, "median": 150, "low": 100, "high": 200, "basis": "P25–P75", "source": "BLS", "as_of": "2025"}
    return {
        "track": Track.objects.get(code="M"),
        "level": level,
        "function": sales,
        "focus": key,
        "guideline": Guideline.objects.create(function=sales, level=level, **texts),
        "guideline of a focus": Guideline.objects.create(focus=key, level=level, **texts),
        "skill": Skill.objects.create(name="Power BI", type="tool", summary="Reports."),
        "pay": PayBaseline.objects.create(function=sales, region="US", currency="USD", **pay),
        "pay of every function": PayBaseline.objects.create(currency="EUR", **pay),
    }


def test_every_kind_of_the_skeleton_has_its_rows():
    assert list(MODELS) == list(SKELETON)


def test_a_record_tells_everything_of_its_row(rows):
    for row in rows.values():
        record = record_of(row)
        own = {field.name for field in row._meta.concrete_fields} - {"id", "frozen_at", "folded"}
        assert set(type(record).model_fields) - {"kind"} == own
        assert {name: str(getattr(record, name)) for name in own} == {
            name: str(getattr(value, "code", value)) for name in own for value in [getattr(row, name)]
        }


def test_every_row_has_a_name_of_its_own_and_a_sentence(rows):
    assert {kind: (named(record_of(row)), told(record_of(row))) for kind, row in rows.items()} == NAMES


def test_a_record_leads_to_its_row(rows):
    for row in rows.values():
        assert row_of(record_of(row)) == row
        assert standing([record_of(row)]) == {named(record_of(row)): record_of(row)}


def test_a_record_without_a_row_leads_nowhere(rows):
    for kind, change in {
        "function": {"code": "OTHER"},
        "skill": {"name": "Excel"},
        "guideline": {"level": "M3"},
        "pay": {"region": "DE"},
        "pay of every function": {"currency": "USD"},
    }.items():
        record = record_of(rows[kind]).model_copy(update=change)
        assert (row_of(record), standing([record])) == (None, {})


def test_what_stands_is_one_query_however_many(rows, django_assert_num_queries):
    levels = [record_of(level) for level in Level.objects.select_related("track")]
    for records in (levels[:1], levels):
        with django_assert_num_queries(1):
            assert len(standing(records)) == len(records)


def test_nothing_stands_where_nothing_is_asked_for(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert standing([]) == {}
