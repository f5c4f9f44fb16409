"""Killed at any moment: an import and a decision are done wholly or not at all, and what was acknowledged stays."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from taxonomy.codes import focus_code, function_code
from tests.factories import record_data
from tests.own import database_of_ones_own

pytestmark = pytest.mark.own_database

KILLS = int(os.environ.get("EXAM_KILLS", "3"))  # of each kind
ROOT = Path(__file__).resolve().parents[2]
FUNCTION = "Plant Operations"
FOCUSES = [f"Line {letter}" for letter in "ABCDEFGHIJ"]
LEVELS = range(1, 7)
PROFILES = len(FOCUSES) * len(LEVELS)


class Worker:
    """A process that forks a child for each task; the child is what is killed."""

    def __init__(self, url: str, folder: Path, module: str = "tests.profiles.killing") -> None:
        environment = {
            name: value for name, value in os.environ.items() if name not in ("DEBUG", "SERVING", "SITE_URL")
        }
        environment |= {"DATABASE_URL": url, "VAR_DIR": str(folder), "LOG_LEVEL": "CRITICAL"}
        environment |= {"EMAIL_URL": "dummymail://", "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-m", module]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)
        self.told: list[dict] = []

    def run(self, *task: str, kill_after: float | None = None) -> int:
        """How the child ended: 0, or minus the signal. `told` holds what it said."""
        self._say(" ".join(task))
        self.told = []
        child = self._until("child")
        if kill_after is not None:
            time.sleep(kill_after)
            # Not reaped yet, alive or not: the number is this child's and nobody else's.
            os.kill(child, signal.SIGKILL)
        self._say("reap")
        return self._until("ended")

    def asks(self, *task: str) -> dict:
        assert self.run(*task) == 0
        [answer] = self.told
        return answer

    def _say(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def _until(self, word: str) -> int:
        for line in self.process.stdout:
            said = json.loads(line)
            if word in said:
                return said[word]
            self.told.append(said)
        raise AssertionError(f"the worker broke off, {word} expected")

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=30)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    with database_of_ones_own(tmp_path) as url:
        found = Worker(url, tmp_path)
        try:
            assert found.run("migrate") == 0
            yield found
        finally:
            found.close()


def bundle(folder: Path, version: int) -> str:
    """Sixty approved profiles in their n-th version, with everything below them."""
    code, focuses = function_code(FUNCTION), [focus_code(FUNCTION, name) for name in FOCUSES]
    lines = [{"kind": "canon", "format": "canon-bundle/1"}, {"kind": "track", "code": "M", "name": "Management"}]
    lines += [
        {"kind": "level", "code": f"M{n}", "track": "M", "step": n, "rank": n + 3, "title": f"Manager {n}"}
        for n in LEVELS
    ]
    lines.append({"kind": "function", "code": code, "name": FUNCTION})
    lines += [
        {"kind": "focus", "code": focus, "function": code, "name": name}
        for focus, name in zip(focuses, FOCUSES, strict=True)
    ]
    told = {"by": "The board", "at": f"2026-01-{version:02}T00:00:00Z"}
    shelf = {"status": "approved", "version": version, "decision": told, "summary": f"Version {version}."}
    lines += [record_data(f"{code}.{focus}.M{n}", **shelf) for focus in focuses for n in LEVELS]
    path = folder / f"v{version}.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return str(path)


def test_an_import_that_is_killed_is_read_whole_or_not_at_all(worker, tmp_path):
    began = time.monotonic()
    assert worker.run("bring", bundle(tmp_path, 1)) == 0
    whole, dice = time.monotonic() - began, random.Random(20)
    version, kills, attempts = 1, 0, 0
    while kills < KILLS and attempts < 4 * KILLS:
        attempts += 1
        ended = worker.run("bring", bundle(tmp_path, version + 1), kill_after=dice.uniform(0, whole))
        kills += ended == -signal.SIGKILL
        answer = worker.asks("versions")
        assert answer["versions"] in ([[version, PROFILES]], [[version + 1, PROFILES]])
        assert answer["profiles"] == PROFILES
        version = answer["versions"][0][0]
    assert kills == KILLS
    answer = worker.asks("check")
    assert (answer["wrong"], answer["revisions"]) == ([], version * PROFILES)
    # And the same file is read as if nothing had been.
    assert worker.run("bring", bundle(tmp_path, version + 1)) == 0
    assert worker.asks("versions")["versions"] == [[version + 1, PROFILES]]


def test_decisions_that_are_killed_are_done_or_not_and_what_was_acknowledged_stays(worker, tmp_path):
    assert worker.run("bring", bundle(tmp_path, 1)) == 0
    began = time.monotonic()
    assert worker.run("decide", "first", "2") == 0
    whole, dice, acknowledged = time.monotonic() - began, random.Random(20), []
    for round_ in range(KILLS):
        ended = worker.run("decide", str(round_), kill_after=dice.uniform(0.1, 3) * whole)
        assert ended == -signal.SIGKILL
        acknowledged += [said["approved"] for said in worker.told]
    answer = worker.asks("check")
    assert answer["wrong"] == []
    assert answer["decided"] >= len(acknowledged) > 0
    assert worker.asks("approved", ",".join(map(str, acknowledged)))["lost"] == []
