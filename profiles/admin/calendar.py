"""The review calendar: which approved texts are due in which month, and with whom each lies; as a page and as files."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from profiles.admin.dates import Entry, calendar_of
from profiles.models import Revision, Upkeep
from profiles.rounding import shown
from profiles.scoring import Today, band
from profiles.upkeep import facts_of
from taxonomy.codes import FUNCTION_CODE
from taxonomy.files.cells import csv_lines
from taxonomy.models import Function

PAGE, MOST_OWNERS, MOST_EVENTS = 50, 100, 1_000
OVERDUE, NOBODY = "overdue", "-"
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_AFTER = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})")


def doors(admin) -> list:
    """The routes of this room, for the profile's admin."""

    def door(answer):
        @require_safe
        def answered(request: HttpRequest) -> HttpResponse:
            if not admin.has_view_permission(request):
                raise PermissionDenied
            return answer(admin, request)

        return admin.admin_site.admin_view(answered)

    return [
        path("calendar/", door(_page), name="profiles_profile_calendar"),
        path("calendar.csv", door(_csv), name="profiles_profile_calendar_csv"),
        path("calendar.ics", door(_ics), name="profiles_profile_calendar_ics"),
    ]


def owner_of(rows: QuerySet[Upkeep]) -> QuerySet[Upkeep]:
    """With the name of whom each lies: handed over to them, or saved by them last."""
    return rows.annotate(owner=Coalesce(F("profile__kept_by__username"), F("profile__edited_by_name")))


@dataclass(frozen=True)
class Asked:
    """What the calendar is narrowed by. Words of the wrong shape are passed over."""

    function: str = ""
    owner: str = ""
    month: str = ""
    after: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        given = {name: request.GET.get(name, "")[:150] for name in ("function", "owner", "month", "after")}
        function = given["function"].upper()
        return cls(
            function if re.fullmatch(FUNCTION_CODE, function) else "",
            given["owner"],
            given["month"] if given["month"] == OVERDUE or _MONTH.fullmatch(given["month"]) else "",
            given["after"] if _is_place(given["after"]) else "",
        )

    def address(self, name: str = "profiles_profile_calendar", **changes: str) -> str:
        """Without the page, unless that is what changes."""
        asked = {key: value for key, value in vars(replace(self, **({"after": ""} | changes))).items() if value}
        return reverse(f"admin:{name}") + (f"?{urlencode(asked)}" if asked else "")

    @property
    def whose(self) -> QuerySet[Upkeep]:
        """Narrowed by function and owner."""
        rows = owner_of(Upkeep.objects.all())
        if self.function:
            rows = rows.filter(function_code=self.function)
        return rows.filter(owner="" if self.owner == NOBODY else self.owner) if self.owner else rows

    def rows(self, today: datetime.date) -> QuerySet[Upkeep]:
        """By month too; the longest due first, with what a row shows."""
        waits = Revision.objects.open().filter(profile=OuterRef("profile"))
        rows = self.whose.annotate(in_review=Exists(waits)).select_related("revision", "profile__kept_by")
        rows = rows.only(*_SHOWN).order_by("due_on", "profile")
        if self.month == OVERDUE:
            return rows.filter(due_on__lt=today)
        if self.month:
            first = datetime.date.fromisoformat(f"{self.month}-01")
            return rows.filter(due_on__gte=max(first, today), due_on__year=first.year, due_on__month=first.month)
        return rows


def _is_place(text: str) -> bool:
    match = _AFTER.fullmatch(text)
    try:
        return bool(match and datetime.date.fromisoformat(match[1]))
    except ValueError:
        return False


_SHOWN = (
    *("profile", "function_code", "confidence", "newest_source", "unsourced", "unconfirmed", "aliases", "decided_on"),
    *("due_on", "revision__title", "revision__key", "revision__function_name", "revision__profile"),
    *("profile__kept_by", "profile__edited_by_name"),
)


@dataclass(frozen=True)
class Line:
    """One profile of the calendar as it is shown."""

    row: Upkeep
    on: datetime.date

    @property
    def is_overdue(self) -> bool:
        return self.row.due_on < self.on

    @property
    def is_to_come(self) -> bool:
        return self.row.due_on > self.on

    @property
    def month(self) -> str:
        return OVERDUE if self.is_overdue else f"{self.row.due_on:%Y-%m}"

    @property
    def why(self) -> str:
        """As of the day on which it is due, where that is still to come."""
        return facts_of(self.row).why_due(max(self.on, self.row.due_on))

    @property
    def sealed(self) -> str:
        confidence = facts_of(self.row).confidence
        return "" if confidence is None else shown(confidence, 2)

    @cached_property
    def today(self) -> Today | None:
        return facts_of(self.row).today(self.on)

    @property
    def sealed_band(self) -> str:
        return band(facts_of(self.row).confidence)


