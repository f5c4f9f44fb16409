"""Two processes of the site over one primary, one streaming replica and one Redis, as a company runs them."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
import requests
from django.conf import settings

from tests.factories import KEY_M4
from tests.own import free_port
from tests.postgres import NoServer, streaming_replica, temporary_server

BOUND = 6
PREPARE = f"""
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from profiles.people import APPROVERS
from tests.factories import approved, edit, in_review, person
axel = person("axel", APPROVERS, is_staff=True)
revision = in_review(edit(approved(by=axel).profile, summary="A summary that has just been approved."))
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = axel.pk, axel.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
assert revision.key == "{KEY_M4}"
print(revision.pk, revision.seal, session.session_key)
"""
NEW = "A summary that has just been approved."


class Site(NamedTuple):
    one: str
    two: str
    primary: psycopg.Connection
    replica: psycopg.Connection
    replica_server: subprocess.Popen
    revision: str
    seal: str
    session: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("replicas")
    with ExitStack() as stack:
        try:
            url = stack.enter_context(temporary_server())
        except NoServer as reason:
            pytest.skip(str(reason))
        primary = stack.enter_context(connected(url, "postgres"))
        primary.execute("CREATE DATABASE canon")
        replica_url, server = stack.enter_context(streaming_replica(url))
        environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": url,
            "DATABASE_REPLICA_URL": replica_url,
            "CACHE_URL": stack.enter_context(redis(folder)),
            "VAR_DIR": str(folder / "var"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "API_REQUESTS_A_MINUTE": str(BOUND),
            "WORKERS": "1",
        }
        prepared = subprocess.run(
            [sys.executable, "-c", PREPARE],
            cwd=settings.BASE_DIR,
            env=environment,
            text=True,
            capture_output=True,
            check=True,
        )
        revision, seal, session = prepared.stdout.split()
        one = stack.enter_context(serving(environment))
        two = stack.enter_context(serving(environment))
        replica = stack.enter_context(connected(replica_url, "canon"))
        yield Site(one, two, primary, replica, server, revision, seal, session)


@contextmanager
def connected(url: str, database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(
        f"{url.rpartition('/')[0]}/{database}".replace("postgres:", "postgresql:"), autocommit=True
    ) as c:
        yield c


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    if not (program := shutil.which("redis-server")):
        pytest.skip("no redis-server was found")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with ended(subprocess.Popen(command, stdout=subprocess.DEVNULL)):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env=environment | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )
    with ended(server):
        address = f"http://127.0.0.1:{port}"
        until(lambda: answers(address) and server.poll() is None)
        yield address


@contextmanager
def ended(process: subprocess.Popen) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/readyz", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


def until(holds, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.1)


def shows_new(address: str, **asked) -> bool:
    response = requests.get(f"{address}/canon/{KEY_M4}/", timeout=30, **asked)
    assert response.status_code == 200
    return NEW in response.text


def test_readers_read_from_the_replica_and_whoever_wrote_reads_what_was_written(site: Site):
    until(lambda: requests.get(f"{site.two}/canon/{KEY_M4}/", timeout=30).status_code == 200)
    assert not shows_new(site.one)
    site.replica.execute("SELECT pg_wal_replay_pause()")  # a replica that is behind, for as long as we like
    axel = requests.Session()
    axel.cookies.set("session", site.session, domain="127.0.0.1")
    page = axel.get(f"{site.one}/admin/profiles/revision/{site.revision}/change/", timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    decision = {"csrfmiddlewaretoken": token, "seal": site.seal, "note": "good"}
    answer = axel.post(
        f"{site.one}/admin/profiles/revision/{site.revision}/approve/", decision, timeout=30, allow_redirects=False
    )
    assert answer.status_code == 302, answer.text
    written = {"written": axel.cookies["written"]}
    # On both processes, whoever wrote sees it at once, and others see what the replica has.
    assert [shows_new(at, cookies=written) for at in (site.one, site.two)] == [True, True]
    assert [shows_new(at) for at in (site.one, site.two)] == [False, False]
    assert not shows_new(site.one, cookies={"written": "no position"})
    site.replica.execute("SELECT pg_wal_replay_resume()")
    until(lambda: shows_new(site.one) and shows_new(site.two), 30)


def test_a_bound_holds_for_all_processes_together(site: Site):
    if (second := time.time() % 60) > 45:
        time.sleep(60 - second)  # all within one minute of the clock
    asked = [requests.get(f"{at}/api/v1/levels", timeout=30).status_code for at in (site.one, site.two) * BOUND]
    assert asked == [200] * BOUND + [429] * BOUND


def test_without_its_replica_the_site_answers_on(site: Site):
    """The last here, for the server does not come back."""
    site.replica_server.kill()
    site.replica_server.wait()
    for at in (site.one, site.two) * 5:
        assert shows_new(at)
