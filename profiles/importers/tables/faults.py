"""What is wrong with a spreadsheet or its mapping: row and column as the spreadsheet names them."""

from collections.abc import Sequence

from profiles.importers.tables.report import Report
from taxonomy.files.faults import Fault, Faults, FileRefused, RowFault

__all__ = ["Faults", "MappingRefused", "RowFault", "TableRefused"]


class MappingRefused(Exception):
    """A mapping that cannot be used; the sentences are for the person who wrote it."""


class TableRefused(FileRefused):
    """A spreadsheet that was not read in, with what had been counted when its faults were told."""

    def __init__(self, faults: Sequence[Fault], more: int, report: Report) -> None:
        super().__init__(faults, more)
        self.report = report
