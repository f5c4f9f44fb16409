"""A zip file is looked at before it is read: how large its directory is, and what its entries say of themselves."""

import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from taxonomy.files.faults import Fault, FileRefused
from taxonomy.files.xlsx_worker import Refused, check_name

# What a zip directory may take: its entries are read in this process, before anything else is known of them.
MOST_DIRECTORY = 1024 * 1024
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, OSError, EOFError, ValueError)
_END = b"PK\x05\x06"


def check_directory(path: Path) -> None:
    """Its size as the end of the file tells it, before a reader makes an object of every entry."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 66_000))
        tail = stream.read()
    at = tail.rfind(_END)
    size = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    # Beyond what 32 bits hold the size stands elsewhere (zip64): no file that is taken here needs that.
    if size > MOST_DIRECTORY or tail[max(0, at - 20) : at][:4] == b"PK\x06\x07":
        raise refused(f"a zip directory of at most {MOST_DIRECTORY:,} bytes expected, found {size:,}")


def check_entries(entries: Sequence[zipfile.ZipInfo], *, most: int, unpacked: int) -> None:
    """Before a byte is unpacked. What unpacks to more than its entry says is cut off by the reader."""
    if len(entries) > most:
        raise refused(f"at most {most} files in the zip expected, found {len(entries):,}")
    for entry in entries:
        try:
            check_name(entry.filename)
        except Refused as odd:
            raise refused(str(odd)) from odd
        if entry.flag_bits & 1:
            raise refused("a zip without a password expected")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refused("a zip packed in the usual way (deflated) expected")
    if (total := sum(entry.file_size for entry in entries)) > unpacked:
        raise refused(f"at most {unpacked:,} bytes unpacked expected, found {total:,}")


def is_chaff(entry: zipfile.ZipInfo) -> bool:
    """Folders, and what a Mac adds."""
    return entry.is_dir() or entry.filename.startswith("__MACOSX/") or entry.filename.endswith(".DS_Store")


def refused(message: str) -> FileRefused:
    return FileRefused([Fault(0, "", message)])
