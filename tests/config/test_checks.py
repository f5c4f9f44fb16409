"""A start that would show the inside of the site to the world is refused."""

import sys

import pytest
from django.core.checks import run_checks

from config.addresses import is_loopback


def faults() -> list[str]:
    return [fault.id for fault in run_checks(tags=["config"])]


def test_the_settings_as_they_come_are_safe():
    assert faults() == []


@pytest.mark.parametrize(
    ("bind", "expected"),
    [
        ("127.0.0.1", []),
        ("localhost", []),
        ("::1", []),
        ("0.0.0.0", ["config.E001"]),
        ("::", ["config.E001"]),
        ("192.0.2.7", ["config.E001"]),
        ("canon.example.org", ["config.E001"]),
    ],
)
def test_debug_listens_on_loopback_only(settings, bind, expected):
    settings.BIND = bind
    assert faults() == []
    settings.DEBUG = True
    assert faults() == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8001", []),
        ("127.0.0.1:8001", []),
        ("[::1]:8001", []),
        ("0:8001", ["config.E001"]),
        ("0.0.0.0:8001", ["config.E001"]),
        ("[::]:8001", ["config.E001"]),
    ],
)
def test_debug_under_runserver_listens_on_loopback_only(settings, monkeypatch, address, expected):
    settings.DEBUG = True
    monkeypatch.setattr(sys, "argv", ["manage.py", "runserver", "--noreload", address])
    assert faults() == expected


def test_answering_to_any_name_is_refused(settings):
    settings.ALLOWED_HOSTS = ["canon.example.org", "*"]
    assert faults() == ["config.E002"]


@pytest.mark.parametrize("key", ["django-insecure-" + "abcdefgh" * 8, "short", "a" * 60])
def test_a_key_that_can_be_guessed_is_refused(settings, key):
    settings.SECRET_KEY = key
    assert faults() == ["config.E003"]


def test_loopback_is_told_from_what_only_looks_like_it():
    assert [is_loopback(host) for host in ("127.8.8.8", "[::1]", "localhost")] == [True] * 3
    assert [is_loopback(host) for host in ("", "127.0.0.1.example", "128.0.0.1")] == [False] * 3
