"""The desk form of a profile: everything that is written, with the gate's findings beside it."""

from contextlib import suppress
from http import HTTPStatus

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.messages.storage import default_storage
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from profiles import desk, reviewing, workflow
from profiles.admin import bulk, calendar, codes, market, queue, review, scaffold, waiving
from profiles.admin.beside import Beside
from profiles.admin.coverage import LENSES, Sums, coverage, sums
from profiles.admin.decision import told_apart
from profiles.admin.history import history_of
from profiles.admin.listing import FILTERS, Columns
from profiles.admin.meanwhile import brought_up_to_date
from profiles.admin.preview import preview_of
from profiles.admin.rows import INLINES, PayInline
from profiles.admin.sections import sections_of
from profiles.admin.standing import told
from profiles.desk import Conflict
from profiles.forms import DeskForm, HandOverForm, NoteForm
from profiles.models import Mapping, Profile
from profiles.people import may
from profiles.rendering.profile import ProfilePage
from profiles.rendering.shelf import Sealed, focus_shelf
from profiles.states import Role
from profiles.workflow import Refused
from taxonomy.admin.base import HouseAdmin, HouseInline
from taxonomy.models import Function

CSRF_FIELD = "csrfmiddlewaretoken"
PROVENANCE = "Panel and provenance"


