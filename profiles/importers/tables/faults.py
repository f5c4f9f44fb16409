"""What is wrong with a spreadsheet: row and column as the spreadsheet names them."""

from collections.abc import Sequence
from dataclasses import dataclass

from profiles.importers.faults import MOST, Fault, FileRefused
from profiles.importers.tables.report import Report


@dataclass(frozen=True)
class RowFault(Fault):
    """`line` is the row, counted as the spreadsheet counts (the headings are usually row 1)."""

    column: str = ""

    def __str__(self) -> str:
        place = f"row {self.line}" if self.line else ""
        place += f"{', ' if place else ''}column “{self.column}”" if self.column else ""
        return ": ".join(part for part in (place, self.path, self.message) if part)


class MappingRefused(Exception):
    """A mapping that cannot be used; the sentences are for the person who wrote it."""


class TableRefused(FileRefused):
    """A spreadsheet that was not read in, with what had been counted when its faults were told."""

    def __init__(self, faults: Sequence[Fault], more: int, report: Report) -> None:
        super().__init__(faults, more)
        self.report = report


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
