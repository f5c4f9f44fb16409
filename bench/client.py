"""The client for machines without wrk: threads that ask over connections they keep; slower, but nothing to install."""

import http.client
import json
import math
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit


def percentile(ordered: Sequence[float], share: float) -> float:
    """The least of the sorted values that this share (in per cent) does not exceed."""
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


class Asking(threading.Thread):
    """One connection."""

    def __init__(self, place: str, addresses: Sequence[str], first: int, until: float, headers: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.place, self.addresses, self.first, self.until, self.headers = place, addresses, first, until, headers
        self.times_ms: list[float] = []
        self.failed = self.refused = 0

    def run(self) -> None:
        connection, n = http.client.HTTPConnection(self.place, timeout=30), self.first
        while (begun := time.perf_counter()) < self.until:
            try:
                connection.request("GET", self.addresses[n % len(self.addresses)], headers=self.headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self.failed += 1
                connection.close()
                continue
            self.times_ms.append((time.perf_counter() - begun) * 1000)
            self.refused += answer.status >= 400
            n += 1
        connection.close()


def main(given: str, number: str) -> None:
    asked = json.loads(given)
    addresses = Path(asked["file"]).read_text().splitlines()
    begun = time.perf_counter()
    until = begun + asked["seconds"]
    threads = [
        Asking(urlsplit(asked["base"]).netloc, addresses, _first(number, n, len(addresses)), until, asked["headers"])
        for n in range(asked["threads"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = {"seconds": time.perf_counter() - begun, "times_ms": [time for each in threads for time in each.times_ms]}
    told |= {name: sum(getattr(each, name) for each in threads) for name in ("failed", "refused")}
    print(json.dumps(told))


def _first(number: str, n: int, among: int) -> int:
    """Each begins elsewhere."""
    return (int(number) * 31 + n * 7) * 97 % among


if __name__ == "__main__":
    main(*sys.argv[1:])
