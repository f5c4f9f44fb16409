"""Pages as of a release or an instant: `?as_of=2027.1` or `?as_of=2027-01-31T12:00Z` where a view bears `in_time`."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from profiles import moments


def in_time(view: Callable) -> Callable:
    """Gives the view `request.moment`; what is no moment is answered with a page that says what is expected."""

    @wraps(view)
    def at(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            request.moment = moments.read(request.GET.getlist("as_of"))
        except moments.NoSuchMoment as refusal:
            context = {"told": str(refusal), "today": address_of_today(request)}
            return render(request, "asof/refused.html", context, status=400)
        request.address_of_today = address_of_today(request)
        response = view(request, *args, **kwargs)
        if request.moment.is_past:
            response["X-Robots-Tag"] = "noindex"
        return response

    return at


def address_of_today(request: HttpRequest) -> str:
    """The same page as it stands today."""
    rest = request.GET.copy()
    rest.pop("as_of", None)
    return request.path + (f"?{rest.urlencode(safe=',~@')}" if rest else "")
