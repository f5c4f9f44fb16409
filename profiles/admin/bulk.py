"""Workbooks out and in: an export of desks, a dry run of what comes back, and a second press that carries it out."""

import tempfile
from collections.abc import Callable
from contextlib import closing

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from profiles import tasks
from profiles.admin import errands, parcels
from profiles.admin.errands import ExportForm
from profiles.admin.parcels import Gone, Parcel
from profiles.desk import Conflict
from profiles.exporters.workbook import WRITERS
from profiles.importers.faults import FileRefused
from profiles.importers.plans import Plan, carry_out
from profiles.importers.plans.bundles import BundleReading
from profiles.importers.workbook import WorkbookReading, kind_of
from profiles.models import ErrandKind, Profile
from profiles.people import may
from profiles.states import Role
from profiles.tasks import importing
from profiles.tasks.exporting import chosen, file_name

# Headers and fields of the form beside the file itself.
ENVELOPE = 64 * 1024


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Workbook, CSV or bundle",
        max_length=300,
        help_text=".xlsx, a zip of CSV files, one sheet as .csv, or a canon bundle (.jsonl, .jsonl.gz)",
    )


class ApplyForm(forms.Form):
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=4_000)
    note = forms.CharField(
        label="Note to this import", required=False, max_length=500, help_text="Kept in the history of every profile."
    )


def sees_pay(user) -> bool:
    return user.has_perm("profiles.view_pay")


# -- out -------------------------------------------------------------------------------------------


