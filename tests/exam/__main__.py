"""Sits the exam: each part as a process over databases of its own, then a table of what came of it."""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.postgres import NoServer, temporary_server
from tests.run import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider")


class Part(NamedTuple):
    """A part of the exam: its words, how much of it is the whole, and whether PostgreSQL sits it too."""

    what: str
    command: tuple[str, ...]
    whole: int = 0
    on_each: bool = False
    environment: str = ""  # the name of the variable that tells a test how much is asked


PARTS = {
    "probing": Part("requests, every route × every role, no 5xx", ("-m", "tests.exam.probing"), 100_000),
    "searching": Part("hostile searches, no 5xx", ("-m", "tests.exam.searching"), 5_000, on_each=True),
    "mutating": Part("damaged files, and twelve bombs: no 5xx, nothing in part", ("-m", "tests.exam.mutating"), 10_000),
    "writing": Part("saves by eight writers, none refused", ("-m", "tests.exam.writing"), 2_000, on_each=True),
    "killing": Part(
        "kills in imports and approvals, nothing half done",
        (*PYTEST, "tests/profiles/test_killed.py"),
        *(20, True, "EXAM_KILLS"),
    ),
    "copying": Part(
        "backup under load, restore, same bytes", (*PYTEST, "tests/profiles/management/test_copies.py"), on_each=True
    ),
    "specification": Part(
        "examples for each operation of the API",
        (*PYTEST, "tests/api/test_schema.py"),
        *(200, False, "API_EXAMPLES"),
    ),
    "occupations": Part("all occupation pages of O*NET answer", (*PYTEST, "tests/pages/test_occupation.py")),
    "signing in": Part("sign-in by a real provider, and attacks on it", (*PYTEST, "tests/config/sign_in")),
    "loading": Part(
        "requests in half an hour of mixed load, no error, flat memory", ("-m", "tests.exam.loading"), 1_800
    ),
    "auditing": Part(
        "known holes in what is locked", ("-m", "pip_audit", "--require-hashes", "-r", "requirements.lock")
    ),
}


class Result(NamedTuple):
    part: str
    database: str
    passed: bool
    seconds: int
    told: dict


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.exam", description=__doc__)
    parser.add_argument("--only", help="parts by name, divided by commas: " + ", ".join(PARTS))
    parser.add_argument("--scale", type=float, default=1.0, help="how much of each part's whole is asked")
    parser.add_argument("--report", type=Path, help="where results are kept as JSON; others in it stay")
    given = parser.parse_args(arguments)
    chosen = [name.strip() for name in given.only.split(",")] if given.only else list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"parts of the exam expected, found {', '.join(sorted(unknown))}")
    results = []
    for name in chosen:
        for database in ["SQLite", *(["PostgreSQL"] if PARTS[name].on_each else [])]:
            results.append(sit(name, database, given.scale))
            print(row(results[-1]), flush=True)
    if given.report:
        keep(given.report, results)
    return 0 if all(result.passed for result in results) else 1


def sit(name: str, database: str, scale: float) -> Result:
    part, begun = PARTS[name], time.monotonic()
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="canon-exam-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            url = stack.enter_context(temporary_server()) if database == "PostgreSQL" else ""
        except NoServer as reason:
            return Result(name, database, False, 0, {"not run": str(reason)})
        if url and part.command[1] != "pytest":
            url = made(url)
        much = str(max(1, round(part.whole * scale)))
        environment = {key: value for key, value in os.environ.items() if key not in SETTINGS}
        environment |= {"DATABASE_URL": url, "VAR_DIR": str(folder / "var"), "API_REQUESTS_A_MINUTE": "0"}
        environment |= {"CANON_EXAM": "1"} | ({part.environment: much} if part.environment else {})
        words = [much] if part.whole and not part.environment else []
        if part.command[1] == "pytest":
            environment.pop("API_REQUESTS_A_MINUTE")
        run = subprocess.run(
            [sys.executable, *part.command, *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
    return Result(name, database, run.returncode == 0, round(time.monotonic() - begun), told(run.stdout, part, much))


def made(url: str) -> str:
    """The URL of an empty database on a temporary server."""
    import psycopg

    server = url.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE exam")
    return f"{server}/exam"


def told(output: str, part: Part, much: str) -> dict:
    """The figures of a part, or the last line of its tests beside how much was asked of each."""
    last = (output.strip().splitlines() or [""])[-1]
    with contextlib.suppress(json.JSONDecodeError):
        return json.loads(last)
    return ({"asked": int(much)} if part.environment else {}) | {"tests": last.strip("= ")}


def row(result: Result) -> str:
    told = dict(result.told)
    asked = told.pop("asked", "")
    told.pop("seconds", None)
    rest = "; ".join(f"{name.replace('_', ' ')} {_plain(value)}" for name, value in told.items())
    outcome = "passed" if result.passed else "FAILED"
    much = f"{asked:,}" if asked else ""
    return f"| {PARTS[result.part].what} | {result.database} | {much} | {outcome} | {result.seconds:,} s | {rest} |"


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} × {number:,}" for name, number in value.items())
    return " → ".join(map(str, value)) if isinstance(value, list) else f"{value}"


def keep(path: Path, results: list[Result]) -> None:
    """One result for each part and database, the newest."""
    former = [Result(**kept) for kept in json.loads(path.read_text())] if path.exists() else []
    all_of_them = {(result.part, result.database): result for result in [*former, *results]}
    path.write_text(json.dumps([result._asdict() for result in all_of_them.values()], indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
