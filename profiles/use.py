"""Counts how much profiles are used, without persons: views and searches a month, gathered and written in batches.

The one seam is `seen`: whatever answers a reader – a view, or the door with a page that it keeps – tells it what was
asked, the status and which profiles a search found; of who asked nothing is read but a wish not to be counted and a
robot's mark.
A count that cannot be written at once waits for the next time; what is lost when a process ends is half a minute.
"""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from profiles.brief import briefly
from profiles.models.listing import Listing
from profiles.models.upkeep import ProfileUse
from taxonomy.codes import KEY

EVERY = 30  # seconds between two writes of a process
MOST = 2_000  # profiles that are waited for at once; what comes beyond is not counted
FOUND_FIRST = 3  # hits of a search that count
VIEWS, SEARCHES = "views", "searches"

_PAGE = re.compile(r"/canon/([^/]{1,80})/")
# Simple means: what says that it is a machine. Whoever hides it is counted.
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|scrap|preview|monitor|curl|wget|python|java/|go-http|httpclient|headless|lighthouse", re.I
)
_AHEAD = re.compile(r"prefetch|prerender|preview", re.I)

_waiting: Counter[tuple[str, str]] = Counter()  # (key, views or searches)
_lock = threading.Lock()
_written = time.monotonic()


def seen(asked: Mapping[str, Any], status: int, found: Iterable[str] = ()) -> None:
    """One answer to a reader who `asked` so (WSGI's names); `found` are the keys of a search, the best first.

    Costs no query.
    """
    if not counts(asked, status):
        return
    if page := _PAGE.fullmatch(asked["PATH_INFO"]):
        key = page[1].upper()
        _count(VIEWS, [key] if KEY.fullmatch(key) else [])
    _count(SEARCHES, list(found)[:FOUND_FIRST])


def counts(asked: Mapping[str, Any], status: int) -> bool:
    """Whether an answer is a reader's look at a page: not HEAD, not fetched ahead, no robot, nobody who said no."""
    return (
        settings.COUNT_USE
        and asked["REQUEST_METHOD"] == "GET"
        and status in (200, 304)
        and asked.get("HTTP_DNT") != "1"
        and asked.get("HTTP_SEC_GPC") != "1"
        and not _AHEAD.search(asked.get("HTTP_SEC_PURPOSE", "") + asked.get("HTTP_PURPOSE", ""))
        and not is_robot(asked.get("HTTP_USER_AGENT", ""))
    )


@lru_cache(maxsize=1_000)
def is_robot(agent: str) -> bool:
    return not agent.strip() or _ROBOT.search(agent[:500]) is not None


def _count(what: str, keys: list[str]) -> None:
    with _lock:
        for key in keys:
            if (key, what) in _waiting or len(_waiting) < MOST:
                _waiting[key, what] += 1


# -- writing ---------------------------------------------------------------------------------------


def is_due() -> bool:
    return bool(_waiting) and time.monotonic() - _written >= EVERY


def write_if_due(**_: object) -> None:
    """After an answer has gone out (`request_finished`): nobody waits for it."""
    if is_due():
        write()
        close_old_connections()  # a server's thread keeps none between two requests


def write() -> int:
    """Writes what has gathered; how many rows. Nothing is raised: what could not be written waits for the next time."""
    global _written
    with _lock:
        taken = dict(_waiting)
        _waiting.clear()
        _written = time.monotonic()
    if not taken:
        return 0
    try:
        rows = _rows(taken)
        with briefly(), connection.cursor() as cursor:
            cursor.executemany(_UPSERT, rows)
    except Error:
        with _lock:
            _waiting.update(taken)
        return 0
    return len(rows)


def _rows(taken: dict[tuple[str, str], int]) -> list[tuple]:
    """(profile, month, views, searches) of what stands, in one order so that two processes do not wait crosswise."""
    wanted = {key for key, _ in taken} | {key.partition("@")[0] for key, _ in taken}
    profiles = {}
    for chunk in _chunks(sorted(wanted)):
        profiles |= dict(Listing.objects.filter(key__in=chunk).values_list("key", "profile"))
    totals: dict[int, Counter[str]] = {}
    for (key, what), count in taken.items():
        # Where a scope has no profile of its own, the global one was read in its stead.
        profile = profiles.get(key) or profiles.get(key.partition("@")[0])
        if profile:
            totals.setdefault(profile, Counter())[what] += count
    month = ProfileUse._meta.get_field("month").get_db_prep_save(timezone.now().date().replace(day=1), connection)
    return [(profile, month, uses[VIEWS], uses[SEARCHES]) for profile, uses in sorted(totals.items())]


# Added to in the database: processes do not overwrite one another.
_UPSERT = """
INSERT INTO profiles_profileuse AS stands (profile_id, month, views, searches) VALUES (%s, %s, %s, %s)
ON CONFLICT (profile_id, month)
DO UPDATE SET views = stands.views + excluded.views, searches = stands.searches + excluded.searches
"""


def _chunks(keys: list[str]) -> Iterable[list[str]]:
    return (keys[n : n + 500] for n in range(0, len(keys), 500))
