"""Errands on the desk: what a person asked for, how far it is, what came of it, and what they may press next."""

from collections.abc import Callable
from typing import ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult

from profiles import tasks
from profiles.models import Errand, ErrandKind, Stage
from profiles.people import may
from profiles.states import Conflict, Role
from profiles.tasks.exporting import file_name
from taxonomy.admin.base import ROW, HouseAdmin
from taxonomy.models import Focus, Function

# Rows of the queue hold nothing but numbers of errands, whose own page says more.
admin.site.unregister(DBTaskResult)
SIGNS = {
    Stage.WAITING: "○",
    Stage.RUNNING: "◐",
    Stage.LOOKED: "△",
    Stage.DONE: "✓",
    Stage.REFUSED: "✕",
    Stage.FAILED: "✕",
}


class ExportForm(forms.Form):
    """Which desks, and how."""

    function = forms.ModelChoiceField(Function.objects.order_by("name"), required=False, empty_label="All functions")
    focus = forms.ModelChoiceField(
        Focus.objects.select_related("function").order_by("function__name", "name"),
        required=False,
        empty_label="All focuses",
    )
    format = forms.ChoiceField(
        choices=[("xlsx", "Workbook (.xlsx)"), ("csv", "CSV files in a zip")], initial="xlsx", widget=forms.RadioSelect
    )

    def codes(self) -> dict[str, str]:
        return {name: row.code if (row := self.cleaned_data[name]) else "" for name in ("function", "focus")}


class NoteForm(forms.Form):
    note = forms.CharField(
        label="Note to this import", required=False, max_length=500, help_text="Kept in the history of every profile."
    )


def sent(request: HttpRequest, kind: ErrandKind, name: str, **how) -> HttpResponse:
    """Asks for it in this person's name, and leads to the page that shows how far it is."""
    try:
        errand = tasks.ask(kind, name, by=request.user, **how)
    except tasks.TooMany as refused:
        messages.error(request, f"{str(refused).capitalize()}.")
        return HttpResponseRedirect(reverse("admin:profiles_errand_changelist"))
    return HttpResponseRedirect(_address(errand))


