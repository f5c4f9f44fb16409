"""A matrix of small cells: columns in groups, rows with a label that may take two lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from profiles.drawing import fitting

LABEL, SIZE = 212, 12
CELL, GAP, BETWEEN = 27, 3, 12  # a cell, the room between cells, and more of it between groups
HEAD, ROW, LINE = 42, 34, 14


@dataclass(frozen=True)
class Line:
    """A row: the top of its cells, and its label line by line, each with its y."""

    y: int
    label: list[tuple[int, str]]


@dataclass(frozen=True)
class Matrix:
    width: int
    height: int
    heads: list[int]
    columns: list[list[int]]
    lines: list[Line]


def matrix(labels: Sequence[str], groups: Sequence[int]) -> Matrix:
    """`groups` are how many columns each has."""
    x, heads, columns = LABEL, [], []
    for many in groups:
        heads.append(x)
        columns.append([x + index * (CELL + GAP) for index in range(many)])
        x += many * (CELL + GAP) - GAP + BETWEEN
    lines = [_line(label, HEAD + index * ROW) for index, label in enumerate(labels)]
    return Matrix(x - BETWEEN + 1, HEAD + len(labels) * ROW, heads, columns, lines)


def room(many: int) -> int:
    """How wide the head over so many columns may be."""
    return many * (CELL + GAP) + BETWEEN - 2 * GAP


def _line(label: str, top: int) -> Line:
    told = fitting.wrap(label, LABEL - 14, SIZE)
    middle = top + CELL / 2 + 4
    first = round(middle - (len(told) - 1) * LINE / 2)
    return Line(top, [(first + index * LINE, text) for index, text in enumerate(told)])
