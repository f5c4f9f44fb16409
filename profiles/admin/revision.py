"""The approvers' queue, and the one screen on which a decision is made."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from profiles import workflow
from profiles.admin.decision import Decision
from profiles.admin.resubmitting import BasisFilter, submit_each_again
from profiles.desk import Conflict
from profiles.forms import NoteForm
from profiles.models import Revision
from profiles.people import may
from profiles.states import Role, State
from profiles.workflow import Refused
from taxonomy.admin.base import HouseAdmin


class WaitingFilter(admin.SimpleListFilter):
    """In review first: the queue is what people come for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("all", "all"), *((state.value, state.value) for state in State if state is not State.IN_REVIEW)]

    def choices(self, changelist) -> list[dict]:
        found = list(super().choices(changelist))
        found[0]["display"] = "in review"
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = self.value()
        if asked == "all":
            return queryset
        return queryset.filter(state=asked or State.IN_REVIEW)


@admin.register(Revision)
class RevisionAdmin(HouseAdmin):
    list_display = ("key", "title", "number", "state", "submitted_by_name", "submitted_at", "waits", "claim")
    list_filter = (WaitingFilter, BasisFilter, "function_code", "origin")
    search_fields = ("key", "title", "submitted_by_name")
    ordering = ("submitted_at",)
    change_form_template = "admin/profiles/revision/decision.html"
    actions = ("approve_each", submit_each_again)

    def has_curate_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Role.CURATOR)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        rows = super().get_queryset(request).select_related("profile", "claimed_by")
        return rows.defer("payload") if request.resolver_match.url_name.endswith("changelist") else rows

    @admin.display(description="waits for")
    def waits(self, revision: Revision) -> str:
        if revision.state != State.IN_REVIEW:
            return "–"
        hours = int((timezone.now() - revision.submitted_at).total_seconds() // 3600)
        return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"

    @admin.display(description="claimed by")
    def claim(self, revision: Revision) -> str:
        return revision.claimed_by.get_username() if revision.claimed_by_id else "–"

    def get_urls(self) -> list:
        def door(move: str, view: Callable) -> object:
            wrapped = self.admin_site.admin_view(require_POST(view))
            return path(f"<int:pk>/{move}/", wrapped, name=f"profiles_revision_{move.replace('-', '_')}")

        doors = [door(name, getattr(self, name.replace("-", "_"))) for name in DOORS]
        return doors + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        revision = self.get_object(request, object_id)
        more = {"decision": Decision(revision, request.user)} if revision else {}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    # -- doors: each move asks the workflow, which alone decides ------------------------------------

    def approve(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._through(
            request, pk, lambda r, f: workflow.approve(r, by=request.user, seal=f["seal"], note=f["note"])
        )

    def send_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._through(
            request, pk, lambda r, f: workflow.send_back(r, by=request.user, seal=f["seal"], note=f["note"])
        )

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._through(request, pk, lambda r, f: workflow.withdraw(r, by=request.user, note=f["note"]))

    def propose_retirement(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._through(
            request,
            pk,
            lambda r, f: workflow.propose_retirement(r, by=request.user, note=f["note"], successor=f["successor"]),
        )

    def retire(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._through(request, pk, lambda r, f: workflow.retire(r, by=request.user, note=f["note"]))

    def claim_it(self, request: HttpRequest, pk: int) -> HttpResponse:
        if may(request.user, Role.APPROVER):
            mine = {"claimed_by": request.user, "claimed_at": timezone.now()}
            Revision.objects.open().filter(pk=pk).update(**mine)
        return HttpResponseRedirect(self._address(pk))

    def _through(self, request: HttpRequest, pk: int, move: Callable) -> HttpResponse:
        form = NoteForm(request.POST)
        revision = self.get_object(request, pk)
        if revision is None or not form.is_valid():
            messages.error(request, "A revision and a note of at most 2,000 characters are expected.")
            return HttpResponseRedirect(self._address(pk))
        try:
            moved = move(revision, form.cleaned_data)
        except (Refused, Conflict) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{moved.key} is {moved.state} now.")
        return HttpResponseRedirect(self._address(pk))

    @staticmethod
    def _address(pk: int) -> str:
        return reverse("admin:profiles_revision_change", args=[pk])

    @admin.action(description="Approve each of the selected, as far as the gate and four eyes allow")
    def approve_each(self, request: HttpRequest, queryset: QuerySet[Revision]) -> None:
        """Each is checked for itself and refused by name.

        Only those that were ticked: all of a filter would take with it what came in after the list was looked at.
        """
        if request.POST.get("select_across", "0") != "0":
            messages.error(request, "Tick the texts one by one: what came in since you looked would be among “all”.")
            return
        for pk, key, seal in list(queryset.values_list("pk", "key", "seal")):
            try:
                workflow.approve(Revision(pk=pk, profile_id=_profile_of(pk)), by=request.user, seal=seal)
            except (Refused, Conflict) as refusal:
                messages.error(request, f"{key}: {refusal}")
            else:
                messages.success(request, f"{key} is approved now.")


DOORS = ("approve", "send-back", "withdraw", "propose-retirement", "retire", "claim-it")


def _profile_of(pk: int) -> int:
    return Revision.objects.values_list("profile_id", flat=True).get(pk=pk)
