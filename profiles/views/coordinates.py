"""How coordinates work: the edition explained, with the numbers of a profile where one is named."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from profiles import distance
from profiles.adjacency import place_of
from profiles.rendering.profile import ProfilePage
from profiles.rendering.shelf import focus_shelf, one_spelling, split_key
from taxonomy.codes import KEY

TRACKS = "SPME"


@require_safe
def coordinates(request: HttpRequest) -> HttpResponse:
    key = one_spelling(request.GET.get("key", ""))[:80]
    page = _page(key)
    context = {
        "asked": key,
        "page": page,
        "place": place_of(page.revision) if page else None,
        "edition": distance.STRUCTURAL_1,
        "tracks": TRACKS,
        # Quarters, so that the shortest decimal is the exact one.
        "table": [(a, [f"{float(distance.track(_on(a), _on(b))):g}" for b in TRACKS]) for a in TRACKS],
    }
    return render(request, "coordinates/coordinates.html", context)


def _on(track: str) -> distance.Place:
    return distance.Place("", "", track, 0)


def _page(key: str) -> ProfilePage | None:
    if not KEY.fullmatch(key):
        return None
    function, focus, level, scope = split_key(key)
    shelf = focus_shelf(focus)
    sealed = shelf.at(level, scope)
    if sealed is None or sealed.revision.function_code != function:
        return None
    return ProfilePage(sealed, shelf, timezone.now().date(), asked_scope=scope)
