"""The filters over what stands: within a facet any of its values, across facets all of them.

A facet's own counts are taken without its own choice (`rows(without=…)`), so each is kept as a filter of its own.
What a filter narrows are rows of the board: a set of profiles that stand, as bits of one number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict

from profiles.asking import Question
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

    def both(self, others: int) -> "Rows":
        return Rows(self.board, self.chosen & others)

    def __len__(self) -> int:
        return self.chosen.bit_count()


class _Filter(django_filters.Filter):
    """A field of the address and how rows are narrowed by what it holds; one for all who ask."""

    def cleaned(self, data: QueryDict) -> Any:
        return self.field.clean(self.field.widget.value_from_datadict(data, {}, self.field_name))

    def filter(self, rows: Rows, value: Any, narrowed: Narrowed) -> Rows:
        raise NotImplementedError


class _Chosen(_Filter):
    """One of the values stands in the facet."""

    field_class = fields.Listed

    def filter(self, rows: Rows, value: fields.Asked, narrowed: Narrowed) -> Rows:
        return rows.both(rows.board.having(self.field_name, value.values)) if value.values else rows


class _Status(_Chosen):
    """What is approved, unless something else is asked for."""

    def filter(self, rows: Rows, value: fields.Asked, narrowed: Narrowed) -> Rows:
        return super().filter(rows, value if value.values else fields.Asked((State.APPROVED,)), narrowed)


class _Skill(_Chosen):
    def filter(self, rows: Rows, value: fields.Asked, narrowed: Narrowed) -> Rows:
        if not value.values:
            return rows
        return rows.both(rows.board.having("skill", [skill for (skill,) in _SKILLS.rows(value.values)]))


_SKILLS = Question(
    SkillHeading, lambda addresses: SkillHeading.objects.filter(address__in=addresses).values_list("skill").order_by()
)


class _Pay(_Filter):
    """The median that holds, within a range of one currency."""

    field_class = fields.PayRange

    def filter(self, rows: Rows, value: fields.PayAsked, narrowed: Narrowed) -> Rows:
        return rows.both(rows.board.paying(value.currency, value.least, value.most)) if value.values else rows


class _Text(_Filter):
    """Words, as the search of the site finds them."""

    field_class = fields.Words

    def filter(self, rows: Rows, value: str, narrowed: Narrowed) -> Rows:
        if not value:
            return rows
        return rows.both(rows.board.among(narrowed(Listing.objects.order_by(), value).values_list("pk", flat=True)))


def _scope(value: str) -> str:
    return codes.GLOBAL if value.casefold() == codes.GLOBAL else value.upper()


class _Filters(django_filters.FilterSet):
    """What can be asked, told once: no request makes a form of it."""

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


FILTERS: Mapping[str, _Filter] = _Filters.base_filters


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
        self._narrowed = narrowed
        self._filters = {name: one for name, one in FILTERS.items() if sees_pay or name != "pay"}
        self.cleaned: dict[str, Any] = {name: one.cleaned(data) for name, one in self._filters.items()}
        self.board = what_stands()
        self._rows: dict[str, Rows] = {}
        self.sort = asked.get("sort") if asked.get("sort") in self.sorts else "title"
        self.view = "cards" if asked.get("view") == "cards" else "table"

    @cached_property
    def sorts(self) -> dict[str, Sort]:
        return {name: sort for name, sort in SORTS.items() if self.sees_pay or name != "pay"}

    @cached_property
    def facets(self) -> list[str]:
        """Names of what can be chosen from a list, in the order of the page."""
        return [name for name in self._filters if name not in {"pay", "q", *self._settled}]

    def label(self, facet: str) -> str:
        return self._filters[facet].label

    def values(self, facet: str) -> tuple[str, ...]:
        """What was chosen in a facet; the words, for the text."""
        if facet not in self.cleaned:
            return ()
        value = self.cleaned[facet]
        return ((value,) if value else ()) if isinstance(value, str) else value.values

    @cached_property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Every facet that restricts, but for those that the page has settled."""
        asked = {name: self.values(name) for name in self._filters if name not in self.fixed}
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
        """What answers each facet that restricts by itself, worked out once."""
        everything = Rows(self.board, self.board.standing)
        return {
            name: one.filter(everything, self.cleaned[name], self._narrowed)
            for name, one in self._filters.items()
            if name == "status" or self.values(name)
        }

    # -- addresses -------------------------------------------------------------------------------------

    def query(self, *, without: Mapping[str, str] | None = None, view: str | None = None, after: str = "") -> str:
        """The one spelling of these choices as a query; `without` leaves single values (or "" all) of facets out."""
        query: list[tuple[str, str]] = []
        for name, values in self.chosen.items():
            gone = (without or {}).get(name)
            if gone != "" and name != "pay":
                query += [(name, value) for value in values if value != gone]
        if "pay" in self.chosen and "pay" not in (without or {}):
            pay = self.cleaned["pay"]
            query += [(name, str(end)) for name, end in _ends(pay) if end is not None]
        if self.currency and (self.sort == "pay" or any(name in ("pay_min", "pay_max") for name, _ in query)):
            query.append(("currency", self.currency))
        if self.sort != "title":
            query.append(("sort", self.sort))
        if (view or self.view) != "table":
            query.append(("view", view or self.view))
        if after:
            query.append(("after", after))
        return urlencode(query)


def _ends(pay: fields.PayAsked) -> tuple[tuple[str, int | None], ...]:
    return ("pay_min", pay.least), ("pay_max", pay.most)