def workbook_of(request: HttpRequest, profiles: QuerySet[Profile], kind: str) -> FileResponse:
    """Written to a temporary file, which is gone when it has been sent."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    WRITERS[kind](profiles, out, pay=sees_pay(request.user))
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=file_name(kind))


@admin.action(description="Export the selected as a workbook", permissions=["change"])
def export_selected(model_admin, request: HttpRequest, queryset: QuerySet[Profile]) -> FileResponse:
    """The selected rows of the list, with their focuses."""
    return workbook_of(request, Profile.objects.filter(pk__in=queryset.order_by().values("pk")), "xlsx")


# -- in --------------------------------------------------------------------------------------------


def reading_of(parcel: Parcel, user) -> WorkbookReading | BundleReading:
    """Opens what was sent, whatever it is; raises FileRefused."""
    return importing.reading_of(parcel.path, parcel.name, pay=sees_pay(user))


class Bulk:
    """The pages, for the admin class that has their button."""

    def __init__(self, model_admin: admin.ModelAdmin) -> None:
        self.admin = model_admin

    def export(self, request: HttpRequest) -> HttpResponse:
        """A file; or the page again where the form says something that is not there."""
        form = ExportForm(request.GET)
        if not form.is_valid():
            return self._page(request, export=form, status=400)
        return workbook_of(request, chosen(**form.codes()), form.cleaned_data["format"])

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Both forms; and by POST the dry run of a file. Its size is looked at before its first byte is read."""
        told = request.headers.get("Content-Length", "")
        if told.isdecimal() and int(told) > settings.BULK_MOST_BYTES + ENVELOPE:
            form = UploadForm()
            form.said = f"A file of at most {settings.BULK_MOST_BYTES:,} bytes expected, found about {int(told):,}."
            return self._page(request, upload=form, status=413)
        return csrf_protect(self._upload)(request)

    def _upload(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self._page(request)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, upload=form, status=400)
        if tasks.is_queued():
            file = form.cleaned_data["file"]
            return errands.sent(request, ErrandKind.IMPORT, parcels.plain_name(file.name or ""), file=file.chunks())
        return self._dry_run(request, parcels.keep(form.cleaned_data["file"]))

    def apply(self, request: HttpRequest) -> HttpResponse:
        """The second press: the same file and the same plan, or nothing."""
        form = ApplyForm(request.POST)
        if not form.is_valid():
            messages.error(request, "A dry run that was shown here, and a note of at most 500 characters, expected.")
            return HttpResponseRedirect(self._address())
        try:
            with parcels.redeemed(form.cleaned_data["ticket"], user=request.user) as (parcel, seen):
                return self._carry_out(request, parcel, seen, form.cleaned_data["note"])
        except Gone as gone:
            messages.error(request, str(gone))
            return HttpResponseRedirect(self._address())

    # -- what happens ------------------------------------------------------------------------------

    def _dry_run(self, request: HttpRequest, parcel: Parcel, *, said: str = "", status: int = 200) -> HttpResponse:
        try:
            parcel, plan = self._look(request, parcel)
        except BaseException:
            parcel.forget()
            raise
        form = None
        if plan.may_apply:
            form = ApplyForm(initial={"ticket": parcels.ticket(parcel, user=request.user, plan=plan.digest)})
        else:
            parcel.forget()
        context = {"title": f"Dry run of {plan.name}", "plan": plan, "apply": form, "said": said}
        return self._shown(request, "admin/profiles/bulk_plan.html", context, status)

    @staticmethod
    def _look(request: HttpRequest, parcel: Parcel) -> tuple[Parcel, Plan]:
        try:
            parcel = parcels.named(parcel, kind_of(parcel.path, parcel.name))
            with closing(reading_of(parcel, request.user)) as reading:
                return parcel, importing.planned(reading)
        except FileRefused as refused:
            return parcel, Plan(parcel.name, faults=refused.faults, more=refused.more)

    def _carry_out(self, request: HttpRequest, parcel: Parcel, seen: str, note: str) -> HttpResponse:
        try:
            with closing(reading_of(parcel, request.user)) as reading:
                plan = importing.planned(reading)
                if plan.digest != seen or not plan.may_apply:
                    raise Conflict("Something that this file changes is another by now than what you looked at")
                carry_out(reading, plan, by=request.user, note=note)
        except (Conflict, FileRefused) as refused:
            # Nothing was written; what the file would do now is shown anew.
            said = str(refused.faults[0]) if isinstance(refused, FileRefused) else str(refused)
            return self._dry_run(request, parcel, said=said, status=409)
        parcel.forget()
        messages.success(request, f"Applied {parcel.name}: {importing.done(plan)}.")
        return HttpResponseRedirect(self._address())

    # -- pages -------------------------------------------------------------------------------------

    def _page(self, request: HttpRequest, *, export=None, upload=None, status: int = 200) -> HttpResponse:
        context = {
            "title": "Workbooks",
            "export": export or ExportForm(initial={"format": "xlsx"}),
            "upload": upload or UploadForm(),
            "sees_pay": sees_pay(request.user),
            "most_bytes": settings.BULK_MOST_BYTES,
            "queued": tasks.is_queued(),
        }
        return self._shown(request, "admin/profiles/bulk_page.html", context, status)

    def _shown(self, request: HttpRequest, template: str, context: dict, status: int) -> HttpResponse:
        site = self.admin.admin_site.each_context(request)
        return TemplateResponse(request, template, {**site, "opts": self.admin.opts, **context}, status=status)

    @staticmethod
    def _address() -> str:
        return reverse("admin:profiles_profile_workbook")


def for_curators(view: Callable) -> Callable:
    """Who may not edit desks may neither take them out nor bring them in."""

    def guarded(request: HttpRequest) -> HttpResponse:
        if not may(request.user, Role.CURATOR):
            raise PermissionDenied("to work with workbooks asks for a curator")
        return view(request)

    return guarded


def doors(model_admin: admin.ModelAdmin) -> list[URLPattern]:
    """The routes, for `get_urls`."""
    bulk, wrap = Bulk(model_admin), model_admin.admin_site.admin_view
    # Protected within, after the size was looked at: the protection reads the whole body.
    upload = csrf_exempt(for_curators(bulk.upload))
    export, apply = require_safe(for_curators(bulk.export)), require_POST(for_curators(bulk.apply))
    return [
        path("workbook/", wrap(upload), name="profiles_profile_workbook"),
        path("workbook/export/", wrap(export), name="profiles_profile_workbook_export"),
        path("workbook/apply/", wrap(apply), name="profiles_profile_workbook_apply"),
    ]
