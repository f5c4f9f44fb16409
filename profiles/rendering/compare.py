"""Profiles side by side: one column each, rows that speak of the same thing."""

from dataclasses import dataclass
from typing import Any

from profiles import pay, scoring
from profiles.rendering import words
from profiles.rendering.profile import ATTRIBUTES, GUIDELINES
from profiles.rendering.shelf import Sealed
from profiles.rounding import exact, shown
from taxonomy.texts import fold_name

MOST = 4


@dataclass(frozen=True)
class Row:
    """One line of the comparison: text or a list for each column, and whether all columns say the same."""

    label: str
    cells: list[Any]
    kind: str = "text"

    @property
    def same(self) -> bool:
        return len(self.cells) > 1 and all(cell == self.cells[0] for cell in self.cells)


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Comparison:
    columns: list[Sealed]

    @property
    def sections(self) -> list[Section]:
        return [
            Section("At a glance", self._glance()),
            Section("Level", self._attributes()),
            Section("Level guidelines", self._guidelines()),
            Section("Responsibilities", [self._row("What the person does", lambda p: p["responsibilities"], "list")]),
            Section("Skills", self._skills()),
            Section("Provenance", self._provenance()),
        ]

    def _row(self, label: str, read, kind: str = "text") -> Row:
        return Row(label, [read(column.payload) for column in self.columns], kind)

    def _glance(self) -> list[Row]:
        return [
            self._row("Function", lambda p: p["basis"]["function"]["name"]),
            self._row("Focus", lambda p: p["basis"]["focus"]["name"]),
            self._row("Level", lambda p: f"{p['basis']['level']['code']} · {p['basis']['level']['title']}"),
            self._row("Aligned rank", lambda p: str(p["basis"]["level"]["rank"])),
            self._row("Typical experience", lambda p: words.years(p["basis"]["level"])),
            Row("Market pay, median a year", [_pay(column) for column in self.columns]),
            self._row("Definition", lambda p: p["summary"] or p["basis"]["focus"]["summary"] or "not defined"),
        ]

    def _attributes(self) -> list[Row]:
        return [
            self._row(label, lambda p, n=name: p["basis"]["level"].get(n) or "not defined")
            for name, label in ATTRIBUTES
        ]

    def _guidelines(self) -> list[Row]:
        return [self._row(label, lambda p, n=name: _guideline(p, n)) for name, label in GUIDELINES]

    def _skills(self) -> list[Row]:
        """Shared by all columns first, then what only some have; the uses stand on the pages."""
        names = [{fold_name(s["name"]): s["name"] for s in column.payload["skills"]} for column in self.columns]
        shared = set.intersection(*(set(column) for column in names)) if names else set()
        return [
            Row("In all of them", [[column[f] for f in column if f in shared] for column in names], "list"),
            Row("Not in all of them", [[column[f] for f in column if f not in shared] for column in names], "list"),
        ]

    def _provenance(self) -> list[Row]:
        return [
            Row("Confidence", [_confidence(column) for column in self.columns]),
            self._row("Reviewers", lambda p: str(len(p["panel"])) if p["panel"] else "no panel review recorded"),
            self._row("Sources", lambda p: words.count(len(p["sources"]), "source")),
        ]


def _pay(column: Sealed) -> str:
    resolved = pay.resolve(column.pay)
    if resolved is None:
        return "not known"
    figures = resolved.figures
    owner = f", {resolved.told}" if resolved.inherited else ""
    spread = f" ({words.pay_range(figures)})" if words.pay_range(figures) else ""
    return f"{words.money(figures['median'], figures['currency'])}{spread} {figures['currency']}{owner}"


def _guideline(payload: dict[str, Any], name: str) -> str:
    level = payload["basis"]["level"]["code"]
    row = next((row for row in payload["basis"]["guidelines"] if row["level"] == level), None)
    return (row[name] if row else "") or "not defined"


def _confidence(column: Sealed) -> str:
    value = column.revision.confidence
    if value is None:
        return "not scored"
    return f"{words.BAND_SIGNS[scoring.band(exact(value))]} {scoring.band(exact(value))} {shown(exact(value), 2)}"
