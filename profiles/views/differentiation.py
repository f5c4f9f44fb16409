"""How different the levels of a focus are from one another, measured."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.models.revision import Heading
from profiles.rendering.differentiation import page_of
from profiles.views.addresses import to_one_spelling
from taxonomy.codes import GLOBAL


@require_safe
def differentiation(request: HttpRequest, function: str, focus: str) -> HttpResponse:
    """`scope` is a region with texts of its own; without it, and where nobody knows it, the global texts are shown."""
    if (function, focus) != (function.upper(), focus.upper()):
        return to_one_spelling(request, "profiles:differentiation", function.upper(), focus.upper())
    headings = {h.kind: h for h in Heading.objects.filter(kind__in=("function", "focus"), code__in=(function, focus))}
    own, above = headings.get("focus"), headings.get("function")
    if own is None or above is None or own.code != focus or above.code != function or own.parent != function:
        raise Http404(f"no focus {function}.{focus} is published")
    asked = request.GET.get("scope", GLOBAL)[:24]
    scope = GLOBAL if asked.casefold() == GLOBAL else asked.upper()
    ladders, scopes = page_of(focus, scope, getattr(request, "user", None))
    context = {"heading": own, "function": above, "ladders": ladders, "scopes": scopes, "scope": scope}
    return render(request, "canon/differentiation.html", context)
