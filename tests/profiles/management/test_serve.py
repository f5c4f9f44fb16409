"""The one command that makes a site ready: what it refuses, what it does, what it leaves."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from profiles.management.commands import serve
from tests import own


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    return own.free_port()


@pytest.fixture
def calls(monkeypatch) -> list[str]:
    """The names of the commands that `serve` calls, which are not run."""
    names: list[str] = []
    monkeypatch.setattr(serve, "call_command", lambda name, **options: names.append(name))
    monkeypatch.setattr(serve, "become_server", lambda: names.append("the server"))
    monkeypatch.setattr(serve, "static_files_are_stale", lambda: True)
    return names


def test_a_port_in_use_is_told_before_anything_is_done(settings, taken_port, calls):
    settings.PORT = taken_port
    with pytest.raises(CommandError) as refusal:
        call_command("serve")
    assert str(refusal.value) == f"Port {taken_port} is in use: choose another one with PORT=."
    assert calls == []


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_a_number_that_is_no_port_is_told(port):
    with pytest.raises(CommandError) as refusal:
        serve.refuse_taken_port("127.0.0.1", port)
    assert str(refusal.value) == f"PORT must lie between 1 and 65535, and is {port}."


@pytest.mark.django_db
def test_an_empty_canon_gets_the_sample_with_debug_only(settings, free_port, calls):
    settings.PORT = free_port
    out = StringIO()
    call_command("serve", stdout=out)
    assert calls == ["collectstatic", "the server"]
    assert out.getvalue() == (
        "The canon is empty: fill it with manage.py import_canon FILE.\n"
        f"Serving on http://127.0.0.1:{free_port}/ – stop with Ctrl-C.\n"
    )
    calls.clear()
    settings.DEBUG = True
    call_command("serve", stdout=StringIO())
    assert calls == ["load_sample", "the server"]


@pytest.mark.django_db
def test_only_a_database_that_is_not_ready_is_migrated(settings, free_port, calls):
    settings.PORT = free_port
    assert serve.is_ready()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")
    assert not serve.is_ready()
    call_command("serve", stdout=StringIO())
    assert calls[0] == "migrate"


def test_static_files_are_stale_until_collected_and_when_one_is_younger(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    assert serve.static_files_are_stale()
    settings.STATIC_ROOT.mkdir()
    listed = settings.STATIC_ROOT / "staticfiles.json"
    listed.write_text("{}")
    os.utime(source / "a.css", (1, 1))
    assert not serve.static_files_are_stale()
    os.utime(source / "a.css", (2**32, 2**32))
    assert serve.static_files_are_stale()


def test_it_serves_from_nothing_and_stops_in_order(settings, tmp_path, free_port):
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "PORT": str(free_port),
    }
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        assert status(f"http://127.0.0.1:{free_port}/admin/login/", server) == 200
        assert status(f"http://127.0.0.1:{free_port}/no/such/page/", server) == 404
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=60)
    assert code == 0


def status(url: str, server: subprocess.Popen) -> int:
    """The status of a page, as soon as the server answers."""
    end = time.monotonic() + 180
    while time.monotonic() < end and server.poll() is None:
        try:
            return urllib.request.urlopen(url).status
        except urllib.error.HTTPError as answer:
            return answer.code
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
