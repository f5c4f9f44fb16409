"""Equal value on the desk: who is paid otherwise than the middle of their like, with room for the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from profiles import parity
from profiles.equality import THRESHOLDS, Group, Outlier, groups
from profiles.models import PayReason, Revision
from profiles.people import may
from profiles.rendering import words
from profiles.rendering.profile import ATTRIBUTES
from profiles.states import Refused, Role
from taxonomy.admin.base import HouseAdmin
from taxonomy.files.cells import csv_lines

GROUPS, ROWS = 12, 20  # of a page, and of a group on it; the file has all of them
LABELS = {parity.RANK: "Rank alone", parity.LEVEL: "Level", **dict(ATTRIBUTES)}
HEAD = (
    *("rank", "group", "currency", "region", "basis", "profiles", "middle", "key", "title", "level", "function"),
    *("pay", "apart_percent", "whose", "reason", "given_by", "given_at", "given_for_version"),
)


@dataclass(frozen=True)
class Row:
    """Somebody beyond the threshold, with the reason that was given."""

    outlier: Outlier
    reason: PayReason | None

    @property
    def money(self) -> str:
        return words.money(self.outlier.paid.median, self.outlier.paid.currency)

    @property
    def is_earlier(self) -> bool:
        """The reason was given for an earlier text: pay may be another since."""
        return self.reason is not None and self.reason.revision_id != self.outlier.paid.revision


@dataclass(frozen=True)
class Shown:
    """A group as the page has it."""

    group: Group
    rows: list[Row]

    @property
    def more(self) -> int:
        return len(self.group.outliers) - len(self.rows)

    @property
    def span(self) -> str:
        least, most = (words.money(amount, self.group.currency) for amount in (self.group.least, self.group.most))
        return f"{least} to {most}"

    @property
    def middle(self) -> str:
        return words.money(round(self.group.middle), self.group.currency)

    @property
    def kinds(self) -> str:
        """What the figures have in common."""
        return " · ".join(filter(None, (self.group.currency, self.group.region, self.group.basis)))


@dataclass
class Finder:
    """What was asked for; what is out of bounds or unknown gives way to what is usual."""

    rank_asked: str
    percent_asked: str
    by_asked: str

    @cached_property
    def ranks(self) -> list[tuple[int, int]]:
        return parity.ranks()

    @cached_property
    def rank(self) -> int | None:
        """The rank asked for, else the one that most profiles stand at."""
        known = [rank for rank, _ in self.ranks]
        usual = max(self.ranks, key=lambda pair: pair[1], default=(None, 0))[0]
        return next((rank for rank in known if str(rank) == self.rank_asked), usual)

    @property
    def percent(self) -> int:
        asked = self.percent_asked
        whole = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else settings.PAY_EQUAL_PERCENT
        return min(max(whole, THRESHOLDS[0]), THRESHOLDS[1])

    @property
    def by(self) -> str:
        return self.by_asked if self.by_asked in parity.GROUPINGS else parity.LEVEL

    @property
    def query(self) -> str:
        return urlencode({"rank": self.rank or "", "percent": self.percent, "by": self.by})

    @property
    def choices(self) -> list[tuple[str, str]]:
        return list(LABELS.items())

    @property
    def label(self) -> str:
        return LABELS[self.by]

    @property
    def bounds(self) -> tuple[int, int]:
        return THRESHOLDS

    def groups(self, rank: int) -> list[Group]:
        return groups(parity.paid_at(rank, self.by), percent=self.percent)

    @cached_property
    def found(self) -> list[Group]:
        return [] if self.rank is None else self.groups(self.rank)

    @cached_property
    def shown(self) -> list[Shown]:
        chosen = [(group, group.outliers[:ROWS]) for group in self.found[:GROUPS]]
        reasons = parity.reasons_of(one.paid.revision for _, outliers in chosen for one in outliers)
        return [Shown(group, [Row(o, reasons.get(o.paid.revision)) for o in outliers]) for group, outliers in chosen]

    @property
    def more(self) -> int:
        return len(self.found) - len(self.shown)


def _finder(request: HttpRequest) -> Finder:
    return Finder(*(request.GET.get(name, "")[:20] for name in ("rank", "percent", "by")))


def lines(finder: Finder) -> Iterator[list[str]]:
    """Everybody beyond the threshold at every rank, one rank in memory at a time."""
    yield list(HEAD)
    for rank, _ in finder.ranks:
        for group in finder.groups(rank):
            reasons = parity.reasons_of(one.paid.revision for one in group.outliers)
            for one in group.outliers:
                yield [str(cell) for cell in _cells(rank, group, one, reasons.get(one.paid.revision))]


def _cells(rank: int, group: Group, one: Outlier, reason: PayReason | None) -> tuple[object, ...]:
    paid = one.paid
    told = (
        (reason.text, reason.given_by_name, reason.given_at.isoformat(), reason.revision.number)
        if reason
        else ("",) * 4
    )
    return (
        *(rank, group.value, group.currency, group.region, group.basis, group.members, round(group.middle)),
        *(paid.key, paid.title, paid.level, paid.function, paid.median, f"{float(one.apart * 100):.1f}", paid.whose),
        *told,
    )


@admin.register(PayReason)
class PayReasonAdmin(HouseAdmin):
    """Reasons as they were given; nobody changes one, a newer takes its place."""

    seen_by = ("view_pay",)
    list_display = ("about", "text", "given_by_name", "given_at")
    list_select_related = ("revision",)
    search_fields = ("revision__key", "text", "given_by_name")
    change_list_template = "admin/profiles/payreason/change_list.html"

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).defer("revision__payload")

    @admin.display(description="profile")
    def about(self, reason: PayReason) -> str:
        return str(reason.revision)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list:
        def door(view, name: str):
            return path(f"{name}/", self.admin_site.admin_view(view), name=f"profiles_payreason_{name}")

        own = [
            door(require_safe(self.equal), "equal"),
            door(require_safe(self.csv), "csv"),
            door(require_POST(self.explain), "explain"),
        ]
        return own + super().get_urls()

    def equal(self, request: HttpRequest) -> HttpResponse:
        self._must_see_pay(request)
        finder = _finder(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Equal value",
            "opts": self.opts,
            "finder": finder,
            "explains": may(request.user, Role.CURATOR),
        }
        return TemplateResponse(request, "admin/profiles/payreason/equal.html", context)

    def csv(self, request: HttpRequest) -> StreamingHttpResponse:
        self._must_see_pay(request)
        rows = csv_lines(lines(_finder(request)))
        headers = {"Content-Disposition": 'attachment; filename="equal-value.csv"'}
        return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=headers)

    def explain(self, request: HttpRequest) -> HttpResponse:
        self._must_see_pay(request)
        asked = request.POST.get("revision", "")
        pk = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
        revision = Revision.objects.defer("payload").select_related("profile").filter(pk=pk).first()
        try:
            if revision is None:
                raise Refused("an approved text is expected")
            parity.explain(revision, by=request.user, text=request.POST.get("reason", ""))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"The reason for the pay of {revision} is kept.")
        back = Finder(*(request.POST.get(name, "")[:20] for name in ("rank", "percent", "by")))
        return HttpResponseRedirect(f"{reverse('admin:profiles_payreason_equal')}?{back.query}")

    def _must_see_pay(self, request: HttpRequest) -> None:
        if not request.user.has_perm("profiles.view_pay"):
            raise PermissionDenied
