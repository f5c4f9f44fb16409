"""The heat strip of a ladder: a cell for each level, as far as it differs, and between two of them what they share."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from profiles.differentiation import Joint, Ladder, Measure
from profiles.drawing.strip import Strip, strip
from profiles.rendering import words
from profiles.rounding import shown
from profiles.scoring import PASS

MIDDLING = Fraction(3)


@dataclass(frozen=True)
class Cell:
    """A level as it is drawn and told."""

    measure: Measure

    @property
    def heat(self) -> str:
        """As the gate has it: 4 and more, 3 and more, below; "none" where nothing could be measured."""
        figure = self.measure.figure
        if figure is None:
            return "none"
        return "high" if figure >= PASS else "medium" if figure >= MIDDLING else "low"

    @property
    def sign(self) -> str:
        return words.BAND_SIGNS.get(self.heat, "○")

    @property
    def panel(self) -> str:
        return self.measure.panel_told

    @property
    def gap(self) -> str:
        """Signed, as it is felt: + where the panel gives more."""
        gap = self.measure.gap
        if gap is None:
            return "–"
        return f"{'+' if gap > 0 else '−' if gap < 0 else '±'}{shown(abs(gap), 1)}"

    @property
    def lines(self) -> str:
        near, of = len(self.measure.near), len(self.measure.lines)
        return f"{near} of {of}" if of else "none written"


@dataclass(frozen=True)
class HeatStrip:
    ladder: Ladder

    @cached_property
    def cells(self) -> list[Cell]:
        return [Cell(measure) for measure in self.ladder.measures]

    @cached_property
    def picture(self) -> Strip:
        at = {cell.measure.rung.level: index for index, cell in enumerate(self.cells)}
        joined = [(at[joint.below], at[joint.above]) for joint in self.ladder.joints]
        remarks = any(cell.measure.wider_below for cell in self.cells)
        return strip(len(self.cells), joined, lines=1 + remarks)

    @property
    def drawn_cells(self) -> list[tuple[int, Cell]]:
        return list(zip(self.picture.cells, self.cells, strict=True))

    @property
    def drawn_joints(self) -> list[tuple[int, int, str]]:
        """x, heat from 0 to 4, and the share in words."""
        pairs = zip(self.picture.joints, self.ladder.joints, strict=True)
        return [(x, _heat(joint), shared(joint)) for x, joint in pairs if x is not None]

    @property
    def between(self) -> list[tuple[str, str, str]]:
        return [(joint.below, joint.above, shared(joint)) for joint in self.ladder.joints]


def shared(joint: Joint) -> str:
    return f"{shown(joint.shared * 100, 0)}\N{NO-BREAK SPACE}%"


def _heat(joint: Joint) -> int:
    return min(4, -(-joint.shared * 100 // 15))
