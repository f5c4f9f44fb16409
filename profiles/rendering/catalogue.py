"""The index pages: functions, their focuses, and for each focus a grid of levels. Sealed texts alone."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, starmap
from typing import Any, NamedTuple

from django.db.models import QuerySet

from profiles.asking import Question
from profiles.models.listing import Listing
from profiles.models.revision import Heading, Revision
from profiles.moments import TODAY, Moment
from profiles.querysets import LISTED
from profiles.rendering import words
from profiles.scoring import band_of
from profiles.states import State

MOST_GRIDS = 40  # focuses of a page that are shown with their squares


@dataclass(frozen=True)
class Cell:
    """A level of a focus in the grid: a profile, or not defined."""

    code: str
    title: str
    rank: int
    revision: "Revision | Standing | None"
    years: str = ""

    @cached_property
    def band(self) -> str:
        return band_of(self.revision.confidence)

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
    is_line: bool = False

    @property
    def summary(self) -> str:
        return json.loads(self.heading.text)["summary"]

    @cached_property
    def defined(self) -> int:
        return sum(1 for row in self.rows for cell in row.cells if cell.revision and not cell.retired)


@dataclass(frozen=True)
class FunctionEntry:
    heading: Heading
    focuses: "list[FocusEntry] | list[FocusLine]"

    @property
    def summary(self) -> str:
        return json.loads(self.heading.text)["summary"]


@dataclass(frozen=True)
class FocusLine:
    """A focus of a long list: at which levels it has approved profiles, in short."""

    heading: Heading
    levels: str
    is_line: bool = True


def functions(headings: Sequence[Heading], moment: Moment = TODAY) -> list[FunctionEntry]:
    """Entries for these functions with everything below them, in three queries however many.

    Where that is much, each focus is told in a line: a page of a thousand squares is read by nobody.
    """
    below = list(moment.headings(Heading.Kind.FOCUS, parent__in=[h.code for h in headings]).order_by("name", "code"))
    entries = focuses(below, moment) if len(below) <= MOST_GRIDS else lines(below, moment)
    by_function: dict[str, list] = {heading.code: [] for heading in headings}
    for entry in entries:
        by_function[entry.heading.parent].append(entry)
    return [FunctionEntry(heading, by_function[heading.code]) for heading in headings]


def lines(headings: Sequence[Heading], moment: Moment = TODAY) -> list[FocusLine]:
    """Lines for these focuses, in two queries."""
    codes = [heading.code for heading in headings]
    defined: dict[str, set[str]] = {}
    for focus, level in _then(codes, moment) if moment.is_past else _LEVELS.rows(codes):
        defined.setdefault(focus, set()).add(level)
    ladders = [[step["code"] for step in text["levels"]] for _, text in moment.tracks()]
    return [FocusLine(heading, _runs(defined.get(heading.code, set()), ladders)) for heading in headings]


def _then(codes: Sequence[str], moment: Moment) -> Iterable[tuple[str, str]]:
    rows = moment.approved(Revision.objects.visible_to()).filter(focus_code__in=codes)
    return rows.order_by().values_list("focus_code", "level_code")


# A row of the listings is a hundredth of a revision, and all of a focus have to be read.
_LEVELS = Question(
    Listing,
    lambda codes: (
        Listing.objects.filter(focus_code__in=codes, state=State.APPROVED)
        .order_by()
        .values_list("focus_code", "level_code")
    ),
)


def _runs(defined: set[str], ladders: Iterable[Sequence[str]]) -> str:
    """Levels that follow one another as from–to: "P1–P5, P7 · M2"."""
    tracks = []
    for ladder in ladders:
        runs = [list(run) for has, run in groupby(ladder, defined.__contains__) if has]
        told = [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
        tracks += [", ".join(told)] if told else []
    return " · ".join(tracks)


def focuses(headings: Sequence[Heading], moment: Moment = TODAY, *, with_pay: bool = False) -> list[FocusEntry]:
    """Entries for these focuses, in two queries; pay comes with the profiles where it is to be drawn."""
    tracks = moment.tracks()
    found: dict[str, dict[str, Revision | Standing]] = {}
    for revision in _revisions([heading.code for heading in headings], moment, with_pay=with_pay):
        levels = found.setdefault(revision.focus_code, {})
        best = levels.get(revision.level_code)
        if best is None or _precedence(revision) > _precedence(best):
            levels[revision.level_code] = revision
    return [FocusEntry(heading, _rows(found.get(heading.code, {}), tracks)) for heading in headings]


class Standing(NamedTuple):
    """What an index page shows of a revision; `stood` is its state by today or by the moment that was asked for."""

    focus_code: str
    level_code: str
    scope_code: str
    key: str
    number: int
    title: str
    confidence: float | None
    stood: str


def _revisions(codes: Sequence[str], moment: Moment, *, with_pay: bool) -> Iterable[Revision | Standing]:
    if with_pay:
        return _standing(codes, moment).select_related("pay").only(*LISTED, "pay__part")
    return starmap(Standing, _told(codes, moment) if moment.is_past else _STANDING.rows(codes))


def _standing(codes: Sequence[str], moment: Moment) -> QuerySet:
    return moment.standing(Revision.objects.visible_to()).filter(focus_code__in=codes)


def _told(codes: Sequence[str], moment: Moment) -> QuerySet:
    stood = "state_then" if moment.is_past else "state"
    return _standing(codes, moment).order_by().values_list(*Standing._fields[:-1], stood)


_STANDING = Question(Revision, lambda codes: _told(codes, TODAY))


def _precedence(revision: Revision | Standing) -> tuple[bool, bool, int]:
    """The global text before a regional one, what stands before what was retired, the latest of these."""
    return revision.scope_code == "global", revision.stood == State.APPROVED, revision.number


def _rows(revisions: dict[str, Revision | Standing], tracks: list[tuple[str, dict[str, Any]]]) -> list[TrackRow]:
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
