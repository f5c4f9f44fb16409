"""The rows of one profile, from all sheets, as what the file asks of it; what contradicts itself is a fault."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from profiles.importers.plans.asks import Ask, CellFaults, Place
from profiles.importers.workbook.gathering import Entry, Gatherer, Line
from profiles.workbook import LISTS, PAY, PROFILES, Column, Layout
from taxonomy.texts import fold_name


class BadCell(Exception):
    """A cell that is not what its column holds; the sentence is for whoever filled it."""


class Asker:
    """Makes asks; one for a whole file."""

    def __init__(self, gathered: Gatherer, faults: CellFaults) -> None:
        self.gathered, self.faults = gathered, faults
        self._lists = [layout for layout in LISTS if layout in gathered.columns]

    def ask(self, key: str, entry: Entry) -> Ask | None:
        """None where the rows have faults of their own."""
        before = self.faults.count
        lines: dict[Layout, list[Line]] = {}
        for line in self.gathered.lines(entry):
            lines.setdefault(line.layout, []).append(line)
        parts = self._profile(key, entry, lines.get(PROFILES, ()))
        origins: dict[str, list[Place]] = {}
        for layout in self._lists:
            placed = self._ordered(layout, lines.get(layout, ()))
            self._each_once(layout, placed)
            parts[layout.part] = [self._item(layout, line) for line in placed]
            origins[layout.part] = [line.place for line in placed]
        if self.faults.count > before:
            return None
        place = lines[PROFILES][0].place if PROFILES in lines else entry.place
        return Ask(key, place, parts, seen=entry.seen, origins=origins)

    # -- the profile's own row ---------------------------------------------------------------------

    def _profile(self, key: str, entry: Entry, lines: Sequence[Line]) -> dict[str, Any]:
        columns = self.gathered.columns.get(PROFILES)
        if columns is None:
            return {}
        if not lines:
            # Whoever deletes the row means something; what, we cannot know.
            there = ", ".join(sorted(entry.sheets))
            self.faults.at(entry.place, "key", f"a row of {key} in Profiles expected, it has rows only in {there}")
            return {}
        for line in lines[1:]:
            self.faults.at(line.place, "key", f"one row a profile expected, {key} stands in row {lines[0].row} too")
        line = lines[0]
        own = [column for column in PROFILES.filled if column not in PAY and column.name in columns]
        parts = {column.field: self._value(line, column) for column in own}
        return parts | self._pay(line, columns)

    def _pay(self, line: Line, columns: Iterable[str]) -> dict[str, Any]:
        """Nothing where the file has no columns of pay; no figures of its own where the row leaves them empty."""
        if PAY[0].name not in columns:
            return {}
        told = {column.field.partition(".")[2]: self._value(line, column) for column in PAY}
        return {"pay": told if any(value not in ("", None) for value in told.values()) else None}

    def _value(self, line: Line, column: Column) -> Any:
        text = line.texts.get(column.name, "")
        if not column.is_number:
            return text
        if not text:
            return None
        try:
            return _confidence(text) if column.field == "confidence" else _whole(text)
        except BadCell as bad:
            self.faults.at(line.place, column.name, str(bad))
            return None

    # -- lists -------------------------------------------------------------------------------------

    def _item(self, layout: Layout, line: Line) -> Any:
        fields: dict[str, Any] = {column.field: line.texts.get(column.name, "") for column in layout.filled}
        if layout.part == "responsibilities":
            return fields["text"]
        if "layers" in fields:
            fields["layers"] = [name for part in fields["layers"].split(",") if (name := part.strip())]
        if layout.part == "skills":
            # A type that is left out is the one told elsewhere, or that of any skill.
            fields["type"] = self.gathered.type_of(fields["name"]) or "skill"
        return fields

    def _ordered(self, layout: Layout, lines: Sequence[Line]) -> list[Line]:
        """By position; a row without one follows the row above it. 2.5 stands between 2 and 3."""
        placed: list[tuple[float, Line]] = []
        taken: dict[float, int] = {}
        position = 0.0
        for line in lines:
            told = line.texts.get("position", "")
            if told:
                try:
                    position = _number(told)
                except BadCell as bad:
                    self.faults.at(line.place, "position", str(bad))
                    continue
                if (row := taken.setdefault(position, line.row)) != line.row:
                    message = (
                        f"each position of a profile once expected, row {row} has {told} too: leave it empty to follow "
                        "the row above, or give one between, such as 2.5"
                    )
                    self.faults.at(line.place, "position", message)
            placed.append((position, line))
        return [line for _, line in sorted(placed, key=lambda pair: pair[0])]

    def _each_once(self, layout: Layout, lines: Sequence[Line]) -> None:
        if not layout.identity:
            return
        seen: dict[tuple[str, ...], int] = {}
        for line in sorted(lines, key=lambda line: line.row):
            columns = [layout.column_of(field) for field in layout.identity]
            names = tuple(" ".join(fold_name(line.texts.get(name, "")).split()) for name in columns)
            if (row := seen.setdefault(names, line.row)) != line.row:
                what = line.texts.get(columns[-1]) if layout.part == "mappings" else line.texts.get(columns[0])
                self.faults.at(
                    line.place,
                    columns[-1] if layout.part == "mappings" else columns[0],
                    f"each once in a profile expected, “{what}” stands in row {row} too",
                )


# -- numbers ---------------------------------------------------------------------------------------


def _number(text: str) -> float:
    return _read(text, float, 100_000, "a position such as 3, or 2.5 to stand between 2 and 3, expected")


def _confidence(text: str) -> float:
    return _read(text, float, 1, "a number from 0 to 1 expected")


def _whole(text: str) -> int:
    value = _read(text, float, 2_000_000_000, "a whole number expected")
    if value != int(value):
        raise BadCell(f"a whole number expected, found “{text[:40]}”")
    return int(value)


def _read(text: str, kind: Callable[[str], float], most: float, expected: str) -> float:
    """Plain digits with a point at most: what else Python takes for a number, nobody means."""
    if len(text) > 20 or not text.isascii() or not text.replace(".", "", 1).isdecimal():
        raise BadCell(f"{expected}, found “{text[:40]}”")
    value = kind(text)
    if value > most:
        raise BadCell(f"{expected}, found “{text[:40]}”")
    return value
