"""Up to four profiles side by side, versions of one profile among them."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.rendering import asked
from profiles.rendering.asked import Asked
from profiles.rendering.compare import MOST, Comparison
from profiles.views.asof import in_time
from profiles.views.keeping import kept


@require_safe
@kept
@in_time
def compare(request: HttpRequest) -> HttpResponse:
    """`keys` may be one list with commas, or given several times (as the form does); `all=1` folds nothing."""
    user = getattr(request, "user", None)
    counted = Counter(asked.read_all(request.GET.getlist("keys")))  # in the order of asking
    wanted = list(counted)[:MOST]
    found = asked.find(wanted, user, request.moment)

    def instead(one: Asked, other: Asked) -> str:
        keys = asked.joined(other if each == one else each for each in wanted)
        return f"?keys={keys}{request.moment.query('&')}"

    context = {
        "comparison": Comparison(found.columns, request.moment) if found.columns else None,
        "found": found,
        "unknown": found.told_unknown(instead),
        "again": [*(one for one in wanted if counted[one] > 1), *found.again],
        "beyond": len(counted) - len(wanted),
        "most": MOST,
        "everything": request.GET.get("all") == "1",
        "fields": ([one.spelling for one in wanted] + [""] * MOST)[:MOST],
    }
    return render(request, "compare/compare.html", context)
