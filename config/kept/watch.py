"""Reads the clock of the listings at each request, for a hundredth of what a query through Django costs.

By it a page that is kept is found to stand. What a page is kept *under* is read by Django, on the connection that
its rows come from: another one may lead to another database, where a file or a server takes the place of another.
"""

import os
import threading
from typing import Any

from django.db import connections

from profiles.clock import SQL, Clock


class Watches:
    """One for each database that readers read from."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: dict[str, Watch] = {}

    def __call__(self, database: str) -> Clock | None:
        return (self._watches.get(database) or self._first(database)).read()

    def _first(self, database: str) -> "Watch":
        with self._lock:
            return self._watches.setdefault(database, Watch(database))


class Watch:
    """The clock of one database, on a connection of its own.

    Django's are each thread's own, are closed when it finds them old, and those of a pool are counted.
    """

    def __init__(self, database: str) -> None:
        self._database, self._lock = database, threading.Lock()
        self._connection: Any = None
        self._file: tuple[int, int] | None = None
        wrapper = connections[database]
        self._faults = (OSError, wrapper.Database.Error)
        # Of SQLite, where it is not in memory.
        on_disk = wrapper.vendor == "sqlite" and not wrapper.is_in_memory_db()
        self._path = wrapper.settings_dict["NAME"] if on_disk else None

    def read(self) -> Clock | None:
        """None where the database does not answer: then it is Django's to tell."""
        with self._lock:
            try:
                # A file that was put in the place of another (a copy that was restored) is another database.
                if self._connection is None or self._file != self._file_now():
                    self._connect()
                # All rows: a statement that is not at its end holds up a checkpoint.
                return Clock.of(self._connection.execute(SQL).fetchall())
            except self._faults:
                self._close()
                return None

    def _connect(self) -> None:
        self._close()
        wrapper = connections[self._database].copy()
        wrapper.settings_dict["OPTIONS"].pop("pool", None)
        self._file = self._file_now()
        wrapper.connect()
        self._connection = wrapper.connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _file_now(self) -> tuple[int, int] | None:
        if self._path is None:
            return None
        found = os.stat(self._path)
        return found.st_dev, found.st_ino
