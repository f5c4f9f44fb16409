"""Marks the pages that the door may keep (`config.kept`): what they show changes with the clock and the day alone.

`tests/house/test_kept.py` holds such a page to tables that only a decision writes.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from profiles import clock
from profiles.clock import Clock

ASKED = "canon.keeps"  # set in the environ by the door, where the answer to this request may be kept


def today() -> int:
    """The day by UTC, numbered: pages tell ages."""
    return int(time.time() // 86_400)


class Made(NamedTuple):
    """When and from which database a page was made, noted before its first row was read."""

    database: str
    clock: Clock
    day: int


class Keepable(NamedTuple):
    """A page for the door: its bytes before they are packed."""

    made: Made
    body: bytes


def kept(view: Callable) -> Callable:
    """Hands the page to a door that asked for it; one query more, and none where no door asks."""

    @wraps(view)
    def keeping(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.META.get(ASKED):
            return view(request, *args, **kwargs)
        made = Made(clock.read_from(), clock.now(), today())
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response.keepable = Keepable(made, response.content)
            response["Content-Encoding"] = "identity"  # the door packs it, once
        return response

    return keeping
