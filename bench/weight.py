"""What a page weighs on the wire: itself and everything that it fetches, compressed as the server sends it."""

import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin

# What a browser fetches to show a page: element, attribute that names it, kind by `rel` or by element.
KINDS = {"stylesheet": "style", "icon": "icon"}


class _Fetched(HTMLParser):
    """Addresses that showing the page fetches, each with its kind."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and given.get("rel") in KINDS:
            self.found.append((KINDS[given["rel"]], given["href"]))
        elif tag in ("script", "img") and given.get("src"):
            self.found.append((tag, given["src"]))


def weigh(address: str) -> Iterator[tuple[str, int, str]]:
    """(kind, bytes of the body on the wire, address) for the page first, then for what it fetches."""
    bytes_, plain = _get(address)
    yield "page", bytes_, address
    parser = _Fetched()
    parser.feed(plain.decode())
    for kind, path in dict.fromkeys(parser.found):
        there = urljoin(address, path)
        yield kind, _get(there)[0], there


def _get(address: str) -> tuple[int, bytes]:
    """Asked twice: once compressed as browsers ask (Brotli where there is some), once plain to be read."""
    sizes = []
    for coding in ("gzip, br", "identity"):
        request = urllib.request.Request(address, headers={"Accept-Encoding": coding})
        with urllib.request.urlopen(request) as response:
            sizes.append(response.read())
    return len(sizes[0]), sizes[1]


def tell(address: str) -> None:
    rows = list(weigh(address))
    for kind, size, where in rows:
        print(f"{size:>8,}  {kind:<6}  {where}")
    script = sum(size for kind, size, _ in rows if kind == "script")
    print(f"{sum(size for _, size, _ in rows):>8,}  bytes in all, {script:,} of them script")
