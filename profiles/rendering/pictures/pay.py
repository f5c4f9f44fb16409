"""The pay ladder of a focus: level by level from low to high with the median, on all its tracks and one scale."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from profiles.drawing import fitting
from profiles.drawing.ranges import Amounts, Bar, Ranges, ranges
from profiles.pay import Resolved
from profiles.rendering import words
from profiles.rendering.catalogue import Cell, TrackRow
from profiles.rendering.pictures.seam import pay_to_draw

LABEL, SIZE, HEAD = 148, 12, 14


@dataclass(frozen=True)
class Rung:
    """A level with the figures that hold for it."""

    cell: Cell
    pay: Resolved | None

    @property
    def drawn_title(self) -> str:
        return fitting.shorten(self.cell.title, LABEL, SIZE)

    @property
    def median(self) -> str:
        return words.money(self.pay.figures["median"], self.pay.figures["currency"]) if self.pay else ""

    @property
    def spread(self) -> str:
        return words.pay_range(self.pay.figures) if self.pay else ""

    @property
    def whose(self) -> str:
        return "" if self.pay is None else self.pay.told if self.pay.inherited else "own figure"

    @property
    def missing(self) -> str:
        """What stands where nothing can be drawn."""
        return "not defined" if self.cell.revision is None else "retired" if self.cell.retired else "no figure"

    @property
    def basis(self) -> str:
        """What the figure is and where it comes from, as its source puts it."""
        told = (self.pay.figures[name] for name in ("basis", "region", "source", "as_of")) if self.pay else ()
        return " · ".join(text for text in told if text)


@dataclass(frozen=True)
class PayLadder:
    """Tracks with their levels, lowest first, and the currency that is drawn; other currencies are told in words."""

    tracks: Sequence[tuple[str, list[Rung]]]

    @cached_property
    def currency(self) -> str:
        """The one that most levels are paid in; of equally many the first in the alphabet."""
        found = Counter(rung.pay.figures["currency"] for rung in self.rungs if rung.pay)
        return min(found, key=lambda code: (-found[code], code), default="")

    @property
    def rungs(self) -> list[Rung]:
        return [rung for _, rungs in self.tracks for rung in rungs]

    @property
    def others(self) -> list[Rung]:
        return [rung for rung in self.rungs if rung.pay and rung.pay.figures["currency"] != self.currency]

    @property
    def inherited(self) -> bool:
        return any(rung.pay.inherited for rung in self.rungs if self.draws(rung))

    @property
    def bases(self) -> list[str]:
        """What the drawn figures say of themselves, each once, the most frequent first."""
        return [told for told, _ in Counter(r.basis for r in self.rungs if self.draws(r) and r.basis).most_common()]

    def draws(self, rung: Rung) -> bool:
        return rung.pay is not None and rung.pay.figures["currency"] == self.currency

    @cached_property
    def picture(self) -> Ranges:
        return ranges([[self.amounts(rung) for rung in rungs] for _, rungs in self.tracks])

    def amounts(self, rung: Rung) -> Amounts | None:
        if not self.draws(rung):
            return None
        figures = rung.pay.figures
        return figures["low"], figures["median"], figures["high"]

    @property
    def ticks(self) -> list[tuple[int | float, str]]:
        return [(tick.x, words.money(tick.value, self.currency)) for tick in self.picture.ticks]

    @property
    def groups(self) -> list[tuple[str, int, list[tuple[Rung, Bar]]]]:
        """Name, y of the name, and each level with its bar."""
        drawn = zip(self.tracks, self.picture.heads, self.picture.bars, strict=True)
        room = self.picture.frame.width
        return [
            (fitting.shorten(name, room, HEAD), head, list(zip(rungs, bars, strict=True)))
            for (name, rungs), head, bars in drawn
        ]


def pay_ladder(rows: Sequence[TrackRow], *, sees_pay: bool) -> PayLadder:
    """With an empty currency where no level has a figure that may be shown: a picture of nothing is none."""
    # A retired level keeps its place, but what it paid is no news.
    tracks = [
        (
            row.name,
            [Rung(cell, None if cell.retired else pay_to_draw(cell.revision, sees_pay=sees_pay)) for cell in row.cells],
        )
        for row in rows
    ]
    return PayLadder(tracks)
