"""The page of one occupation, with the profiles of this canon that are mapped to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from profiles.occupations import mapped_to
from profiles.rendering.occupations import OccupationPage
from taxonomy.models import ClassificationCode
from taxonomy.occupations.entry import occupation as put_together


@require_safe
def occupation(request: HttpRequest, code: str) -> HttpResponse:
    """Six digits; eight digits lead to their place on that page."""
    six, _, more = code.partition(".")
    if more and ClassificationCode.objects.of("onet").filter(code=code).exists():
        return redirect(f"{reverse('profiles:occupation', args=[six])}#o-{code.replace('.', '-')}")
    entry = None if more else put_together(six)
    if entry is None:
        raise Http404(f"no loaded classification has the code {code}")
    page = OccupationPage(entry, mapped_to(six))
    return render(request, "occupations/occupation.html", {"page": page, "area": "occupations"})
