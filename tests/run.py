"""Runs all tests on SQLite and, beside it, on PostgreSQL where a server can be had, and sums up.

    python -m tests.run [--all-on-each] [arguments of pytest]

What shows the same on each database is run on SQLite alone (tests/plugins.py), unless all is asked for
on each. SQLite's tests are run in two parts at once, pages and the rest. TEST_DATABASE_URL names a
PostgreSQL server to use; without it one is started in a temporary folder. What all runs but the first
say is kept until that one has ended. The last line is the sum: `N passed, N failed`.
"""

import contextlib
import os
import shutil
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
    "API_REQUESTS_A_MINUTE",
    "KEPT_MEGABYTES",
    "BEHIND_PROXY",
    "BIND",
    "BULK_MOST_BYTES",
    "BULK_MOST_PROFILES",
    "BULK_MOST_ROWS",
    "BULK_MOST_TITLES",
    "BULK_MOST_UNPACKED",
    "BULK_ROWS_SHOWN",
    "BULK_SECONDS",
    "CACHE_URL",
    "CANON_ATTRIBUTION",
    "CANON_LICENCE",
    "CORRECTIONS_AN_ADDRESS",
    "CORRECTIONS_A_DAY",
    "COUNT_USE",
    "DATABASE_REPLICA_URL",
    "DATABASE_URL",
    "DEBUG",
    "HSTS_SECONDS",
    "LOCAL_SIGN_IN",
    "LOG_FORMAT",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_GROUPS_CLAIM",
    "OIDC_ISSUER",
    "OIDC_NAME",
    "OIDC_ROLES",
    "OIDC_SCOPES",
    "PAY_AGEING_MONTHS",
    "PAY_EQUAL_PERCENT",
    "PAY_MATERIAL_PERCENT",
    "PAY_VISIBILITY",
    "PORT",
    "REQUIRE_LOGIN",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SECRET_KEY_FILE",
    "SERVING",
    "SESSION_HOURS",
    "SITE_URL",
    "TASK_LEASE_SECONDS",
    "TASK_QUEUE",
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
    missing = ""
    with contextlib.ExitStack() as stack:
        parts = [Run("SQLite", "", arguments, part="pages"), Run("SQLite", "", arguments, part="rest", says_later=True)]
        started = [stack.enter_context(run) for run in parts]
        try:
            url = stack.enter_context(postgresql_url())
            started.append(stack.enter_context(Run("PostgreSQL", url, arguments, says_later=True)))
        except NoServer as reason:
            missing = f"PostgreSQL: NOT RUN, {reason}"
        ended = [run.ended() for run in started]
    results = [both(*ended[:2]), *ended[2:]]
    print()
    print(*results, *filter(None, [missing]), sep="\n")
    print(f"{sum(r.passed for r in results)} passed, {sum(r.failed for r in results)} failed")
    return max(result.code for result in results)


def both(pages: Result, rest: Result) -> Result:
    """The two parts of one database as one; a part may have no tests, where only some were asked for."""
    codes = {pages.code, rest.code} - {NO_TESTS_COLLECTED}
    return Result(
        rest.database if pages.database == "SQLite" else pages.database,
        max(codes, default=NO_TESTS_COLLECTED),
        *(getattr(pages, count) + getattr(rest, count) for count in ("passed", "failed", "skipped")),
    )


@contextlib.contextmanager
def postgresql_url() -> Iterator[str]:
    """The server that was named, or one of our own."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    with temporary_server(on_disk=False) as url:
        yield url


class Run:
    """The tests on one database, in a process of their own with a folder of its own."""

    def __init__(
        self, database: str, url: str, arguments: list[str], *, part: str = "", says_later: bool = False
    ) -> None:
        self.database, self.url, self.arguments, self.says_later = database, url, arguments, says_later
        self.part = part

    def __enter__(self) -> "Run":
        self.folder = Path(tempfile.mkdtemp(prefix="canon-tests-"))
        self.report = self.folder / "report.xml"
        environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        environment |= {"DATABASE_URL": self.url, "VAR_DIR": str(self.folder / "var")}
        environment["TEST_PART"] = self.part
        command = [sys.executable, "-m", "pytest", f"--junit-xml={self.report}", *self.arguments]
        self.said = (self.folder / "said").open("w+") if self.says_later else None
        self.process = subprocess.Popen(command, env=environment, stdout=self.said, stderr=self.said)
        return self

    def ended(self) -> Result:
        print(f"== {self.database}{f', {self.part}' if self.part else ''} ==", flush=True)
        code = self.process.wait()
        if self.said:
            self.said.seek(0)
            shutil.copyfileobj(self.said, sys.stdout)
            sys.stdout.flush()
        return _read(self.database, code, self.report)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:  # somebody broke off
            self.process.terminate()
            self.process.wait()
        if self.said:
            self.said.close()
        shutil.rmtree(self.folder, ignore_errors=True)


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
