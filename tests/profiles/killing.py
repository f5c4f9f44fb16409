"""Works on a database of its own until it is killed: run by test_killed.py as a process, in which each task is a child.

    python -m tests.profiles.killing

Reads tasks line by line, forks a child for each (Django is loaded by then, so that it is at work at once), and reaps it
only when told to: until then its number cannot be anybody else's. What children tell goes to the same output.
"""

import io
import json
import os
import random
import sys
import traceback
from collections import Counter

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from profiles import payloads, sealing, trail
from profiles.models import Event, Heading, Profile, Revision
from profiles.people import APPROVERS, CURATORS
from profiles.states import PUBLIC, Move, State
from tests.factories import curator, edit, person


def tell(**what: object) -> None:
    os.write(1, (json.dumps(what) + "\n").encode())  # one write is one line, whoever else writes


# -- tasks -------------------------------------------------------------------------------------------


def migrate() -> None:
    call_command("migrate", verbosity=0)
    person("axel", APPROVERS, is_staff=True)
    person("carla.at.desk", CURATORS, is_staff=True)


def bring(path: str) -> None:
    call_command("import_canon", path, as_published=True, verbosity=0, stdout=io.StringIO())


def decide(seed: str, most: str = "10000") -> None:
    """Edits, submits and approves through the doors of the desk, and tells each approval that was acknowledged."""
    dice, by = random.Random(seed), curator()
    desk, judge = (signed_in(name) for name in ("carla.at.desk", "axel"))
    profiles = list(Profile.objects.with_places().order_by("pk"))
    for number in range(int(most)):
        profile = dice.choice(profiles)
        waiting = Revision.objects.open().filter(profile=profile).first()
        if waiting is None:
            edit(profile, by=by, summary=f"Round {seed}, edit {number}.")
            desk.post(reverse("admin:profiles_profile_submit", args=[profile.pk]), {"note": "please"})
            waiting = Revision.objects.open().get(profile=profile)
        door = reverse("admin:profiles_revision_approve", args=[waiting.pk])
        judge.post(door, {"seal": waiting.seal, "note": "good"})
        if Revision.objects.filter(pk=waiting.pk, state=State.APPROVED).exists():
            tell(approved=waiting.pk)


def signed_in(name: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(person(name))
    return client


def versions() -> None:
    """The highest version of each profile, counted: one number where a file was read whole or not at all."""
    highest: dict[int, int] = {}
    for pk, number in Revision.objects.filter(number__isnull=False).values_list("profile", "number"):
        highest[pk] = max(highest.get(pk, 0), number)
    tell(versions=sorted(Counter(highest.values()).items()), profiles=Profile.objects.count())


def approved(numbers: str) -> None:
    """Which of these were approved and are so no more; none, if what was acknowledged is there."""
    asked = {int(number) for number in numbers.split(",") if number}
    tell(lost=sorted(asked - set(Revision.objects.filter(state__in=PUBLIC).values_list("pk", flat=True))))


def check() -> None:
    """Everything that can be half done, in sentences; none, if nothing is."""
    found = [*of_database(), *of_revisions(), *of_desks()]
    tell(
        wrong=found[:20],
        revisions=Revision.objects.count(),
        events=Event.objects.count(),
        decided=Revision.objects.filter(origin="desk", state__in=PUBLIC).count(),
    )


def of_database() -> list[str]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return said + [f"dangling: {row}" for row in cursor.fetchall()]


# What has to be told of a revision in each state, by its origin.
TOLD = {
    State.IN_REVIEW: {Move.SUBMIT},
    State.APPROVED: {Move.SUBMIT, Move.APPROVE},
    State.SUPERSEDED: {Move.SUBMIT, Move.APPROVE, Move.SUPERSEDE},
}


def of_revisions():
    rows = Revision.objects.select_related("pay").prefetch_related("skill_rows", "contributors", "events")
    for row in rows.order_by("pk"):
        payload, moves = json.loads(row.payload), Counter(event.move for event in row.events.all())
        restored = row.origin == "imported"
        wanted = TOLD[row.state] if not restored else {Move.RESTORE} | (TOLD[row.state] - TOLD[State.APPROVED])
        if moves != Counter({str(move): 1 for move in wanted}):
            yield f"{row}: {sorted(wanted)} expected in the trail, found {moves}"
        if sealing.digest(row.payload) != row.seal:
            yield f"{row}: its text does not have its seal"
        pay = sealing.pay_seal(json.loads(row.pay.part), row.pay.salt) if hasattr(row, "pay") else None
        if pay != payload["pay_seal"]:
            yield f"{row}: its pay part does not have the seal that its text names"
        if len(row.skill_rows.all()) != len(payload["skills"]):
            yield f"{row}: {len(payload['skills'])} skills expected, found {len(row.skill_rows.all())}"
        if not restored and not row.contributors.all():
            yield f"{row}: nobody has contributed"


def of_desks():
    for profile in Profile.objects.on_desk():
        rows = list(profile.revisions.order_by("number").values_list("number", "state"))
        numbers = [number for number, _ in rows if number]
        if numbers and numbers != list(range(1, len(numbers) + 1)):
            yield f"{profile}: versions without gaps expected, found {numbers}"
        stands = [number for number, state in rows if state == State.APPROVED]
        if numbers and stands != numbers[-1:]:
            yield f"{profile}: the last version expected to stand, found {stands} of {numbers}"
        if payloads.Content(payloads.record_of(profile)).digest != profile.digest:
            yield f"{profile}: its rows do not have its digest"
        before = ""
        for event in profile.events.select_related("revision").order_by("pk"):
            seal = event.revision.seal if event.revision else ""
            if event.chain != trail.link(before, event, key=profile.key, seal=seal):
                yield f"{profile}: the trail is broken at {event}"
            before = event.chain
        if stands and not Heading.objects.filter(kind="focus", code=profile.focus.code).exists():
            yield f"{profile}: published without a heading"


# -- the process -------------------------------------------------------------------------------------

TASKS = {task.__name__: task for task in (migrate, bring, decide, versions, approved, check)}


def work(name: str, *arguments: str) -> int:
    try:
        TASKS[name](*arguments)
        connections.close_all()
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(work(*line.split()))
        tell(child=child)
        sys.stdin.readline()  # "reap"
        _, status = os.waitpid(child, 0)
        tell(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
