"""How much one asker may ask in a minute: counted in the memory of each process, forgotten with the minute.

With several processes the bound holds for each of them, so all together take up to as many times as much.
"""

import threading
import time
from collections import Counter

from django.conf import settings

from profiles.api.problems import Problem

MINUTE = 60
_lock = threading.Lock()
_counted: Counter[str] = Counter()
_minute = 0


def count(asker: str, cost: int = 1) -> None:
    """One more of this address or token; raises 429 beyond the bound. `API_REQUESTS_A_MINUTE=0` bounds nothing."""
    global _minute
    most = settings.API_REQUESTS_A_MINUTE
    if not most:
        return
    now = time.time()
    with _lock:
        if _minute != (minute := int(now // MINUTE)):
            _minute = minute
            _counted.clear()
        _counted[asker] += cost
        beyond = _counted[asker] > most
    if beyond:
        wait = MINUTE - int(now % MINUTE)
        raise Problem(
            429, f"at most {most} requests a minute expected; ask again in {wait} s", headers={"Retry-After": str(wait)}
        )


def forget() -> None:
    """For tests: what was counted so far."""
    with _lock:
        _counted.clear()
