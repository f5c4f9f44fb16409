"""Makes the site ready (database, sample canon, static files) and hands over to the server."""

import errno
import fcntl
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections

from profiles.management.readiness import is_guarded, is_migrated
from taxonomy.models import Function

# Without these glibc keeps what was freed, for each thread by itself: some seven MiB of a worker.
MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}


class Command(BaseCommand):
    help = "Migrates, loads the sample canon into an empty database (with DEBUG), and serves."
    # The other checks would import every view, only to be forgotten when the server takes over.
    requires_system_checks = ["config"]

    def handle(self, *args, **options) -> None:
        refuse_taken_port(settings.BIND, settings.PORT)
        try:
            with one_at_a_time():
                if not is_ready():
                    call_command("migrate", interactive=False, verbosity=0)
                self.fill_empty_canon()
        except OperationalError as fault:
            reason = str(fault).strip().partition("\n")[0]
            raise CommandError(f"The database cannot be used: {reason}") from fault
        if not settings.DEBUG and static_files_are_stale():
            call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(f"Serving on {address()} – stop with Ctrl-C.")
        become_server()

    def fill_empty_canon(self) -> None:
        """The sample brings demo people with it, so a site in production is left empty."""
        if Function.objects.exists():
            return
        if settings.DEBUG:
            call_command("load_sample", stdout=self.stdout)
        else:
            self.stdout.write("The canon is empty: fill it with manage.py import_canon FILE.")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of several processes that are started over one database one makes it ready, and the others wait."""
    if connection.vendor != "postgresql":
        with (Path(settings.VAR_DIR) / "serve.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")  # a migration may take its time
        cursor.execute("SELECT pg_advisory_lock(hashtext('canon serve'))")
        cursor.execute("RESET lock_timeout")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('canon serve'))")


def is_ready() -> bool:
    """All migrations stand, and so do the triggers: a migration would lock tables of a site that is at work."""
    return is_migrated() and is_guarded()


def refuse_taken_port(host: str, port: int) -> None:
    """Told here in one line, before anything is done; the server would tell it from each worker."""
    if not 0 < port < 65536:
        raise CommandError(f"PORT must lie between 1 and 65535, and is {port}.")
    try:
        family, kind, _, _, place = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise CommandError(f"Port {port} is in use: choose another one with PORT=.") from fault
        raise CommandError(f"Cannot listen on {host}, port {port}: {fault.strerror}.") from fault


def static_files_are_stale() -> bool:
    """True when a static file is younger than the list of those collected, or there is no list."""
    listed = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not listed.exists():
        return True
    collected = listed.stat().st_mtime
    return any(
        Path(storage.path(name)).stat().st_mtime > collected
        for finder in get_finders()
        for name, storage in finder.list([])
    )


def address() -> str:
    """Where a browser on this machine finds the site."""
    host = f"[{settings.BIND}]" if ":" in settings.BIND.strip("[]") else settings.BIND
    return f"http://{host}:{settings.PORT}/"


def become_server() -> None:
    """The process is replaced, so that signals reach the server itself and memory is not doubled.

    Whatever else the server can be told is read by it from GRANIAN_… in the environment.
    """
    connections.close_all()
    sys.stdout.flush()
    os.chdir(settings.BASE_DIR)  # where `config` is found
    command = [sys.executable, "-m", "config.server", "config.wsgi:application"]
    options = {
        "interface": "wsgi",
        "host": settings.BIND.strip("[]"),
        "port": settings.PORT,
        "workers": settings.WORKERS,
        "blocking-threads": settings.THREADS,
        "working-dir": settings.BASE_DIR,
        # One that is told to stop before it listens to signals would be waited for without end.
        "workers-kill-timeout": 30,
        "log-level": "warning",
    }
    for name, value in MEMORY.items():
        os.environ.setdefault(name, value)
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    os.execv(sys.executable, command)  # noqa: S606  (no shell is wanted, and every word is ours)
