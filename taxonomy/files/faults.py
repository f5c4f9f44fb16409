"""What is wrong with a file: where, and what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 100


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; `line` counts from 1, 0 speaks of the whole file."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return place + (f"{self.path}: " if self.path else "") + self.message


@dataclass(frozen=True)
class RowFault(Fault):
    """`line` is the row, counted as the spreadsheet counts (the headings are usually row 1)."""

    column: str = ""

    def __str__(self) -> str:
        place = f"row {self.line}" if self.line else ""
        place += f"{', ' if place else ''}column “{self.column}”" if self.column else ""
        return ": ".join(part for part in (place, self.path, self.message) if part)


class FileRefused(Exception):
    """A file that was not read in, with its faults (the first hundred). Nothing was changed."""

    def __init__(self, faults: Sequence[Fault], more: int = 0) -> None:
        self.faults, self.more = list(faults), more
        super().__init__(f"{len(self.faults) + more} faults; the first: {self.faults[0]}")


class Faults:
    """Gathers faults; keeps the first hundred and counts the rest."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self.more = 0

    def add(self, row: int, column: str, message: str, path: str = "") -> None:
        self.put(RowFault(row, path, message, column))

    def put(self, fault: Fault) -> None:
        if len(self.found) < MOST:
            self.found.append(fault)
        else:
            self.more += 1

    @property
    def count(self) -> int:
        return len(self.found) + self.more

    def __bool__(self) -> bool:
        return bool(self.found)


@dataclass(frozen=True)
class TableFault(Fault):
    """In one table of a file: `path` is the table's name."""

    column: str = ""

    def __str__(self) -> str:
        places = (self.path, f"line {self.line}" if self.line else "", f"column “{self.column}”" if self.column else "")
        return f"{', '.join(filter(None, places))}: {self.message}"
