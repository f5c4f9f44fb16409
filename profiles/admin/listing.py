"""The list of desks: where each stands, what the gate finds, who wrote last; and what it can be narrowed by."""

from django.contrib.admin import SimpleListFilter, display
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince

from profiles.admin.standing import drafts, due, lies_with
from profiles.models import Profile
from profiles.states import State


class StateFilter(SimpleListFilter):
    title = "where it stands"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        names = ("draft", "in review", "returned", "approved", "basis changed", "retired", "never submitted")
        return [(name, name) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Profile]) -> QuerySet[Profile]:
        match self.value():
            case "draft":
                return queryset.filter(pk__in=drafts().order_by().values("pk"))
            case "in review":
                return queryset.filter(open_since__isnull=False)
            case "returned" | "retired" as state:
                return queryset.filter(last_state=state)
            case "approved":
                return queryset.filter(version__isnull=False)
            case "basis changed":
                return queryset.filter(basis_changed__isnull=False)
            case "never submitted":
                return queryset.filter(last_state__isnull=True)
        return queryset


class FindingsFilter(SimpleListFilter):
    title = "findings"
    parameter_name = "findings"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("blocking", "✕ blocking"), ("warnings", "△ warnings"), ("notes", "· notes"), ("none", "none")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Profile]) -> QuerySet[Profile]:
        if self.value() == "none":
            return queryset.filter(weighed__blocking=0, weighed__warnings=0, weighed__notes=0)
        if self.value() in ("blocking", "warnings", "notes"):
            return queryset.filter(**{f"weighed__{self.value()}__gt": 0})
        return queryset


class DueFilter(SimpleListFilter):
    title = "due for review"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", "due: a year old")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Profile]) -> QuerySet[Profile]:
        if self.value() != "yes":
            return queryset
        found = due(Profile.objects.all(), timezone.now().date())
        return queryset.filter(pk__in=found.order_by().values("pk"))


class MineFilter(SimpleListFilter):
    title = "with whom"
    parameter_name = "with"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("me", "with me")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Profile]) -> QuerySet[Profile]:
        return queryset.filter(Q(lies_with(request.user))) if self.value() == "me" else queryset


FILTERS = (StateFilter, FindingsFilter, DueFilter, MineFilter, "focus__function", "level__track", "scope")


class Columns:
    """What the list shows of a desk annotated by `standing.told`."""

    @display(description="profile", ordering="title")
    def named(self, profile: Profile) -> str:
        return format_html('{}<span class="under code">{}</span>', profile.title, profile.key)

    @display(description="focus", ordering="focus__name")
    def placed(self, profile: Profile) -> str:
        return f"{profile.focus.name} · {profile.level.code}"

    @display(description="state", ordering="version")
    def state(self, profile: Profile) -> str:
        """What stands, what waits, what is written: in words."""
        told = []
        if profile.version:
            told.append(f"✓ v{profile.version} approved")
        elif profile.last_state == State.RETIRED:
            told.append("✕ retired")
        if profile.open_since:
            told.append("… in review")
        elif profile.last_state == State.RETURNED:
            told.append("↩ returned")
        if profile.is_draft:
            told.append("✎ draft")
        if profile.basis_changed:
            told.append("△ basis changed")
        return ", ".join(told) or "– never submitted"

    @display(description="findings", ordering="weighed__blocking")
    def found(self, profile: Profile) -> str:
        weighed = getattr(profile, "weighed", None)
        if weighed is None:
            return "not weighed yet"
        counts = (("✕", weighed.blocking), ("△", weighed.warnings), ("·", weighed.notes))
        return "  ".join(f"{sign} {count}" for sign, count in counts if count) or "none"

    @display(description="saved", ordering="edited_at")
    def saved(self, profile: Profile) -> str:
        if profile.edited_at is None:
            return "–"
        when = timesince(profile.edited_at, depth=1)
        kept = f", lies with {profile.kept_by}" if profile.kept_by_id else ""
        return f"{profile.edited_by_name or 'nobody'}, {when} ago{kept}"
