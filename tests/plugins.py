"""What tests of a guarded database need: tables that can be emptied, and examples that are the same every time."""

from collections.abc import Iterator

import pytest
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
