"""Runs all tests on SQLite, then on PostgreSQL where a server can be had, and sums up.

    python -m tests.run [arguments of pytest]

TEST_DATABASE_URL names a PostgreSQL server to use; without it one is started in a temporary
folder. The last line is the sum over the databases: `N passed, N failed`.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.postgres import NoServer, temporary_server

NO_TESTS_COLLECTED = 5
# What the tests rely on is set by them; a setting in somebody's shell must not change a result.
SETTINGS = {
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "BIND",
    "BULK_MOST_BYTES",
    "BULK_MOST_PROFILES",
    "BULK_MOST_ROWS",
    "BULK_MOST_UNPACKED",
    "BULK_ROWS_SHOWN",
    "BULK_SECONDS",
    "DATABASE_URL",
    "DEBUG",
    "HSTS_SECONDS",
    "PAY_MATERIAL_PERCENT",
    "PORT",
    "REQUIRE_LOGIN",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SECRET_KEY_FILE",
    "SERVING",
    "SITE_URL",
}


@dataclass(frozen=True)
class Result:
    """How the tests went on one database."""

    database: str
    code: int
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        told = f"{self.database}: {self.passed} passed, {self.failed} failed"
        return told + (f", {self.skipped} skipped" if self.skipped else "")


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped too
    results = [run_on("SQLite", "", arguments)]
    missing = ""
    try:
        with postgresql_url() as url:
            results.append(run_on("PostgreSQL", url, arguments))
    except NoServer as reason:
        missing = f"PostgreSQL: NOT RUN, {reason}"
    print()
    print(*results, *filter(None, [missing]), sep="\n")
    print(f"{sum(r.passed for r in results)} passed, {sum(r.failed for r in results)} failed")
    return max(result.code for result in results)


@contextlib.contextmanager
def postgresql_url() -> Iterator[str]:
    """The server that was named, or one of our own."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    with temporary_server() as url:
        yield url


def run_on(database: str, url: str, arguments: list[str]) -> Result:
    print(f"== {database} ==", flush=True)
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    with tempfile.TemporaryDirectory(prefix="canon-tests-") as folder:
        report = Path(folder) / "report.xml"
        environment |= {"DATABASE_URL": url, "VAR_DIR": str(Path(folder) / "var")}
        command = [sys.executable, "-m", "pytest", f"--junit-xml={report}", *arguments]
        code = subprocess.run(command, env=environment).returncode
        return _read(database, code, report)


def _read(database: str, code: int, report: Path) -> Result:
    """A run that broke off counts as one failure at least, so that the sum never looks green."""
    if code == NO_TESTS_COLLECTED:
        return Result(database, code)
    try:
        suite = ElementTree.parse(report).getroot().find("testsuite")
    except (OSError, ElementTree.ParseError):
        return Result(f"{database} (pytest broke off)", code or 1, failed=1)
    total, failures, errors, skipped = (int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped"))
    failed = failures + errors
    passed = total - failed - skipped
    return Result(database, code, passed, max(failed, int(code != 0)), skipped)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
