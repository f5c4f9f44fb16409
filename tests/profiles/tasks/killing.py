"""Errands and the worker that does them, on a database of their own: run by test_killed.py as a process.

python -m tests.profiles.tasks.killing
"""

import os
import time

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from django.core.management import call_command

from profiles import desk, tasks
from profiles.models import Errand, ErrandKind, Event, ListedTitle, Profile, Stage, TitleKind
from profiles.models.errand import UNDER_WAY
from profiles.resolver import lists
from tests.factories import curator
from tests.profiles import killing
from tests.profiles.killing import tell


def worker(most: int = 1) -> None:
    call_command("db_worker", max_tasks=most, interval=0.05, startup_delay=False, reload=False, verbosity=0)


def look(path: str) -> None:
    """A file that was looked at, and is to be applied."""
    with open(path, "rb") as file:
        tasks.ask(ErrandKind.IMPORT, "canon.jsonl", by=curator(), file=file)
    worker()
    tasks.apply(Errand.objects.get(stage=Stage.LOOKED), by=curator())


def hang_in_import() -> None:
    """The worker stops when desks are written, before the transaction is at its end."""
    write = desk.replace

    def replace(*args, **how) -> None:
        write(*args, **how)
        tell(middle=Profile.objects.count())
        time.sleep(60)

    desk.replace = replace
    worker(5)  # the second look at the dry run is among what waits


def titles() -> None:
    lines = [killing_line(n) for n in range(1, 4)]
    made = lists.begin("staff.csv", TitleKind.PROFILES, lines, by=curator())
    tasks.ask(ErrandKind.RESOLVE, made.name, by=curator(), list=made.pk)


def killing_line(number: int):
    from profiles.importers.titles import Line

    return Line(number, f"Plant Manager {number}")


def hang_in_list() -> None:
    lists.PIECE["profiles"], step = 1, lists.step

    def once(pk: int) -> int:
        done = step(pk)
        tell(middle=done)
        time.sleep(60)
        return done

    lists.step = once
    worker(5)


def go_on() -> None:
    """The next worker, until nothing is under way."""
    until = time.monotonic() + 60
    while Errand.objects.filter(stage__in=UNDER_WAY).exists() and time.monotonic() < until:
        worker()


def stands() -> None:
    errand = Errand.objects.latest("pk")
    tell(
        stage=errand.stage,
        said=errand.said,
        tries=errand.tries,
        pieces=errand.pieces.count(),
        profiles=Profile.objects.count(),
        events=Event.objects.count(),
        answered=ListedTitle.objects.exclude(band="").count(),
    )


killing.TASKS |= {one.__name__: one for one in (look, hang_in_import, titles, hang_in_list, go_on, stands)}

if __name__ == "__main__":
    killing.main()
