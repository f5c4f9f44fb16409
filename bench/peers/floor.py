"""The floor: a page whose bytes are there already, through the very server and middleware of the site.

BENCH_FILES names a folder that holds each page as `name.html` and, compressed, as `name.html.gz`. `/name.html` answers
the compressed bytes, as a page that was compressed ahead would; `/compressing/name.html` leaves that to the middleware.
"""

import os
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

FILES = {file.name: file.read_bytes() for file in Path(os.environ["BENCH_FILES"]).iterdir()}
PUBLIC = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}


def ready(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(_bytes(f"{name}.gz"), headers=PUBLIC | {"Content-Encoding": "gzip"})


def compressing(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(_bytes(name), headers=PUBLIC)


def _bytes(name: str) -> bytes:
    if name not in FILES:
        raise Http404(f"no page {name}")
    return FILES[name]


urlpatterns = [path("<str:name>", ready), path("compressing/<str:name>", compressing)]
