"""Search in what stands on the shelf, and names while somebody types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from profiles.search import Suggestion, find, remember, suggest
from profiles.search.words import LONGEST
from profiles.views.keeping import kept


@require_safe
@kept
def search(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "")[:LONGEST]
    found = find(asked, page=_number(request.GET.get("page", "")), user=request.user)
    if found.words and not found.total and request.method == "GET":
        remember(asked)
    response = render(request, "search/search.html", {"asked": asked, "found": found})
    response.may_be_kept = bool(found.total)
    response.found_profiles = [hit.revision.key for hit in found.hits] if found.page == 1 else []
    return response


def _number(text: str) -> int:
    """Anything odd is the first page, so that no address is dead."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """For `static/js/suggest.js`: {"items": [{"key", "title", "via", "note", "url"}, …]}."""
    found = suggest(request.GET.get("q", "")[:LONGEST], user=request.user)
    return JsonResponse({"items": [_item(suggestion) for suggestion in found]})


def _item(suggestion: Suggestion) -> dict[str, str]:
    row = suggestion.revision
    note = [f"{row.level_code} {row.level_title}", row.function_name, row.key]
    return {
        "key": row.key,
        "title": row.title,
        "via": suggestion.via,
        "note": " · ".join([*(["retired"] if suggestion.retired else []), *note]),
        "url": reverse("profiles:profile", args=[row.key]),
    }
