"""A site of the exam's own: a fresh database with the sample canon, and people of every role who are signed in."""

import io
import json
import logging
import os
import sys
import traceback
from collections import Counter
from typing import Any

import django

ROLES = ("anonymous", "employee", "reviewer", "curator", "approver", "superuser")


def begin() -> None:
    """Django over the database that the environment names, migrated and with the sample canon."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import override_settings

    settings.ALLOWED_HOSTS = ["*"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with override_settings(DEBUG=True):  # its demo people come to nobody else's site
        call_command("load_sample", verbosity=0, stdout=io.StringIO())


def client_of(role: str) -> Any:
    """Signed in without a password; a fault in a view comes back as a 500, as a reader would get it."""
    from django.test import Client

    from profiles.people import APPROVERS, CURATORS, REVIEWERS
    from tests.factories import person

    groups = {"reviewer": [REVIEWERS], "curator": [CURATORS], "approver": [APPROVERS]}.get(role, [])
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        who = person(f"exam-{role}", *groups)
        who.is_active, who.is_staff, who.is_superuser = True, role != "employee", role == "superuser"
        who.save()
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


class Faults:
    """What went wrong, each kind once with how often; the trace of a fault in a view is kept."""

    def __init__(self) -> None:
        from django.core.signals import got_request_exception

        self.counted: Counter[str] = Counter()
        self._trace = ""
        got_request_exception.connect(self._seen)

    def _seen(self, **_: object) -> None:
        self._trace = traceback.format_exc()

    def note(self, what: str) -> None:
        if what not in self.counted:
            print(f"FAULT {what}\n{self._trace}", file=sys.stderr, flush=True)
        self.counted[what] += 1
        self._trace = ""


def tell(**figures: object) -> None:
    print(json.dumps(figures), flush=True)
