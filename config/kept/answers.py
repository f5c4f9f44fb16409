"""A kept page as it goes over the wire: whole, packed, or only told to be unchanged."""

from typing import NamedTuple, Self

from profiles.views.keeping import Page

Headers = list[tuple[str, str]]

# What the door says by itself.
_OWN = {"content-length", "content-encoding", "cache-control", "etag", "vary", "x-request-id"}
# What an answer without a body does not say.
_OF_BODY = {"content-type"}


class Answers(NamedTuple):
    """The headers of each way in which a page is given; its bytes are those that its view keeps."""

    page: Page
    etag: str
    whole: Headers
    packed: Headers
    unchanged: Headers
    size: int = 2_000  # bytes in memory, about

    @classmethod
    def of(cls, page: Page, headers: Headers) -> Self:
        """`headers` as all middleware left them."""
        rest = [(name, value) for name, value in headers if name.lower() not in _OWN]
        etag = f'"{page.mark}"'
        rest += [
            ("Cache-Control", "public, no-cache"),  # to be asked for again each time, which a 304 answers
            ("ETag", f"W/{etag}"),  # weak, for there are two codings
            ("Vary", "Accept-Encoding, Cookie"),
        ]
        return cls(
            page,
            etag,
            whole=[*rest, ("Content-Length", str(page.length))],
            packed=[*rest, ("Content-Length", str(len(page.packed))), ("Content-Encoding", "gzip")],
            unchanged=[pair for pair in rest if pair[0].lower() not in _OF_BODY],
        )
