"""Starts a PostgreSQL server of our own in a temporary folder, and takes it away again."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from glob import glob
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg

SERVER_USERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
START_SECONDS = 30
_NOT_ON_DISK = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class NoServer(Exception):
    """No PostgreSQL server can be had on this machine; the message says why."""


@contextlib.contextmanager
def temporary_server(*, on_disk: bool = True) -> Iterator[str]:
    """Yields the DATABASE_URL of a fresh server that listens on a socket in its own folder only.

    Everything is at its default: what the tests prove shall hold for a real server. Without `on_disk` nothing waits
    for the disk, which only a machine that goes down would tell; programs that are killed leave the same behind.
    """
    binaries = find_binaries()
    owner = _owner()
    # A socket's path may have 107 characters at most, so the folder's own path has to be short.
    folder = Path(tempfile.mkdtemp(prefix="canon-pg-", dir="/tmp" if os.path.isdir("/tmp") else None))
    try:
        _give(folder, owner)
        _make_cluster(binaries, folder, owner)
        with _running(binaries, folder, owner, () if on_disk else _NOT_ON_DISK):
            yield f"postgres://canon@{quote(str(folder), safe='')}/canon"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def streaming_replica(primary_url: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """Yields the DATABASE_URL of a copy that follows the temporary server of that URL by streaming, and its process."""
    binaries, owner = find_binaries(), _owner()
    folder = Path(tempfile.mkdtemp(prefix="canon-pg-", dir="/tmp" if os.path.isdir("/tmp") else None))
    source = unquote(urlsplit(primary_url).netloc.partition("@")[2])
    try:
        _give(folder, owner)
        subprocess.run(
            [binaries / "pg_basebackup", "-h", source, "-U", "canon", "-D", folder / "data", "-R", "-c", "fast"],
            cwd=folder,
            check=True,
            **_identity(owner),
        )
        with _running(binaries, folder, owner) as server:
            yield f"postgres://canon@{quote(str(folder), safe='')}/canon", server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`: on PATH, by pg_config, or where Debian puts it."""
    for folder in _likely_folders():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoServer("no PostgreSQL server binaries were found")


def _likely_folders() -> Iterator[Path]:
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        yield Path(answer.stdout.strip())
    by_version = glob("/usr/lib/postgresql/*/bin") + glob("/usr/pgsql-*/bin")
    yield from map(Path, sorted(by_version, reverse=True))


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as: somebody else when we are root, otherwise ourselves (None)."""
    if os.geteuid() != 0:
        return None
    for name in SERVER_USERS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer("we are root, and there is no other user to run the server")


def _give(folder: Path, owner: pwd.struct_passwd | None) -> None:
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def _identity(owner: pwd.struct_passwd | None) -> dict:
    """What makes `subprocess` start a program as the owner of the server."""
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _make_cluster(binaries: Path, folder: Path, owner: pwd.struct_passwd | None) -> None:
    """Only its owner may enter the folder, so `trust` on its socket trusts nobody else."""
    made = subprocess.run(
        [
            binaries / "initdb",
            f"--pgdata={folder / 'data'}",
            "--username=canon",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        **_identity(owner),
    )
    if made.returncode:
        raise NoServer(f"initdb failed: {made.stderr.strip().splitlines()[-1]}")


@contextlib.contextmanager
def _running(
    binaries: Path, folder: Path, owner: pwd.struct_passwd | None, options: tuple[str, ...] = ()
) -> Iterator[subprocess.Popen]:
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", *options],
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches the tests, which then stop the server in order
            **_identity(owner),
        )
    try:
        _wait_until_it_answers(server, folder)
        yield server
    finally:
        _stop(server)


def _wait_until_it_answers(server: subprocess.Popen, folder: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(folder), user="canon", dbname="postgres").close()
            return
        time.sleep(0.05)
    lines = (folder / "log").read_text(errors="replace").strip().splitlines()
    raise NoServer(f"the server did not start: {lines[-1] if lines else 'it said nothing'}")


def _stop(server: subprocess.Popen) -> None:
    server.send_signal(signal.SIGINT)  # "fast": open sessions are ended, the data stay whole
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
