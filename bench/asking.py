"""What each contestant is asked for on each page, looked at once before anything is timed."""

import gzip
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.driving import ASKED
from bench.planning import Plan

# Pages that are the same for all readers: bytes of theirs can lie in a file, and the site may keep them.
FILES = {"profile": "profile.html", "canon index": "index.html", "function": "function.html", "focus": "focus.html"}
LET_IN = {"Cookie": "csrf=anything"}
CONDITIONAL = "profile, unchanged (304)"
MISSED = "profile, not kept"


@dataclass(frozen=True)
class Ask:
    """One page of one contestant: where it is had, and what is known of the answer before it is timed."""

    page: str
    contestant: str
    server: str
    addresses: list[str]
    headers: dict[str, str] = field(default_factory=dict)
    wire: int = 0
    plain: int = 0

    @property
    def told(self) -> str:
        return f"{self.page} of {self.contestant}"


def write_files(base: str, plan: Plan, folder: Path) -> None:
    """Pages as the site answers them, plain and compressed, for those who have them as files."""
    for page, name in FILES.items():
        _, _, sent = _got(base + plan[page]["site"][0], {})
        (folder / name).write_bytes(gzip.decompress(sent))
        (folder / f"{name}.gz").write_bytes(sent)


def asks(plan: Plan) -> Iterator[Ask]:
    """Every page of every contestant who has it.

    `site` keeps pages, and `framework` is asked of it by somebody whom the door lets in, so that what is kept comes by
    way of all the middleware; `anew` is the site that keeps none.
    """
    for page, told in plan.items():
        if page == MISSED:
            yield Ask(page, "site", "missing", told["site"])
        else:
            yield Ask(page, "site", "site", told["site"])
            yield Ask(page, "anew", "anew", told["site"])
        if page in FILES:
            yield Ask(page, "framework", "site", told["site"], LET_IN)
        if page in FILES:
            yield from (Ask(page, name, name, [f"/{FILES[page]}"]) for name in ("floor", "nginx"))
        if page == "profile":
            yield Ask(page, "floor, compressing", "floor", [f"/compressing/{FILES[page]}"])
            yield Ask(page, "whitenoise", "whitenoise", [f"/{FILES[page]}"])
        yield from (Ask(page, name, name, told[name]) for name in ("naive", "datasette") if name in told)
    yield Ask(CONDITIONAL, "site", "site", plan["profile"]["site"])
    yield Ask(CONDITIONAL, "nginx", "nginx", [f"/{FILES['profile']}"])


def grown(plan: Plan, size: int) -> Iterator[Ask]:
    """The same pages of the site alone, over a canon of another size."""
    for page, told in plan.items():
        if page != MISSED:
            yield Ask(page, of_size(size), of_size(size), told["site"])


def of_size(size: int) -> str:
    return f"anew at {size:,}"


class Odd(Exception):
    """An answer is not what was expected."""


def looked_at(ask: Ask, base: str, holds: str) -> Ask:
    """The ask with the size of its answer; an answer that is not the page is no contestant."""
    status, headers, sent = _got(base + ask.addresses[0], ask.headers)
    if status != 200:
        raise Odd(f"{ask.addresses[0]} answered {status}")
    body = gzip.decompress(sent) if headers.get("Content-Encoding") == "gzip" else sent
    if holds.encode() not in body:
        raise Odd(f"{ask.addresses[0]} does not hold {holds}")
    known = {"wire": len(sent), "plain": len(body)}
    if ask.page != CONDITIONAL:
        return replace(ask, **known)
    if not headers.get("ETag"):
        raise Odd("its answers have no ETag")
    asked = {"If-None-Match": headers["ETag"]}
    status, _, sent = _got(base + ask.addresses[0], asked)
    if status != 304:
        raise Odd(f"{ask.addresses[0]} answered {status} where 304 was expected")
    return Ask(ask.page, ask.contestant, ask.server, ask.addresses, asked, wire=len(sent), plain=0)


def _got(address: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, headers=ASKED | headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read()
