"""Releases: the list, the page of one with its files, and the difference from one to another or to today."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import chain

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import etag, require_safe

from profiles.exporters.release import bundle
from profiles.models.release import Release, ReleaseMember
from profiles.people import sees_pay
from profiles.rendering.releases import Differences, Pair, Side, counted, feed_id, latest
from profiles.views.addresses import to_one_spelling
from profiles.views.machines import ATOM, asked_again, written
from taxonomy.codes import KEY
from taxonomy.files.cells import csv_lines

RELEASES_A_PAGE = 20
EDITION = "1"  # of the files: a change of their form gives them another tag
CSV, LINES = "text/csv; charset=utf-8", "application/x-ndjson; charset=utf-8"


def _of_one_spelling(view: Callable) -> Callable:
    """The release of the address; a name in another case is led to its one spelling, an unknown one is not there."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, name: str) -> HttpResponse:
        if name != name.lower():
            return to_one_spelling(request, request.resolver_match.view_name, name.lower())
        return view(request, _release(name))

    return found


def _release(name: str) -> Release:
    release = Release.objects.filter(name=name.lower()).first()
    if release is None:
        raise Http404(f"there is no release {name[:40]}")
    return release


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(Release.objects.all(), RELEASES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "releases/index.html", {"page": page, "area": "releases"})


@_of_one_spelling
def release(request: HttpRequest, release: Release) -> HttpResponse:
    others = [row for row in latest(RELEASES_A_PAGE) if row.pk != release.pk]
    context = {
        "release": release,
        "counted": counted(release),
        "others": others,
        "sees_pay": sees_pay(request.user),
        "area": "releases",
    }
    return render(request, "releases/release.html", context)


@asked_again
def feed(request: HttpRequest) -> HttpResponse:
    entries = [(row, feed_id(row)) for row in latest()]
    context = {"entries": entries, "own_address": settings.SITE_URL + request.path}
    return written(request, "releases/feed.xml", context, ATOM)


# -- files of a release ----------------------------------------------------------------------------------


def _tag(request: HttpRequest, name: str) -> str | None:
    """What is in a release never changes, so its digest names the bytes; who sees pay is given other ones."""
    row = Release.objects.filter(name=name).values_list("digest", flat=True).first()
    return row and f'"{row[:32]}-{EDITION}-{"pay" if sees_pay(request.user) else "plain"}"'


@etag(_tag)
@_of_one_spelling
def lines(request: HttpRequest, release: Release) -> HttpResponse:
    """The release as a bundle, which `manage.py verify` examines."""
    stream = bundle(release, with_pay=sees_pay(request.user))
    return _file(request, stream, f"canon-{release.name}.jsonl", LINES)


@etag(_tag)
@_of_one_spelling
def members(request: HttpRequest, release: Release) -> HttpResponse:
    """One line a profile: which version stood, where, under which seal."""
    return _file(request, _csv(MEMBERS, _members(release)), f"canon-{release.name}.csv", CSV)


MEMBERS = ("key", "version", "state", "title", "function", "focus", "level", "rank", "approved_at", "seal")
_OF_REVISION = ("title", "function_name", "focus_name", "level_code", "rank")


def _members(release: Release) -> Iterator[Iterable[object]]:
    after, size = "", 500
    names = ("key", "number", "state", *(f"revision__{name}" for name in _OF_REVISION), "revision__decided_at", "seal")
    while True:
        rows = ReleaseMember.objects.filter(release=release, key__gt=after).order_by("key").values_list(*names)
        page = list(rows[:size])
        for *told, at, seal in page:
            yield (*told, f"{at:%Y-%m-%dT%H:%M:%SZ}", seal)
        if len(page) < size:
            return
        after = page[-1][0]


# -- differences -----------------------------------------------------------------------------------------


def _differences(request: HttpRequest, release: Release) -> Differences:
    """`to` names the other release; without it the release is held against today."""
    to = request.GET.get("to", "").strip()
    other = _release(to) if to and to != "today" else None
    return Differences(Side(release), Side(other), request.user)


@_of_one_spelling
def differences(request: HttpRequest, release: Release) -> HttpResponse:
    found = _differences(request, release)
    after = request.GET.get("after", "").upper()
    pairs, onward = found.page(after if KEY.fullmatch(after) else "")
    context = {
        "release": release,
        "found": found,
        "pairs": pairs,
        "after": after if KEY.fullmatch(after) else "",
        "onward": onward,
        "others": latest(RELEASES_A_PAGE),
        "area": "releases",
    }
    return render(request, "releases/differences.html", context)


@_of_one_spelling
def changes(request: HttpRequest, release: Release) -> HttpResponse:
    """The same as a file, whole."""
    found = _differences(request, release)
    heads = (*CHANGES, *(("median_before", "median_after") if found.shows_pay else ()))
    name = f"canon-{release.name}-to-{found.end.label}.csv"
    return _file(request, _csv(heads, map(_change, found.all())), name, CSV)


CHANGES = ("key", "what", "version_before", "version_after", "title_before", "title_after", "parts", "at")


def _change(pair: Pair) -> list[object]:
    sides = (pair.before, pair.after)
    numbers = [sealed.revision.number if sealed else "" for sealed in sides]
    titles = [sealed.revision.title if sealed else "" for sealed in sides]
    at = f"{pair.at:%Y-%m-%dT%H:%M:%SZ}"
    return [pair.key, pair.what, *numbers, *titles, ", ".join(pair.parts), at, *pair.medians]


@asked_again
def changes_feed(request: HttpRequest, name: str) -> HttpResponse:
    """The latest of them, for whoever follows what has become of a release."""
    if name != name.lower():
        return to_one_spelling(request, "profiles:release_changes_feed", name.lower())
    found = _differences(request, _release(name))
    context = {"found": found, "entries": found.latest(), "own_address": settings.SITE_URL + request.get_full_path()}
    return written(request, "releases/changes.xml", context, ATOM)


# -- files out -------------------------------------------------------------------------------------------


def _csv(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    return csv_lines(chain([heads], rows), ending="\n")


def _file(request: HttpRequest, lines: Iterator[str], name: str, content_type: str) -> HttpResponse:
    """Streamed, so that no file is held in memory; whoever only asks about it is sent none of it."""
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
