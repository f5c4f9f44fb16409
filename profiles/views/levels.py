"""Levels: the tracks side by side, and one level with everything that stands at it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from profiles.filters import what_stands
from profiles.models.revision import Heading
from profiles.rendering.finding import Ladder
from profiles.rendering.levels import LevelPage, aligned
from profiles.states import State
from profiles.views.addresses import to_one_spelling
from profiles.views.finding import found
from profiles.views.keeping import kept


@require_safe
@kept
def levels(request: HttpRequest) -> HttpResponse:
    ladder = Ladder.of(Heading.objects.filter(kind=Heading.Kind.TRACK))
    stands = what_stands()
    numbers = stands.counts("level", stands.having("status", [State.APPROVED]))
    return render(
        request, "levels/levels.html", {"ranks": aligned(ladder, numbers=numbers), "ladder": ladder, "area": "levels"}
    )


@require_safe
@kept
def level(request: HttpRequest, code: str) -> HttpResponse:
    if code != code.upper():
        return to_one_spelling(request, "profiles:level", code.upper())
    heading = Heading.objects.filter(kind=Heading.Kind.LEVEL, code=code).first()
    finding = found(request, reverse("profiles:level", args=[code]), fixed={"level": code}, settles=("track",))
    ladder = finding.names.ladder
    if code not in ladder.levels:
        raise Http404(f"no level {code} is published")
    track = next(name for _, name, text in ladder.tracks if code in {step["code"] for step in text["levels"]})
    context = {
        "level": LevelPage(ladder.levels[code], track, heading),
        "ranks": aligned(ladder, own=code),
        "finding": finding,
        "area": "levels",
    }
    return render(request, "levels/level.html", context)
