"""What other machines read: the feed of approvals, the site map in parts, and what robots are asked."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from profiles.models.revision import Heading
from profiles.rendering import approvals
from profiles.rendering.finding import Ladder
from profiles.views.addresses import to_one_spelling

ATOM, XML, TEXT = "application/atom+xml", "application/xml", "text/plain"
# Pages of their own, beside those of functions, focuses and profiles.
PAGES = ("index", "browse", "levels", "skills", "panel", "quality", "coordinates", "releases")
# Lawful in a text and on a page, and the end of an XML file for whoever reads it.
NOT_IN_XML = {0xFFFE: None, 0xFFFF: None}


def asked_again(view: Callable) -> Callable:
    """Whoever has it asks whether it is still the same: the answer is 304, by a digest of the whole text."""

    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = f"{'private' if settings.REQUIRE_LOGIN else 'public'}, no-cache"
        return response

    return require_safe(conditional_page(asked))


def written(request: HttpRequest, template: str, context: dict, content_type: str) -> HttpResponse:
    text = render_to_string(template, context, request).translate(NOT_IN_XML)
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8")


@asked_again
def feed(request: HttpRequest, code: str = "") -> HttpResponse:
    """The newest approvals, of all or of one function."""
    if code != code.upper():
        return to_one_spelling(request, "profiles:function_feed", code.upper())
    function = Heading.objects.filter(kind=Heading.Kind.FUNCTION, code=code).first() if code else None
    if code and function is None:
        raise Http404(f"no function {code} is published")
    entries = approvals.latest(code)
    context = {"entries": entries, "function": function, "own_address": settings.SITE_URL + request.path}
    return written(request, "feed/feed.xml", context, ATOM)


@asked_again
def site_map(request: HttpRequest) -> HttpResponse:
    """The index of the parts."""
    return written(request, "sitemap/index.xml", {"parts": approvals.parts()}, XML)


@asked_again
def site_map_of_pages(request: HttpRequest) -> HttpResponse:
    """Pages of their own, and each level of the ladder."""
    ladder = Ladder.of(Heading.objects.filter(kind=Heading.Kind.TRACK))
    addresses = [reverse(f"profiles:{name}") for name in PAGES]
    addresses += [reverse("profiles:level", args=[code]) for code in ladder.levels]
    return written(request, "sitemap/part.xml", {"addresses": addresses}, XML)


@asked_again
def site_map_of_skills(request: HttpRequest) -> HttpResponse:
    """Every skill that an approved profile uses."""
    addresses = [reverse("profiles:skill", args=[address]) for address in approvals.skills()]
    return written(request, "sitemap/part.xml", {"addresses": addresses}, XML)


@asked_again
def site_map_of_function(request: HttpRequest, code: str) -> HttpResponse:
    """The function, its focuses, and every approved profile with the time of its approval."""
    if code != code.upper():
        return to_one_spelling(request, "profiles:site_map_of_function", code.upper())
    places = approvals.places(code)
    if not places:
        raise Http404(f"nothing is approved in {code}")
    focuses = dict.fromkeys(key.split(".")[1] for key, _ in places)
    addresses = [reverse("profiles:function", args=[code])]
    addresses += [reverse("profiles:focus", args=[code, focus]) for focus in focuses]
    return written(request, "sitemap/part.xml", {"addresses": addresses, "places": places}, XML)


@login_not_required
@asked_again
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing for them where the site asks for a sign-in; else all but the desk."""
    return written(request, "robots.txt", {"closed": settings.REQUIRE_LOGIN}, TEXT)
