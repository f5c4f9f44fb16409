"""The clock as the door reads it: as it stands this moment, from the database that stands this moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from config.kept.watch import Watch
from profiles import clock, listings
from profiles.clock import Clock
from tests.factories import approved, next_version

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_reads_what_each_decision_has_advanced():
    watch = Watch("default")
    assert watch.read() == clock.now() == Clock()
    first = approved()
    before = watch.read()
    assert before == clock.now() != Clock()
    next_version(first)
    assert watch.read() == clock.now() == Clock(before.epoch, before.number + 1)
    listings.begin_epoch()
    assert watch.read() == clock.now()


def test_what_is_not_committed_is_not_read():
    approved()
    watch, before = Watch("default"), clock.now()
    with transaction.atomic():
        listings.begin_epoch()
        assert watch.read() == before
    assert watch.read() == clock.now() != before


def test_a_database_that_does_not_answer_is_told_as_none_and_asked_again():
    watch = Watch("default")
    assert watch.read() == Clock()
    watch._connection.close()  # as a server that was restarted leaves it
    assert (watch.read(), watch.read()) == (None, Clock())


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A copy of the test's database that has an alias of its own."""
    if connection.vendor != "sqlite":
        pytest.skip("a database of PostgreSQL is no file")
    place = tmp_path / "canon.sqlite3"
    connections.databases["elsewhere"] = connection.settings_dict | {"NAME": str(place)}
    yield place
    del connections["elsewhere"], connections.databases["elsewhere"]


def test_a_file_that_came_in_the_place_of_another_is_read(elsewhere: Path):
    approved()
    first = clock.now()
    _copied_to(elsewhere)
    watch = Watch("elsewhere")
    assert watch.read() == first
    listings.begin_epoch()
    other = elsewhere.with_name("other.sqlite3")
    _copied_to(other)
    assert watch.read() == first
    other.replace(elsewhere)
    assert watch.read() == clock.now() != first


def _copied_to(place: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(place)])
