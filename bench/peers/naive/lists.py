"""The list of the usual kind: a FilterSet, a Table, and counts beside each choice by grouped queries."""

import django_filters
import django_tables2
from django.db.models import Count, QuerySet
from django.http import QueryDict

from bench.peers.naive.models import Profile

# Facet → (parameter that filters it, column of its code, column of its name).
FACETS = {
    "Function": ("function", "focus__function__code", "focus__function__name"),
    "Focus": ("focus", "focus__code", "focus__name"),
    "Track": ("track", "level__track__code", "level__track__name"),
    "Level": ("level", "level__code", "level__title"),
    "Confidence": ("band", "band", "band"),
    "Skill": ("skill", "uses__skill__name", "uses__skill__name"),
}
MOST_CHOICES = 32


class Filters(django_filters.FilterSet):
    function = django_filters.CharFilter(field_name="focus__function__code")
    focus = django_filters.CharFilter(field_name="focus__code")
    track = django_filters.CharFilter(field_name="level__track__code")
    level = django_filters.CharFilter(field_name="level__code")
    band = django_filters.CharFilter(field_name="band")
    skill = django_filters.CharFilter(field_name="uses__skill__name")

    class Meta:
        model = Profile
        fields = ()


class Table(django_tables2.Table):
    title = django_tables2.Column(linkify=lambda record: f"/profiles/{record.key}/")
    level = django_tables2.Column(accessor="level__title")
    focus = django_tables2.Column(accessor="focus__name")
    function = django_tables2.Column(accessor="focus__function__name")
    confidence = django_tables2.Column()
    pay = django_tables2.Column(accessor="pay__median")

    class Meta:
        orderable = False


def standing() -> QuerySet:
    return Profile.objects.filter(status="approved")


def facets(asked: QueryDict) -> dict[str, list[dict]]:
    """Counts of each choice, taken without the facet's own filter."""
    return {label: _counts(asked, *named) for label, named in FACETS.items()}


def _counts(asked: QueryDict, parameter: str, code: str, name: str) -> list[dict]:
    others = asked.copy()
    others.pop(parameter, None)
    rows = Filters(others, queryset=standing()).qs
    return list(rows.values(code, name).annotate(n=Count("pk")).order_by("-n", code)[:MOST_CHOICES])
