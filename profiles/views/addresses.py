"""One address for one thing: whoever asks in another case is led to the one spelling."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse


def to_one_spelling(request: HttpRequest, view: str, *codes: str) -> HttpResponseRedirect:
    """A permanent redirect that keeps the query."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(view, args=codes) + query, permanent=True)
