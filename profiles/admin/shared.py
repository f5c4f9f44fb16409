"""Shared texts in the admin: everybody of the house reads them, and what a curator saves is a proposal."""

from typing import ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from profiles import workflow
from profiles.admin.proposed import FIGURES, Shown, history_of
from profiles.admin.proposing import FocusForm, FunctionForm, SharedForm
from profiles.models import Proposal
from profiles.states import Conflict, Refused
from taxonomy.admin.base import HouseAdmin
from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Scope, Skill, Track
from taxonomy.models.guideline import COLUMNS
from taxonomy.models.levels import ATTRIBUTES
from taxonomy.rows import record_of, row_of


class SharedAdmin(HouseAdmin):
    """A row that approved profiles may rest on. Which row it is never changes; its texts change by proposal."""

    form = SharedForm
    changed_by = ("curate_profile",)
    change_form_template = "admin/shared/change_form.html"
    # What tells the row from others of its kind, and what it says.
    identity: ClassVar[tuple[str, ...]] = ("code",)
    texts: ClassVar[tuple[str, ...]] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return self.identity if obj else ()

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        writes = self.has_change_permission(request, obj) if obj else True
        return (*self.identity, *self.texts, *(("note", "seen") if writes else ()))

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs) -> type:
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """Without Django's transaction round it: the workflow has its own, which must be the outermost."""
        try:
            return self._changeform_view(request, object_id, form_url, extra_context)
        except (Refused, Conflict):
            # Somebody was quicker between trying it out and doing it: now the form says so, and keeps its text.
            return self._changeform_view(request, object_id, form_url, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        row = self.get_object(request, object_id)
        more = beside(row, request.user) if row else {}
        buttons = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().change_view(request, object_id, form_url, more | buttons | (extra_context or {}))

    def add_view(self, request, form_url="", extra_context=None) -> HttpResponse:
        buttons = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, buttons | (extra_context or {}))

    # -- saving is proposing -------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Model, form: SharedForm, change: bool) -> None:
        given = {"note": form.cleaned_data["note"], "seen": form.cleaned_data["seen"]}
        obj.proposal = workflow.propose(form.record, by=request.user, **given)

    def log_addition(self, request: HttpRequest, obj: Model, message: object) -> None:
        """The proposal tells it, and outlives its user."""

    def log_change(self, request: HttpRequest, obj: Model, message: object) -> None:
        """The same."""

    def response_add(self, request: HttpRequest, obj: Model, post_url_continue: str | None = None) -> HttpResponse:
        if IS_POPUP_VAR in request.POST and obj.proposal.at_once:
            return super().response_add(request, row_of(obj.proposal.record), post_url_continue)
        return self._answer(request, obj.proposal)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        if IS_POPUP_VAR in request.POST and obj.proposal.at_once:
            return super().response_change(request, row_of(obj.proposal.record))
        return self._answer(request, obj.proposal)

    def _answer(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        shown = Shown(proposal, request.user)
        if proposal.at_once:
            messages.success(request, f"In effect at once: {shown.title}. Nothing published rested on it.")
            return HttpResponseRedirect(shown.row_address)
        rest = shown.resting_count
        profiles = "1 approved profile rests" if rest == 1 else f"{rest} approved profiles rest"
        sentence = f"Proposed: {shown.title}. {profiles} on it; it takes effect when an approver accepts it."
        messages.success(request, sentence)
        return HttpResponseRedirect(reverse("admin:profiles_proposal_change", args=[proposal.pk]))


def beside(row: Model, user) -> dict[str, object]:
    """What a row's page shows below its form: how far a change reaches, and how the row came to be what it is."""
    record = record_of(row)
    history = history_of(record, user)
    return {
        "rest": workflow.resting_on(record).count(),
        "history": history,
        "waiting": next((shown for shown in history if shown.waits), None),
    }


@admin.register(Track)
class TrackAdmin(SharedAdmin):
    texts = ("name", "order", "summary")
    list_display = ("code", "name", "summary")
    search_fields = ("code", "name")


@admin.register(Level)
class LevelAdmin(SharedAdmin):
    identity = ("code", "track")
    texts = ("step", "rank", "title", "summary", *ATTRIBUTES, "years_min", "years_max")
    list_display = ("code", "title", "track", "rank", "years_min", "years_max")
    list_filter = ("track",)
    list_select_related = ("track",)
    search_fields = ("code", "title")


class GroupFilter(admin.SimpleListFilter):
    """Groups are free text, and a function may stand in none."""

    title = parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        names = Function.objects.order_by("group").values_list("group", flat=True).distinct()
        return [(name, name) if name else ("-", "in no group") for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = self.value()
        return queryset if asked is None else queryset.filter(group="" if asked == "-" else asked)


@admin.register(Function)
class FunctionAdmin(SharedAdmin):
    form = FunctionForm
    texts = ("name", "group", "summary")
    list_display = ("name", "code", "group")
    list_filter = (GroupFilter,)
    search_fields = ("code", "name")


@admin.register(Focus)
class FocusAdmin(SharedAdmin):
    form = FocusForm
    identity = ("code", "function")
    texts = ("name", "summary")
    autocomplete_fields = ("function",)
    list_display = ("name", "code", "function")
    list_filter = ("function",)
    list_select_related = ("function",)
    search_fields = ("code", "name", "function__name")


@admin.register(Guideline)
class GuidelineAdmin(SharedAdmin):
    identity = ("function", "focus", "level")
    texts = COLUMNS
    autocomplete_fields = ("function", "focus", "level")
    list_display = ("level", "function", "focus", "experience")
    list_filter = ("level__track", "function")
    list_select_related = ("level__track", "function", "focus")
    search_fields = ("function__name", "focus__name", "level__code")


@admin.register(Skill)
class SkillAdmin(SharedAdmin):
    identity = ()
    texts = ("name", "type", "summary")
    list_display = ("name", "type", "summary")
    list_filter = ("type",)
    search_fields = ("name",)


@admin.register(PayBaseline)
class PayBaselineAdmin(SharedAdmin):
    """Figures are for those who may see pay: in the list, in the form and in the history."""

    identity = ("function", "level", "region", "currency")
    texts = FIGURES
    autocomplete_fields = ("function", "level")
    list_filter = ("level__track", "function")
    list_select_related = ("level__track", "function")
    search_fields = ("function__name", "level__code", "region")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        figures = ("median", "low", "high", "as_of") if sees_pay(request) else ()
        return ("level", "function", "region", "currency", *figures)

    def get_fields(self, request: HttpRequest, obj: PayBaseline | None = None) -> tuple[str, ...]:
        fields = super().get_fields(request, obj)
        return fields if sees_pay(request) else tuple(name for name in fields if name not in FIGURES)

    def has_change_permission(self, request: HttpRequest, obj: PayBaseline | None = None) -> bool:
        return super().has_change_permission(request, obj) and sees_pay(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and sees_pay(request)


def sees_pay(request: HttpRequest) -> bool:
    return request.user.has_perm("profiles.view_pay")


@admin.register(Scope)
class ScopeAdmin(HouseAdmin):
    list_display = ("code", "name")
    search_fields = ("code", "name")
