"""The doors of waivers: a finding that is seen on a desk or at a decision is let stand for a while, or no longer."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from profiles import waiving
from profiles.admin.beside import Beside
from profiles.admin.decision import Decision
from profiles.admin.sections import Told
from profiles.forms import WaiverForm
from profiles.gate import Finding, Severity
from profiles.models import Profile, Revision, Waiver
from profiles.people import may
from profiles.states import Refused, Role
from profiles.waiving import Seen

# What a form proposes: time enough to mend it, and not so much that it is forgotten.
USUAL = datetime.timedelta(days=180)


@dataclass(frozen=True)
class Found:
    """Findings as a screen shows them: what is waived stands last, with its waiver."""

    seen: Sequence[Seen]  # the gravest first
    profile: int
    revision: int | None
    may_waive: bool

    @property
    def open(self) -> list[tuple[Seen, str]]:
        """Each with the section of the desk where it is mended; at a decision that is another page."""
        return [(one, self._anchor(one)) for one in self.seen if one.waiver is None]

    @property
    def waived(self) -> list[tuple[Seen, str]]:
        return [(one, self._anchor(one)) for one in self.seen if one.waiver is not None]

    def _anchor(self, one: Seen) -> str:
        return f"{self.desk}#{Told(one.finding).anchor}"

    @property
    def desk(self) -> str:
        return reverse("admin:profiles_profile_change", args=[self.profile]) if self.revision else ""

    @property
    def until(self) -> datetime.date:
        return timezone.now().date() + USUAL


def found(seen: Sequence[Seen], profile: int, user, revision: int | None = None) -> Found:
    gravity = list(Severity)
    ordered = sorted(seen, key=lambda one: gravity.index(one.finding.severity))
    return Found(ordered, profile, revision, may(user, Role.CURATOR))


def doors(admin) -> list:
    """The routes of this room, for the profile's admin."""

    def waive(request: HttpRequest, pk: int) -> HttpResponse:
        return _waive(admin, request, pk)

    def end(request: HttpRequest, pk: int) -> HttpResponse:
        return _end(admin, request, pk)

    return [
        path("<int:pk>/waive/", admin.admin_site.admin_view(require_POST(waive)), name="profiles_profile_waive"),
        path(
            "<int:pk>/end-waiver/", admin.admin_site.admin_view(require_POST(end)), name="profiles_profile_end_waiver"
        ),
    ]


def _waive(admin, request: HttpRequest, pk: int) -> HttpResponse:
    form = WaiverForm(request.POST)
    back, findings = _screen(admin, request, pk)
    if not form.is_valid():
        messages.error(request, "A reason and the day until which it holds are expected.")
        return back
    wanted = tuple(form.cleaned_data[name] for name in ("code", "place", "mark"))
    finding = next((one for one in findings if waiving.identity(one) == wanted), None)
    if finding is None:
        messages.error(request, "This finding is not there any more: the text or what it was held against has changed.")
        return back
    profile = Profile.objects.with_places().get(pk=pk)
    given = {"reason": form.cleaned_data["reason"], "until": form.cleaned_data["until"]}
    return _through(request, back, f"Waived until {given['until']}.", waiving.waive, profile, finding, **given)


def _end(admin, request: HttpRequest, pk: int) -> HttpResponse:
    back, _ = _screen(admin, request, pk)
    waiver = Waiver.objects.filter(pk=_number(request, "waiver"), profile=pk).first()
    if waiver is None:
        messages.error(request, "A waiver of this profile is expected.")
        return back
    return _through(request, back, "The finding counts again.", waiving.end, waiver)


def _through(request: HttpRequest, back: HttpResponse, done: str, deed, *args, **given) -> HttpResponse:
    try:
        deed(*args, by=request.user, **given)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return back


def _screen(admin, request: HttpRequest, pk: int) -> tuple[HttpResponse, list[Finding]]:
    """Where the form stood, and what is found there now: nobody waives what they were not shown."""
    profile = Profile.objects.with_places().filter(pk=pk).first()
    if profile is None or not admin.has_change_permission(request, profile):
        raise PermissionDenied
    revision = Revision.objects.filter(pk=_number(request, "revision"), profile=pk).select_related("profile").first()
    if revision:
        name, row, findings = "revision", revision, Decision(revision, request.user).findings
    else:
        name, row, findings = "profile", profile, Beside(profile, request.user).findings
    address = reverse(f"admin:profiles_{name}_change", args=[row.pk])
    return HttpResponseRedirect(f"{address}#findings"), findings


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
