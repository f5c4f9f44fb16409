"""The queue of changes to shared texts, and the one screen on which such a change is decided."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from profiles import workflow
from profiles.admin.proposed import Shown
from profiles.forms import NoteForm
from profiles.models import Proposal
from profiles.states import Conflict, ProposalState, Refused
from taxonomy.admin.base import HouseAdmin
from taxonomy.rows import told

# Door → move.
DOORS = {"accept": workflow.accept, "decline": workflow.decline, "withdraw": workflow.withdraw_proposal}


class OpenFilter(admin.SimpleListFilter):
    """What waits first: the queue is what people come for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        ended = [state for state in ProposalState if state is not ProposalState.PROPOSED]
        return [("all", "all"), *((state.value, state.value) for state in ended)]

    def choices(self, changelist) -> list[dict]:
        found = list(super().choices(changelist))
        found[0]["display"] = "proposed"
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = self.value()
        return queryset if asked == "all" else queryset.filter(state=asked or ProposalState.PROPOSED)


@admin.register(Proposal)
class ProposalAdmin(HouseAdmin):
    list_display = ("what", "called", "state", "proposer", "proposed_at", "decider", "decided_at")
    list_filter = (OpenFilter, "kind", "at_once")
    search_fields = ("name", "proposed_by_name")
    ordering = ("-pk",)
    change_form_template = "admin/profiles/proposal/decision.html"

    @admin.display(description="shared text")
    def what(self, proposal: Proposal) -> str:
        return told(proposal.record)

    @admin.display(description="name")
    def called(self, proposal: Proposal) -> str:
        return Shown(proposal, None).called or "–"

    @admin.display(description="proposed by", ordering="proposed_by_name")
    def proposer(self, proposal: Proposal) -> str:
        return proposal.proposed_by_name or "–"

    @admin.display(description="decided by", ordering="decided_by_name")
    def decider(self, proposal: Proposal) -> str:
        return "at once" if proposal.at_once else proposal.decided_by_name or "–"

    def get_urls(self) -> list:
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(require_POST(self._door(move))),
                name=f"profiles_proposal_{name}",
            )
            for name, move in DOORS.items()
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        proposal = self.get_object(request, object_id)
        more = {}
        if proposal:
            shown = Shown(proposal, request.user)
            more = {"shown": shown, "title": f"Change of {shown.title}", "subtitle": None}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def get_fields(self, request: HttpRequest, obj: Proposal | None = None) -> tuple[str, ...]:
        """None of the columns: what they hold is shown side by side, and figures of pay not to everybody."""
        return ()

    def _door(self, move: Callable) -> Callable:
        def through(request: HttpRequest, pk: int) -> HttpResponse:
            return self._through(request, pk, move)

        return through

    def _through(self, request: HttpRequest, pk: int, move: Callable) -> HttpResponse:
        form = NoteForm(request.POST)
        proposal = self.get_object(request, pk)
        if proposal is None or not form.is_valid():
            messages.error(request, "A proposal and a note of at most 2,000 characters are expected.")
            return HttpResponseRedirect(reverse("admin:profiles_proposal_changelist"))
        try:
            moved = move(proposal, by=request.user, note=form.cleaned_data["note"])
        except (Refused, Conflict) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _sentence(moved))
        return HttpResponseRedirect(reverse("admin:profiles_proposal_change", args=[pk]))


def _sentence(proposal: Proposal) -> str:
    sentence = f"The change of {told(proposal.record)} is {proposal.state} now."
    if proposal.reach:
        profiles = "1 approved profile is" if proposal.reach == 1 else f"{proposal.reach} approved profiles are"
        sentence += f" {profiles} basis changed by it and can be re-submitted."
    return sentence
