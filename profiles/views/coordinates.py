"""How coordinates work: the edition explained, with the numbers of a profile where one is named."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from profiles import distance
from profiles.adjacency import place_of
from profiles.rendering.profile import ProfilePage
from profiles.rendering.shelf import focus_shelf, split_key
from taxonomy.codes import KEY

TRACKS = "SPME"


@require_safe
def coordinates(request: HttpRequest) -> HttpResponse:
    key = request.GET.get("key", "").strip().upper()[:80]
    page = _page(key)
    context = {
        "asked": key,
        "page": page,
        "place": place_of(page.revision) if page else None,
        "edition": distance.STRUCTURAL_1,
        "tracks": TRACKS,
        "table": [(a, [distance.track(_on(a), _on(b)) for b in TRACKS]) for a in TRACKS],
    }
    return render(request, "coordinates/coordinates.html", context)


def _on(track: str) -> distance.Place:
    return distance.Place("", "", track, 0)


def _page(key: str) -> ProfilePage | None:
    if not KEY.fullmatch(key):
        return None
    _, focus, level, scope = split_key(key)
    shelf = focus_shelf(focus)
    sealed = shelf.at(level, scope)
    return ProfilePage(sealed, shelf, timezone.now().date(), asked_scope=scope) if sealed else None
