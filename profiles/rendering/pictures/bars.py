"""Counts as bars: each part a link to the rows that it counts, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from profiles.drawing import bars as drawing


@dataclass(frozen=True)
class Kind:
    """What parts of one colour have in common: its name in the style sheet, in words, and its sign."""

    name: str
    label: str
    sign: str = ""


@dataclass(frozen=True)
class Part:
    """How many of a kind a row has, and where these stand."""

    number: int
    address: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    parts: Sequence[Part]
    address: str = ""
    told: str = ""  # instead of the total


@dataclass(frozen=True)
class Chart:
    """`first` heads the first column of the table; the kinds head the others, in the order of the parts."""

    first: str
    kinds: Sequence[Kind]
    rows: Sequence[Row]

    @cached_property
    def picture(self) -> drawing.Bars:
        return drawing.bars([(row.label, [part.number for part in row.parts]) for row in self.rows])

    @property
    def drawn(self) -> list[tuple[Row, drawing.Bar, list[tuple[Part, Kind, drawing.Piece]]]]:
        """Each row with its bar, and its parts that are anything."""
        return [
            (row, bar, [found for found in zip(row.parts, self.kinds, bar.pieces, strict=True) if found[2]])
            for row, bar in zip(self.rows, self.picture.rows, strict=True)
        ]

    @property
    def totals(self) -> list[tuple[Row, str]]:
        return [(row, row.told or f"{sum(part.number for part in row.parts):,}") for row in self.rows]
