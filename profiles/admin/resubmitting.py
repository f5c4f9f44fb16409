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
    """Texts that were sealed on other shared texts than stand today; those that wait in review again are done."""

    title = "basis"
    parameter_name = "basis"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("changed", "basis changed"), ("again", "basis changed, in review again"), ("same", "as it is today")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "changed":
                return queryset.basis_changed()
            case "again":
                to_do = queryset.basis_changed().order_by().values("pk")
                return queryset.filter(basis_changed_at__isnull=False).exclude(pk__in=to_do)
            case "same":
                return queryset.filter(basis_changed_at__isnull=True)
        return queryset


@admin.action(description="Re-submit the selected on today's shared texts", permissions=["curate"])
def submit_each_again(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Revision]):
    """One note for all; each is checked for itself and refused by name."""
    note = request.POST.get("note", "")
    if not note.strip() or len(note) > 2_000:
        return _ask_for_note(model_admin, request, queryset, asked="note" in request.POST)
    done = []
    for pk, key in list(queryset.values_list("pk", "key")):
        try:
            workflow.submit_again(Revision(pk=pk), by=request.user, note=note)
        except (Refused, Conflict) as refusal:
            messages.error(request, _by_name(key, str(refusal)))
        else:
            done.append(key)
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
