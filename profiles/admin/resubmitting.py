"""The queue of approved texts whose basis has changed, and their re-submission in bulk."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from profiles import workflow
from profiles.models import Revision
from profiles.states import Conflict, Refused

MOST_NAMED = 100


class BasisFilter(admin.SimpleListFilter):
    """Texts that were sealed on other shared texts than stand today."""

    title = "basis"
    parameter_name = "basis"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("changed", "basis changed"), ("same", "as it stands today")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in ("changed", "same"):
            return queryset
        return queryset.filter(basis_changed_at__isnull=self.value() == "same")


@admin.action(description="Re-submit the selected on today's shared texts", permissions=["curate"])
def submit_each_again(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Revision]):
    """One note for all; each is checked for itself and refused by name."""
    note = request.POST.get("note", "")
    if not note.strip() or len(note) > 2_000:
        return _ask_for_note(model_admin, request, queryset, asked="note" in request.POST)
    done = []
    for revision in list(queryset.only("pk", "key")):
        try:
            workflow.submit_again(revision, by=request.user, note=note)
        except (Refused, Conflict) as refusal:
            messages.error(request, _by_name(revision.key, str(refusal)))
        else:
            done.append(revision.key)
    if done:
        messages.success(request, f"In review now, on today's shared texts ({len(done)}): {_list(done)}.")
    return None


def _by_name(key: str, sentence: str) -> str:
    return sentence if key in sentence else f"{key}: {sentence}"


def _list(keys: list[str]) -> str:
    more = len(keys) - MOST_NAMED
    return ", ".join(keys[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _ask_for_note(model_admin, request: HttpRequest, queryset: QuerySet[Revision], *, asked: bool) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Re-submit on today's shared texts",
        "revisions": list(queryset.defer("payload")),
        "checkbox": ACTION_CHECKBOX_NAME,
        "complaint": "A note of at most 2,000 characters that says why is expected." if asked else "",
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/profiles/revision/resubmit.html", context)
