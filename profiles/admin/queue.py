"""The queue of next edits: what stands approved, by use × weakness, each with the reason why it is there."""

import datetime
import re
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from profiles import upkeep, urgency
from profiles.models import Revision, Upkeep
from taxonomy.codes import FUNCTION_CODE
from taxonomy.models import Function

PAGE = 30
_AFTER = re.compile(r"([0-9]{1,15})\.([0-9]{1,18})")


def doors(admin) -> list:
    """The routes of this room, for the profile's admin."""

    @require_safe
    def queue(request: HttpRequest) -> HttpResponse:
        if not admin.has_view_permission(request):
            raise PermissionDenied
        return _page(admin, request)

    @require_POST
    def reckon(request: HttpRequest) -> HttpResponse:
        if not admin.has_change_permission(request):
            raise PermissionDenied
        messages.success(request, f"Reckoned as of today: {upkeep.reckon()}.")
        return HttpResponseRedirect(reverse("admin:profiles_profile_queue"))

    view = admin.admin_site.admin_view
    return [
        path("next-edits/", view(queue), name="profiles_profile_queue"),
        path("next-edits/reckon/", view(reckon), name="profiles_profile_reckon"),
    ]


@dataclass(frozen=True)
class Share:
    """A part of a weakness: its figure, how long its bar is (of 40), and why it is there."""

    name: str
    shown: str
    width: int
    why: str


@dataclass(frozen=True)
class Line:
    """One profile of the queue as it is shown."""

    row: Upkeep

    @property
    def shares(self) -> list[Share]:
        parts = upkeep.parts_of(self.row)
        return [Share(part.name, urgency.told(part.weight), part.weight, part.why) for part in parts]

    @property
    def weakness(self) -> str:
        return urgency.told(self.row.weakness)

    @property
    def worth(self) -> str:
        """(1 + use) × weakness."""
        return f"{self.row.score / 100:,.2f}"


@dataclass
class Queue:
    """One page of it; the number of queries is fixed."""

    function: str
    after: str
    today: datetime.date

    @classmethod
    def of(cls, request: HttpRequest) -> "Queue":
        function, after = request.GET.get("function", "").upper(), request.GET.get("after", "")
        return cls(
            function if re.fullmatch(FUNCTION_CODE, function) else "",
            after if _AFTER.fullmatch(after) else "",
            timezone.now().date(),
        )

    @cached_property
    def _page(self) -> list[Upkeep]:
        rows = self._rows()
        if self.after:
            score, pk = map(int, self.after.split("."))
            rows = rows.filter(Q(score__lt=score) | Q(score=score, profile__gt=pk))
        return list(rows[: PAGE + 1])

    def _rows(self) -> QuerySet[Upkeep]:
        """What waits for an approver is being mended already."""
        waits = Revision.objects.open().filter(profile=OuterRef("profile"))
        rows = Upkeep.objects.filter(score__gt=0).exclude(Exists(waits)).select_related("revision")
        rows = rows.only("profile", "use", "weakness", "score", "why", *_NAMED).order_by("-score", "profile")
        return rows.filter(function_code=self.function) if self.function else rows

    @property
    def lines(self) -> list[Line]:
        return [Line(row) for row in self._page[:PAGE]]

    @property
    def next(self) -> str:
        if len(self._page) <= PAGE:
            return ""
        last = self._page[PAGE - 1]
        asked = {"function": self.function, "after": f"{last.score}.{last.pk}"}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    @cached_property
    def functions(self) -> list[Function]:
        return list(Function.objects.order_by("name").only("code", "name"))

    @cached_property
    def _reckoned(self) -> dict:
        return Upkeep.objects.aggregate(first=Min("reckoned_on"), all=Count("pk"), done=Count("reckoned_on"))

    @property
    def reckoned_on(self) -> datetime.date | None:
        return self._reckoned["first"]

    @property
    def is_old(self) -> bool:
        """Whether something was last reckoned before today, or never."""
        found = self._reckoned
        return found["all"] > found["done"] or bool(found["first"] and found["first"] < self.today)

    @property
    def since(self) -> datetime.date:
        return upkeep.since(self.reckoned_on or self.today)


_NAMED = tuple(f"revision__{name}" for name in ("title", "key", "function_name", "focus_name", "level_code", "profile"))


def _page(admin, request: HttpRequest) -> HttpResponse:
    context = {
        **admin.admin_site.each_context(request),
        "title": "Next best edit",
        "queue": Queue.of(request),
        "may_reckon": admin.has_change_permission(request),
        "weights": WEIGHTS,
        "opts": admin.opts,
    }
    return TemplateResponse(request, "admin/profiles/profile/queue.html", context)


# As the page explains them: at most, for what.
WEIGHTS = [
    (urgency.told(urgency.CONFIDENCE), f"today's confidence below {float(urgency.WANTED):.2f}, in proportion"),
    (urgency.told(urgency.REVIEW), "a review that is due, a twelfth of it for each month that has begun"),
    (
        urgency.told(urgency.FINDINGS),
        f"a blocking finding on the desk; {urgency.told(urgency.WARNING)} for each warning,"
        f" {urgency.MOST_WARNINGS} at most",
    ),
    (urgency.told(urgency.BASIS), "a shared text that changed since"),
    (urgency.told(urgency.ALIASES), "no alias"),
]
