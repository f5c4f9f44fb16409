"""Asks a server as hard as it answers, over connections that are kept: by wrk where it is, else by our own client."""

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from bench import client

SCRIPT = Path(__file__).with_name("wrk.lua")
CONNECTIONS, THREADS = 8, 2
MOST_SECONDS = 20
ASKED = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Drive:
    """What one server was asked in one round, and how it answered."""

    requests: int
    seconds: float
    failed: int  # connections and time-outs
    refused: int  # 400 and above
    p50_ms: float
    p99_ms: float

    @property
    def rps(self) -> float:
        return self.requests / self.seconds

    def answered(self, told: str) -> Self:
        """Itself; a server that fails is not a fast one."""
        if self.failed or self.refused or not self.requests:
            raise SystemExit(f"{told}: of {self.requests} requests {self.failed} failed, {self.refused} were refused")
        return self


def tool() -> str:
    return "wrk" if shutil.which("wrk") else "the bundled client"


def drive(
    base: str, addresses: Sequence[str], seconds: float, headers: dict[str, str], connections=CONNECTIONS
) -> Drive:
    asked = ASKED | headers
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{address}\n" for address in addresses))
        file.flush()
        by = _by_wrk if shutil.which("wrk") and seconds >= 1 else _by_ourselves
        while True:
            told = by(base, Path(file.name), seconds, asked, connections)
            if told.requests or told.failed or seconds > MOST_SECONDS:
                return told
            seconds *= 2  # a page that takes longer than a round is given another chance, not taken for a failure


def _by_wrk(base: str, addresses: Path, seconds: float, headers: dict[str, str], connections: int) -> Drive:
    threads = min(THREADS, connections)
    command = ["wrk", "-c", str(connections), "-t", str(threads), "-d", f"{math.ceil(seconds)}s", "--latency"]
    command += [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    first = addresses.read_text().partition("\n")[0]
    command += ["--timeout", "30s", "-s", str(SCRIPT), base + first]
    environment = os.environ | {"BENCH_ADDRESSES": str(addresses)}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    return Drive(**json.loads(said.strip().splitlines()[-1]))


def _by_ourselves(base: str, addresses: Path, seconds: float, headers: dict[str, str], connections: int) -> Drive:
    """Two processes, as one of Python's would be the bound itself."""
    parts = min(THREADS, connections)
    given = json.dumps(
        {"base": base, "file": str(addresses), "seconds": seconds, "headers": headers, "threads": connections // parts}
    )
    command = [sys.executable, "-m", "bench.client", given]
    started = [
        subprocess.Popen([*command, str(n)], stdout=subprocess.PIPE, text=True, cwd=SCRIPT.parents[1])
        for n in range(parts)
    ]
    told = [json.loads(process.communicate()[0]) for process in started]
    times = sorted(time for each in told for time in each["times_ms"])
    sums = {name: sum(each[name] for each in told) for name in ("failed", "refused")}
    longest = max(each["seconds"] for each in told)
    whole = Drive(len(times), longest, **sums, p50_ms=0.0, p99_ms=0.0)
    if not times:
        return whole
    return replace(whole, p50_ms=client.percentile(times, 50), p99_ms=client.percentile(times, 99))
