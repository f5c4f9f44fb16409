"""What a job title could mean: occupations of official statistics, and profiles of this canon, side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.models.revision import Heading
from profiles.rendering.resolve import Guess, guesses
from profiles.resolver import NotIndexed, Resolver, is_name
from profiles.search import remember
from profiles.search.words import LONGEST


@require_safe
def resolve(request: HttpRequest) -> HttpResponse:
    """`title` as somebody wrote it; `level` and `function` are hints for profiles, and any others are passed over."""
    asked = request.GET.get("title", "")[:LONGEST].encode("utf-8", "replace").decode().replace("\0", " ").strip()
    rows = Heading.objects.filter(kind__in=[Heading.Kind.LEVEL, Heading.Kind.FUNCTION])
    choices = {Heading.Kind.LEVEL: [], Heading.Kind.FUNCTION: []}
    for heading in rows.order_by("kind", "parent", "code"):
        choices[heading.kind].append((heading.code, heading.name))
    level = _chosen(request.GET.get("level", ""), choices[Heading.Kind.LEVEL])
    function = _chosen(request.GET.get("function", ""), choices[Heading.Kind.FUNCTION])
    profiles = _profiles(asked, level, function) if asked else None
    if profiles and request.method == "GET" and not profiles.sure and not is_name(asked):
        remember(asked, resolution=True)
    context = {
        "asked": asked,
        "level": level,
        "function": function,
        "levels": choices[Heading.Kind.LEVEL],
        "functions": choices[Heading.Kind.FUNCTION],
        "profiles": profiles,
        **(_occupations(asked) if asked else {}),
    }
    return render(request, "resolve/resolve.html", context)


def _chosen(code: str, choices: list[tuple[str, str]]) -> str:
    return next((known for known, _ in choices if known == code.upper()), "")


def _profiles(asked: str, level: str, function: str) -> Guess:
    return guesses(Resolver("profiles").one(asked, level=level, function=function))


def _occupations(asked: str) -> dict[str, Guess | str]:
    """Without the index of what is loaded no occupation is named, but what has to be done."""
    try:
        return {"occupations": guesses(Resolver("occupations").one(asked))}
    except NotIndexed as reason:
        return {"lacking": str(reason)}
