"""A move from one role to another, on one sheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.rendering import asked
from profiles.rendering.asked import Asked
from profiles.rendering.move import MoveSheet


@require_safe
def move(request: HttpRequest) -> HttpResponse:
    """`from` and `to` are keys, each with a version where one is meant."""
    ends = [Asked.read(request.GET.get(name, "")) for name in ("from", "to")]
    found = asked.find([one for one in ends if one.key], getattr(request, "user", None))
    context = {
        "sheet": MoveSheet(*found.columns, getattr(request, "user", None)) if len(found.columns) == 2 else None,
        "found": found,
        "is_one": len(found.columns) == 1 and bool(found.again),
        "fields": list(zip(("from", "to"), ("From", "To"), (one.spelling for one in ends), strict=True)),
    }
    return render(request, "move/move.html", context)
