"""How coordinates work: the edition explained, with the numbers of a profile, or of any two, where they are named."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from profiles import distance
from profiles.adjacency import place_of
from profiles.rendering.pair import Pair, rounded_away
from profiles.rendering.profile import ProfilePage
from profiles.rendering.shelf import focus_shelf, one_spelling, revisions_by_keys, split_key
from taxonomy.codes import KEY

TRACKS = "SPME"
LONGEST = 80


@require_safe
def coordinates(request: HttpRequest) -> HttpResponse:
    """`a` and `b` are two roles to be measured; `key` (or one of the two alone) is one with its nearest."""
    key, a, b = (_asked(request, name) for name in ("key", "a", "b"))
    pair, unknown = _pair(a, b) if a and b else (None, [])
    lone = key or (a if not b else b if not a else "")
    page = _page(lone)
    context = {
        "first": a or key,
        "second": b,
        "pair": pair,
        "unknown": unknown or ([lone] if lone and not page else []),
        "page": page,
        "place": place_of(page.revision) if page else None,
        "edition": distance.STRUCTURAL_1,
        "tracks": TRACKS,
        # Quarters, so that the shortest decimal is the exact one.
        "table": [(a, [f"{float(distance.track(_on(a), _on(b))):g}" for b in TRACKS]) for a in TRACKS],
        "rounded": rounded_away(),
    }
    return render(request, "coordinates/coordinates.html", context)


def _asked(request: HttpRequest, name: str) -> str:
    return one_spelling(request.GET.get(name, ""))[:LONGEST]


def _on(track: str) -> distance.Place:
    return distance.Place("", "", track, 0)


def _pair(*keys: str) -> tuple[Pair | None, list[str]]:
    """The pair, or which of its keys nobody has published; in one query."""
    found = revisions_by_keys(key for key in keys if KEY.fullmatch(key))
    unknown = [key for key in dict.fromkeys(keys) if key not in found]
    return (None if unknown else Pair(*(found[key] for key in keys))), unknown


def _page(key: str) -> ProfilePage | None:
    if not KEY.fullmatch(key):
        return None
    function, focus, level, scope = split_key(key)
    shelf = focus_shelf(focus)
    sealed = shelf.at(level, scope)
    if sealed is None or sealed.revision.function_code != function:
        return None
    return ProfilePage(sealed, shelf, timezone.now().date(), asked_scope=scope)
