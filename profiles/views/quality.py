"""How good the canon is, as the last check of all of it found: public figures, drawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.models.checked import CanonCheck
from profiles.rendering.quality import Quality


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    check = CanonCheck.objects.defer("work").last_ended()
    return render(request, "quality/quality.html", {"quality": Quality(check) if check else None})
