"""How a text is kept from being taken for a formula when a spreadsheet opens the file it stands in."""

import csv
import re
from collections.abc import Iterable, Iterator

Value = str | int | float | None

# A cell that begins with one of these is a formula to a spreadsheet; files out put an apostrophe before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# An apostrophe that stood there before gets one more, so that taking one off gives back exactly what went out.
_RISKY = re.compile(f"'*[{re.escape(''.join(FORMULA))}]")


def neutral(text: str) -> str:
    """The text as a cell may hold it; `freed` is its inverse."""
    return f"'{text}" if _RISKY.match(text) else text


def freed(cell: str) -> str:
    """The text of a cell, without the apostrophe that `neutral` put there."""
    return cell[1:] if cell[:1] == "'" and _RISKY.match(cell) else cell


class _Echo:
    """What the writer of CSV writes into: it hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[object]], *, ending: str = "\r\n") -> Iterator[str]:
    """A line for each row as it comes, to be streamed; texts are made neutral, numbers stay numbers."""
    write = csv.writer(_Echo(), lineterminator=ending).writerow
    return (write([neutral(cell) if isinstance(cell, str) else cell for cell in row]) for row in rows)
