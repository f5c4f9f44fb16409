"""Titles by the thousand: a file is brought, resolved piece by piece, looked through, confirmed, taken out."""

import io
import tempfile
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from profiles import tasks
from profiles.admin import parcels
from profiles.admin.bulk import ENVELOPE
from profiles.admin.titled import Page, page_of
from profiles.exporters import titles as written
from profiles.importers import titles
from profiles.importers.faults import FileRefused
from profiles.importers.workbook import Kind, kind_of
from profiles.models import Errand, ErrandKind, TitleKind, TitleList
from profiles.models.errand import UNDER_WAY
from profiles.people import may
from profiles.resolver import NotIndexed, corpus, lists
from profiles.resolver.confirming import confirm
from profiles.states import Conflict, Refused, Role
from profiles.tasks.importing import limits
from taxonomy.admin.base import ROW, HouseAdmin

# How long a press of the button works, and a call of the script, which wants to show how far it is.
PRESS, CALL = 6.0, 0.8
WAIT = 2_000  # milliseconds to the next call, while a worker does the work
SHOWN = 10  # refusals that are told one by one


class UploadForm(forms.Form):
    """A file, and what its titles are to be resolved to."""

    file = forms.FileField(label="Titles, as CSV or .xlsx", max_length=300)
    kind = forms.ChoiceField(
        label="Resolve to", choices=TitleKind.choices, initial=TitleKind.PROFILES, widget=forms.RadioSelect
    )


