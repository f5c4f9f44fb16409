"""Downloads: what stands of the canon, of a function, a focus, a profile or a selection, in formats of others.

The address is that of the page, with `export.` and a format behind it; `?as_of=` is understood where the page does.
What is asked is counted as the API's questions are, and more where more is sent.
"""

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from profiles import clock, filters
from profiles.api import limits
from profiles.api.problems import Problem
from profiles.models.revision import Heading
from profiles.moments import Moment, NoSuchMoment, read
from profiles.people import sees_pay, sender_of
from profiles.rendering import asked as asking
from profiles.rendering.asked import Asked
from profiles.rendering.shelf import one_spelling
from profiles.search import narrowed
from profiles.standards import FORMATS, written
from profiles.standards.reading import Chosen, One, Part, Told

EDITION = "1"  # of the files: a change of their form gives them another tag
# What a file counts for, in questions.
ONE, SOME, ALL = 1, 5, 20
# A workbook is whole before its first byte can be sent, at about 2 ms of processor time a profile.
MOST_IN_A_WORKBOOK = 5_000


@require_safe
def canon(request: HttpRequest, ending: str) -> HttpResponse:
    return _answer(request, ending, "", ALL, Part)


@require_safe
def function(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    code = code.upper()

    def part(moment: Moment) -> Part:
        _there(moment, Heading.Kind.FUNCTION, code)
        return Part(moment, functions=(code,))

    return _answer(request, ending, code, SOME, part)


@require_safe
def focus(request: HttpRequest, function: str, focus: str, ending: str) -> HttpResponse:
    function, focus = function.upper(), focus.upper()

    def part(moment: Moment) -> Part:
        _there(moment, Heading.Kind.FOCUS, focus, parent=function)
        return Part(moment, functions=(function,), focuses=(focus,))

    return _answer(request, ending, f"{function}.{focus}", SOME, part)


@require_safe
def profile(request: HttpRequest, key: str, ending: str) -> HttpResponse:
    """Of a region that has no text of its own the global one, as on its page; `?v=` asks for an older version."""
    asked = Asked.read(f"{key}~{request.GET['v']}") if "v" in request.GET else Asked(one_spelling(key))

    def one(moment: Moment) -> One:
        found = asking.find([asked], request.user, moment)
        if not found.columns:
            raise Http404(f"no profile {asked.spelling} {moment.published}")
        return One(found.columns[0].sealed, moment)

    return _answer(request, ending, asked.spelling, ONE, one)


@require_safe
def chosen(request: HttpRequest, ending: str) -> HttpResponse:
    """What the filters of browsing find; they tell of today."""
    choosing = filters.Choosing(request.GET, sees_pay=sees_pay(request.user), narrowed=narrowed)
    return _answer(request, ending, "selection", ALL, lambda moment: Chosen(choosing), in_time=False)


def _there(moment: Moment, kind: str, code: str, **more: str) -> None:
    if not moment.headings(kind, code=code, **more).exists():
        raise Http404(f"no {kind} {code} {moment.published}")


def _answer(request: HttpRequest, ending: str, name: str, cost: int, find, *, in_time: bool = True) -> HttpResponse:
    """Streamed, so that no file is held in memory; whoever only asks about it, or has it, is sent none of it."""
    form, pays = FORMATS[ending], sees_pay(request.user)
    try:
        limits.count(f"address {sender_of(request)}")
        told: Told = find(read(request.GET.getlist("as_of") if in_time else []))
        if ending == "xlsx" and told.is_more_than(MOST_IN_A_WORKBOOK):
            few = f"at most {MOST_IN_A_WORKBOOK:,} profiles in a workbook expected, found more"
            raise Problem(422, f"{few}: take the CSV, or a function")
        tag = _tag(request, ending, told.moment, pays)
        response = get_conditional_response(request, etag=tag)
        if response is None and request.method == "HEAD":
            response = StreamingHttpResponse((), content_type=form.content_type)  # of no length that is known
        elif response is None:
            most = settings.API_REQUESTS_A_MINUTE or cost  # where less is allowed than it counts for, it is all of it
            limits.count(f"address {sender_of(request)}", min(cost, most) - 1)
            response = StreamingHttpResponse(written(form, told, pays=pays), content_type=form.content_type)
    except NoSuchMoment as refusal:
        return Problem(400, str(refusal)).answer()
    except Problem as problem:
        return problem.answer()
    response["ETag"] = tag
    response["Content-Disposition"] = f'attachment; filename="{_name(name, told)}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Cookie"])
    if settings.PAY_VISIBILITY == "public" or not pays:
        response["Cache-Control"] = "private, no-cache"
    return response


def _name(name: str, told: Told) -> str:
    """ "canon-2026-11-26", "canon-MANUFA-2027.1", "canon-MANUFA.MANUFACTF950.M4-v2"."""
    if isinstance(told, One):
        row = told.sealed.revision
        return f"canon-{row.key.replace('@', '-')}-v{row.number}"
    moment = told.moment
    when = moment.asked.replace(":", "") if moment.is_past else str(moment.date)
    return "-".join(filter(None, ("canon", name, when)))


def _tag(request: HttpRequest, ending: str, moment: Moment, pays: bool) -> str:
    """By the clock of the listings, which each decision advances; weak, for a workbook has its time in it."""
    site = (settings.SITE_URL, settings.CANON_LICENCE, settings.CANON_ATTRIBUTION, EDITION)
    asked = (request.path, request.META.get("QUERY_STRING", ""), ending, moment.asked)
    digest = hashlib.sha256(repr((tuple(clock.now()), site, asked)).encode("utf-8", "replace")).hexdigest()[:32]
    return f'W/"{digest}-{"pay" if pays else "plain"}"'
