"""The versions of a profile that were ever approved: when, by whom, under which seal, and how each is cited."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.rendering.shelf import one_spelling, standing, versions_of
from profiles.views.addresses import to_one_spelling

VERSIONS_A_PAGE = 50


@require_safe
def history(request: HttpRequest, key: str) -> HttpResponse:
    if key != one_spelling(key):
        return to_one_spelling(request, "profiles:history", one_spelling(key))
    revision = standing(key, request.user)
    if revision is None:
        raise Http404(f"no profile {key} is published")
    page = Paginator(versions_of(key, request.user), VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "history/history.html", {"revision": revision, "page": page})
