"""The approvers' queue, and the one screen on which a decision is made."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from profiles import workflow
from profiles.admin import waiving
from profiles.admin.decision import Decision
from profiles.admin.resubmitting import BasisFilter, submit_each_again
from profiles.desk import Conflict
from profiles.forms import NoteForm
from profiles.models import Revision
from profiles.people import may
from profiles.states import Role, State
from profiles.workflow import Refused
from profiles.workflow.waiting import WAITS, asked_by, reasons, weighed
from taxonomy.admin.base import HouseAdmin


class WaitingFilter(admin.SimpleListFilter):
    """What waits for a decision first, retirements too: the queue is what people come for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("all", "all"), *((state.value, state.value) for state in State)]

    def choices(self, changelist) -> list[dict]:
        found = list(super().choices(changelist))
        found[0]["display"] = "waits for a decision"
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = self.value()
        if asked == "all":
            return queryset
        return queryset.filter(state=asked) if asked else queryset.filter(WAITS)


@admin.register(Revision)
class RevisionAdmin(HouseAdmin):
    list_display = ("text", "standing", "by", "since", "urgent")
    list_filter = (WaitingFilter, BasisFilter, "function_code", "origin")
    search_fields = ("key", "title", "submitted_by_name")
    list_per_page = 50
    change_form_template = "admin/profiles/revision/decision.html"
    actions = ("approve_each", submit_each_again)

    def has_curate_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Role.CURATOR)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        rows = Revision.objects.select_related("profile", "claimed_by")
        return weighed(rows.defer("payload")) if request.resolver_match.url_name.endswith("changelist") else rows

    def get_ordering(self, request: HttpRequest) -> tuple:
        """The most urgent first, then the longest waiting, then what was submitted last."""
        return ("-urgency", F("waits_since").asc(nulls_last=True), "-submitted_at")

    def get_list_display(self, request: HttpRequest) -> tuple:
        @admin.display(description="claimed by")
        def claim(revision: Revision) -> str:
            return _claim(revision, request.user)

        return (*self.list_display, claim)

    @admin.display(description="text", ordering="key")
    def text(self, revision: Revision) -> str:
        number = f" v{revision.number}" if revision.number else ""
        return format_html('{}{}<br><span class="code">{}</span>', revision.title, number, revision.key)

    @admin.display(description="state", ordering="state")
    def standing(self, revision: Revision) -> str:
        return "retirement proposed" if _retires(revision) else revision.state

    @admin.display(description="by", ordering="submitted_by_name")
    def by(self, revision: Revision) -> str:
        return asked_by(revision) or "–" if _retires(revision) else revision.submitted_by_name or "–"

    @admin.display(description="waits since", ordering="waits_since")
    def since(self, revision: Revision) -> str:
        if revision.waits_since is None:
            return "–"
        return format_html("{}<br>{}", f"{revision.waits_since:%Y-%m-%d}", timesince(revision.waits_since, depth=1))

    @admin.display(description="urgent because", ordering="urgency")
    def urgent(self, revision: Revision) -> str:
        told = reasons(revision) if revision.waits_since else []
        return "! " + ", ".join(told) if told else "–"

    def get_urls(self) -> list:
        def door(move: str, view: Callable) -> object:
            wrapped = self.admin_site.admin_view(require_POST(view))
            return path(f"<int:pk>/{move}/", wrapped, name=f"profiles_revision_{move.replace('-', '_')}")

        doors = [door(name, getattr(self, name.replace("-", "_"))) for name in DOORS]
        return doors + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        revision = self.get_object(request, object_id)
        more = {}
        if revision:
            decision = Decision(revision, request.user)
            found = waiving.found(decision.seen, revision.profile_id, request.user, revision.pk)
            more = {"decision": decision, "found": found}
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
            Revision.objects.filter(WAITS, pk=pk).update(**mine)
        if request.POST.get("next") == "queue":
            return HttpResponseRedirect(reverse("admin:profiles_revision_changelist"))
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


def _claim(revision: Revision, user) -> str:
    """Who looks at it; whoever may decide takes it with one click."""
    name = revision.claimed_by.get_username() if revision.claimed_by_id else ""
    if revision.claimed_by_id == user.pk:
        return "you"
    if revision.waits_since is None or not may(user, Role.APPROVER):
        return name or "–"
    door = reverse("admin:profiles_revision_claim_it", args=[revision.pk])
    button = '<button class="claim" formaction="{}" name="next" value="queue" aria-label="Claim {}">Claim</button>'
    return format_html("{} " + button, name, door, revision.key)


def _retires(revision: Revision) -> bool:
    return revision.state == State.APPROVED and revision.retirement_proposed_at is not None


def _profile_of(pk: int) -> int:
    return Revision.objects.values_list("profile_id", flat=True).get(pk=pk)
