"""A progress bar on a terminal, and nothing where there is none."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

WIDTH = 30


@contextmanager
def bar(stream: TextIO, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Yields `progress(done, total)`; total 0 means that nobody knows. Draws at most ten times a second."""
    drawn, began = 0.0, time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        if not stream.isatty() or (now - drawn < 0.1 and done != total):
            return
        drawn = now
        speed = done / max(now - began, 0.001)
        share = f"[{'█' * int(WIDTH * done / total):<{WIDTH}}] {done:,} of {total:,}" if total else f"{done:,}"
        stream.write(f"\r{share} {unit}, {speed:,.0f} a second ")
        stream.flush()

    yield progress
    if drawn:
        stream.write("\n")
