"""What holds for every test: settings that make them fast, a database that threads can share."""

from pathlib import Path

import pytest
from django.conf import settings

pytest_plugins = ["tests.plugins"]


def pytest_configure() -> None:
    """Before any app is loaded: cheap passwords, and static files straight from their source."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """On SQLite the test database is a file, as in life.

    One in shared memory has its own locking (no waiting for a writer, no WAL), so races and the
    live server would be tested on something that nobody runs.
    """
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        folder: Path = tmp_path_factory.mktemp("database")
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")
        # No test takes the power away: a commit need not wait for the disk. Sites of tests' own are set as in life.
        database["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"


@pytest.fixture(autouse=True)
def no_board_of_another_test() -> None:
    """A test that is rolled back takes its canon with it, but not what this process remembers of it."""
    from profiles.filters.board import forget

    forget()


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Nor are the questions of one test counted against those of the next."""
    from django.core.cache import cache

    cache.clear()
