"""What of a function is covered, and how surely: its focuses against all levels of their tracks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from profiles.drawing import fitting
from profiles.drawing.matrix import Line, Matrix, matrix, room
from profiles.rendering import words
from profiles.rendering.catalogue import Cell, FocusEntry
from profiles.rounding import exact, shown

HEAD = 14  # size of the letters over a group
STANDINGS = ("high", "medium", "low", "not scored", "retired", "not defined")


@dataclass(frozen=True)
class Coverage:
    """`tracks` are names with the codes of their levels, lowest first."""

    tracks: list[tuple[str, list[str]]]
    entries: Sequence[FocusEntry]

    @cached_property
    def picture(self) -> Matrix:
        return matrix([entry.heading.name for entry in self.entries], [len(codes) for _, codes in self.tracks])

    @property
    def heads(self) -> list[tuple[str, int, list[tuple[str, int]]]]:
        """Track, its x, and each level's code with its x."""
        drawn = zip(self.tracks, self.picture.heads, self.picture.columns, strict=True)
        return [
            (fitting.shorten(name, room(len(codes)), HEAD), x, list(zip(codes, columns, strict=True)))
            for (name, codes), x, columns in drawn
        ]

    @property
    def rows(self) -> list[tuple[FocusEntry, Line, list[tuple[int, Cell]]]]:
        """Each focus with its line and what it defines, each with its x."""
        at = {code: x for _, _, columns in self.heads for code, x in columns}
        return [
            (entry, line, [(at[cell.code], cell) for cell in _cells(entry) if cell.revision])
            for entry, line in zip(self.entries, self.picture.lines, strict=True)
        ]

    @cached_property
    def standings(self) -> list[str]:
        """Heads of the table: how levels stand, of these what there is."""
        found = {_standing(cell) for entry in self.entries for cell in _cells(entry)}
        return [name for name in STANDINGS if name in found]

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """Each focus with its levels by how they stand: "M1 0.80, M2 0.85"."""
        return [
            (
                entry.heading.name,
                [
                    ", ".join(_told(cell) for cell in _cells(entry) if _standing(cell) == name)
                    for name in self.standings
                ],
            )
            for entry in self.entries
        ]

    @property
    def told(self) -> str:
        defined = sum(entry.defined for entry in self.entries)
        levels = sum(len(_cells(entry)) for entry in self.entries)
        return f"{defined} of {words.count(levels, 'level')} are defined on the tracks of {len(self.entries)} focuses."


def coverage(entries: Sequence[FocusEntry]) -> Coverage | None:
    """None for a single focus: its row says it all."""
    if len(entries) < 2:
        return None
    tracks: dict[str, list[str]] = {}
    order: dict[str, int] = {}
    for entry in entries:
        for row in entry.rows:
            tracks[row.name] = [cell.code for cell in row.cells]
            order[row.name] = row.order
    return Coverage([(name, tracks[name]) for name in sorted(tracks, key=lambda name: (order[name], name))], entries)


def _standing(cell: Cell) -> str:
    if cell.revision is None:
        return "not defined"
    return "retired" if cell.retired else cell.band or "not scored"


def _told(cell: Cell) -> str:
    value = cell.revision.confidence if cell.revision and not cell.retired else None
    return cell.code if value is None else f"{cell.code}\N{NO-BREAK SPACE}{shown(exact(value), 2)}"


def _cells(entry: FocusEntry) -> list[Cell]:
    return [cell for row in entry.rows for cell in row.cells]
