"""The outside world's occupations: found by code or by what people call them, or gone down to from their groups."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from taxonomy.occupations import finding
from taxonomy.systems import ONET_CODE, SOC_CODE

A_PAGE = 40


@require_safe
def occupations(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[: finding.LONGEST].strip()
    if SOC_CODE.fullmatch(query) or ONET_CODE.fullmatch(query):
        return redirect("profiles:occupation", query)
    found = finding.found(query, after=request.GET.get("after", ""), most=A_PAGE) if query else []
    return render(
        request,
        "occupations/index.html",
        {
            "area": "occupations",
            "query": query,
            "found": found[:A_PAGE],
            "next": found[A_PAGE - 1].mark if len(found) > A_PAGE else "",
            "majors": [] if query else finding.majors(),
        },
    )
