"""What the last check of the whole canon found: figures by kind, how long decisions take, and the rows behind them."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from profiles import checking
from profiles.admin.kinds import name_of
from profiles.admin.sections import SIGNS, Told
from profiles.checking.tally import WAITED
from profiles.contradictions import PAY_CHECKS
from profiles.gate import Finding, Severity
from profiles.models import CanonCheck, CanonFinding, Revision, Waiver
from profiles.people import may
from profiles.rendering import words
from profiles.rendering.pictures.bars import Chart, Kind, Part, Row
from profiles.states import Conflict, Role, State
from taxonomy.admin.base import HouseAdmin

MOST_WAIVERS = 5_000


@dataclass
class Checked:
    """The desk's part of the dashboard: small stored figures, and what is waived of them by now."""

    user: object

    @cached_property
    def check(self) -> CanonCheck | None:
        return CanonCheck.objects.defer("public").last_ended()

    @cached_property
    def running(self) -> CanonCheck | None:
        return checking.running()

    @cached_property
    def in_review(self) -> int:
        """As it is now: the queue is short, and nobody outside is told how long it is."""
        return Revision.objects.open().count()

    @property
    def may_start(self) -> bool:
        return may(self.user, Role.CURATOR) and self.running is None

    @cached_property
    def kinds(self) -> list[tuple[str, str, int, int]]:
        """(code, severity, findings, profiles), the gravest first and then the most frequent."""
        sees_pay = self.user.has_perm("profiles.view_pay")
        kinds = [tuple(kind) for kind in self.check.work["kinds"] if sees_pay or kind[0] not in PAY_CHECKS]
        gravity = [str(severity) for severity in Severity]
        return sorted(kinds, key=lambda kind: (gravity.index(kind[1]), -kind[2], kind[0]))

    @cached_property
    def waived(self) -> Counter[tuple[str, str]]:
        """(code, severity) → findings that a waiver stands for; asked by the waivers, of which there are few."""
        names = ("profile", "code", "place", "mark")
        standing = set(Waiver.objects.standing(_today()).values_list(*names)[:MOST_WAIVERS])
        rows = CanonFinding.objects.filter(mark__in={mark for *_, mark in standing})
        rows = rows.values_list("revision__profile", "code", "place", "mark", "severity")
        return Counter((code, severity) for *who, severity in rows if tuple(who) in standing for code in [who[1]])

    @property
    def all_waived(self) -> int:
        return self.waived.total()

    @property
    def by_severity(self) -> list[tuple[str, str, int]]:
        """(severity, sign, findings that count)"""
        found: Counter[str] = Counter()
        for code, severity, number, _ in self.kinds:
            found[severity] += number - self.waived[code, severity]
        return [(str(severity), SIGNS[severity], found[severity]) for severity in Severity]

    @cached_property
    def chart(self) -> Chart:
        kinds = (
            *(Kind(str(severity), str(severity), SIGNS[severity]) for severity in Severity),
            Kind("waived", "waived", "◌"),
        )
        return Chart("Kind", kinds, [self._row(*kind) for kind in self.kinds])

    def _row(self, code: str, severity: str, number: int, profiles: int) -> Row:
        waived = min(self.waived[code, severity], number)
        counts = {severity: number - waived, "waived": waived}
        names = [*map(str, Severity), "waived"]
        parts = [Part(counts.get(name, 0), _rows(code=code, **_narrowed(name))) for name in names]
        return Row(name_of(code), parts, _rows(code=code), f"{number:,} in {profiles:,}")

    @cached_property
    def waits(self) -> Chart | None:
        """Days from submission to decision; None where nothing was decided here yet."""
        waited = self.check.work["waited"]
        if not waited["number"]:
            return None
        labels = ["within a day", *(f"{a} to {b} days" for a, b in pairwise(WAITED))]
        labels.append(f"{WAITED[-1]} days or more")
        decided = f"{reverse('admin:profiles_revision_changelist')}?{urlencode({'state': State.APPROVED})}"
        rows = [Row(label, [Part(n, decided)]) for label, n in zip(labels, waited["counts"], strict=True)]
        return Chart("Time to a decision", (Kind("defined", "decisions"),), rows)

    @property
    def middle(self) -> str:
        return lasted(self.check.work["waited"]["median"])

    @property
    def most(self) -> str:
        return lasted(self.check.work["waited"]["most"])


