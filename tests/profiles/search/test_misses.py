"""What was looked for in vain is counted, and neither who looked nor what looks like an address is kept."""

import sqlite3

import pytest
from django.conf import settings
from django.db import connection

from profiles.models import SearchMiss
from profiles.search import misses, remember


def kept() -> dict[str, int]:
    return dict(SearchMiss.objects.values_list("words", "count"))


@pytest.mark.django_db
def test_equal_words_are_counted_together():
    for text in ("Space  Pilot", "space pilot!", "zeppelin", "", "?!", "mail ada@example.org"):
        remember(text)
    assert kept() == {"space pilot": 2, "zeppelin": 1}
    first, again = SearchMiss.objects.values_list("first_at", "last_at").get(words="space pilot")
    assert first < again


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Sr. Plant Mgr. (Nights)", True),
        ("ISO 9001 lead auditor 2024", True),
        ("ada@example", False),
        ("call 0049 (170) 123-4567", False),
        ("employee 12345678", False),
        ("x" * 121, False),
        ("my boss told me that I am no good at all at my work", False),
        (" ?! ", False),
        ("\ud800 head", True),
    ],
)
def test_a_few_words_may_be_kept_and_neither_numbers_of_people_nor_texts(text, kept):
    assert misses.may_be_kept(text) is kept


@pytest.mark.django_db
def test_titles_that_were_resolved_unsurely_are_counted_with_searches_and_apart():
    remember("Line boss")
    remember("line boss", resolution=True)
    assert list(SearchMiss.objects.values_list("words", "count", "resolutions")) == [("line boss", 2, 1)]


@pytest.mark.django_db
def test_there_are_no_more_of_them_than_somebody_could_read(monkeypatch):
    monkeypatch.setattr(misses, "MOST", 2)
    for text in ("often", "often", "once", "newer", "newest"):
        remember(text)
    assert kept() == {"often": 2, "newest": 1}


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_writer_and_a_failure_is_passed_over():
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL one writer does not hold up another")
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    remember("zeppelin")
    other.execute("ROLLBACK")
    other.close()
    assert kept() == {}
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
    remember("zeppelin")
    assert kept() == {"zeppelin": 1}
