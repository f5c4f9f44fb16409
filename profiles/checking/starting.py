"""Starts a check from a page: in a process of its own, so that no worker is held for as long as a large canon takes."""

import subprocess
import sys

from django.conf import settings

from profiles.checking.keeping import begin
from profiles.models import CanonCheck
from profiles.states import Conflict


def start(*, by, seen: int) -> CanonCheck:
    """Begins a check in this person's name; `seen` is the last one that they knew of (0: none).

    A Conflict where one runs, or has ended since: who presses twice has one check and not two.
    """
    last = CanonCheck.objects.last_ended()
    if seen != (last.pk if last else 0):
        raise Conflict("the canon was checked since you opened this page")
    check = begin(by=by, alone=True)
    launch(check.pk)
    return check


def launch(check: int) -> None:
    """The command of the operator, for a check that has its row already."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "canon_check", "--quiet", "--begun", str(check)]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True, **quiet)  # noqa: S603  words of our own
