"""A strip of cells that follow one another, and the joints between them."""

from collections.abc import Sequence
from dataclasses import dataclass

CELL, JOINT = 92, 44
HEAD, TALL, FOOT, MORE = 22, 46, 22, 16


@dataclass(frozen=True)
class Strip:
    """`cells` are where each begins; `joints` where each begins, None between cells that do not touch."""

    width: int
    height: int
    cells: list[int]
    joints: list[int | None]


def strip(many: int, joined: Sequence[tuple[int, int]], *, lines: int = 1) -> Strip:
    """`joined` are pairs of cells by number: those that follow one another have a joint. `lines` stand under a cell."""
    cells = [1 + index * (CELL + JOINT) for index in range(many)]
    joints = [cells[a] + CELL if b == a + 1 else None for a, b in joined]
    return Strip(cells[-1] + CELL + 1 if cells else 0, HEAD + TALL + FOOT + MORE * (lines - 1), cells, joints)
