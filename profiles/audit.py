"""Verifies the database against itself: seals over payloads, chains of the trail, and a lawful approval behind each.

Streams: memory does not grow with the canon. What it finds is told in words that name the place.
"""

import json
from collections.abc import Callable, Iterator
from itertools import groupby

from profiles import sealing, trail
from profiles.models import Contributor, Event, Revision
from profiles.models.revision import Origin
from profiles.states import PUBLIC, Move

CHUNK = 500
Progress = Callable[[int, int], None]


def faults(progress: Progress = lambda done, total: None) -> Iterator[str]:
    """Everything that does not hold, one sentence each; nothing where all holds."""
    total = Revision.objects.count() + Event.objects.count()
    done = 0
    for revision in _revisions():
        yield from _of_revision(revision)
        progress(done := done + 1, total)
    for _, events in groupby(_events(), key=lambda event: event.profile_id):
        previous = ""
        for event in events:
            yield from _of_event(event, previous)
            previous = event.chain
            progress(done := done + 1, total)
    yield from _unapproved()


def _revisions() -> Iterator[Revision]:
    rows = Revision.objects.select_related("pay").order_by("pk")
    return rows.only("key", "number", "state", "seal", "payload", "pay__part", "pay__salt").iterator(chunk_size=CHUNK)


def _of_revision(revision: Revision) -> Iterator[str]:
    if sealing.digest(revision.payload) != revision.seal:
        yield f"{revision}: the text is not the one that was sealed"
        return
    payload = json.loads(revision.payload)
    if payload["key"] != revision.key:
        yield f"{revision}: the text is that of {payload['key']}"
    told, figures = payload.get("pay_seal"), getattr(revision, "pay", None)
    if told and figures is None:
        yield f"{revision}: its figures of pay are gone"
    elif told and sealing.digest(figures.salt + figures.part) != told:
        yield f"{revision}: the figures of pay are not those that were sealed"
    elif figures is not None and not told:
        yield f"{revision}: figures of pay stand beside it that were not sealed"


def _events() -> Iterator[Event]:
    rows = Event.objects.select_related("profile__focus__function", "profile__level", "profile__scope", "revision")
    return rows.defer("revision__payload").order_by("profile", "pk").iterator(chunk_size=CHUNK)


def _of_event(event: Event, previous: str) -> Iterator[str]:
    seal = event.revision.seal if event.revision else ""
    if trail.link(previous, event, key=event.profile.key, seal=seal) != event.chain:
        yield f"{event.profile.key}: the trail is broken at “{event.move}” of {event.at:%Y-%m-%d %H:%M} UTC"


def _unapproved() -> Iterator[str]:
    """What is public came there by an approval in the trail, of somebody who had no part in it."""
    public = Revision.objects.filter(state__in=PUBLIC, origin=Origin.DESK).only("key", "number", "state", "decided_by")
    approvals = Event.objects.filter(move=Move.APPROVE).values("revision")
    for revision in public.exclude(pk__in=approvals).iterator(chunk_size=CHUNK):
        yield f"{revision}: no approval of it stands in the trail"
    own = Contributor.objects.filter(revision__in=public, user__isnull=False).select_related("revision")
    for part in own.defer("revision__payload").iterator(chunk_size=CHUNK):
        if part.user_id == part.revision.decided_by_id:
            yield f"{part.revision}: {part.name} decided on a text in which they had a part"
