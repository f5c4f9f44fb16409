"""The canon from the top: all functions, one function, one focus."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.models.revision import Heading
from profiles.people import sees_pay
from profiles.rendering import catalogue
from profiles.rendering.pictures.coverage import coverage
from profiles.rendering.pictures.ladder import ladder
from profiles.rendering.pictures.pay import pay_ladder
from profiles.views.addresses import to_one_spelling

FUNCTIONS_A_PAGE, FOCUSES_A_PAGE = 12, 40


def _page(request: HttpRequest, rows, size: int):
    """The page asked for; a number out of range gives the nearest one, so that no address is dead."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    headings = Heading.objects.filter(kind=Heading.Kind.FUNCTION).order_by("group", "name", "code")
    page = _page(request, headings, FUNCTIONS_A_PAGE)
    return render(request, "canon/index.html", {"page": page, "entries": catalogue.functions(list(page))})


@require_safe
def function(request: HttpRequest, code: str) -> HttpResponse:
    if code != code.upper():
        return to_one_spelling(request, "profiles:function", code.upper())
    heading = _heading(Heading.Kind.FUNCTION, code)
    below = Heading.objects.filter(kind=Heading.Kind.FOCUS, parent=code).order_by("name", "code")
    page = _page(request, below, FOCUSES_A_PAGE)
    entry = catalogue.FunctionEntry(heading, catalogue.focuses(list(page)))
    context = {"entry": entry, "page": page, "coverage": coverage(entry.focuses)}
    return render(request, "canon/function.html", context)


@require_safe
def focus(request: HttpRequest, function: str, focus: str) -> HttpResponse:
    if (function, focus) != (function.upper(), focus.upper()):
        return to_one_spelling(request, "profiles:focus", function.upper(), focus.upper())
    heading = _heading(Heading.Kind.FOCUS, focus, parent=function)
    above = _heading(Heading.Kind.FUNCTION, function)
    pays = sees_pay(getattr(request, "user", None))
    entry = catalogue.focuses([heading], with_pay=pays)[0]
    pay = pay_ladder(entry.rows, sees_pay=pays)
    context = {"entry": entry, "function": above, "pay": pay, "ladder": ladder(entry.rows, pay)}
    return render(request, "canon/focus.html", context)


def _heading(kind: str, code: str, **more: str) -> Heading:
    heading = Heading.objects.filter(kind=kind, code=code, **more).first()
    if heading is None:
        raise Http404(f"no {kind} {code} is published")
    return heading
