"""Nothing stands here: a page that says so, with what may have been meant where a key was typed."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from profiles.rendering.lost import Meant, meant_by

KEYED = re.compile(r"/canon/([^/]{1,200})")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of a 404. A site that asks for a sign-in suggests nothing before it."""
    typed = KEYED.match(request.path_info)
    told = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    context = {"told": told, "meant": meant_by(typed[1]) if typed and _may_read(request) else Meant()}
    return render(request, "404.html", context, status=404)


def _may_read(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return not settings.REQUIRE_LOGIN or bool(user and user.is_authenticated)
