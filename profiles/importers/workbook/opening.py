"""Finds the sheets of a workbook in a file that anybody may have made: what it is, and which sheets it holds."""

import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from itertools import groupby
from pathlib import Path, PurePosixPath

from profiles.importers.faults import Fault, FileRefused
from profiles.importers.tables.mapping import fold
from profiles.importers.tables.sheets import EVERY, Limits, Row, Sheet
from profiles.importers.tables.xlsx_worker import Refused, check_name
from profiles.workbook import LAYOUTS, Layout

_ZIP, _GZIP, _END, _MARK = b"PK\x03\x04", b"\x1f\x8b", b"PK\x05\x06", b"\xef\xbb\xbf"
# What a zip directory may take: its entries are read in this process, before anything else is known of them.
_MOST_DIRECTORY, _MOST_PARTS = 1024 * 1024, 50
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, OSError, EOFError, ValueError)


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
        _check_directory(path)
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except _DAMAGED as error:
        raise _refused(f"a whole zip file expected, its directory is damaged ({error})") from error


def _check_directory(path: Path) -> None:
    """Its size as the end of the file tells it, before a reader makes an object of every entry."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 66_000))
        tail = stream.read()
    at = tail.rfind(_END)
    size = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    # Beyond what 32 bits hold the size stands elsewhere (zip64): no file that is taken here needs that.
    if size > _MOST_DIRECTORY or tail[max(0, at - 20) : at][:4] == b"PK\x06\x07":
        raise _refused(f"a zip directory of at most {_MOST_DIRECTORY:,} bytes expected, found {size:,}")


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
                entries = [entry for entry in archive.infolist() if not _is_chaff(entry)]
                self._check(entries)
                for number, entry in enumerate(entries):
                    target = self.folder / f"{number}{Kind.CSV}"
                    with archive.open(entry) as part, target.open("wb") as stream:
                        shutil.copyfileobj(part, stream)
                    found.append((PurePosixPath(entry.filename).stem, target))
        except Refused as refused:
            raise _refused(str(refused)) from refused
        except _DAMAGED as error:
            raise _refused(f"a zip of CSV files expected, it is damaged ({error})") from error
        return found

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        """Before a byte is unpacked. What unpacks to more than its entry says is cut off by the reader."""
        if len(entries) > _MOST_PARTS:
            raise _refused(f"at most {_MOST_PARTS} files in the zip expected, found {len(entries):,}")
        for entry in entries:
            check_name(entry.filename)
            if entry.flag_bits & 1:
                raise _refused("a zip without a password expected")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise _refused("a zip packed in the usual way (deflated) expected")
            if not entry.filename.casefold().endswith(Kind.CSV):
                raise _refused(f"CSV files only expected in the zip, found {entry.filename[:60]!r}")
        if (total := sum(entry.file_size for entry in entries)) > self.limits.bytes:
            raise _refused(f"at most {self.limits.bytes:,} bytes unpacked expected, found {total:,}")

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


def _is_chaff(entry: zipfile.ZipInfo) -> bool:
    """Folders, and what a Mac adds."""
    return entry.is_dir() or entry.filename.startswith("__MACOSX/") or entry.filename.endswith(".DS_Store")


def _refused(message: str) -> FileRefused:
    return FileRefused([Fault(0, "", message)])
