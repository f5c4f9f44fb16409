"""A profile, a list with filters, two side by side: each by as few queries as the ORM needs for it."""

from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django_tables2 import LazyPaginator, RequestConfig

from bench.peers.naive import lists
from bench.peers.naive.models import Guideline, Level, Profile, SkillUse

SIZE = 24


def whole() -> QuerySet:
    """Profiles with everything that their page shows of them."""
    return Profile.objects.select_related("focus__function", "level__track", "pay").prefetch_related(
        *("responsibilities", "sources", "scores", "aliases", "mappings"),
        Prefetch("uses", SkillUse.objects.select_related("skill")),
    )


def profile(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(whole(), key=key)
    track = found.level.track_id
    siblings = Profile.objects.filter(focus=found.focus, level__track=track, status="approved")
    context = {
        "profile": found,
        "siblings": siblings.select_related("level", "pay")
        .prefetch_related("responsibilities")
        .order_by("level__rank"),
        "levels": Level.objects.filter(track=track).order_by("-rank"),
        "guidelines": Guideline.objects.filter(function=found.focus.function, level__track=track).select_related(
            "level"
        ),
        "adjacent": adjacent(found),
    }
    return render(request, "naive/profile.html", context)


def adjacent(found: Profile, most: int = 6) -> list[Profile]:
    """Those that share most skills, by a scan over all uses of these."""
    skills = [use.skill_id for use in found.uses.all()]
    rows = SkillUse.objects.filter(skill__in=skills).exclude(profile=found).values("profile")
    near = dict(rows.annotate(n=Count("pk")).order_by("-n", "profile").values_list("profile", "n")[:most])
    roles = Profile.objects.select_related("focus__function", "level").in_bulk(near)
    for pk, shared in near.items():
        roles[pk].shared = shared
    return [roles[pk] for pk in near]


def browse(request: HttpRequest) -> HttpResponse:
    rows = lists.Filters(request.GET, queryset=lists.standing()).qs
    total = rows.count()
    rows = rows.select_related("focus__function", "level", "pay").order_by("title", "key")
    table = lists.Table(rows)
    # The lazy paginator spares a second count; a page far behind is still an OFFSET.
    RequestConfig(request, paginate={"per_page": SIZE, "paginator_class": LazyPaginator}).configure(table)
    context = {"table": table, "total": total, "facets": _choices(lists.facets(request.GET))}
    return render(request, "naive/browse.html", context)


def _choices(counted: dict[str, list[dict]]) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    told = []
    for label, rows in counted.items():
        parameter, code, name = lists.FACETS[label]
        told.append((label, parameter, [(row[code], row[name], row["n"]) for row in rows]))
    return told


def compare(request: HttpRequest, one: str, other: str) -> HttpResponse:
    found = {profile.key: profile for profile in whole().filter(key__in=[one, other])}
    if found.keys() != {one, other}:
        raise Http404("no such profile")
    columns = [found[one], found[other]]
    levels = {column.level_id for column in columns}
    functions = {column.focus.function_id for column in columns}
    rubrics = Guideline.objects.filter(function__in=functions, level__in=levels)
    by_place = {(rubric.function_id, rubric.level_id): rubric for rubric in rubrics}
    for column in columns:
        column.guideline = by_place.get((column.focus.function_id, column.level_id))
    skills = [{use.skill_id for use in column.uses.all()} for column in columns]
    context = {"columns": columns, "both": len(skills[0] & skills[1])}
    return render(request, "naive/compare.html", context)
