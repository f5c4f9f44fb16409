"""One page of a list of titles: which rows, how many of each band, and what may be made of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from profiles.models import Band, ListedTitle, TitleList
from profiles.rendering.words import MATCH_SIGNS
from profiles.resolver.confirming import Choice, choices
from taxonomy.admin.base import ROW

# Name in the address → what is called so, and its rows.
WAITS = Q(band="")
BANDS: dict[str, tuple[str, Q]] = {
    "": ("all", Q()),
    **{band.value: (band.label, Q(band=band.value, confirmed_at__isnull=True)) for band in Band},
    "confirmed": ("confirmed", Q(confirmed_at__isnull=False)),
}


@dataclass(frozen=True)
class Tab:
    """A choice of rows, with how many there are."""

    name: str
    label: str
    sign: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Shown:
    """A title with what may be made of it."""

    row: ListedTitle
    choices: Sequence[Choice]

    @property
    def sign(self) -> str:
        return MATCH_SIGNS.get(self.row.band, "")

    @property
    def candidates(self) -> list[dict]:
        return [one | {"sign": MATCH_SIGNS[one["band"]], "share": f"{one['score']:.0%}"} for one in self.row.candidates]


@dataclass
class Page:
    """Rows are gone through by their position, so the last page costs what the first does."""

    LENGTH: ClassVar[int] = 50

    found: TitleList
    band: str
    after: int

    @property
    def chosen(self) -> QuerySet[ListedTitle]:
        return self.found.titles.filter(BANDS[self.band][1])

    @cached_property
    def _rows(self) -> list[ListedTitle]:
        rows = self.chosen.filter(position__gt=self.after).order_by("position")
        # What nobody has answered yet is told by the count alone.
        return list(rows.filter(~WAITS).select_related("profile")[: self.LENGTH + 1])

    @cached_property
    def rows(self) -> list[Shown]:
        rows = self._rows[: self.LENGTH]
        offered = choices(rows)
        return [Shown(row, offered.get(row.pk, ())) for row in rows]

    @property
    def following(self) -> str:
        """The address of the next page, where there is one."""
        rows = self._rows
        return self._query(rows[self.LENGTH - 1].position) if len(rows) > self.LENGTH else ""

    @property
    def has_choices(self) -> bool:
        return any(shown.choices for shown in self.rows)

    @cached_property
    def tabs(self) -> list[Tab]:
        asked = {name or "all": Count("pk", filter=rows) for name, (_, rows) in BANDS.items()}
        counts = self.found.titles.aggregate(**asked)
        return [
            Tab(name, label, MATCH_SIGNS.get(name, ""), counts[name or "all"], name == self.band)
            for name, (label, _) in BANDS.items()
        ]

    @property
    def query(self) -> str:
        return self._query(self.after)

    def _query(self, after: int) -> str:
        told = {name: value for name, value in (("band", self.band), ("after", after)) if value}
        return f"?{urlencode(told)}" if told else ""

    @staticmethod
    def told_of(found: TitleList) -> str:
        return f"{found.done:,} of {found.total:,} titles answered"

    @property
    def told(self) -> str:
        return self.told_of(self.found)


def page_of(found: TitleList, *, band: str, after: str = "") -> Page:
    """What is no band or no position is passed over."""
    position = int(after) if ROW.fullmatch(after) and len(after) < 10 else 0
    return Page(found, band if band in BANDS else "", position)
