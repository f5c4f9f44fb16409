"""Finds the sheets of a workbook in a file that anybody may have made: what it is, and which sheets it holds."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from itertools import groupby
from pathlib import Path, PurePosixPath

from profiles.importers.faults import Fault, FileRefused
from profiles.importers.tables.mapping import fold
from profiles.workbook import LAYOUTS, Layout
from taxonomy.files.sheets import EVERY, Limits, Row, Sheet
from taxonomy.files.zips import DAMAGED, check_directory, check_entries, is_chaff

_ZIP, _GZIP, _MARK = b"PK\x03\x04", b"\x1f\x8b", b"\xef\xbb\xbf"
_MOST_PARTS = 50


class Kind(StrEnum):
    """What a file is; the value is the suffix by which its reader knows it."""

    XLSX = ".xlsx"
    CSVS = ".zip"
    CSV = ".csv"
    BUNDLE = ".jsonl"


def kind_of(path: Path, name: str) -> Kind:
    """By what is in the file, and by its name only where that leaves it open."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(_GZIP):
        return Kind.BUNDLE
    if head.startswith(_ZIP):
        return Kind.XLSX if "[Content_Types].xml" in _names(path) else Kind.CSVS
    if head.removeprefix(_MARK).lstrip().startswith(b"{") or name.casefold().endswith((".jsonl", ".json")):
        return Kind.BUNDLE
    return Kind.CSV


def _names(path: Path) -> list[str]:
    try:
        check_directory(path)
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except DAMAGED as error:
        raise _refused(f"a whole zip file expected, its directory is damaged ({error})") from error


class Opening:
    """A file on its way to rows; within limits, and with a folder for what has to be unpacked."""

    def __init__(self, path: Path, name: str, folder: Path, limits: Limits) -> None:
        self.path, self.name, self.folder, self.limits = path, name, folder, limits

    def sheets(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """(title, rows) of every sheet, one after the other; raises FileRefused, in the middle too."""
        if (size := self.path.stat().st_size) > self.limits.bytes:
            raise _refused(f"a file of at most {self.limits.bytes:,} bytes expected, found {size:,}")
        match kind_of(self.path, self.name):
            case Kind.XLSX:
                yield from self._xlsx()
            case Kind.CSVS:
                yield from self._csvs()
            case Kind.CSV:
                yield from self._csv()
            case Kind.BUNDLE:
                raise _refused("a workbook or CSV expected, found a bundle")

    # -- xlsx --------------------------------------------------------------------------------------

    def _xlsx(self) -> Iterator[tuple[str, Iterator[Row]]]:
        book, seen = Sheet(self._suffixed(Kind.XLSX), EVERY, limits=self.limits), set()
        with closing(iter(book)) as rows:
            for title, own in groupby(rows, key=lambda row: book.title):
                seen.add(title)
                yield title, own
        for title in (book.title, *book.others):
            if title and title not in seen:
                yield title, iter(())

    def _suffixed(self, kind: Kind) -> Path:
        """The reader goes by the suffix; the name that the file came with may be anything."""
        if self.path.suffix == kind:
            return self.path
        return Path(shutil.copyfile(self.path, self.folder / f"file{kind}"))

    # -- CSV ---------------------------------------------------------------------------------------

    def _csvs(self) -> Iterator[tuple[str, Iterator[Row]]]:
        for stem, path in self._unpacked():
            with closing(iter(Sheet(path, limits=self.limits))) as rows:
                yield stem, rows

    def _unpacked(self) -> list[tuple[str, Path]]:
        found = []
        try:
            with zipfile.ZipFile(self.path) as archive:
                entries = [entry for entry in archive.infolist() if not is_chaff(entry)]
                self._check(entries)
                for number, entry in enumerate(entries):
                    target = self.folder / f"{number}{Kind.CSV}"
                    with archive.open(entry) as part, target.open("wb") as stream:
                        shutil.copyfileobj(part, stream)
                    found.append((PurePosixPath(entry.filename).stem, target))
        except DAMAGED as error:
            raise _refused(f"a zip of CSV files expected, it is damaged ({error})") from error
        return found

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        check_entries(entries, most=_MOST_PARTS, unpacked=self.limits.bytes)
        for entry in entries:
            if not entry.filename.casefold().endswith(Kind.CSV):
                raise _refused(f"CSV files only expected in the zip, found {entry.filename[:60]!r}")

    def _csv(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """One sheet: which one, its headings say, and its file name where two sheets could have them."""
        sheet = Sheet(self._suffixed(Kind.CSV), limits=self.limits)
        with closing(iter(sheet)) as rows:
            first = next((row for row in rows if not row.blank), Row(1, []))
        there = {fold(cell) for cell in first.cells if cell.strip()}
        stem = fold(PurePosixPath(self.name).stem)

        def fit(layout: Layout) -> tuple[int, bool, int]:
            common = len(there & {fold(name) for name in layout.names})
            return common, stem.startswith(fold(layout.title)), -len(layout.names)

        best = max(LAYOUTS, key=fit)
        if fold(best.columns[0].name) not in there:
            told = ", ".join(f"{one.title} ({', '.join(one.names[:5])}, …)" for one in LAYOUTS)
            raise _refused(f"the headings of one of these sheets expected in the first row: {told}")
        with closing(iter(sheet)) as rows:
            yield best.title, rows


def _refused(message: str) -> FileRefused:
    return FileRefused([Fault(0, "", message)])
