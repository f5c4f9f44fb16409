"""Which addresses of each contestant a round asks for: python -m bench.planning writes them as JSON.

It reads the canon of the environment, since a place deep in a list and the values of a facet are the canon's own.
`alike` are pages that every contestant shows of the same profiles; what they hold is checked before anything is timed.
"""

import json
import os
import random
from collections.abc import Sequence
from urllib.parse import urlencode

from bench.peers.datasette import FACETS, LISTED

# More than any cache of pages holds, in no order of their own.
MANY = 10_000
WORDS = (
    "supplier schedule defect handbook register contract audit cost rework reviews coaches traces plans team".split()
)
DEEP = 0.9  # of the list, where a page far behind begins

Plan = dict[str, dict]


def plan() -> Plan:
    """Page → {"holds": a text of it, contestant: its addresses}."""
    from profiles.models.listing import Listing
    from profiles.states import State

    rows = Listing.objects.filter(state=State.APPROVED).order_by("key")
    one, two = rows[rows.count() // 2 : rows.count() // 2 + 2]
    keys = list(rows.values_list("key", flat=True))
    random.Random(7).shuffle(keys)
    return {
        "profile": _profile([one.key]) | {"holds": one.key},
        "profile, not kept": _profile(keys[:MANY]),
        "browse, three filters": _filtered(rows),
        "browse, first page": _page_of_list(rows, 0),
        "browse, page far behind": _page_of_list(rows, int(len(keys) * DEEP)),
        "search": _searched([f"{a} {b}" for a in WORDS for b in WORDS if a < b]),
        "search, commonest words": _searched(["plans team"]),
        "suggestions": {"site": [_asked("/suggest/", q=word[:n]) for word in _of_titles(rows) for n in (2, 3, 4)]},
        "compare of two": _compared(one.key, two.key),
        "canon index": {"site": ["/"], "holds": rows[0].function_code},
        "function": {"site": [f"/canon/{one.function_code}/"], "holds": one.focus_code},
        "focus": {"site": [f"/canon/{one.function_code}.{one.focus_code}/"], "holds": one.key},
    }


def _asked(path: str, **asked) -> str:
    return f"{path}?{urlencode(asked, doseq=True)}"


def _datasette(**asked) -> str:
    return _asked("/canon/profile", _col=LISTED, **asked)


def _profile(keys: Sequence[str]) -> dict:
    return {
        "site": [f"/canon/{key}/" for key in keys],
        "naive": [f"/profiles/{key}/" for key in keys],
        "datasette": [f"/canon/profile/{key.replace('.', '~2E')}" for key in keys],
    }


def _filtered(rows) -> dict:
    """Every function with each track and the band that most have: different choices at each request."""
    [band] = rows.values_list("band", flat=True).distinct()[:1]
    functions = rows.values_list("function_code", flat=True).distinct().order_by("function_code")
    choices = [{"function": f, "track": track, "band": band} for f in functions for track in ("P", "M")]
    random.Random(7).shuffle(choices)
    counted = {"_facet": FACETS, "_facet_array": "skills"}
    return {
        "site": [_asked("/profiles/", **choice) for choice in choices],
        "naive": [_asked("/profiles/", **choice) for choice in choices],
        "datasette": [_datasette(**choice, **counted) for choice in choices],
        "holds": choices[0]["function"],
    }


def _page_of_list(rows, place: int) -> dict:
    """The first page, or the one that begins behind so many rows."""
    from django.http import QueryDict

    from profiles.filters.choosing import Choosing
    from profiles.filters.paging import SIZE, turned

    if not place:
        # Told as no reader's first look is, so that no page is kept where those far behind are not.
        return {"site": ["/profiles/?sort=title"], "naive": ["/profiles/"], "datasette": [_datasette()]}
    choosing = Choosing(QueryDict(), sees_pay=True)
    token = turned(choosing, "", size=place).after
    behind = rows[place - 1].key
    return {
        "site": [f"/profiles/?{choosing.query(after=token)}"],
        "naive": [_asked("/profiles/", page=place // SIZE + 1)],
        "datasette": [_datasette(_next=behind)],
    }


def _of_titles(rows) -> list[str]:
    """The longest word of each of some titles, from all over the canon."""
    titles = rows.values_list("folded_title", flat=True)[:: max(1, rows.count() // 50)]
    return sorted({max(title.split(), key=len) for title in titles})


def _searched(texts: Sequence[str]) -> dict:
    return {
        "site": [_asked("/search/", q=text) for text in texts],
        "datasette": [_datasette(_search=text) for text in texts],
    }


def _compared(one: str, two: str) -> dict:
    return {"site": [_asked("/compare/", keys=[one, two])], "naive": [f"/compare/{one}/{two}/"], "holds": two}


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings

    # Peers on the site's own server are told what it tells that server.
    print(json.dumps({"threads": settings.THREADS, "pages": plan()}))


if __name__ == "__main__":
    main()
