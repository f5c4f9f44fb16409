"""Reads a JSON Lines file, plain or gzipped, in constant memory; what a line holds is hostile until parsed here."""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from math import isinf
from pathlib import Path
from typing import IO, Any

from profiles.importers.faults import Fault
from taxonomy.records import key_in_words

LINE_CAP = 8 * 1024 * 1024
MOST_DEEP = 32
TOO_DEEP = f"a record that nests at most {MOST_DEEP} levels deep expected, found more"
# A file of nothing but ends of lines would take a minute for each hundred million of them.
MOST_BLANK = 10_000
_GZIP = b"\x1f\x8b"


class Lines:
    """Iterates (line number, object or Fault). `digest` tells afterwards whether two readings saw the same bytes."""

    def __init__(self, path: Path, *, most_bytes: int | None = None) -> None:
        self.path, self.most_bytes = path, most_bytes
        self.read = 0
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any] | Fault]]:
        self.read, self._hash = 0, hashlib.sha256()
        number = blank = 0
        try:
            with self._open() as stream:
                while raw := stream.readline(LINE_CAP + 1):
                    number += 1
                    self._hash.update(raw)
                    self.read += len(raw)
                    if len(raw) > LINE_CAP:
                        yield (
                            number,
                            Fault(number, "", f"a line of at most {LINE_CAP:,} bytes expected"),
                        )
                        return
                    if self.most_bytes and self.read > self.most_bytes:
                        yield (
                            number,
                            Fault(number, "", f"at most {self.most_bytes:,} bytes expected"),
                        )
                        return
                    if raw.strip():
                        yield number, parse(raw, number)
                    elif (blank := blank + 1) > MOST_BLANK:
                        yield number, Fault(number, "", f"at most {MOST_BLANK:,} blank lines expected")
                        return
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield (
                number + 1,
                Fault(
                    number + 1,
                    "",
                    f"a whole gzip file expected, it is damaged or cut off here ({error})",
                ),
            )

    def _open(self) -> IO[bytes]:
        stream = self.path.open("rb")
        zipped = stream.read(2) == _GZIP
        stream.seek(0)
        return gzip.GzipFile(fileobj=stream) if zipped else stream


def parse(raw: bytes, number: int) -> dict[str, Any] | Fault:
    """One line as an object: UTF-8, no duplicate keys, no NaN, nesting bounded by the parser."""
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        return Fault(
            number,
            "",
            f"UTF-8 expected, found the byte 0x{raw[error.start]:02X} at position {error.start + 1}",
        )
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite)
    except RecursionError:
        return Fault(number, "", TOO_DEEP)
    except json.JSONDecodeError as error:
        return Fault(number, "", f"one JSON object expected: {error.msg} at column {error.colno}")
    except ValueError as error:
        return Fault(number, "", str(error))
    if not isinstance(value, dict):
        return Fault(number, "", f"a JSON object expected, found {type(value).__name__}")
    if text.count("[") + text.count("{") > MOST_DEEP and _is_deep(raw):
        return Fault(number, "", TOO_DEEP)
    return value


_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_NO_MARK = bytes(set(range(256)) - set(b'[]{}"\\'))
_QUOTES = bytes(set(range(256)) - set(b"[]{}"))
_ALIKE = bytes.maketrans(b"{}", b"[]")


def _is_deep(raw: bytes) -> bool:
    """Whether JSON that was read nests deeper than a record may: what validates, spells and tells a value recurses.

    By its brackets alone, peeled from inside: a walk over the values costs more than reading them did.
    """
    brackets = raw.translate(_ALIKE, _NO_MARK).replace(b'""', b"")
    if b'"' in brackets or b"\\" in brackets:  # some text holds a bracket or an escape: texts are taken out one by one
        brackets = _STRING.sub(b"", raw).translate(_ALIKE, _QUOTES)
    for _ in range(MOST_DEEP):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"each key once expected, found “{key_in_words(twice)}” twice")
    return result


def _finite(written: str) -> float:
    """JSON knows no infinity, but 1e999 would be read as one."""
    value = float(written)
    if isinf(value):
        raise ValueError(f"a number expected, found {written[:40]}")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"a number expected, found {name}")
