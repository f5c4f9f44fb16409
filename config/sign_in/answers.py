"""The plain pages with which a sign-in is refused; each has the way back, and none says whether an account exists."""

import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from config.sign_in.bounds import TooMany


def too_many(request: HttpRequest, reached: TooMany) -> HttpResponse:
    """429, with the minute from which on the next try is taken."""
    seconds = max(1, math.ceil((reached.ends_at - timezone.now()).total_seconds()))
    response = render(request, "sign_in/too_many.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def company_refused(request: HttpRequest, told: str, *, status: int = 403) -> HttpResponse:
    """The company's sign-in did not come to an end, or said something that cannot be believed."""
    return render(request, "sign_in/company_refused.html", {"told": told}, status=status)
