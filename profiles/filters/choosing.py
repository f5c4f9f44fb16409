"""The filters over what stands: within a facet any of its values, across facets all of them.

A facet's own counts are taken without its own choice (`rows(without=…)`), so each is kept as a filter of its own.
What a filter narrows are rows of the board: a set of profiles that stand, as bits of one number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, Self

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict

from profiles.filters import fields
from profiles.filters.board import Board, Order, what_stands
from profiles.models.listing import UNSCORED, Listing, SkillHeading
from profiles.scoring import BANDS
from profiles.states import State
from taxonomy import codes
from taxonomy.texts import fold_name

STATUSES = (State.APPROVED.value, State.RETIRED.value)
BANDS_ASKED = (*(name for name, _ in BANDS), UNSCORED)
# Classifications spell their codes as they like; case may tell two of them apart.
CODE = r"[!-~](?:[ -~]{0,38}[!-~])?"
Narrowed = Callable[[QuerySet, str], QuerySet]


class Sort(NamedTuple):
    """A way to order, and how it is called."""

    label: str
    column: str
    falling: bool

    def order(self, currency: str) -> Order:
        return Order(self.column, self.falling, currency if self.column == "median" else "")


SORTS = {
    "title": Sort("Title, A to Z", "folded_title", False),
    "rank": Sort("Size of job, smallest first", "rank", False),
    "-rank": Sort("Size of job, largest first", "rank", True),
    "confidence": Sort("Confidence, highest first", "confidence", True),
    "newest": Sort("Approved, newest first", "approved_at", True),
    "pay": Sort("Pay, highest first", "median", True),
}


def by_title(rows: QuerySet, text: str) -> QuerySet:
    """Rows whose title holds every word."""
    for word in fold_name(text).split()[:12]:
        rows = rows.filter(folded_title__contains=word)
    return rows


@dataclass(frozen=True)
class Rows:
    """Profiles of a board, which filters narrow."""

    board: Board
    chosen: int

    def both(self, others: int) -> Self:
        return replace(self, chosen=self.chosen & others)

    def __len__(self) -> int:
        return self.chosen.bit_count()


class _Chosen(django_filters.Filter):
    """One of the values stands in the facet."""

    field_class = fields.Listed

    def filter(self, rows: Rows, value: fields.Asked) -> Rows:
        return rows.both(rows.board.having(self.field_name, value.values)) if value.values else rows


class _Status(_Chosen):
    """What is approved, unless something else is asked for."""

    def filter(self, rows: Rows, value: fields.Asked) -> Rows:
        return super().filter(rows, value if value.values else fields.Asked((State.APPROVED,)))


class _Skill(_Chosen):
    def filter(self, rows: Rows, value: fields.Asked) -> Rows:
        if not value.values:
            return rows
        skills = SkillHeading.objects.filter(address__in=value.values).values_list("skill", flat=True)
        return rows.both(rows.board.having("skill", skills))


class _Pay(django_filters.Filter):
    """The median that holds, within a range of one currency."""

    field_class = fields.PayRange

    def filter(self, rows: Rows, value: fields.PayAsked) -> Rows:
        return rows.both(rows.board.paying(value.currency, value.least, value.most)) if value.values else rows


class _Text(django_filters.Filter):
    """Words, as the search of the site finds them."""

    field_class = fields.Words

    def filter(self, rows: Rows, value: str) -> Rows:
        if not value:
            return rows
        found = self.parent.narrowed(Listing.objects.all(), value)
        return rows.both(rows.board.among(found.values_list("pk", flat=True)))


def _scope(value: str) -> str:
    return codes.GLOBAL if value.casefold() == codes.GLOBAL else value.upper()


class _Filters(django_filters.FilterSet):
    function = _Chosen(label="Function", shape=codes.FUNCTION_CODE)
    focus = _Chosen(label="Focus", shape=codes.FOCUS_CODE)
    track = _Chosen(label="Track", shape=codes.TRACK_CODE)
    level = _Chosen(label="Level", shape=codes.LEVEL_CODE)
    band = _Chosen(label="Confidence", shape="|".join(BANDS_ASKED), spelled=str.lower)
    skill = _Skill(label="Skill", shape=codes.SKILL_ADDRESS, spelled=str.lower)
    # A code in whichever classification: shapes of codes differ from one to the next.
    code = _Chosen(label="Classification", shape=CODE, spelled=str.strip)
    scope = _Chosen(label="Scope", shape=rf"{codes.GLOBAL}|{codes.SCOPE_CODE}", spelled=_scope)
    status = _Status(label="Status", shape="|".join(STATUSES), spelled=str.lower)
    pay = _Pay(label="Pay")
    q = _Text(label="Text")

    class Meta:
        model = Listing
        fields = ()

    narrowed: Narrowed


class Choosing:
    """What an address asks for, understood; and the rows that answer it, with or without one facet.

    `fixed` are facets that the page itself settles (the level of a level's page), `settles` those that follow from
    them (its track); `sees_pay` opens the range of pay; `narrowed` is how words are looked for.
    """

    def __init__(
        self,
        asked: QueryDict,
        *,
        fixed: Mapping[str, str] | None = None,
        settles: Sequence[str] = (),
        sees_pay: bool,
        narrowed: Narrowed = by_title,
    ) -> None:
        self.fixed, self.sees_pay = dict(fixed or {}), sees_pay
        self._settled = {*self.fixed, *settles}
        data = asked.copy()
        for name in settles:
            data.pop(name, None)
        for name, value in self.fixed.items():
            data[name] = value
        self._filters = _Filters(data, Listing.objects.none())
        self._filters.narrowed = narrowed
        if not sees_pay:
            del self._filters.filters["pay"]
        self.cleaned: dict[str, Any] = self._cleaned()
        self.board = what_stands()
        self._rows: dict[str, Rows] = {}
        self.sort = asked.get("sort") if asked.get("sort") in self.sorts else "title"
        self.view = "cards" if asked.get("view") == "cards" else "table"

    def _cleaned(self) -> dict[str, Any]:
        form = self._filters.form
        form.is_valid()  # no field of ours refuses anything
        return form.cleaned_data

    @property
    def sorts(self) -> dict[str, Sort]:
        return {name: sort for name, sort in SORTS.items() if self.sees_pay or name != "pay"}

    @property
    def facets(self) -> list[str]:
        """Names of what can be chosen from a list, in the order of the page."""
        return [name for name in self._filters.filters if name not in {"pay", "q", *self._settled}]

    def label(self, facet: str) -> str:
        return self._filters.filters[facet].label

    def values(self, facet: str) -> tuple[str, ...]:
        """What was chosen in a facet; the words, for the text."""
        if facet not in self.cleaned:
            return ()
        value = self.cleaned[facet]
        return ((value,) if value else ()) if isinstance(value, str) else value.values

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Every facet that restricts, but for those that the page has settled."""
        asked = {name: self.values(name) for name in self._filters.filters if name not in self.fixed}
        return {name: values for name, values in asked.items() if values and values != self._default(name)}

    @staticmethod
    def _default(name: str) -> tuple[str, ...]:
        return (State.APPROVED.value,) if name == "status" else ()

    @property
    def statuses(self) -> tuple[str, ...]:
        return self.values("status") or (State.APPROVED.value,)

    @property
    def currency(self) -> str:
        return self.cleaned["pay"].currency if self.sees_pay else ""

    @property
    def odd(self) -> list[tuple[str, str]]:
        """(label, value) of what was not understood."""
        lists = [(name, value.odd) for name, value in self.cleaned.items() if not isinstance(value, str)]
        return [(self.label(name), one) for name, odd in lists for one in odd]

    def rows(self, without: str = "") -> Rows:
        """Listings that answer all facets, or all but one."""
        # A facet that restricts nothing can be left out of nothing; most facets of a page are such.
        apart = without if without == "status" or self.values(without) else ""
        if apart not in self._rows:
            rows = Rows(self.board, self.board.standing)
            for name, alone in self._alone.items():
                rows = rows if name == apart else rows.both(alone.chosen)
            self._rows[apart] = rows
        return self._rows[apart]

    @cached_property
    def _alone(self) -> dict[str, Rows]:
        """What answers each facet by itself, worked out once."""
        everything = Rows(self.board, self.board.standing)
        return {name: one.filter(everything, self.cleaned[name]) for name, one in self._filters.filters.items()}

    # -- addresses -------------------------------------------------------------------------------------

    def query(self, *, without: Mapping[str, str] | None = None, view: str | None = None, after: str = "") -> str:
        """The one spelling of these choices as a query; `without` leaves single values (or "" all) of facets out."""
        query = QueryDict(mutable=True)
        for name, values in self.chosen.items():
            gone = (without or {}).get(name)
            if gone != "" and name != "pay":
                query.setlist(name, [value for value in values if value != gone])
        if "pay" in self.chosen and "pay" not in (without or {}):
            pay = self.cleaned["pay"]
            for name, end in (("pay_min", pay.least), ("pay_max", pay.most)):
                if end is not None:
                    query[name] = str(end)
        if self.currency and ("pay_min" in query or "pay_max" in query or self.sort == "pay"):
            query["currency"] = self.currency
        if self.sort != "title":
            query["sort"] = self.sort
        if (view or self.view) != "table":
            query["view"] = view or self.view
        if after:
            query["after"] = after
        return query.urlencode()
