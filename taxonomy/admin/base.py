"""What every admin class of the house has in common: roles instead of tables, and no way round the doors."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey, QuerySet
from django.forms import BaseInlineFormSet, Media, ModelChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

LONGEST_SEARCH, MOST_WORDS = 200, 12
ROW = re.compile(r"[0-9]{1,18}")


class Completed(AutocompleteSelect):
    """Shown again with what was sent, also where that is a number no row can have: the stock one asks SQLite for it."""

    @property
    def media(self) -> Media:
        return super().media + Media(js=["js/choices.js"])

    # Key as text → label of rows that have been read already: a form of many rows asks for none of them again.
    known: Mapping[str, str] = MappingProxyType({})

    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list:
        chosen = [str(key) for key in value if ROW.fullmatch(str(key))]
        if not chosen or any(key not in self.known for key in chosen):
            return super().optgroups(name, chosen, attrs)
        none = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*none, *(self.create_option(name, key, self.known[key], True, 0) for key in chosen)], 0)]


class _Completing(BaseModelAdmin):
    """What forms and their rows have in common."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs) -> ModelChoiceField:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Completed(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class HouseAdmin(_Completing, admin.ModelAdmin):
    """Closes what the stock changelist leaves open (trust.md): lookups, bulk deletion, editing in the list.

    Who may see and change is asked of permissions named here, not of Django's four for each table.
    """

    # Permission codenames of `profiles`, any of which is enough.
    seen_by: ClassVar[tuple[str, ...]] = ("curate_profile", "approve_revision", "review_profile")
    changed_by: ClassVar[tuple[str, ...]] = ()
    # Lookups that a list may be narrowed by, beyond its own filters.
    lookups: ClassVar[frozenset[str]] = frozenset()

    list_editable = ()
    list_max_show_all = 200
    list_per_page = 50
    show_full_result_count = False
    actions = None
    save_as = False

    def lookup_allowed(self, lookup: str, value: object, request: HttpRequest | None = None) -> bool:
        """In the stock list `?pay__gte=` recovered a hidden figure in twenty requests."""
        named = {
            item[0] if isinstance(item, tuple) else item for item in self.list_filter if isinstance(item, str | tuple)
        }
        plain = {name for name in named if isinstance(name, str)}
        own = {
            item.parameter_name
            for item in self.list_filter
            if isinstance(item, type) and issubclass(item, admin.SimpleListFilter)
        }
        allowed = (
            self.lookups
            | own
            | plain
            | {f"{name}__{tail}" for name in plain for tail in ("exact", "isnull", "id__exact")}
        )
        return lookup in allowed

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """The stock admin breaks on the name of a reverse relation."""
        columns = {field.name for field in self.opts.concrete_fields} | {"pk"}
        return to_field in columns and super().to_field_allowed(request, to_field)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """The first words of what was typed: each is a term of the query, and SQLite parses no thousand of them."""
        words = search_term[:LONGEST_SEARCH].split()[:MOST_WORDS]
        return super().get_search_results(request, queryset, " ".join(words))

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Rows are chosen by their numbers; anything else would be an error of the database."""
        if not all(ROW.fullmatch(chosen) for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            messages.error(request, "Rows of this list are expected.")
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return _holds_any(request, self.seen_by) or _holds_any(request, self.changed_by)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return _holds_any(request, self.changed_by)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return _holds_any(request, self.changed_by)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


def _holds_any(request: HttpRequest, codenames: tuple[str, ...]) -> bool:
    return any(request.user.has_perm(f"profiles.{codename}") for codename in codenames)


class HouseInline(_Completing, admin.TabularInline):
    """Rows of a parent; seen and changed by whoever sees and changes the parent."""

    extra = 0
    max_num = 500  # as many as a record of a profile may hold of anything
    seen_by: ClassVar[tuple[str, ...]] = HouseAdmin.seen_by
    changed_by: ClassVar[tuple[str, ...]] = ("curate_profile",)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return _holds_any(request, self.seen_by)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return _holds_any(request, self.changed_by)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return _holds_any(request, self.changed_by)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return _holds_any(request, self.changed_by)

    def get_formset(self, request: HttpRequest, obj: object = None, **kwargs) -> type[BaseInlineFormSet]:
        """The stock limit is a thousand rows above `max_num`: a page of them keeps a worker busy for seconds."""
        # At least one: where nobody may add, `max_num` is 0, and a row that is one of a kind still has its form.
        return super().get_formset(request, obj, absolute_max=max(self.max_num, 1), **kwargs)
