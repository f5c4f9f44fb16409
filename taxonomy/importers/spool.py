"""Rows that wait in a temporary file until the whole of their source is known to be right."""

import hashlib
import marshal
import tempfile
from collections.abc import Iterable, Iterator

CHUNK = 1_000
# The last version whose bytes depend on nothing but the values.
_VERSION = 2


class Spool:
    """Rows of plain values. Memory does not grow with them; equal rows in equal order have an equal digest."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed with the spool
        self._chunk: list[tuple] = []
        self._sum = hashlib.sha256()
        self.count = 0

    def add(self, row: tuple) -> None:
        self._chunk.append(row)
        self.count += 1
        if len(self._chunk) == CHUNK:
            self._flush()

    def extend(self, rows: Iterable[tuple]) -> "Spool":
        for row in rows:
            self.add(row)
        return self

    def _flush(self) -> None:
        written = marshal.dumps(self._chunk, _VERSION)
        self._sum.update(written)
        self._file.write(written)
        self._chunk = []

    @property
    def digest(self) -> str:
        """Of all rows; none are added after it was asked for."""
        if self._chunk:
            self._flush()
        return self._sum.hexdigest()

    def __iter__(self) -> Iterator[tuple]:
        if self._chunk:
            self._flush()
        self._file.seek(0)
        while True:
            try:
                # Nobody but this object has written the file, and it has no name.
                yield from marshal.load(self._file)  # noqa: S302
            except EOFError:
                return

    def close(self) -> None:
        self._file.close()
