"""A worker that is killed in the middle: nothing is half done, and the next one takes the errand up."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from taxonomy.codes import focus_code, function_code
from tests.factories import record_data
from tests.own import database_of_ones_own
from tests.profiles.test_killed import Worker

pytestmark = pytest.mark.own_database


class Killed(Worker):
    def kill_at(self, word: str, *task: str) -> int:
        """Killed as soon as the child has said so; what it said."""
        self._say(" ".join(task))
        child = self._until("child")
        said = self._until(word)
        os.kill(child, signal.SIGKILL)
        self._say("reap")
        assert self._until("ended") == -signal.SIGKILL
        return said


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Killed]:
    monkeypatch.setenv("TASK_QUEUE", "database")
    monkeypatch.setenv("TASK_LEASE_SECONDS", "1")
    with database_of_ones_own(tmp_path) as url:
        found = Killed(url, tmp_path, "tests.profiles.tasks.killing")
        try:
            assert found.run("migrate") == 0
            yield found
        finally:
            found.close()


def bundle(folder: Path) -> str:
    function, focus = function_code("Plant Operations"), focus_code("Plant Operations", "Line A")
    lines = [{"kind": "canon", "format": "canon-bundle/1"}, {"kind": "track", "code": "M", "name": "Management"}]
    lines += [
        {"kind": "level", "code": f"M{n}", "track": "M", "step": n, "rank": n + 3, "title": f"Manager {n}"}
        for n in (1, 2, 3)
    ]
    lines.append({"kind": "function", "code": function, "name": "Plant Operations"})
    lines.append({"kind": "focus", "code": focus, "function": function, "name": "Line A"})
    lines += [record_data(f"{function}.{focus}.M{n}") for n in (1, 2, 3)]
    path = folder / "canon.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return str(path)


def test_whoever_is_killed_leaves_an_errand_that_the_next_worker_brings_to_its_end(worker, tmp_path):
    # An import is one whole: what the first worker had written is gone with it, and the second writes it once.
    assert worker.run("look", bundle(tmp_path)) == 0
    assert worker.kill_at("middle", "hang_in_import") == 3
    broken = worker.asks("stands")
    assert (broken["stage"], broken["profiles"], broken["events"], broken["pieces"]) == ("running", 0, 0, 1)
    assert worker.run("go_on") == 0
    assert worker.asks("stands") == {
        "stage": "done",
        "said": "Applied: 1 track added; 3 levels added; 1 function added; 1 focus added; 3 profiles added.",
        "tries": 2,
        "pieces": 0,
        "profiles": 3,
        "events": 3,
        "answered": 0,
    }
    # A list keeps the pieces that were answered, and goes on from there.
    assert worker.run("titles") == 0
    assert worker.kill_at("middle", "hang_in_list") == 1
    assert worker.asks("stands")["answered"] == 1
    assert worker.run("go_on") == 0
    told = worker.asks("stands")
    assert [told[name] for name in ("stage", "said", "tries", "answered")] == ["done", "3 titles answered.", 2, 3]
