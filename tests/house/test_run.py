"""The closing lines of a test run say which databases ran, and never look green when they are not."""

import contextlib

import pytest

from tests import run
from tests.postgres import NoServer
from tests.run import NO_TESTS_COLLECTED, Result, both

REPORT = '<testsuites><testsuite tests="9" failures="2" errors="1" skipped="1"/></testsuites>'


@contextlib.contextmanager
def some_server(**_):
    yield "postgres://canon@db.example/canon"


@contextlib.contextmanager
def no_server(**_):
    raise NoServer("no binaries")
    yield


@pytest.fixture
def close(monkeypatch, capsys):
    """Runs `main` with made-up results; gives its exit code and its closing lines."""
    monkeypatch.setattr(run.signal, "signal", lambda *_: None)

    def close(server, *results: Result) -> tuple[int, list[str]]:
        left = list(results)

        class MadeUp(contextlib.nullcontext):
            def __init__(self, *_: object, **__: object) -> None:
                super().__init__(self)
                self.result = left.pop(0)

            def ended(self) -> Result:
                return self.result

        monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
        monkeypatch.setattr(run, "temporary_server", server)
        monkeypatch.setattr(run, "Run", MadeUp)
        return run.main([]), capsys.readouterr().out.strip().splitlines()

    return close


def test_both_databases_are_told_and_summed_up(close):
    results = Result("SQLite", 0, 3, 0, 2), Result("SQLite", 0, 4), Result("PostgreSQL", 1, 6, 1)
    assert close(some_server, *results) == (
        1,
        ["SQLite: 7 passed, 0 failed, 2 skipped", "PostgreSQL: 6 passed, 1 failed", "13 passed, 1 failed"],
    )


def test_a_missing_server_is_told_plainly(close):
    assert close(no_server, Result("SQLite", 0, 7), Result("SQLite", NO_TESTS_COLLECTED)) == (
        0,
        ["SQLite: 7 passed, 0 failed", "PostgreSQL: NOT RUN, no binaries", "7 passed, 0 failed"],
    )


def test_a_report_is_counted(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert run._read("SQLite", 1, report) == Result("SQLite", 1, passed=5, failed=3, skipped=1)


def test_a_run_that_broke_off_is_a_failure(tmp_path):
    missing = tmp_path / "missing.xml"
    assert run._read("SQLite", 3, missing) == Result("SQLite (pytest broke off)", 3, failed=1)
    report = tmp_path / "report.xml"
    report.write_text(REPORT.replace('"2"', '"0"').replace('errors="1"', 'errors="0"'))
    assert run._read("SQLite", 2, report) == Result("SQLite", 2, passed=8, failed=1, skipped=1)


def test_parts_of_one_database_are_one_result_and_never_look_green_when_one_broke_off():
    none = Result("SQLite", NO_TESTS_COLLECTED)
    assert both(Result("SQLite", 0, 3, 0, 1), Result("SQLite", 1, 4, 2)) == Result("SQLite", 1, 7, 2, 1)
    assert both(none, Result("SQLite", 0, 4)) == both(Result("SQLite", 0, 4), none) == Result("SQLite", 0, 4)
    assert both(none, none) == none
    broken = Result("SQLite (pytest broke off)", 2, failed=1)
    assert both(broken, Result("SQLite", 0, 4)) == both(Result("SQLite", 0, 4), broken)
    assert both(broken, Result("SQLite", 0, 4)) == Result("SQLite (pytest broke off)", 2, 4, 1)
