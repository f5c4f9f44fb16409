"""What readers asked without a sure answer, spelling by spelling; as questions to answer it stands in `asked`."""

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from profiles.admin import asked
from profiles.models import SearchMiss
from profiles.people import name_of
from taxonomy.admin.base import HouseAdmin


class SettledFilter(admin.SimpleListFilter):
    """What nobody has looked into comes first; what is still asked for afterwards can be told."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("settled", "dealt with"), ("again", "asked again since"), ("all", "all")]

    def choices(self, changelist) -> list[dict]:
        found = list(super().choices(changelist))
        found[0]["display"] = "open"
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "settled":
                return queryset.filter(settled_at__isnull=False)
            case "again":
                return queryset.filter(last_at__gt=F("settled_at"))
            case "all":
                return queryset
        return queryset.filter(settled_at__isnull=True)


@admin.action(description="Mark the selected as dealt with", permissions=["curate"])
def settle(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[SearchMiss]) -> None:
    """Words that are dealt with already keep their first name and time."""
    deed = {"settled_at": timezone.now(), "settled_by_name": name_of(request.user)}
    done = queryset.filter(settled_at__isnull=True).update(**deed)
    messages.success(request, f"Dealt with: {done}.")


@admin.register(SearchMiss)
class SearchMissAdmin(HouseAdmin):
    seen_by = ("curate_profile",)
    list_display = ("words", "count", "resolutions", "first_at", "last_at", "settled", "try_it")
    list_display_links = None
    list_filter = (SettledFilter,)
    search_fields = ("words",)
    sortable_by = ("words", "count", "first_at", "last_at")
    actions = (settle,)
    change_list_template = "admin/profiles/searchmiss/change_list.html"

    def get_urls(self) -> list:
        return asked.doors(self) + super().get_urls()

    @admin.display(description="dealt with")
    def settled(self, miss: SearchMiss) -> str:
        return f"{miss.settled_by_name}, {miss.settled_at:%Y-%m-%d}" if miss.settled_at else "–"

    @admin.display(description="")
    def try_it(self, miss: SearchMiss) -> str:
        return format_html('<a href="{}?q={}">search again</a>', reverse("profiles:search"), miss.words)

    def has_curate_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
