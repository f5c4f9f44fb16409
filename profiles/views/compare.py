"""Up to four profiles side by side, versions of one profile among them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.rendering import asked
from profiles.rendering.compare import MOST, Comparison


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`keys` may be one list with commas, or given several times (as the form does); `all=1` folds nothing."""
    keys = asked.read_all(request.GET.getlist("keys"))
    wanted = list(dict.fromkeys(keys))
    found = asked.find(wanted[:MOST], getattr(request, "user", None))
    context = {
        "comparison": Comparison(found.columns, getattr(request, "user", None)) if found.columns else None,
        "found": found,
        "again": [*(one for one in dict.fromkeys(keys) if keys.count(one) > 1), *found.again],
        "beyond": len(wanted[MOST:]),
        "most": MOST,
        "everything": request.GET.get("all") == "1",
        "fields": ([one.spelling for one in wanted] + [""] * MOST)[:MOST],
    }
    return render(request, "compare/compare.html", context)
