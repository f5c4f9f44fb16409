"""The door of the API: who asks and how often, what is refused, and under which headers the answer goes out."""

import re
from collections.abc import Callable, Mapping
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from profiles.api import limits
from profiles.api.problems import Fault, Problem, shown, who_are_you
from profiles.models.token import ApiToken, Scope
from profiles.people import sees_pay, sender_of

MOST_BYTES = 256 * 1024
SAFE = ("GET", "HEAD")
_BEARER = re.compile(r"[Bb]earer +([A-Za-z0-9_-]{1,200})")
View = Callable[..., HttpResponse]
# Route and method → names of its parameters; None where nobody has said.
Parameters = Callable[[str, str], frozenset[str] | None]


def door(view: View, parameters: Parameters, most_bytes: Callable[[], int] = lambda: MOST_BYTES) -> View:
    """What is behind it changes nothing, or asks for a token of its own that no browser sends by itself: so a request
    needs none against forgery. `most_bytes`: how long a body may be."""

    @csrf_exempt
    @login_not_required  # it answers 401 itself, where the middleware would lead to a form
    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            _enter(request, most_bytes())
            _refuse_unknown(request, parameters)
            response = _asked(view, request, *args, **kwargs)
        except Problem as problem:
            response = problem.answer()
        return _sent(request, response)

    return opened


# -- in ------------------------------------------------------------------------------------------------


def _enter(request: HttpRequest, most: int) -> None:
    """`request.asker` is who requests are counted by; `request.user` is who pay is shown to, or nobody."""
    request.token = None
    request.asker = f"address {sender_of(request)}"
    told = request.headers.get("Authorization")
    if told is None:
        limits.count(request.asker)
        if settings.REQUIRE_LOGIN and not request.user.is_authenticated:
            raise who_are_you("a token or a session expected: this site is private")
    else:
        _by_token(request, told)
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise Problem(413, f"at most {most} bytes expected, found {request.META['CONTENT_LENGTH']}")


def _by_token(request: HttpRequest, told: str) -> None:
    found = _BEARER.fullmatch(told.strip())
    token = ApiToken.named(found[1]) if found else None
    if token is None:
        limits.count(request.asker)
        raise who_are_you("a token that holds expected (Authorization: Bearer …), found none")
    request.asker = f"token {token.pk}"
    limits.count(request.asker)
    token.used()
    request.token = token
    # What a token may not read its owner does not read by it.
    request.user = token.owner if token.scope == Scope.PAY else AnonymousUser()


def _refuse_unknown(request: HttpRequest, parameters: Parameters) -> None:
    """A misspelt filter would choose nothing, and its answer would be taken for a filtered one."""
    known = parameters(request.resolver_match.route, "get" if request.method in SAFE else request.method.lower())
    odd = [] if known is None else sorted(set(request.GET) - known)
    if odd:
        told = ", ".join(sorted(known)) or "no parameter"
        faults = [Fault(where=f"query.{shown(name)}", expected=told) for name in odd[:20]]
        raise Problem(422, f"{told} expected, found {shown(odd[0])}", errors=faults)


def _asked(view: View, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    method = request.method
    if method == "HEAD":
        request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = method
    if response.status_code == 405:
        allowed = ", ".join(sorted({part.strip() for part in response["Allow"].split(",")}))
        raise Problem(405, f"{allowed} expected, found {shown(method)}", headers={"Allow": allowed})
    return response


# -- out -----------------------------------------------------------------------------------------------


def _sent(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Whoever has an answer asks whether it is still the same. Restricted pay is kept by nobody."""
    patch_vary_headers(response, ["Authorization", "Cookie"])
    if response.status_code != 200 or request.method not in SAFE:
        return response
    if "Cache-Control" in response:
        return response
    if settings.PAY_VISIBILITY == "public" or not sees_pay(request.user):
        response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=response.get("ETag"), response=response)


def names_of(schema: Mapping) -> Parameters:
    """Names of the parameters in a query, from the specification itself."""
    told = {
        (re.sub(r"\{(\w+)\}", r"<\1>", path).strip("/"), method): frozenset(
            one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"
        )
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }
    return lambda route, method: told.get((route.strip("/"), method))
