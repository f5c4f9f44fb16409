"""Databases and ports of a test's own: what is killed, emptied or restored is nobody else's."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection

_numbers = count(1)


@contextmanager
def database_of_ones_own(folder: Path) -> Iterator[str]:
    """The URL of an empty database."""
    name = f"own_{os.getpid()}_{next(_numbers)}"
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    given = urlsplit(os.environ["DATABASE_URL"])
    told = settings.DATABASES["default"]
    names = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "password": told["PASSWORD"]}
    server = psycopg.connect(dbname="postgres", autocommit=True, **{k: str(v) for k, v in names.items() if v})
    try:
        server.execute(f"CREATE DATABASE {name}")
        yield given._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        server.close()


def free_port() -> int:
    """One that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
