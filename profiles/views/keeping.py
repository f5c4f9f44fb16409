"""Keeps the bytes of pages that change with the clock and the day alone, once for all readers who see the same.

A page is kept together with when it was made: how often what stands had changed by then, and the day. Both are asked
anew at each request, from the database that it is read from, so that no process answers with a page that is older than
the last decision. `tests/house/test_kept.py` holds such pages to tables that only a decision writes.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from functools import wraps
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

from django.http import HttpRequest, HttpResponse

from profiles import clock
from profiles.clock import Clock
from profiles.people import sees_pay

# In the environ, set by the door (`config.kept`): its keeper, if what is asked may be answered by a page that is kept.
KEEPS = "canon.keeps"
LEVEL = 6  # of gzip: 9 takes three times as long for a hundredth of the bytes
OVERHEAD = 500  # bytes of the objects around a page


class Made(NamedTuple):
    """When and from which database a page was made, noted before its first row was read."""

    database: str
    clock: Clock
    day: int


def today() -> int:
    """The day by UTC, numbered: pages tell ages."""
    return int(time.time() // 86_400)


class Page(NamedTuple):
    """The bytes of a page, packed; `mark` is a digest of what they are unpacked, `found` what a search has found."""

    made: Made
    mark: str
    packed: bytes
    length: int
    found: tuple[str, ...] = ()

    @classmethod
    def of(cls, body: bytes, made: Made, found: Iterable[str] = ()) -> Self:
        # Without a time in it, so that the same page has the same bytes.
        packed = gzip.compress(body, LEVEL, mtime=0)
        return cls(made, hashlib.blake2b(body, digest_size=16).hexdigest(), packed, len(body), tuple(found))

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.packed)

    @property
    def size(self) -> int:
        return len(self.packed) + OVERHEAD


class _HasSize(Protocol):
    size: int


Sized = TypeVar("Sized", bound=_HasSize)


class Pages(Generic[Sized]):
    """What is kept, by name, up to so many bytes; what was asked for the longest time ago goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes, self._lock = most, 0, threading.Lock()
        self._kept: OrderedDict[Hashable, Sized] = OrderedDict()

    def get(self, name: Hashable) -> Sized | None:
        with self._lock:
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
            return found

    def put(self, name: Hashable, new: Sized) -> None:
        with self._lock:
            former = self._kept.pop(name, None)
            self._bytes += new.size - (former.size if former else 0)
            self._kept[name] = new
            while self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1].size


class Keeper(NamedTuple):
    """Where pages are kept, and how the door reads the clock of a database; None where that does not answer."""

    pages: Pages
    clock_of: Callable[[str], Clock | None]

    def stands(self, page: Page) -> bool:
        return page.made.day == today() and page.made.clock == self.clock_of(page.made.database)


def kept(view: Callable) -> Callable:
    """Answers with the page as it was made before, for readers who see the same; only behind a door that keeps pages.

    One query for the clock when a page is made; none where no door keeps. A page as of a moment that is over hangs on
    releases too. A view whose answer is more than a page (a search that found nothing is remembered) says
    `may_be_kept = False`.
    """

    @wraps(view)
    def keeping(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        keeper, database = request.META.get(KEEPS), clock.read_from()
        asked = request.META.get("QUERY_STRING", "")
        if keeper is None or (asked and "as_of" in request.GET):
            return view(request, *args, **kwargs)
        name = request.path, asked, sees_pay(request.user)
        page = keeper.pages.get(name)
        if page is None or page.made.database != database or not keeper.stands(page):
            made = Made(database, clock.now(), today())
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or not getattr(response, "may_be_kept", True):
                return response
            page = Page.of(response.content, made, getattr(response, "found_profiles", ()))
            keeper.pages.put(name, page)
        return _answer(page, packed="gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""))

    return keeping


def _answer(page: Page, *, packed: bool) -> HttpResponse:
    """It says how it is packed, so that no middleware packs it again."""
    response = HttpResponse(page.packed if packed else page.body)
    response["Content-Encoding"] = "gzip" if packed else "identity"
    response["Vary"] = "Accept-Encoding"
    response.kept_page, response.found_profiles = page, page.found
    return response
