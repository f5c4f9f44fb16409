"""What tests of a guarded database need: tables that can be emptied, and examples that are the same every time."""

import gc
import os
from collections.abc import Iterator

import pytest
from django.conf import settings as site
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections, transaction
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
# Set before a release (`make exam`): everything that an ordinary run only samples.
EXAM = os.environ.get("CANON_EXAM") == "1"
# For examples that each go through a database, or files and programs: as they are drawn alike every time, the fortieth
# has been seen by every run before this one, and costs what the first does.
FEW = settings(max_examples=60 if EXAM else 15)


# What a test that touches a database is known by.
OF_DATABASES = {"db", "transactional_db", "live_server"}
# The part of a run that a test belongs to (tests/run.py) is told by its folder.
PAGES = ("tests/browser/", "tests/pages/", "tests/house/", "tests/config/")
# These go through the doors of a site whose rooms are tested on each database: what they show is the same on each.
SAME_ON_EACH = (
    "tests/bench/",
    "tests/browser/",
    "tests/pages/",
    "tests/house/test_audiences.py",
    "tests/profiles/admin/",
    "tests/profiles/rendering/",
    # What a specification allows is asked through such a door; test_api.py asks each database.
    "tests/api/test_schema.py",
    # Files are taken apart before a row is read, and land by the importers' plans (plans/) and the desk, which are
    # tested on each; so are bundles, but for those that are refused while they are read.
    "tests/profiles/importers/tables/",
    "tests/profiles/importers/test_bundle.py::test_a_fault_is_told_with_line_path_and_expectation",
    "tests/profiles/importers/test_titles.py",
    "tests/profiles/importers/workbook/",
    "tests/profiles/exporters/test_workbook.py",
    # What these read in is written as O*NET's tables and the real files are (test_onet.py, test_real.py).
    "tests/taxonomy/importers/test_sources.py",
    # Plain rows in, sums in Python out: no SQL, order or constraint of their own.
    "tests/profiles/resolver/",
)
# Of those, what stands for the rest: the story from an edit to its page, every address, lists by their order, what
# only a database can decide, and one file of each kind that lands.
YET_ON_EACH = (
    "tests/browser/test_story.py",
    "tests/pages/test_browse.py",
    "tests/pages/test_routes.py::test_every_route_answers_get_and_head",
    "tests/profiles/importers/tables/test_importing.py",
    "tests/profiles/importers/workbook/test_reading.py::test_an_edit_lands_on_the_desk_and_nowhere_else",
    "tests/profiles/importers/workbook/test_reading.py::test_any_text_comes_back_as_it_was[zip",
    "tests/profiles/resolver/test_confirming.py",
    "tests/taxonomy/importers/test_sources.py::test_esco_has_labels_and_stands_under_groups_of_isco",
    "tests/taxonomy/importers/test_sources.py::test_isco_has_its_hierarchy",
    "tests/taxonomy/importers/test_sources.py::test_prevailing_wages_have_four_levels_by_the_hour_or_the_year",
    "tests/taxonomy/importers/test_sources.py::test_the_crosswalk_is_read_below_its_preamble",
    "tests/taxonomy/importers/test_sources.py::test_wages_of_the_states_come_from_the_extract",
    "tests/pages/test_search.py",
    "tests/pages/test_skills.py",
    "tests/profiles/admin/test_four_eyes.py",
    "tests/profiles/admin/test_lookups.py",
    "tests/profiles/admin/test_races.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-on-each", action="store_true", help="also what shows the same on each database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what another part of the run does, and what the other database has shown."""
    part = os.environ.get("TEST_PART", "")
    on_postgresql = "postgresql" in site.DATABASES["default"]["ENGINE"]
    everything = config.getoption("all_on_each")

    def wanted(item: pytest.Item) -> bool:
        if part and item.nodeid.startswith(PAGES) != (part == "pages"):
            return False
        return not on_postgresql or (_touches_a_database(item) and (everything or not _is_the_same(item)))

    left = [item for item in items if not wanted(item)]
    items[:] = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking it through for garbage again and again took a twelfth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _is_the_same(item: pytest.Item) -> bool:
    return item.nodeid.startswith(SAME_ON_EACH) and not item.nodeid.startswith(YET_ON_EACH)


def _touches_a_database(item: pytest.Item) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    return bool(marks & {"django_db", "own_database"}) or bool(OF_DATABASES & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session", autouse=True)
def guards_step_aside_for_the_flush() -> Iterator[None]:
    """A transactional test (a live server's too) ends by emptying all tables, which the guards refuse.

    They are taken off just before, and post_migrate puts them back on. Tables without rows are left alone: a flush of
    all truncates a hundred tables on PostgreSQL, with new files for each and for each index: ten times longer.
    """
    from profiles.guards import GUARDS
    from taxonomy.guards import GUARDS as GROUND_GUARDS
    from taxonomy.triggers import remove
    from tests.factories import tables_with_rows

    def empty(using: str) -> None:
        """All at once, so that it does not matter who refers to whom: such constraints are checked at the end."""
        with transaction.atomic(using), connections[using].cursor() as cursor:
            tables = connections[using].introspection.django_table_names(only_existing=True, include_views=False)
            for table in tables_with_rows(tables, using):
                cursor.execute(f"DELETE FROM {connections[using].ops.quote_name(table)}")

    flush = TransactionTestCase._fixture_teardown

    def without_guards(self: TransactionTestCase) -> None:
        for using in self._databases_names(include_mirrors=False):
            remove([*GROUND_GUARDS, *GUARDS], using=using)
            empty(using)
            emit_post_migrate_signal(verbosity=0, interactive=False, db=using)

    # TestCase rolls back instead and has a teardown of its own, which does not come by here.
    TransactionTestCase._fixture_teardown = without_guards
    yield
    TransactionTestCase._fixture_teardown = flush