@admin.register(TitleList)
class TitleListAdmin(HouseAdmin):
    """Lists, and the pages of each; nothing of it is for anybody but curators."""

    seen_by: ClassVar[tuple[str, ...]] = ("curate_profile",)
    changed_by: ClassVar[tuple[str, ...]] = ("curate_profile",)
    list_display = ("name", "kind", "progress", "brought_by_name", "brought_at")
    search_fields = ("name",)

    @admin.display(description="answered")
    def progress(self, found: TitleList) -> str:
        return f"{found.total:,}" if found.is_done else f"{found.done:,} of {found.total:,}"

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        doors = {
            "go_on": require_POST(self._of(self._go_on)),
            "confirm": require_POST(self._of(self._confirm)),
            "export": require_safe(self._of(self._export)),
            "forget": require_POST(self._of(self._forget)),
        }
        # Protected within, after the size was looked at: the protection reads the whole body.
        own = [path("add/", wrap(csrf_exempt(self.add)), name="profiles_titlelist_add")]
        for name, door in doors.items():
            own.append(path(f"<int:pk>/{name.replace('_', '-')}/", wrap(door), name=f"profiles_titlelist_{name}"))
        return own + super().get_urls()

    def _of(self, door: Callable) -> Callable:
        """A door of one list, for curators; where it is gone, to what there is."""

        def through(request: HttpRequest, pk: int) -> HttpResponse:
            if not may(request.user, Role.CURATOR):
                raise PermissionDenied("to work with titles asks for a curator")
            found = TitleList.objects.filter(pk=pk).first() if pk < 2**63 else None
            if found is None:
                messages.error(request, "This list is not here any more.")
                return HttpResponseRedirect(reverse("admin:profiles_titlelist_changelist"))
            return door(request, found)

        return through

    # -- in ------------------------------------------------------------------------------------------

    def add(self, request: HttpRequest) -> HttpResponse:
        """The form; by POST a file, whose size is looked at before its first byte is read."""
        if not may(request.user, Role.CURATOR):
            raise PermissionDenied("to work with titles asks for a curator")
        told = request.headers.get("Content-Length", "")
        if told.isdecimal() and int(told) > settings.BULK_MOST_BYTES + ENVELOPE:
            said = [f"A file of at most {settings.BULK_MOST_BYTES:,} bytes expected, found about {int(told):,}."]
            return self._form(request, said=said, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return csrf_protect(self._add)(request)

    def _add(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self._form(request)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(request, form, status=HTTPStatus.BAD_REQUEST)
        try:
            made = _brought(form.cleaned_data["file"], form.cleaned_data["kind"], by=request.user)
        except FileRefused as refused:
            return self._form(request, form, [str(fault) for fault in refused.faults], HTTPStatus.BAD_REQUEST)
        except NotIndexed as reason:
            return self._form(request, form, [str(reason)], HTTPStatus.CONFLICT)
        if tasks.is_queued():
            # With as many errands as one may have, the page itself moves the list on.
            with suppress(tasks.TooMany):
                tasks.ask(ErrandKind.RESOLVE, made.name, by=request.user, list=made.pk)
        return HttpResponseRedirect(_address(made))

    def _form(self, request: HttpRequest, form=None, said=(), status: int = HTTPStatus.OK) -> HttpResponse:
        context = {
            "title": "Resolve many titles",
            "form": form or UploadForm(),
            "said": said,
            "lacking": corpus.lacking(),
            "most_bytes": settings.BULK_MOST_BYTES,
            "most_titles": settings.BULK_MOST_TITLES,
        }
        return self._shown(request, "admin/profiles/titles/add.html", context, status)

    # -- through -------------------------------------------------------------------------------------

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        pk = int(object_id) if ROW.fullmatch(object_id) else 0
        return require_safe(self._of(self._page))(request, pk)

    def _page(self, request: HttpRequest, found: TitleList) -> HttpResponse:
        page = page_of(found, band=request.GET.get("band", ""), after=request.GET.get("after", ""))
        context = {"title": found.name, "page": page, "lacking": self._lacking(found), "original": found}
        return self._shown(request, "admin/profiles/titles/list.html", context)

    @staticmethod
    def _lacking(found: TitleList) -> str:
        return corpus.lacking() if not found.is_done else ""

    def _go_on(self, request: HttpRequest, found: TitleList) -> HttpResponse:
        """The next pieces. A script is told how far it is; a person comes back to the page."""
        calls = request.headers.get("Accept", "") == "application/json"
        busy = _worker_has(found)
        try:
            found = found if busy else lists.go_on(found.pk, seconds=CALL if calls else PRESS) or found
        except NotIndexed as reason:
            if calls:
                return JsonResponse({"told": str(reason)}, status=HTTPStatus.CONFLICT)
            messages.error(request, str(reason))
        if calls:
            told = {"done": found.done, "total": found.total, "told": Page.told_of(found)}
            return JsonResponse(told | ({"wait": WAIT} if busy else {}))
        return HttpResponseRedirect(_address(found))

    def _confirm(self, request: HttpRequest, found: TitleList) -> HttpResponse:
        """What was chosen on the page, each row by itself: one that is refused takes no other with it."""
        named = ((name.removeprefix("row-"), value) for name, value in request.POST.items() if name.startswith("row-"))
        chosen = {int(key): value for key, value in named if ROW.fullmatch(key) and value}
        rows = found.titles.filter(pk__in=list(chosen)[: Page.LENGTH])
        made, refused = 0, []
        for row in rows.order_by("position"):
            try:
                confirm(row, chosen[row.pk], by=request.user)
                made += 1
            except (Refused, Conflict) as refusal:
                refused.append(str(refusal))
        _tell(request, made, refused)
        page = page_of(found, band=request.POST.get("band", ""), after=request.POST.get("after", ""))
        return HttpResponseRedirect(_address(found) + page.query)

    def _export(self, request: HttpRequest, found: TitleList) -> HttpResponse:
        """The rows of a band, or all; written to a temporary file, which is gone when it has been sent."""
        page = page_of(found, band=request.GET.get("band", ""))
        out = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
        text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
        written.write(page.chosen.order_by("position").iterator(chunk_size=1_000), text)
        text.detach()
        out.seek(0)
        return FileResponse(out, as_attachment=True, filename=f"titles-{found.pk}.csv", content_type="text/csv")

    def _forget(self, request: HttpRequest, found: TitleList) -> HttpResponse:
        found.delete()
        messages.success(request, "The list is deleted, and its titles with it. What was confirmed stays on the desks.")
        return HttpResponseRedirect(reverse("admin:profiles_titlelist_changelist"))

    def _shown(self, request: HttpRequest, template: str, context: dict, status: int = HTTPStatus.OK) -> HttpResponse:
        site = self.admin_site.each_context(request)
        return TemplateResponse(request, template, {**site, "opts": self.opts, **context}, status=status)


def _brought(upload, kind: str, *, by) -> TitleList:
    """The file itself is gone as soon as it is read."""
    parcel = parcels.keep(upload)
    try:
        is_xlsx = kind_of(parcel.path, parcel.name) is Kind.XLSX
        parcel = parcels.named(parcel, Kind.XLSX if is_xlsx else Kind.CSV)
        reading = titles.read(parcel.path, limits=limits(), most=settings.BULK_MOST_TITLES)
    finally:
        parcel.forget()
    return lists.begin(parcel.name, kind, reading.lines, by=by, notes=reading.notes)


def _worker_has(found: TitleList) -> bool:
    """Whether an errand for this list is under way, and not left by its worker."""
    asked = Errand.objects.filter(kind=ErrandKind.RESOLVE, stage__in=UNDER_WAY, options__list=found.pk).listed()
    return any(not tasks.may_go_again(errand) for errand in asked)


def _address(found: TitleList) -> str:
    return reverse("admin:profiles_titlelist_change", args=[found.pk])


def _tell(request: HttpRequest, made: int, refused: list[str]) -> None:
    if made:
        messages.success(request, f"{made} confirmed: each is an edit of its desk, to be submitted from there.")
    elif not refused:
        messages.info(request, "Nothing was chosen.")
    for refusal in refused[:SHOWN]:
        messages.error(request, refusal)
    if len(refused) > SHOWN:
        messages.error(request, f"… and {len(refused) - SHOWN} more were refused.")
