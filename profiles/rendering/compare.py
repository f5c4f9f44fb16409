"""Profiles side by side: one column each, rows that speak of the same thing, and where one can go from there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import QuerySet

from profiles import comparison, scoring
from profiles.asking import Question
from profiles.comparison import Cell, Items, Meter, Row
from profiles.models.revision import Revision
from profiles.moments import TODAY, Moment
from profiles.rendering import figures, words
from profiles.rendering.asked import Asked, Column, joined
from profiles.rendering.profile import ATTRIBUTES, GUIDELINES
from profiles.rounding import exact, shown
from taxonomy.codes import GLOBAL

MOST = 4
Payload = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """Rows of one kind; of lists also what only one column has."""

    title: str
    rows: tuple[Row, ...]
    one: str = "row"
    alone: tuple[tuple[Cell, ...], ...] = ()
    note: str = ""
    many: str = ""

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.rows if not row.equal]

    @property
    def equal(self) -> list[Row]:
        return [row for row in self.rows if row.equal]

    @property
    def told_equal(self) -> str:
        number = len(self.equal)
        return f"{words.count(number, self.one, self.many)} {'is' if number == 1 else 'are'} equal"

    @property
    def has_alone(self) -> bool:
        return any(self.alone)

    @property
    def is_list(self) -> bool:
        return bool(self.alone)

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.has_alone

    @property
    def number_alone(self) -> int:
        return sum(map(len, self.alone))


@dataclass(frozen=True)
class Comparison:
    """Sealed texts side by side. Words of all rows are marked on one meter, so that no texts can cost too much."""

    columns: Sequence[Column]
    moment: Moment = TODAY

    @cached_property
    def sections(self) -> list[Section]:
        meter = Meter()
        return [
            Section("At a glance", tuple(self._glance(meter))),
            *([Section("Pay", tuple(self._pay()))] if self.sees_pay else []),
            Section("Level", tuple(self._level(meter))),
            Section("Level guidelines", tuple(self._guidelines(meter))),
            _list("Responsibilities", comparison.responsibilities(self._payloads, meter), "responsibility"),
            _list("Skills", comparison.skills(self._payloads, meter), "skill"),
            Section("Provenance", tuple(self._provenance())),
        ]

    @property
    def sees_pay(self) -> bool:
        return all(column.sealed.sees_pay for column in self.columns)

    @cached_property
    def scale(self) -> figures.Scale | None:
        return figures.scale(list(zip(self.labels, self._figures, strict=True)))

    @property
    def labels(self) -> list[str]:
        """A short name for each column: its title, and its level where the title does not say it."""
        return [label_of(column) for column in self.columns]

    @property
    def heads(self) -> list["Head"]:
        levels = self._levels() if len(self.columns) < MOST else []
        return [Head(column, self.columns, levels) for column in self.columns]

    @property
    def differing(self) -> int:
        return sum(len(section.differing) + section.number_alone for section in self.sections)

    @property
    def equal(self) -> int:
        return sum(len(section.equal) for section in self.sections)

    @property
    def title(self) -> str:
        """Two levels of one track in one focus, or two texts of one profile, have a question of their own."""
        if len(self.columns) != 2:
            return "Compare side by side"
        a, b = (column.revision for column in self.columns)
        if a.key == b.key:
            return f"v{a.number} and v{b.number} of {b.title}"
        if (a.focus_code, a.track_code, a.scope_code) == (b.focus_code, b.track_code, b.scope_code):
            return f"What changes from {a.level_code} to {b.level_code}"
        return "Compare side by side"

    @property
    def keys(self) -> str:
        return joined(column.asked for column in self.columns)

    @cached_property
    def _payloads(self) -> list[Payload]:
        return [column.sealed.payload for column in self.columns]

    @cached_property
    def _figures(self) -> list[Any]:
        return [figures.to_show(column.sealed) for column in self.columns]

    def _levels(self) -> list["Step"]:
        """What stands on the ladders of these columns, in one query."""
        focuses = list({column.revision.focus_code for column in self.columns})
        rows = _steps(focuses, self.moment) if self.moment.is_past else _STEPS.rows(focuses)
        return [Step(*row) for row in rows]

    # -- rows ------------------------------------------------------------------------------------------

    def _values(self, name: str, read: Callable[[Payload], str | None]) -> Row:
        return comparison.values(map(read, self._payloads), name)

    def _texts(self, name: str, read: Callable[[Payload], str | None], meter: Meter) -> Row:
        return comparison.texts(map(read, self._payloads), meter, name)

    def _glance(self, meter: Meter) -> Iterable[Row]:
        yield self._values("Function", lambda p: p["basis"]["function"]["name"])
        yield self._values("Focus", lambda p: p["basis"]["focus"]["name"])
        yield self._texts("Definition", lambda p: p["summary"] or p["basis"]["focus"]["summary"], meter)

    def _pay(self) -> Iterable[Row]:
        yield comparison.values(map(figures.told, self._figures), "Market pay, median a year")
        yield comparison.values(
            (found and figures.provenance(found) for found in self._figures), "What the figures are"
        )
        yield comparison.values((found and found.told for found in self._figures), "Whose they are")

    def _level(self, meter: Meter) -> Iterable[Row]:
        yield self._values("Level", lambda p: f"{p['basis']['level']['code']} · {p['basis']['level']['title']}")
        yield self._values("Aligned rank", lambda p: str(p["basis"]["level"]["rank"]))
        yield self._values("Typical experience", lambda p: words.years(p["basis"]["level"]))
        yield self._texts("What the level is", lambda p: p["basis"]["level"]["summary"], meter)
        for name, label in ATTRIBUTES:
            yield self._texts(label, lambda p, n=name: p["basis"]["level"].get(n), meter)

    def _guidelines(self, meter: Meter) -> Iterable[Row]:
        for name, label in GUIDELINES:
            yield self._texts(label, lambda p, n=name: guideline(p).get(n), meter)

    def _provenance(self) -> Iterable[Row]:
        yield comparison.values(map(_confidence, self.columns), "Confidence at approval")
        yield self._values("Weakest dimension", _minimum)
        yield self._values("Reviewers", lambda p: str(len(p["panel"])) if p["panel"] else "no panel review recorded")
        yield self._values("Sources", lambda p: words.count(len(p["sources"]), "source"))
        yield self._values("Published by", lambda p: ", ".join(dict.fromkeys(_publishers(p))))
        yield comparison.values(map(_approved, self.columns), "Approved")


def _list(title: str, found: Items, one: str) -> Section:
    note = "" if found.searched else "There are too many to look for those that say nearly the same."
    return Section(title, found.rows, one, found.alone, note, many=title.lower())


def label_of(column: Column) -> str:
    title, level = column.sealed.payload["title"], column.revision.level_code
    version = f" v{column.asked.number}" if column.asked.number else ""
    return f"{title}{'' if level in title.split() else f' {level}'}{version}"


def guideline(payload: Payload) -> dict[str, str]:
    """The row of the profile's own level."""
    level = payload["basis"]["level"]["code"]
    return next((row for row in payload["basis"]["guidelines"] if row["level"] == level), {})