@admin.register(Errand)
class ErrandAdmin(HouseAdmin):
    """One's own errands; a superuser sees all and does nothing in another's name."""

    seen_by: ClassVar[tuple[str, ...]] = ("curate_profile",)
    changed_by: ClassVar[tuple[str, ...]] = ("curate_profile",)
    list_display = ("name", "kind", "shown_stage", "progress", "by", "asked_at")
    search_fields = ("name",)
    change_list_template = "admin/profiles/errands/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Errand]:
        return Errand.objects.visible_to(request.user).listed()

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Errands"} | (extra_context or {}))

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Each begins where its work is at home."""
        return False

    @admin.display(description="stage", ordering="stage")
    def shown_stage(self, errand: Errand) -> str:
        return f"{SIGNS[errand.stage]} {errand.get_stage_display()}"

    @admin.display(description="asked by", ordering="asked_by_name")
    def by(self, errand: Errand) -> str:
        return errand.asked_by_name

    @admin.display(description="what came of it")
    def progress(self, errand: Errand) -> str:
        return told_of(errand)

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        doors = {
            "progress": require_safe(self._of(self._progress)),
            "fetch": require_safe(self._of(self._fetch)),
            "apply": require_POST(self._of(self._apply)),
            "again": require_POST(self._of(self._again)),
            "forget": require_POST(self._of(self._forget)),
        }
        own = [path("ask/", wrap(require_POST(self._ask)), name="profiles_errand_ask")]
        own += [path(f"<int:pk>/{name}/", wrap(door), name=f"profiles_errand_{name}") for name, door in doors.items()]
        return own + super().get_urls()

    def _of(self, door: Callable) -> Callable:
        """A door of one errand, for whoever may see it; where it is gone, to the list."""

        def through(request: HttpRequest, pk: int) -> HttpResponse:
            if not may(request.user, Role.CURATOR):
                raise PermissionDenied("long work asks for a curator")
            found = Errand.objects.visible_to(request.user).filter(pk=pk).first() if pk < 2**63 else None
            if found is None:
                messages.error(request, "This errand is not here any more.")
                return HttpResponseRedirect(reverse("admin:profiles_errand_changelist"))
            return door(request, found)

        return through

    # -- asked ---------------------------------------------------------------------------------------

    def _ask(self, request: HttpRequest) -> HttpResponse:
        """An export, as its form says; or, by a superuser, the search index anew."""
        if not may(request.user, Role.CURATOR):
            raise PermissionDenied("long work asks for a curator")
        if request.POST.get("kind") == ErrandKind.REINDEX:
            if not request.user.is_superuser:
                raise PermissionDenied("the search index is written anew by superusers")
            return sent(request, ErrandKind.REINDEX, "Search index")
        form = ExportForm(request.POST)
        if not form.is_valid():
            messages.error(request, "A function and a focus that are there, and a format, expected.")
            return HttpResponseRedirect(reverse("admin:profiles_profile_workbook"))
        kind = form.cleaned_data["format"]
        return sent(request, ErrandKind.EXPORT, file_name(kind), format=kind, **form.codes())

    # -- seen ----------------------------------------------------------------------------------------

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        pk = int(object_id) if ROW.fullmatch(object_id) else 0
        return require_safe(self._of(self._page))(request, pk)

    def _page(self, request: HttpRequest, errand: Errand) -> HttpResponse:
        own = errand.asked_by_id == request.user.pk
        context = {
            **self.admin_site.each_context(request),
            "title": f"{errand.get_kind_display().capitalize()}: {errand.name}",
            "opts": self.opts,
            "errand": errand,
            "plan": errand.told if may_read(request.user, errand) else {},
            "sign": SIGNS[errand.stage],
            "told": told_of(errand),
            "own": own,
            "note": NoteForm(),
            "may_go_again": own and tasks.may_go_again(errand),
            "has_file": has_file(request.user, errand),
        }
        return TemplateResponse(request, "admin/profiles/errands/errand.html", context)

    def _progress(self, request: HttpRequest, errand: Errand) -> HttpResponse:
        told = {"under_way": errand.is_under_way, "stage": errand.stage, "told": told_of(errand)}
        return JsonResponse(told | {"done": errand.done, "total": errand.total})

    def _fetch(self, request: HttpRequest, errand: Errand) -> HttpResponse:
        """The file, as long as it is kept; for whoever asked for it, and for superusers."""
        if not has_file(request.user, errand):
            messages.error(request, "This file is not kept, or not for you any more: export it again.")
            return HttpResponseRedirect(_address(errand))
        response = StreamingHttpResponse(tasks.stream(errand), content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="{errand.name}"'
        return response

    # -- pressed -------------------------------------------------------------------------------------

    def _apply(self, request: HttpRequest, errand: Errand) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            messages.error(request, "A note of at most 500 characters expected.")
            return HttpResponseRedirect(_address(errand))
        return self._pressed(request, errand, tasks.apply, note=form.cleaned_data["note"])

    def _again(self, request: HttpRequest, errand: Errand) -> HttpResponse:
        return self._pressed(request, errand, tasks.again)

    @staticmethod
    def _pressed(request: HttpRequest, errand: Errand, deed: Callable, **how) -> HttpResponse:
        try:
            deed(errand, by=request.user, **how)
        except (Conflict, tasks.TooMany) as refused:
            messages.error(request, f"{str(refused).capitalize()}.")
        return HttpResponseRedirect(_address(errand))

    def _forget(self, request: HttpRequest, errand: Errand) -> HttpResponse:
        try:
            tasks.forget(errand, by=request.user)
        except Conflict as refused:
            messages.error(request, f"{str(refused).capitalize()}.")
            return HttpResponseRedirect(_address(errand))
        messages.success(request, "It is taken away, and its file with it.")
        return HttpResponseRedirect(reverse("admin:profiles_errand_changelist"))


def may_read(user, errand: Errand) -> bool:
    """What holds figures of pay is shown as long as its reader may see them, whatever they might when they asked."""
    return not errand.told.get("pay") or user.has_perm("profiles.view_pay")


def has_file(user, errand: Errand) -> bool:
    is_there = errand.kind == ErrandKind.EXPORT and errand.stage == Stage.DONE and errand.pieces.exists()
    return is_there and may_read(user, errand)


def told_of(errand: Errand) -> str:
    """ "400 of 1,000" while it is under way, else what came of it."""
    if errand.stage == Stage.RUNNING:
        return f"{errand.done:,} of {errand.total:,}" if errand.total else f"{errand.done:,} so far"
    return errand.said


def _address(errand: Errand) -> str:
    return reverse("admin:profiles_errand_change", args=[errand.pk])
