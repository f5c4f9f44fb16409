"""Up to four profiles side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.rendering.compare import MOST, Comparison
from profiles.rendering.shelf import one_spelling, sealed_by_keys
from taxonomy.codes import KEY

LONGEST = 80


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`keys` may be one list with commas, or given several times (as the form does)."""
    asked = [one_spelling(key)[:LONGEST] for value in request.GET.getlist("keys") for key in value.split(",")]
    asked = list(dict.fromkeys(key for key in asked if key))
    wanted, beyond = asked[:MOST], asked[MOST:]
    found = sealed_by_keys([key for key in wanted if KEY.fullmatch(key)])
    columns = [found[key] for key in wanted if key in found]
    context = {
        "comparison": Comparison(columns) if columns else None,
        "unknown": [key for key in wanted if key not in found],
        "beyond": len(beyond),
        "most": MOST,
        "fields": (wanted + [""] * MOST)[:MOST],
    }
    return render(request, "compare/compare.html", context)
