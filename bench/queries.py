"""How many queries sample pages ask: compared with the committed counts, or written there to be reviewed."""

import json
import os
import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).with_name("queries.json")
WRITE = "BENCH_WRITE_QUERIES"
TEST = "tests/bench/test_queries.py"


def committed() -> dict[str, int]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def write(counted: dict[str, int]) -> None:
    FILE.write_text(json.dumps(counted, indent=1) + "\n", encoding="utf-8")


def ask(*, write: bool) -> int:
    """The test makes its own canon, so it is the one that counts; with `write` it writes what it has counted."""
    environment = os.environ | ({WRITE: "1"} if write else {})
    command = [sys.executable, "-m", "pytest", "-q", TEST]
    return subprocess.run(command, cwd=FILE.parents[1], env=environment).returncode
