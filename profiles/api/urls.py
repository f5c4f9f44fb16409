"""Routes of the API: each operation behind the door, its specification, and an answer for every other address."""

from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, re_path

from profiles.api import imports
from profiles.api.door import door, names_of
from profiles.api.problems import Problem
from profiles.api.site import ROOT, api, specification

app_name = "api"


def openapi(request: HttpRequest) -> HttpResponse:
    """The specification, as machines read it."""
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    return JsonResponse(specification())


def lost(request: HttpRequest) -> HttpResponse:
    raise Problem(404, f"a path of {ROOT}openapi.json expected")


@cache
def _names():
    return names_of(specification())


def _parameters(route: str, method: str) -> frozenset[str] | None:
    return _names()(route, method)


def _any(route: str, method: str) -> None:
    return None


operations, *_ = api.urls
urlpatterns = [path("openapi.json", door(openapi, _parameters), name="openapi")]
for pattern in operations:
    if pattern.name != "api-root":
        bound = {"most_bytes": imports.most_bytes} if pattern.name == "bring_import" else {}
        pattern.callback = door(pattern.callback, _parameters, **bound)
        urlpatterns.append(pattern)
urlpatterns.append(re_path("", door(lost, _any), name="lost"))
