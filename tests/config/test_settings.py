"""What the environment makes of the settings, each read in a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture
def run(tmp_path):
    """Runs Python in the project with nothing but the given settings in its environment."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
        bare = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=bare | environment,
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture
def read(run):
    """The values of some settings under an environment."""

    def read(*names: str, **environment: str) -> list:
        code = "import json, sys; from config import settings as s; "
        code += "print(json.dumps([getattr(s, name) for name in sys.argv[1:]]))"
        done = run("-c", code, *names, **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return read


def test_without_any_variable_it_is_production_on_this_machine(read, tmp_path):
    assert read("DEBUG", "BIND", "PORT", "REQUIRE_LOGIN", "PAY_MATERIAL_PERCENT") == [
        False,
        "127.0.0.1",
        8000,
        False,
        10,
    ]
    (databases,) = read("DATABASES")
    assert databases["default"]["NAME"] == str(tmp_path / "var" / "canon.sqlite3")


def test_the_address_of_the_site_decides_hosts_and_cookies(read):
    names = ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_NAME", "SECURE_HSTS_SECONDS")
    assert read(*names, SITE_URL="https://canon.example.org/") == [
        ["canon.example.org"],
        ["https://canon.example.org"],
        "__Host-session",
        31_536_000,
    ]
    assert read(*names) == [["127.0.0.1", "localhost", "[::1]"], [], "session", 0]


def test_the_deployment_check_is_clean_under_https(run):
    done = run(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level=WARNING",
        SITE_URL="https://canon.example.org",
    )
    assert done.returncode == 0, done.stderr


def test_a_private_site_asks_everybody_to_sign_in(read):
    required = "django.contrib.auth.middleware.LoginRequiredMiddleware"
    assert required not in read("MIDDLEWARE")[0]
    assert required in read("MIDDLEWARE", REQUIRE_LOGIN="1")[0]


def test_the_companys_sign_in_is_given_whole_or_not_at_all(read, run):
    provider = {"OIDC_ISSUER": "https://idp.example", "OIDC_CLIENT_ID": "canon", "OIDC_CLIENT_SECRET": "secret"}
    roles = "cn=hr,ou=groups=Curators; hr-leads=Approvers"
    assert read("OIDC_ROLES", "SESSION_COOKIE_AGE", **provider, OIDC_ROLES=roles, SESSION_HOURS="8") == [
        [["cn=hr,ou=groups", "Curators"], ["hr-leads", "Approvers"]],
        8 * 3600,
    ]
    done = run("manage.py", "check", **provider, OIDC_ROLES="hr=Curator")
    assert "OIDC_ROLES: one of Curators, Reviewers, Approvers, Pay viewers is expected, found Curator." in done.stderr


def test_passwords_are_long_and_kept_by_argon2(read):
    hashers, validators = read("PASSWORD_HASHERS", "AUTH_PASSWORD_VALIDATORS")
    assert hashers[0] == "config.sign_in.hashers.Argon2"
    assert [v["OPTIONS"] for v in validators if "OPTIONS" in v] == [{"min_length": 12}]


def test_a_command_on_postgresql_has_no_pool_and_a_server_has_one(read):
    url = "postgres://canon:p%40ss@db.example/canon?sslmode=require"
    (command,) = read("DATABASES", DATABASE_URL=url)
    assert command["default"]["PASSWORD"] == "p@ss"
    assert command["default"]["OPTIONS"] == {
        "options": "-c lock_timeout=10000",
        "sslmode": "require",
    }
    (server,) = read("DATABASES", DATABASE_URL=url, SERVING="1", DATABASE_POOL_MAX="7")
    assert server["default"]["CONN_MAX_AGE"] == 0
    assert server["default"]["OPTIONS"] == {
        "pool": {"min_size": 1, "max_size": 7, "timeout": 10},
        "sslmode": "require",
        "options": "-c lock_timeout=10000 -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000",
    }


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"PORT": "http"}, "PORT: invalid literal for int() with base 10: 'http'"),
        (
            {"DATABASE_URL": "mysql://u:hidden@h/d"},
            "DATABASE_URL: postgres://… or sqlite:///… is expected.",
        ),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(run, environment, told):
    done = run("manage.py", "check", **environment)
    assert done.returncode == 1
    assert done.stderr == f"The settings are not right: {told}\n"


def test_the_server_refuses_dangerous_settings_without_the_command(run):
    done = run("-c", "import config.wsgi", ALLOWED_HOSTS="*")
    assert done.returncode == 1
    assert "ALLOWED_HOSTS holds '*'" in done.stderr.splitlines()[-1]


PRAGMAS = """
import django, json; django.setup()
from django.db import connection
names = ("journal_mode", "synchronous", "recursive_triggers", "busy_timeout")
with connection.cursor() as cursor:
    told = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
print(json.dumps([*told, connection.transaction_mode]))
"""


def test_sqlite_writes_ahead_in_full_sees_every_replace_and_lets_writers_queue(run):
    done = run("-c", PRAGMAS, DJANGO_SETTINGS_MODULE="config.settings")
    assert json.loads(done.stdout) == ["wal", 2, 1, 20_000, "IMMEDIATE"], done.stderr


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
def test_postgresql_keeps_nobody_waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("10s",)


def test_pages_are_kept_in_production_alone_and_where_everybody_may_see_them(read):
    assert read("KEEPS_PAGES", "KEPT_MEGABYTES") == [True, 16]
    for other in ({"KEPT_MEGABYTES": "0"}, {"DEBUG": "1"}, {"REQUIRE_LOGIN": "1"}):
        assert read("KEEPS_PAGES", **other) == [False]
