"""Sources past their review."""

import datetime

from profiles.contradictions import Around, contradictions
from profiles.gate import Severity
from tests.factories import payload

TODAY = datetime.date(2026, 11, 26)


def found(*dates: str) -> list[tuple[str, str]]:
    sources = [payload()["sources"][0] | {"title": f"Source {n}", "retrieved": day} for n, day in enumerate(dates)]
    return [(one.severity, one.message) for one in contradictions(payload(sources=sources), Around(today=TODAY))]


def test_a_source_is_past_its_review_a_year_after_it_was_looked_at():
    message = "1 of 2 sources are past their review at 12 months, the oldest with 12: “Source 1”"
    assert found("2026-11-26", "2025-11-26") == [(Severity.NOTE, message)]
    assert found("2026-11-26", "2025-11-27") == []


def test_where_none_is_younger_it_is_a_warning():
    message = "2 of 3 sources are past their review at 12 months, the oldest with 23: “Source 2”"
    assert found("", "2025-01", "2024-12") == [(Severity.WARNING, message)]
