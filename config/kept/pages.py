"""Pages as they go over the wire, and a bounded place for them in the memory of this process."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple, Self

from profiles.views.keeping import Keepable, Made

Headers = list[tuple[str, str]]

# What the door says by itself.
_OWN = {"content-length", "content-encoding", "cache-control", "etag", "vary", "x-request-id"}
# What an answer without a body does not say.
_OF_BODY = {"content-type"}
# A page of headers, and of the objects around the bytes.
OVERHEAD = 2_000
LEVEL = 6  # of gzip: 9 takes three times as long for a hundredth of the bytes


class Page(NamedTuple):
    """One answer: its bytes packed, and the headers of all the ways in which it is given."""

    made: Made
    etag: str
    packed: bytes
    whole_headers: Headers
    packed_headers: Headers
    unchanged_headers: Headers

    @classmethod
    def of(cls, keepable: Keepable, headers: Headers) -> Self:
        """`headers` as all middleware left them."""
        body = keepable.body
        packed = gzip.compress(body, LEVEL, mtime=0)
        # Of the bytes themselves: it changes with whatever a page shows, and is weak, for there are two codings.
        etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
        rest = [(name, value) for name, value in headers if name.lower() not in _OWN]
        said = [
            ("Cache-Control", "public, no-cache"),  # to be asked for again each time, which a 304 answers
            ("ETag", f"W/{etag}"),
            ("Vary", "Accept-Encoding, Cookie"),
        ]
        return cls(
            keepable.made,
            etag,
            packed,
            whole_headers=[*rest, *said, ("Content-Length", str(len(body)))],
            packed_headers=[*rest, *said, ("Content-Length", str(len(packed))), ("Content-Encoding", "gzip")],
            unchanged_headers=[pair for pair in [*rest, *said] if pair[0].lower() not in _OF_BODY],
        )

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.packed)

    @property
    def size(self) -> int:
        return len(self.packed) + OVERHEAD


class Pages:
    """Pages by name, up to so many bytes; those that were asked for the longest time ago go first."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes, self._lock = most, 0, threading.Lock()
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()

    def get(self, name: Hashable) -> Page | None:
        with self._lock:
            page = self._pages.get(name)
            if page is not None:
                self._pages.move_to_end(name)
            return page

    def put(self, name: Hashable, page: Page) -> None:
        with self._lock:
            former = self._pages.pop(name, None)
            self._bytes += page.size - (former.size if former else 0)
            self._pages[name] = page
            while self._bytes > self._most:
                self._bytes -= self._pages.popitem(last=False)[1].size
