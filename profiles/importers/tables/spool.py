"""A temporary file that holds rows until their profile's turn comes: memory does not grow with the sheet."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from profiles.importers.tables.cells import Cells

BATCH = 500


class Spool:
    """Rows by place, and for every line of the bundle the rows and columns that it was made from."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE row (number INTEGER PRIMARY KEY, place INTEGER, texts TEXT, bad TEXT);"
            "CREATE TABLE origin (line INTEGER, path TEXT, row INTEGER, heading TEXT);"
            "BEGIN;"  # never committed: nobody reads the file after this
        )
        self._rows: list[tuple] = []
        self._origins: list[tuple] = []

    def add(self, place: int, cells: Cells) -> None:
        self._rows.append((cells.number, place, json.dumps(cells.texts), json.dumps(cells.bad)))
        if len(self._rows) >= BATCH:
            self._flush()

    def whence(self, line: int, path: str, row: int, heading: str) -> None:
        """`path` is the one a fault would have ("skills[3] → name"); the empty one speaks of the whole line."""
        self._origins.append((line, path, row, heading))
        if len(self._origins) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        self._db.executemany("INSERT INTO row VALUES (?, ?, ?, ?)", self._rows)
        self._db.executemany("INSERT INTO origin VALUES (?, ?, ?, ?)", self._origins)
        self._rows, self._origins = [], []

    def seal(self) -> None:
        """All rows are in."""
        self._flush()
        self._db.execute("CREATE INDEX row_by_place ON row (place)")

    def rows(self, places: Sequence[int]) -> Iterator[Cells]:
        """The rows of these places, in the order of the sheet."""
        marks = ",".join("?" * len(places))
        found = self._db.execute(f"SELECT number, texts, bad FROM row WHERE place IN ({marks}) ORDER BY number", places)  # noqa: S608
        for number, texts, bad in found:
            yield Cells(number, json.loads(texts), json.loads(bad))

    def origin(self, line: int, path: str) -> tuple[int, str] | None:
        """Row and heading of the narrowest part of this line that is known; None where nothing is."""
        self._flush()
        self._db.execute("CREATE INDEX IF NOT EXISTS origin_by_line ON origin (line)")
        while True:
            found = self._db.execute("SELECT row, heading FROM origin WHERE line = ? AND path = ?", (line, path))
            if (pair := found.fetchone()) or not path:
                return pair
            path = path.rpartition(" → ")[0]

    def close(self) -> None:
        self._db.close()
