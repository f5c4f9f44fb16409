"""A move from one role to another, on one sheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.rendering import asked
from profiles.rendering.asked import Asked
from profiles.rendering.move import MoveSheet
from profiles.views.asof import in_time

ENDS = (("from", "From"), ("to", "To"))


@require_safe
@in_time
def move(request: HttpRequest) -> HttpResponse:
    """`from` and `to` are keys, each with a version where one is meant."""
    user = getattr(request, "user", None)
    ends = [Asked.read(request.GET.get(name, "")) for name, _ in ENDS]
    found = asked.find([one for one in ends if one.key], user, request.moment)

    def instead(one: Asked, other: Asked) -> str:
        start, end = (asked.joined([other if each == one else each]) for each in ends)
        return f"?from={start}&to={end}{request.moment.query('&')}"

    context = {
        "sheet": MoveSheet(*found.columns) if len(found.columns) == 2 else None,
        "found": found,
        "unknown": found.told_unknown(instead),
        "is_one": len(found.columns) == 1 and bool(found.again),
        "fields": [(name, label, one.spelling) for (name, label), one in zip(ENDS, ends, strict=True)],
    }
    return render(request, "move/move.html", context)
