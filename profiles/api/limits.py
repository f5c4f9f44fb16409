"""How much one asker may ask in a minute: counted in the cache, forgotten with the minute.

Where CACHE_URL names one for all processes the bound holds for them together, otherwise for each of them.
"""

import hashlib
import logging
import time

from django.conf import settings
from django.core.cache import cache

from profiles.api.problems import Problem

MINUTE = 60
_log = logging.getLogger(__name__)


def count(asker: str, cost: int = 1) -> None:
    """One more of this address or token; raises 429 beyond the bound. `API_REQUESTS_A_MINUTE=0` bounds nothing."""
    most = settings.API_REQUESTS_A_MINUTE
    if not most:
        return
    now = time.time()
    if _counted(asker, int(now // MINUTE), cost) > most:
        wait = MINUTE - int(now % MINUTE)
        raise Problem(
            429, f"at most {most} requests a minute expected; ask again in {wait} s", headers={"Retry-After": str(wait)}
        )


def _counted(asker: str, minute: int, cost: int) -> int:
    """A cache that is away bounds nobody: the API answers on, and the log says so."""
    key = f"api:{minute}:{hashlib.sha256(asker.encode()).hexdigest()[:32]}"
    try:
        cache.add(key, 0, timeout=2 * MINUTE)
        return cache.incr(key, cost)
    except ValueError:  # it went between the two
        return cost
    except Exception as fault:  # what a cache's client raises is its own, whichever it is
        _log.warning("the cache cannot be reached, requests are not bounded: %s", type(fault).__name__)
        return 0