def lasted(days: float) -> str:
    """A time in days, in the unit that people would say it in; rounded up, since it is said of what came within it."""
    hours = max(1, math.ceil(days * 24))
    return words.count(hours, "hour") if hours < 48 else words.count(math.ceil(days), "day")


def _narrowed(name: str) -> dict[str, str]:
    return {"waived": "yes"} if name == "waived" else {"severity": name, "waived": "no"}


def _rows(**chosen: str) -> str:
    return f"{reverse('admin:profiles_canonfinding_changelist')}?{urlencode(chosen)}"


def _seen(request: HttpRequest) -> int:
    """The check that stood on the page; -1 where the form was none of ours."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else -1


def _today():
    return timezone.now().date()


class _Choice(admin.SimpleListFilter):
    """One of the stored values; what it is called by is its own name."""

    values: Sequence[str] = ()

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(value, value) for value in self.values]


class SeverityFilter(_Choice):
    title = parameter_name = "severity"
    values = tuple(map(str, Severity))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(severity=self.value()) if self.value() else queryset


class KindFilter(_Choice):
    """Kinds as the last check counted them."""

    title, parameter_name = "kind", "code"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        found = Checked(request.user)
        codes = {kind[0] for kind in found.kinds} if found.check else ()
        return sorted(((code, name_of(code)) for code in codes), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(code=self.value()) if self.value() else queryset


class WaivedFilter(_Choice):
    title = parameter_name = "waived"
    values = ("no", "yes")

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(waiver__isnull=self.value() == "no") if self.value() else queryset


@admin.register(CanonFinding)
class CanonFindingAdmin(HouseAdmin):
    list_display = ("found", "told", "waived")
    list_display_links = None
    list_filter = (SeverityFilter, KindFilter, WaivedFilter, "function_code")
    search_fields = ("key", "message")
    sortable_by = ()
    change_list_template = "admin/profiles/canonfinding/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[CanonFinding]:
        rows = super().get_queryset(request).of_what_stands().told(_today())
        rows = rows.filter(check_of__checked_at__isnull=False).select_related("revision").defer("revision__payload")
        return rows if request.user.has_perm("profiles.view_pay") else rows.exclude(place="pay")

    @admin.display(description="profile")
    def found(self, row: CanonFinding) -> SafeString:
        address = reverse("admin:profiles_profile_change", args=[row.revision.profile_id])
        anchor = Told(Finding(row.code, Severity(row.severity), row.place, row.message)).anchor
        return format_html(
            '<a href="{}#{}">{}</a><br><span class="code">{}</span>', address, anchor, row.revision.title, row.key
        )

    @admin.display(description="finding")
    def told(self, row: CanonFinding) -> SafeString:
        sign, kind = SIGNS[Severity(row.severity)], row.severity
        told = '<span class="finding finding--{}"><span aria-hidden="true">{}</span><span>{}</span></span>'
        return format_html(told, kind, sign, format_html("<strong>{}</strong> · {}", kind, row.message))

    @admin.display(description="waived")
    def waived(self, row: CanonFinding) -> str:
        return f"until {row.waived_until} by {row.waived_by}" if row.waiver else "–"

    def get_urls(self) -> list:
        start = self.admin_site.admin_view(require_POST(self.start))
        return [path("start/", start, name="profiles_canonfinding_start"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        more = {"title": "Findings of the whole canon", "checked": Checked(request.user)}
        return super().changelist_view(request, more | (extra_context or {}))

    def start(self, request: HttpRequest) -> HttpResponse:
        if not may(request.user, Role.CURATOR):
            raise PermissionDenied
        try:
            checking.start(by=request.user, seen=_seen(request))
        except Conflict as conflict:
            messages.error(request, str(conflict))
        else:
            messages.success(
                request, "The check has begun. Open this page again in a moment: a large canon takes a minute."
            )
        return HttpResponseRedirect(reverse("admin:profiles_canonfinding_changelist"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
