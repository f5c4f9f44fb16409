"""The curators' queue of corrections that readers suggest, and the screen on which one is claimed and closed."""

from collections.abc import Callable
from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from profiles import corrections
from profiles.forms import NoteForm
from profiles.models import Correction
from profiles.models.correction import CorrectionOutcome
from profiles.states import Conflict, Refused
from taxonomy.admin.base import HouseAdmin

# Door → what it does, and how that is told.
DOORS = {
    "claim": (corrections.claim, "It is yours to deal with now."),
    "take": (corrections.take, "It is closed as taken."),
    "decline": (corrections.decline, "It is closed as declined."),
}
SHORT = 80


class OutcomeFilter(admin.SimpleListFilter):
    """What is open first: the queue is what people come for."""

    title = "outcome"
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        closed = [outcome for outcome in CorrectionOutcome if outcome is not CorrectionOutcome.OPEN]
        return [("all", "all"), *((outcome.value, outcome.value) for outcome in closed)]

    def choices(self, changelist) -> list[dict]:
        found = list(super().choices(changelist))
        found[0]["display"] = "open"
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = self.value()
        return queryset if asked == "all" else queryset.filter(outcome=asked or CorrectionOutcome.OPEN)


@admin.register(Correction)
class CorrectionAdmin(HouseAdmin):
    seen_by: ClassVar[tuple[str, ...]] = ("curate_profile",)

    list_display = ("what", "cited", "place", "sent_at", "outcome", "claimer")
    list_filter = (OutcomeFilter, "place")
    search_fields = ("revision__key", "wrong", "right")
    ordering = ("-pk",)
    change_form_template = "admin/profiles/correction/correction.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_revisions()

    @admin.display(description="what is wrong")
    def what(self, correction: Correction) -> str:
        text = correction.wrong
        return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"

    @admin.display(description="text", ordering="revision__key")
    def cited(self, correction: Correction) -> str:
        return str(correction.revision)

    @admin.display(description="claimed by", ordering="claimed_by_name")
    def claimer(self, correction: Correction) -> str:
        return correction.claimed_by_name or "–"

    def get_urls(self) -> list:
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(require_POST(self._door(*door))),
                name=f"profiles_correction_{name}",
            )
            for name, door in DOORS.items()
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        correction = self.get_object(request, object_id)
        more = {}
        if correction:
            more = {"correction": correction, "title": f"Correction to {correction.revision}", "subtitle": None}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def get_fields(self, request: HttpRequest, obj: Correction | None = None) -> tuple[str, ...]:
        """None of the columns: they are laid out by the template, and nobody edits what a reader wrote."""
        return ()

    def _door(self, move: Callable, told: str) -> Callable:
        def through(request: HttpRequest, pk: int) -> HttpResponse:
            return self._through(request, pk, move, told)

        return through

    def _through(self, request: HttpRequest, pk: int, move: Callable, told: str) -> HttpResponse:
        form = NoteForm(request.POST)
        correction = self.get_object(request, str(pk))
        if correction is None or not form.is_valid():
            messages.error(request, "A correction and a note of at most 2,000 characters are expected.")
            return HttpResponseRedirect(reverse("admin:profiles_correction_changelist"))
        try:
            move(correction, by=request.user, note=form.cleaned_data["note"])
        except (Refused, Conflict) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, told)
        return HttpResponseRedirect(reverse("admin:profiles_correction_change", args=[pk]))
