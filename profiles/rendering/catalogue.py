"""The index pages: functions, their focuses, and for each focus a grid of levels. Sealed texts alone."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from profiles.models.revision import Heading, Revision
from profiles.moments import TODAY, Moment
from profiles.querysets import LISTED
from profiles.rendering import words
from profiles.rounding import exact
from profiles.scoring import band
from profiles.states import State


@dataclass(frozen=True)
class Cell:
    """A level of a focus in the grid: a profile, or not defined."""

    code: str
    title: str
    rank: int
    revision: Revision | None
    years: str = ""

    @property
    def band(self) -> str:
        value = self.revision.confidence
        return band(None if value is None else exact(value))

    @property
    def sign(self) -> str:
        return words.BAND_SIGNS.get(self.band, "○")

    @property
    def retired(self) -> bool:
        return self.revision is not None and self.revision.stood == State.RETIRED


@dataclass(frozen=True)
class TrackRow:
    """One track of a focus: all its levels, lowest first."""

    name: str
    summary: str
    cells: list[Cell]
    order: int = 0


@dataclass(frozen=True)
class FocusEntry:
    heading: Heading
    rows: list[TrackRow]

    @property
    def summary(self) -> str:
        return json.loads(self.heading.text)["summary"]

    @cached_property
    def defined(self) -> int:
        return sum(1 for row in self.rows for cell in row.cells if cell.revision and not cell.retired)


@dataclass(frozen=True)
class FunctionEntry:
    heading: Heading
    focuses: list[FocusEntry]

    @property
    def summary(self) -> str:
        return json.loads(self.heading.text)["summary"]


def functions(headings: Sequence[Heading], moment: Moment = TODAY) -> list[FunctionEntry]:
    """Entries for these functions with everything below them, in three queries however many."""
    below = moment.headings(Heading.Kind.FOCUS, parent__in=[h.code for h in headings]).order_by("name", "code")
    entries = focuses(list(below), moment)
    return [
        FunctionEntry(heading, [entry for entry in entries if entry.heading.parent == heading.code])
        for heading in headings
    ]


def focuses(headings: Sequence[Heading], moment: Moment = TODAY, *, with_pay: bool = False) -> list[FocusEntry]:
    """Entries for these focuses, in two queries; pay comes with the profiles where it is to be drawn."""
    tracks = moment.tracks()
    found: dict[str, dict[str, Revision]] = {}
    rows = _revisions([heading.code for heading in headings], moment)
    if with_pay:
        rows = rows.select_related("pay").only(*LISTED, "pay__part")
    for revision in rows:
        levels = found.setdefault(revision.focus_code, {})
        best = levels.get(revision.level_code)
        if best is None or _precedence(revision) > _precedence(best):
            levels[revision.level_code] = revision
    return [FocusEntry(heading, _rows(found.get(heading.code, {}), tracks)) for heading in headings]


def _revisions(codes: Iterable[str], moment: Moment) -> QuerySet[Revision]:
    return moment.standing(Revision.objects.visible_to()).filter(focus_code__in=codes).only(*LISTED)


def _precedence(revision: Revision) -> tuple[bool, bool, int]:
    """The global text before a regional one, what stands before what was retired, the latest of these."""
    return revision.scope_code == "global", revision.stood == State.APPROVED, revision.number


def _rows(revisions: dict[str, Revision], tracks: list[tuple[str, dict[str, Any]]]) -> list[TrackRow]:
    """Tracks on which this focus has a profile; a level that has none is told as not defined."""
    rows = []
    for name, text in tracks:
        cells = [
            Cell(step["code"], step["title"], step["rank"], revisions.get(step["code"]), words.years(step))
            for step in text["levels"]
        ]
        if any(cell.revision for cell in cells):
            rows.append(TrackRow(name, text["summary"], cells, text["order"]))
    return rows
