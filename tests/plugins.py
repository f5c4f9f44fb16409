"""What tests of a guarded database need: tables that can be emptied, and examples that are the same every time."""

from collections.abc import Iterator

import pytest
from django.conf import settings as site
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

# A red run has to be red for whoever looks into it, so the examples are drawn alike every time.
settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("house")


# What a test that touches a database is known by.
OF_DATABASES = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database is the same on each: it is run on SQLite alone."""
    if "postgresql" not in site.DATABASES["default"]["ENGINE"]:
        return
    dry = [item for item in items if not _touches_a_database(item)]
    items[:] = [item for item in items if _touches_a_database(item)]
    config.hook.pytest_deselected(items=dry)


def _touches_a_database(item: pytest.Item) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    return bool(marks & {"django_db", "own_database"}) or bool(OF_DATABASES & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session", autouse=True)
def guards_step_aside_for_the_flush() -> Iterator[None]:
    """A transactional test (a live server's too) ends by emptying all tables, which the guards refuse.

    They are taken off just before; `flush` ends with post_migrate, which puts them back on.
    """
    from profiles.guards import GUARDS
    from taxonomy.guards import GUARDS as GROUND_GUARDS
    from taxonomy.triggers import remove

    flush = TransactionTestCase._fixture_teardown

    def without_guards(self: TransactionTestCase) -> None:
        for using in self._databases_names(include_mirrors=False):
            remove([*GROUND_GUARDS, *GUARDS], using=using)
        flush(self)

    # TestCase rolls back instead and has a teardown of its own, which does not come by here.
    TransactionTestCase._fixture_teardown = without_guards
    yield
    TransactionTestCase._fixture_teardown = flush
