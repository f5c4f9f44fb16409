"""Releases at the desk: an approver names the canon as it stands; everybody of the house sees what was named."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from profiles import workflow
from profiles.forms import ReleaseForm
from profiles.models import Listing, Release
from profiles.people import may
from profiles.rendering.releases import Differences, Side
from profiles.states import Conflict, Refused, Role, State
from taxonomy.admin.base import HouseAdmin


@admin.register(Release)
class ReleaseAdmin(HouseAdmin):
    list_display = ("name", "made_at", "made_by_name", "approved", "retired", "sealed", "page")
    search_fields = ("name", "notes", "made_by_name")
    fields = ("name", "notes", "made_at", "made_by_name", "approved", "retired", "functions", "focuses", "digest")

    @admin.display(description="digest")
    def sealed(self, release: Release) -> str:
        return format_html('<span class="code">{}</span>', release.digest[:12])

    @admin.display(description="")
    def page(self, release: Release) -> str:
        return format_html('<a href="{}">page, files and differences</a>', _address(release))

    def view_on_site(self, release: Release) -> str:
        return _address(release)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Role.APPROVER)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Its own way: the workflow makes the release, in a transaction of its own."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ReleaseForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = workflow.make_release(
                    form.cleaned_data["name"], by=request.user, notes=form.cleaned_data["notes"]
                )
            except (Refused, Conflict) as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(
                    request, f"Release {made} is made, of {made.approved} approved profiles.", messages.SUCCESS
                )
                return HttpResponseRedirect(reverse("admin:profiles_release_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Name the canon as it stands",
            "opts": self.opts,
            "form": form,
            **_standing(request),
        }
        return TemplateResponse(request, "admin/profiles/release.html", context)


def _address(release: Release) -> str:
    return reverse("profiles:release", args=[release.name])


def _standing(request: HttpRequest) -> dict[str, object]:
    """What would be named now, and what is new in it since the last release."""
    states = {state: Count("pk", filter=Q(state=state)) for state in (State.APPROVED, State.RETIRED)}
    last = Release.objects.first()
    since = Differences(Side(last), Side(None), request.user) if last else None
    return {"counts": Listing.objects.aggregate(**states), "last": last, "since": since}
