"""Copies of the whole database, each by the means of its engine: consistent while others write, and whole or not there.

SQLite copies itself page by page into a file; PostgreSQL writes one of its own archives by `pg_dump`.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections

SQLITE, POSTGRESQL = b"SQLite format 3\0", b"PGDMP"
PAGES_AT_ONCE = 2_000


class NoCopy(Exception):
    """The copy cannot be made or taken; the message says why. Nothing was changed."""


def make(file: Path) -> None:
    """Writes the database of this site to a file that is not there yet."""
    if file.exists():
        raise NoCopy(f"{file} is there already: a name that is free expected")
    if not file.parent.is_dir():
        raise NoCopy(f"there is no folder {file.parent}")
    with _whole(file) as part:
        {"sqlite": _from_sqlite, "postgresql": _from_postgresql}[connection.vendor](part)


def kind_of(file: Path) -> str:
    """The engine whose copy a file is."""
    try:
        with file.open("rb") as stream:
            head = stream.read(16)
    except OSError as fault:
        raise NoCopy(f"{file} cannot be read: {fault.strerror}") from fault
    if head == SQLITE:
        return "sqlite"
    if head.startswith(POSTGRESQL):
        return "postgresql"
    raise NoCopy(f"{file} is no copy made by `manage.py backup`")


def take(file: Path) -> None:
    """Puts a copy in the place of this site's database, which has to be empty."""
    kind = kind_of(file)
    if kind != connection.vendor:
        raise NoCopy(f"{file} is a copy of {kind}, and this site runs on {connection.vendor}")
    if tables := _tables():
        raise NoCopy(f"an empty database expected, found {len(tables)} tables: move it away or name another")
    {"sqlite": _to_sqlite, "postgresql": _to_postgresql}[kind](file)


def _tables() -> list[str]:
    return connection.introspection.table_names()


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A name beside the file, which becomes the file when all is written and on disk."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        os.replace(part, file)
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


# -- SQLite --------------------------------------------------------------------------------------------


def _from_sqlite(part: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(part)) as copy:
        connection.connection.backup(copy, pages=PAGES_AT_ONCE)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions


def _to_sqlite(file: Path) -> None:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        told = _integrity(copy)
    if told != "ok":
        raise NoCopy(f"{file} is damaged: {told}")
    place = Path(connection.settings_dict["NAME"])
    connections.close_all()
    with _whole(place) as part:
        shutil.copyfile(file, part)
    for companion in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.unlink(f"{place}{companion}")


def _integrity(copy: sqlite3.Connection) -> str:
    try:
        return copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as fault:
        return str(fault)


# -- PostgreSQL ----------------------------------------------------------------------------------------


def _from_postgresql(part: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}")


def _to_postgresql(file: Path) -> None:
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run("pg_restore", *options, f"--dbname={connections[DEFAULT_DB_ALIAS].settings_dict['NAME']}", str(file))


def _run(program: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        raise NoCopy(f"{program} expected on the PATH: install the client programs of PostgreSQL")
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    # By the environment: what stands on a command line is seen by everybody on the machine.
    told = {variable: str(settings[name]) for name, variable in names.items() if settings.get(name)}
    done = subprocess.run([program, *arguments], env=os.environ | told, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise NoCopy(f"{program}: {done.stderr.strip().splitlines()[0] if done.stderr.strip() else done.returncode}")
