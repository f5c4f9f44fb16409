"""The canon from the top: all functions, one function, one focus."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.models.revision import Heading
from profiles.moments import Moment
from profiles.people import sees_pay
from profiles.rendering import catalogue
from profiles.rendering.pictures.coverage import coverage
from profiles.rendering.pictures.ladder import ladder
from profiles.rendering.pictures.pay import pay_ladder
from profiles.views.addresses import to_one_spelling
from profiles.views.asof import in_time
from profiles.views.keeping import kept

FUNCTIONS_A_PAGE, FOCUSES_A_PAGE = 12, 40


def _page(request: HttpRequest, rows, size: int):
    """The page asked for; a number out of range gives the nearest one, so that no address is dead."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


@require_safe
@kept
@in_time
def index(request: HttpRequest) -> HttpResponse:
    moment = request.moment
    headings = moment.headings(Heading.Kind.FUNCTION).order_by("group", "name", "code")
    page = _page(request, headings, FUNCTIONS_A_PAGE)
    entries = catalogue.functions(list(page), moment)
    has_grids = any(entry.focuses and not entry.focuses[0].is_line for entry in entries)
    return render(request, "canon/index.html", {"page": page, "entries": entries, "has_grids": has_grids})


@require_safe
@kept
@in_time
def function(request: HttpRequest, code: str) -> HttpResponse:
    if code != code.upper():
        return to_one_spelling(request, "profiles:function", code.upper())
    moment = request.moment
    heading = _heading(moment, Heading.Kind.FUNCTION, code)
    below = moment.headings(Heading.Kind.FOCUS, parent=code).order_by("name", "code")
    page = _page(request, below, FOCUSES_A_PAGE)
    entry = catalogue.FunctionEntry(heading, catalogue.focuses(list(page), moment))
    context = {"entry": entry, "page": page, "coverage": coverage(entry.focuses)}
    return render(request, "canon/function.html", context)


@require_safe
@kept
@in_time
def focus(request: HttpRequest, function: str, focus: str) -> HttpResponse:
    if (function, focus) != (function.upper(), focus.upper()):
        return to_one_spelling(request, "profiles:focus", function.upper(), focus.upper())
    moment = request.moment
    heading = _heading(moment, Heading.Kind.FOCUS, focus, parent=function)
    above = _heading(moment, Heading.Kind.FUNCTION, function)
    pays = sees_pay(getattr(request, "user", None))
    entry = catalogue.focuses([heading], moment, with_pay=pays)[0]
    pay = pay_ladder(entry.rows, sees_pay=pays)
    context = {"entry": entry, "function": above, "pay": pay, "ladder": ladder(entry.rows, pay)}
    return render(request, "canon/focus.html", context)


def _heading(moment: Moment, kind: str, code: str, **more: str) -> Heading:
    heading = moment.headings(kind, code=code, **more).first()
    if heading is None:
        raise Http404(f"no {kind} {code} {moment.published}")
    return heading
