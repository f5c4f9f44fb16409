"""A workbook of the desk (xlsx, a zip of CSV files, or one CSV sheet) read back row by row."""

from profiles.importers.workbook.opening import Kind, kind_of
from profiles.importers.workbook.reading import WorkbookReading

__all__ = ["Kind", "WorkbookReading", "kind_of"]
