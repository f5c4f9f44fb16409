"""One address for one thing: whoever asks in another case is led to the one spelling."""

import re

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

_VERSION = re.compile(r"[1-9][0-9]{0,6}")


def to_one_spelling(request: HttpRequest, view: str, *codes: str) -> HttpResponseRedirect:
    """A permanent redirect that keeps the query."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(view, args=codes) + query, permanent=True)


def version_number(asked: str) -> int | None:
    """The number of a version as an address has it; None where it is none."""
    return int(asked) if _VERSION.fullmatch(asked) else None
