"""What is wrong with a file: line, path in the record, and what was expected."""

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


class FileRefused(Exception):
    """A file that was not read in, with its faults (the first hundred). Nothing was changed."""

    def __init__(self, faults: Sequence[Fault], more: int = 0) -> None:
        self.faults, self.more = list(faults), more
        super().__init__(f"{len(self.faults) + more} faults; the first: {self.faults[0]}")