def _confidence(column: Column) -> str:
    value = column.revision.confidence
    if value is None:
        return "not scored"
    band = scoring.band(exact(value))
    return f"{words.BAND_SIGNS[band]} {band} {shown(exact(value), 2)}"


def _minimum(payload: Payload) -> str:
    least = scoring.panel(payload["panel"]).minimum
    return "not scored" if least is None else shown(least, 1)


def _publishers(payload: Payload) -> Iterable[str]:
    return (source["publisher"] or source["title"] for source in payload["sources"])


def _approved(column: Column) -> str:
    at = column.revision.decided_at
    return f"v{column.revision.number}, {at.day} {at:%B %Y}"


# -- where one can go from a column ------------------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """The top of one column, with links that change which columns there are."""

    column: Column
    columns: Sequence[Column]
    levels: Sequence["Step"]  # none where there is no room for another column

    @property
    def label(self) -> str:
        return label_of(self.column)

    @property
    def without(self) -> str:
        return joined(c.asked for c in self.columns if c is not self.column)

    @property
    def swapped(self) -> str:
        """With the column to its left, or nothing for the first."""
        at = self.columns.index(self.column)
        asked = [c.asked for c in self.columns]
        if at:
            asked[at - 1 : at + 1] = asked[at], asked[at - 1]
        return joined(asked) if at else ""

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """("next level up", "M5", keys) and the same down, where such a level stands."""
        found = (("next level up", self._next(1)), ("next level down", self._next(-1)))
        return [(told, row.level_code, self._with(row)) for told, row in found if row]

    def _next(self, way: int) -> "Step | None":
        own = self.column.revision
        higher = [row for row in self.levels if way * (row.rank - own.rank) > 0 and self._is_on_ladder(row)]
        nearest = min(
            higher, key=lambda row: (abs(row.rank - own.rank), row.scope_code != own.scope_code), default=None
        )
        return None if nearest is None or nearest.key in {c.revision.key for c in self.columns} else nearest

    def _is_on_ladder(self, row: "Step") -> bool:
        own = self.column.revision
        place = own.function_code, own.focus_code, own.track_code
        return (row.function_code, row.focus_code, row.track_code) == place and row.scope_code in (
            own.scope_code,
            GLOBAL,
        )

    def _with(self, row: "Step") -> str:
        """Beside the column it is a step from: what is higher to the right."""
        asked = [c.asked for c in self.columns]
        at = self.columns.index(self.column) + (row.rank > self.column.revision.rank)
        return joined([*asked[:at], Asked(row.key), *asked[at:]])


class Step(NamedTuple):
    """A level of a focus that somebody can go on to."""

    key: str
    rank: int
    function_code: str
    focus_code: str
    level_code: str
    track_code: str
    scope_code: str


def _steps(focuses: Sequence[str], moment: Moment) -> QuerySet:
    rows = moment.approved(Revision.objects.visible_to()).filter(focus_code__in=focuses)
    return rows.values_list(*Step._fields)


_STEPS = Question(Revision, lambda focuses: _steps(focuses, TODAY))