@admin.register(Profile)
class ProfileAdmin(Columns, HouseAdmin):
    form = DeskForm
    inlines = INLINES
    changed_by = ("curate_profile",)
    autocomplete_fields = ("focus", "level", "scope")
    list_display = ("named", "placed", "state", "found", "saved")
    list_filter = FILTERS
    list_select_related = ("focus__function", "level__track", "scope", "weighed", "kept_by")
    search_fields = ("title", "focus__name", "focus__code", "level__code", "aliases__title")
    fieldsets = (
        ("Title and definition", {"fields": (("focus", "level", "scope"), "title", "summary")}),
        ("Responsibilities", {"fields": ("responsibilities_text",)}),
        ("Title aliases", {"fields": ("aliases_text",)}),
        (PROVENANCE, {"fields": (("stated_confidence", "produced_by"),)}),
    )
    change_form_template = "admin/profiles/profile/change_form.html"
    actions = (bulk.export_selected,)

    def get_fieldsets(self, request: HttpRequest, obj: Profile | None = None) -> tuple:
        """A stated confidence follows from the panel, which is kept from reviewers who have not scored yet."""
        if obj is None or not reviewing.is_blind(obj, request.user):
            return self.fieldsets
        return tuple(fieldset for fieldset in self.fieldsets if fieldset[0] != PROVENANCE)

    def get_inlines(self, request: HttpRequest, obj: Profile | None) -> list[type[HouseInline]]:
        """Figures of pay are in no form of somebody who may not see them, whatever else they may change."""
        sees_pay = request.user.has_perm("profiles.view_pay")
        return [inline for inline in self.inlines if inline is not PayInline or sees_pay]

    def get_readonly_fields(self, request: HttpRequest, obj: Profile | None = None) -> tuple[str, ...]:
        """Where a profile stands is its permanent name."""
        return ("focus", "level", "scope") if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Profile]:
        rows = super().get_queryset(request)
        return told(rows) if request.resolver_match.url_name.endswith("_changelist") else rows

    def get_urls(self) -> list:
        own = [
            path(
                "<int:pk>/submit/",
                self.admin_site.admin_view(require_POST(self.submit)),
                name="profiles_profile_submit",
            ),
            path("coverage/", self.admin_site.admin_view(self.coverage), name="profiles_profile_coverage"),
            path(
                "<int:pk>/hand-over/",
                self.admin_site.admin_view(require_POST(self.hand_over)),
                name="profiles_profile_hand_over",
            ),
            path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="profiles_profile_preview"),
        ]
        rooms = (review, bulk, codes, market, scaffold, calendar, queue, waiving)
        return own + [door for room in rooms for door in room.doors(self)] + super().get_urls()

    def view_on_site(self, obj: Profile) -> str | None:
        published = obj.revisions.visible_to().exists()
        return reverse("profiles:profile", args=[obj.key]) if published else None

    # -- saving ------------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        told = scaffold.take_into(request, object_id)
        if stale := self._stale(request, object_id):
            return self._conflict(request, object_id, stale)
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if told and response.status_code == HTTPStatus.FOUND:
                messages.info(request, told)
        except Conflict as conflict:
            return self._conflict(request, object_id, conflict)
        except IntegrityError:
            response = self._once_more(request, object_id, form_url, extra_context)
        # A form that was refused may have been so only because somebody took its rows away while it was read.
        refused = response.status_code == HTTPStatus.OK
        stale = self._stale(request, object_id) if refused else None
        return self._conflict(request, object_id, stale) if stale else response

    def _stale(self, request: HttpRequest, object_id: str | None) -> Conflict | None:
        """Before the form is read: where somebody else took rows away, it would find no more than their absence."""
        profile = self.get_object(request, object_id) if request.method == "POST" and object_id else None
        if profile is None or not self.has_change_permission(request, profile):
            return None
        if request.POST.get("seen") == str(profile.lock):
            return None
        return Conflict(f"{profile.key} was saved by somebody else since you opened it")

    def _once_more(self, request: HttpRequest, *form: object) -> HttpResponse:
        """Somebody was quicker between the check and the save; now the form's own check finds what they wrote."""
        try:
            return super().changeform_view(request, *form)
        except IntegrityError as error:
            raise BadRequest("a form as it was opened here expected") from error

    def save_model(self, request: HttpRequest, obj: Profile, form: DeskForm, change: bool) -> None:
        if change:
            desk.take(obj, seen=form.cleaned_data.get("seen") if form.cleaned_data.get("seen") is not None else -1)
            obj.save(update_fields=["title", "summary", "stated_confidence", "produced_by"])
        else:
            obj.save()

    def save_related(self, request: HttpRequest, form: DeskForm, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        profile = form.instance
        responsibilities, aliases = form.lines
        if "responsibilities_text" in form.changed_data or not change:
            desk.lay_responsibilities(profile, responsibilities)
        if "aliases_text" in form.changed_data or not change:
            desk.lay_aliases(profile, aliases)
        _confirm_mappings(formsets, by=request.user)
        desk.close(profile, by=request.user, note=form.cleaned_data.get("edit_note", ""))

    def _conflict(self, request: HttpRequest, object_id: str, conflict: Conflict) -> HttpResponse:
        """The slower of two gets both texts and loses nothing: what was posted can be sent again."""
        with transaction.atomic():
            # Held still: no third save may come between the two texts, or before the lock they are sent with.
            profile = Profile.objects.with_places().select_for_update(of=("self",)).get(pk=object_id)
            post = brought_up_to_date(request.POST, profile)
            post["seen"] = str(profile.lock)
            theirs = preview_of(Profile.objects.on_desk().get(pk=profile.pk))
            mine = self._as_posted(request, post, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": "Saved by somebody else meanwhile",
            "profile": profile,
            "conflict": conflict,
            "difference": told_apart(theirs, mine, request.user) if mine else None,
            "posted": [(name, value) for name, values in post.lists() for value in values if name != CSRF_FIELD],
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/profiles/profile/conflict.html", context, status=409)

    def _as_posted(self, request: HttpRequest, post: QueryDict, object_id: str) -> Sealed | None:
        """The desk as it would be with what was posted: saved for real, read, and rolled back."""
        request.POST, mine = post, None
        with suppress(IntegrityError), transaction.atomic():
            response = super().changeform_view(request, object_id)
            if response.status_code == HTTPStatus.FOUND:
                mine = preview_of(Profile.objects.on_desk().get(pk=object_id))
            transaction.set_rollback(True)
        # Nothing was saved, so nobody is told that it was.
        request._messages = default_storage(request)
        return mine

    # -- reading alongside -------------------------------------------------------------------------

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        profile = self.get_object(request, object_id)
        more = {"beside": Beside(profile, request.user)} if profile else {}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None) -> HttpResponse:
        beside = context.get("beside")
        told = (beside.seen, beside.counts, beside.measuring.hints) if beside else ((), {})
        context["found"] = waiving.found(beside.seen, obj.pk, request.user) if beside and obj else None
        may_write = self.has_change_permission(request, obj) if change else self.has_add_permission(request)
        context["palette"] = scaffold.palette_for(request, beside.profile if beside else None) if may_write else None
        context["sections"] = sections_of(context["adminform"], context["inline_admin_formsets"], *told)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def submit(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = NoteForm(request.POST)
        back = reverse("admin:profiles_profile_change", args=[pk])
        profile = self.get_object(request, pk)
        if profile is None or not form.is_valid():
            messages.error(request, "A profile and a note of at most 2,000 characters are expected.")
            return HttpResponseRedirect(back)
        seen = request.POST.get("seen", "")
        try:
            revision = workflow.submit(
                profile,
                by=request.user,
                note=form.cleaned_data["note"],
                seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else None,
            )
        except (Refused, Conflict) as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(back)
        messages.success(request, f"{revision.key} is in review now.")
        return HttpResponseRedirect(reverse("admin:profiles_revision_change", args=[revision.pk]))

    def hand_over(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Gives the work on a profile to another curator."""
        back = HttpResponseRedirect(reverse("admin:profiles_profile_change", args=[pk]))
        profile, form = self.get_object(request, pk), HandOverForm(request.POST)
        to = get_user_model().objects.filter(username=form.cleaned_data["to"]).first() if form.is_valid() else None
        if profile is None or not self.has_change_permission(request) or not may(to, Role.CURATOR):
            messages.error(request, "The name of another curator is expected.")
            return back
        desk.hand_over(profile, to=to, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, f"{profile.key} lies with {to.get_username()} now.")
        return back

    def coverage(self, request: HttpRequest) -> HttpResponse:
        """Focus × level of one function, looked at for one thing or for all; without one, all functions in numbers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        on = timezone.now().date()
        functions = list(Function.objects.order_by("name"))
        asked, lens = request.GET.get("function", "").upper(), request.GET.get("show", "")
        function = next((function for function in functions if function.code == asked), None)
        levels, rows = coverage(function, on) if function else ([], [])
        found = sums(rows)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Coverage of {function.name}" if function else "Coverage",
            "functions": functions,
            "function": function,
            "levels": levels,
            "rows": rows,
            "sums": None if function else Sums(on),
            "lens": lens if lens in LENSES else "",
            "lenses": [(name, meaning, found[name]) for name, meaning in LENSES.items()],
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/profiles/profile/coverage.html", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        profile = self.get_object(request, object_id)
        if profile is None or not self.has_view_permission(request, profile):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        asked = {name: request.GET.get(name, "") for name in ("before", "after")}
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {profile.key}",
            "history": history_of(profile, request.user, **asked),
            "opts": self.opts,
            "object": profile,
            "original": profile,
        }
        return TemplateResponse(request, "admin/profiles/profile/history.html", context)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page as it would be if it were sealed now; nothing is written."""
        profile = Profile.objects.on_desk().filter(pk=pk).first()
        if profile is None or not self.has_view_permission(request, profile):
            return HttpResponseRedirect(reverse("admin:profiles_profile_changelist"))
        if reviewing.is_blind(profile, request.user):
            messages.info(request, "The page shows what others gave: you read the text here until you have scored it.")
            return HttpResponseRedirect(reverse("admin:profiles_profile_review", args=[pk]))
        sealed = preview_of(profile)
        if not request.user.has_perm("profiles.view_pay"):
            sealed.pay = None  # nobody has approved these figures, so they are on no page yet
        page = ProfilePage(
            sealed, focus_shelf(profile.focus.code), timezone.now().date(), asked_scope=profile.scope.code
        )
        return TemplateResponse(
            request,
            "profiles/profile.html",
            {"page": page, "versions": [], "current": sealed.revision, "preview": profile},
        )


def _confirm_mappings(formsets, *, by) -> None:
    """A mapping that a person wrote or changed is confirmed by this person."""
    for formset in formsets:
        if formset.model is Mapping:
            keys = [form.instance.pk for form in formset.forms if form.has_changed() and form.instance.pk]
            keys += [row.pk for row in formset.new_objects]
            Mapping.objects.filter(pk__in=keys).update(confirmed_by=by, confirmed_at=timezone.now())
