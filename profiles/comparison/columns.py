"""Up to a handful of texts side by side: which columns say a thing, which say it otherwise, and which alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby

from profiles.comparison.alignment import NEAR, Bag, Fields, Key, align
from profiles.comparison.marks import ADDED, REMOVED, SAME, Meter, Piece, marks

DIFFERS = "differs"  # the kind of a piece that not every column with a near text has


@dataclass(frozen=True)
class Cell:
    """What one column says. The pieces join to the text; words that a near text lacks are of the kind `differs`."""

    text: str
    name: str = ""
    pieces: tuple[Piece, ...] = ()

    @classmethod
    def plain(cls, text: str, name: str = "") -> "Cell":
        return cls(text, name, (Piece(SAME, text),) if text else ())


@dataclass(frozen=True)
class Row:
    """One thing in all columns: a cell for each, None where a column says nothing of it."""

    cells: tuple[Cell | None, ...]
    name: str = ""

    @property
    def equal(self) -> bool:
        """All of several columns say the same, or nothing."""
        return len(self.cells) > 1 and len({cell and cell.text for cell in self.cells}) == 1

    @property
    def told(self) -> tuple[Cell, ...]:
        """The cells that are there."""
        return tuple(cell for cell in self.cells if cell)


@dataclass(frozen=True)
class Items:
    """Lists side by side: rows of what several columns have, and for each column what only it has.

    `searched` is False where lists were too long to look for items that say nearly the same.
    """

    rows: tuple[Row, ...]
    alone: tuple[tuple[Cell, ...], ...]
    searched: bool = True


def values(found: Iterable[str | None], name: str = "") -> Row:
    """Short values, told whole: words in them are not marked."""
    return Row(tuple(Cell.plain(value, name) if value else None for value in found), name)


def texts(found: Iterable[str | None], meter: Meter, name: str = "") -> Row:
    """One text a column, with words marked where texts are near."""
    return _marked(values(found, name), meter)


def items(
    lists: Sequence[Sequence[Fields]],
    meter: Meter,
    *,
    text: str,
    name: str = "",
    keys: Sequence[Key] = (),
    near: str = "",
) -> Items:
    """Lists of items side by side, in the order of the columns from the left.

    An item joins the row of an equal one, of one with the same key, or of one whose field `near` is near. It is
    held against what stands nearest to its left, so a chain of levels is followed step by step.
    """
    rows: list[list[int | None]] = []
    searched = True
    for column, own in enumerate(lists):
        heads = [_head(row, lists) for row in rows]
        alignment = align(heads, own, keys=keys, near=near)
        searched &= alignment.searched
        _extend(rows, {pair.after: pair.before for pair in alignment.pairs if pair.after is not None}, column)
    told = [_row(row, lists, text, name) for row in rows]
    shared = tuple(_marked(row, meter) for row in told if len(row.told) > 1)
    single = [row for row in told if len(row.told) == 1]
    alone = tuple(tuple(row.cells[column] for row in single if row.cells[column]) for column in range(len(lists)))
    return Items(shared, alone, searched)


def near(a: str, b: str) -> bool:
    """Whether two texts say nearly the same, by the share of letters in words that both have."""
    return bool(a and b) and Bag(a).nearness(Bag(b)) >= NEAR


# -- rows out of lists -----------------------------------------------------------------------------------


def _head(row: Sequence[int | None], lists: Sequence[Sequence[Fields]]) -> Fields:
    column = max(column for column, index in enumerate(row) if index is not None)
    return lists[column][row[column]]


def _extend(rows: list[list[int | None]], found: dict[int, int | None], column: int) -> None:
    """One column more: items that joined a row stand in it, the others begin rows of their own."""
    for row in rows:
        row.append(None)
    new = []
    for index in sorted(found):
        before = found[index]
        if before is None:
            new.append([None] * column + [index])
        else:
            rows[before][column] = index
    rows += new


def _row(row: Sequence[int | None], lists: Sequence[Sequence[Fields]], text: str, name: str) -> Row:
    found = [None if index is None else own[index] for index, own in zip(row, lists, strict=True)]
    cells = tuple(item and Cell.plain(item[text] or "", item[name] if name else "") for item in found)
    return Row(cells, next(cell.name for cell in cells if cell))


# -- words that differ -----------------------------------------------------------------------------------


def _marked(row: Row, meter: Meter) -> Row:
    """Each pair of near texts marks what the other lacks. Where the meter runs out nothing more is marked."""
    differing: dict[int, set[int]] = {}
    for i, j in combinations([i for i, cell in enumerate(row.cells) if cell], 2):
        a, b = row.cells[i].text, row.cells[j].text
        if a != b and near(a, b):
            found = marks(a, b, meter)
            if not found.whole:
                differing.setdefault(i, set()).update(_places(found.pieces, REMOVED))
                differing.setdefault(j, set()).update(_places(found.pieces, ADDED))
    cells = (
        replace(cell, pieces=tuple(_split(cell.text, differing[i]))) if i in differing else cell
        for i, cell in enumerate(row.cells)
    )
    return replace(row, cells=tuple(cells))


def _places(pieces: Iterable[Piece], kind: str) -> Iterator[int]:
    """Where in the text that this kind belongs to its characters stand."""
    at = 0
    for piece in pieces:
        if piece.kind == kind:
            yield from range(at, at + len(piece.text))
        if piece.kind in (SAME, kind):
            at += len(piece.text)


def _split(text: str, differing: set[int]) -> Iterator[Piece]:
    for differs, run in groupby(range(len(text)), key=differing.__contains__):
        yield Piece(DIFFERS if differs else SAME, "".join(text[i] for i in run))
