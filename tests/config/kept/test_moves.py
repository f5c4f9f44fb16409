"""A page at the door is byte for byte the page as it is made anew: after any moves, in every process, for everybody."""

import itertools
import random
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from config.kept import Door
from profiles import workflow
from profiles.models import Profile, Revision
from profiles.people import PAY_VIEWERS
from profiles.states import State
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    IN_STATE,
    approved,
    approver,
    curator,
    edit,
    in_review,
    person,
)
from tests.plugins import EXAM
from tests.shared_texts import CHANGES, M3, M4, OTHER, OTHER_M4, P4, SIBLING_M4, accepted, canon, rows

MOVES = 120 if EXAM else 8
ADDRESSES = (
    *("/", "/profiles/", "/levels/", "/levels/M4/", "/skills/", "/skills/power-bi/"),
    *(f"/canon/{FUNCTION_CODE}/", f"/canon/{OTHER}/", f"/canon/{FUNCTION_CODE}.{FOCUS_CODE}/"),
    *(f"/canon/{key}/" for key in (M4, M3, P4, SIBLING_M4, OTHER_M4)),
    *(f"/compare/?keys={M4},{M3}", f"/canon/{M4}/?v=1", "/profiles/?track=M&sort=-pay", "/search/?q=plant+manager"),
)
READERS = ("anonymous", "employee", "pay viewer")

Move = Callable[[random.Random], object]


class Asked:
    """Django, and which addresses it was asked for."""

    def __init__(self) -> None:
        self.django, self.paths = WSGIHandler(), []

    def __call__(self, environ, start_response):
        self.paths.append(environ["PATH_INFO"])
        return self.django(environ, start_response)


def get(application, path: str, session: str = "") -> tuple[str, bytes]:
    """(status, body) as it came, and whoever kept it."""
    environ = RequestFactory().get(path, HTTP_HOST="127.0.0.1").environ
    environ["HTTP_COOKIE"] = f"session={session}" if session else ""
    environ.pop("CONTENT_TYPE", None)
    said = []
    body = application(environ, lambda status, headers: said.append(status))
    whole = b"".join(body)
    getattr(body, "close", lambda: None)()
    return said[0], whole


def session_of(user) -> str:
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = user.pk, user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    return session.session_key


# -- moves that what stands may make, each with what it needs before --------------------------------------


def approve(dice: random.Random) -> None:
    profile = dice.choice(Profile.objects.exclude(revisions__state=State.IN_REVIEW))
    summary = f"Says something else, {dice.random()}."
    pay = {"currency": "USD", "median": dice.randrange(90_000, 200_000), "region": "US"}
    approved(edit(profile, summary=summary, **dice.choice(({}, {"pay": pay}, {"skills": []}))))


def retire(dice: random.Random) -> None:
    rows = Revision.objects.approved().exclude(profile__revisions__state=State.IN_REVIEW)
    if rows.count() > 2:
        revision = workflow.propose_retirement(dice.choice(rows), by=curator(), note="merged with another")
        workflow.retire(revision, by=approver(), note="agreed")


def change_a_shared_text(dice: random.Random) -> None:
    kind = dice.choice(["function", "focus", "level"])
    row, (name, value) = rows()[kind], *CHANGES[kind].items()
    accepted(row, **{name: f"{value} {dice.random()}"})


def add(dice: random.Random) -> None:
    codes = (f"{FUNCTION_CODE}.{FOCUS_CODE}.{level}" for level in ("M1", "M2", "M5", "P3"))
    if free := sorted(set(codes) - set(Profile.objects.values_list("revisions__key", flat=True))):
        approved(code=dice.choice(free))


def wait_or_come_back(dice: random.Random) -> None:
    """What readers see nothing of."""
    states = (State.IN_REVIEW, State.WITHDRAWN, State.RETURNED)
    profile = dice.choice(Profile.objects.exclude(revisions__state=State.IN_REVIEW))
    IN_STATE[dice.choice(states)](edit(profile, summary=f"Nobody's yet, {dice.random()}."))


def decide(dice: random.Random) -> None:
    if waits := list(Revision.objects.open()):
        revision = dice.choice(waits)
        workflow.approve(revision, by=approver(), seal=revision.seal, note="good")


def release(dice: random.Random) -> None:
    workflow.make_release(f"r{dice.randrange(10**9)}", by=approver(), notes="One more.")


def moves() -> Iterator[Move]:
    """Each once, and then in any order."""
    every = (approve, retire, change_a_shared_text, add, wait_or_come_back, decide, release)
    dice = random.Random(7)
    return itertools.chain(every, iter(lambda: dice.choice(every), None))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("visibility", ["permission"] if not EXAM else ["public", "signed-in", "permission"])
def test_no_page_at_the_door_differs_from_a_fresh_one_after_any_moves(settings, visibility):
    settings.PAY_VISIBILITY = visibility
    sessions = {"anonymous": "", "employee": session_of(person("emil"))}
    sessions["pay viewer"] = session_of(person("paula", PAY_VIEWERS))
    canon()
    fresh, within = WSGIHandler(), (Asked(), Asked())
    doors = [Door(application, 10_000_000) for application in within]  # of two processes
    dice = random.Random(11)
    for move in itertools.islice(moves(), MOVES):
        for reader, path in itertools.product(READERS, ADDRESSES):
            expected = get(fresh, path, sessions[reader])
            for door in doors:
                assert get(door, path, sessions[reader]) == expected, f"{path} for {reader} before {move.__name__}"
        before = [len(application.paths) for application in within]
        standing = [path for path in ADDRESSES if get(fresh, path)[0] == "200 OK"]
        for path, door in itertools.product(standing, doors):
            get(door, path)
        # Without a move between, each door answers by itself whatever stands.
        assert [len(application.paths) for application in within] == before
        move(dice)


@pytest.mark.django_db(transaction=True)
def test_a_decision_is_seen_at_the_next_request_and_a_submission_never():
    first, application = approved(), Asked()
    door, path = Door(application, 10_000_000), f"/canon/{first.key}/"
    get(door, path)
    waits = in_review(edit(first.profile, summary="A summary that waits."))
    assert b"A summary that waits." not in get(door, path)[1]
    assert len(application.paths) == 1
    workflow.approve(waits, by=approver(), seal=waits.seal, note="good")
    assert b"A summary that waits." in get(door, path)[1]
    assert len(application.paths) == 2
