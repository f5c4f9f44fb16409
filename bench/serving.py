"""Starts the servers of all contestants, waits until each answers, and stops what it has started."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench import canons, processes
from bench.canons import ROOT, Place
from bench.peers import datasette, nginx
from tests.own import free_port

WORKERS = 2
START_SECONDS = 120


class Missing(Exception):
    """A contestant cannot be had on this machine; the message says why."""


@dataclass(frozen=True)
class Server:
    """A server that answers at an address."""

    base: str
    processes: tuple[subprocess.Popen, ...]
    workers_are_children: bool = True

    def pids(self) -> list[int]:
        return [pid for process in self.processes for pid in processes.family(process.pid)]

    def cpu_ms(self) -> float:
        return processes.cpu_ms(self.pids())

    def memory(self) -> list[dict[str, float]]:
        """Of each worker, the largest first; what watches over workers, or helps to start them, is none."""
        own = [process.pid for process in self.processes] if self.workers_are_children else []
        pids = [pid for pid in self.pids() if pid not in own]
        told = [processes.memory(pid, min(WORKERS, len(pids))) for pid in pids]
        return sorted(told, key=lambda each: -each["own_mib"])[:WORKERS]


# -- the site, and what stands on its own server ------------------------------------------------------


@contextmanager
def site(place: Place, **settings: str) -> Iterator[Server]:
    """As `make run` serves it, without DEBUG."""
    port = free_port()
    environment = place.environment(PORT=str(port), WORKERS=str(WORKERS), **settings)
    with _started([sys.executable, "manage.py", "serve"], environment) as process:
        yield _answering(Server(f"http://127.0.0.1:{port}", (process,)), "/healthz")


@contextmanager
def floor(place: Place, files: Path) -> Iterator[Server]:
    more = {"DJANGO_SETTINGS_MODULE": "bench.peers.floor_settings", "BENCH_FILES": str(files)}
    with site(place, KEPT_MEGABYTES="0", **more) as server:
        yield server


@contextmanager
def whitenoise(place: Place, files: Path, threads: int) -> Iterator[Server]:
    with _granian("bench.peers.files:application", place.environment(BENCH_FILES=str(files)), threads) as server:
        yield server


@contextmanager
def naive(place: Place, threads: int) -> Iterator[Server]:
    _need("django_tables2")
    canons.fill_naive(place)
    environment = place.environment(DJANGO_SETTINGS_MODULE="bench.peers.naive.settings")
    with _granian("bench.peers.naive.wsgi:application", environment, threads) as server:
        yield server


@contextmanager
def _granian(application: str, environment: dict[str, str], threads: int) -> Iterator[Server]:
    """With what `manage.py serve` tells it."""
    port = free_port()
    command = [sys.executable, "-m", "granian", application, "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(threads), "--log-level", "warning"]
    with _started(command, environment) as process:
        yield _answering(Server(f"http://127.0.0.1:{port}", (process,)), "/")


# -- programs of others -------------------------------------------------------------------------------


@contextmanager
def static_nginx(files: Path) -> Iterator[Server]:
    with _nginx(lambda folder, port: nginx.of_files(folder, port, files)) as server:
        yield server


@contextmanager
def a_datasette(place: Place) -> Iterator[Server]:
    """One process for each worker of ours behind nginx where that is installed, otherwise one alone."""
    _need("datasette")
    file = canons.datasette_file(place)
    settings = [part for name, value in datasette.SETTINGS.items() for part in ("--setting", name, str(value))]
    count = WORKERS if shutil.which("nginx") else 1
    with ExitStack() as stack:
        ports, started = [free_port() for _ in range(count)], []
        for port in ports:
            command = [sys.executable, "-m", "datasette", "serve", "-i", str(file), "--port", str(port), *settings]
            process = stack.enter_context(_started(command, place.environment()))
            _answering(Server(f"http://127.0.0.1:{port}", (process,)), "/")
            started.append(process)
        if count == 1:
            yield Server(f"http://127.0.0.1:{ports[0]}", tuple(started), workers_are_children=False)
            return
        door = stack.enter_context(_nginx(lambda folder, port: nginx.before(folder, port, ports)))
        yield Server(door.base, (*started, *door.processes), workers_are_children=False)


@contextmanager
def _nginx(configured: Callable[[Path, int], Path]) -> Iterator[Server]:
    if not shutil.which("nginx"):
        raise Missing("nginx is not installed")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="canon-bench-") as folder:
        command = ["nginx", "-p", folder, "-c", str(configured(Path(folder), port))]
        with _started([*command, "-e", f"{folder}/error.log"], dict(os.environ)) as process:
            yield _answering(Server(f"http://127.0.0.1:{port}", (process,)), "/")


# -- processes ----------------------------------------------------------------------------------------


def _need(module: str) -> None:
    if not importlib.util.find_spec(module):
        raise Missing(f"{module} is not installed: `make bench` brings it")


@contextmanager
def _started(command: Sequence[str], environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True)
        try:
            yield process
        except TimeoutError as late:
            said.seek(0)
            raise SystemExit(f"{' '.join(map(str, command))}: {late}\n{said.read()[-2000:]}") from late
        finally:
            _stop(process)


def _stop(process: subprocess.Popen) -> None:
    """In order, and then whatever is left of its own session."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pid in processes.of_session(process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _answering(server: Server, path: str) -> Server:
    """Itself, once it says anything at all; all its workers are up a moment later."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and all(process.poll() is None for process in server.processes):
        try:
            urllib.request.urlopen(server.base + path, timeout=5).close()
        except urllib.error.HTTPError:
            pass
        except OSError:
            time.sleep(0.05)
            continue
        return server
    raise TimeoutError("does not answer")