@dataclass
class Calendar:
    """One page of it; the number of queries is fixed."""

    asked: Asked
    today: datetime.date
    user: Any

    @cached_property
    def _page(self) -> list[Upkeep]:
        rows = self.asked.rows(self.today)
        if self.asked.after:
            day, pk = self.asked.after.split(".")
            rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, profile__gt=int(pk)))
        return list(rows[: PAGE + 1])

    @property
    def groups(self) -> list[tuple[str, datetime.date, list[Line]]]:
        """(month or "overdue", a day of it, lines), in order."""
        lines = [Line(row, self.today) for row in self._page[:PAGE]]
        return [(month, rows[0].row.due_on, rows) for month, rows in _grouped(lines)]

    @property
    def next(self) -> str:
        if len(self._page) <= PAGE:
            return ""
        last = self._page[PAGE - 1]
        return self.asked.address(after=f"{last.due_on.isoformat()}.{last.pk}")

    @cached_property
    def months(self) -> list[tuple[str, datetime.date | None, int, str]]:
        """(month, its first day, how many, address): overdue, then month by month; a text is due within a year."""
        whose = self.asked.whose.order_by()
        counts = whose.filter(due_on__gte=self.today).values(first=TruncMonth("due_on")).annotate(n=Count("pk"))
        overdue = whose.filter(due_on__lt=self.today).count()
        months = [(f"{row['first']:%Y-%m}", row["first"], row["n"]) for row in counts.order_by("first")]
        return [
            (month, first, count, self.asked.address(month=month))
            for month, first, count in [(OVERDUE, None, overdue), *months]
        ]

    @property
    def total(self) -> int:
        return sum(count for _, _, count, _ in self.months)

    @cached_property
    def owners(self) -> list[tuple[str, int]]:
        """Who has what, the most first."""
        counts = owner_of(Upkeep.objects.order_by()).values("owner").annotate(n=Count("pk")).order_by("-n", "owner")
        return [(row["owner"], row["n"]) for row in counts[:MOST_OWNERS]]

    @cached_property
    def functions(self) -> list[Function]:
        return list(Function.objects.order_by("name").only("code", "name"))

    @property
    def everything(self) -> str:
        return self.asked.address(month="")

    @property
    def mine(self) -> str:
        return self.asked.address(owner=self.user.get_username())

    @property
    def as_csv(self) -> str:
        return self.asked.address("profiles_profile_calendar_csv")

    @property
    def as_ics(self) -> str:
        return self.asked.address("profiles_profile_calendar_ics")


def _grouped(lines: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    return ((month, list(rows)) for month, rows in groupby(lines, key=lambda line: line.month))


def _page(admin, request: HttpRequest) -> HttpResponse:
    calendar = Calendar(Asked.of(request), timezone.now().date(), request.user)
    context = {
        **admin.admin_site.each_context(request),
        "title": "Review calendar",
        "calendar": calendar,
        "most_events": MOST_EVENTS,
        "opts": admin.opts,
    }
    return TemplateResponse(request, "admin/profiles/profile/calendar.html", context)


# -- files -----------------------------------------------------------------------------------------

COLUMNS = ("due", "key", "title", "function", "lies with", "confidence sealed", "confidence today", "why")


def _csv(admin, request: HttpRequest) -> HttpResponse:
    """All rows that are asked for, as they come from the database."""
    today = timezone.now().date()
    rows = Asked.of(request).rows(today).iterator(chunk_size=500)
    lines = csv_lines(chain([COLUMNS], (_cells(Line(row, today)) for row in rows)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="review-calendar.csv"'
    return response


def _cells(line: Line) -> list[str]:
    row, today = line.row, line.today
    reasons = [line.why, *(today.reasons if today else ["not scored"])]
    return [
        *(row.due_on.isoformat(), row.revision.key, row.revision.title, row.revision.function_name, row.owner),
        *(line.sealed, today.shown if today else "", "; ".join(filter(None, reasons))),
    ]


def _ics(admin, request: HttpRequest) -> HttpResponse:
    """A day in the calendar for each of the next reviews; what is overdue stands on the day it was due."""
    today = timezone.now().date()
    entries = [_entry(request, Line(row, today)) for row in Asked.of(request).rows(today)[:MOST_EVENTS]]
    text = calendar_of(entries, name="Review calendar", host=request.get_host(), at=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="review-calendar.ics"'
    return response


def _entry(request: HttpRequest, line: Line) -> Entry:
    row = line.row
    desk = request.build_absolute_uri(reverse("admin:profiles_profile_change", args=[row.pk]))
    told = [f"lies with {row.owner or 'nobody'}", line.why, *(line.today.reasons if line.today else ())]
    return Entry(
        row.revision.key,
        row.due_on,
        f"Review: {row.revision.title} ({row.revision.key})",
        "\n".join(filter(None, told)),
        desk,
        row.revision.function_name,
    )
