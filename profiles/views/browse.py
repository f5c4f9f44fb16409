"""All profiles that stand, to be narrowed by filters: `/profiles/`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from profiles.views.finding import found
from profiles.views.keeping import kept


@require_safe
@kept
def browse(request: HttpRequest) -> HttpResponse:
    finding = found(request, reverse("profiles:browse"))
    return render(request, "browse/browse.html", {"finding": finding, "area": "browse"})
