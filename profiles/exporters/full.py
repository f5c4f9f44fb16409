"""Writes everything: desks, revisions with their payloads and seals, and the trail. For backups, not for readers."""

from collections.abc import Iterator

from profiles import payloads
from profiles.models import Event, Profile, Revision
from profiles.records import DeskRecord, EventRecord, RevisionRecord
from taxonomy import exporters as skeleton
from taxonomy.records import FORMAT, CanonRecord, Record

CHUNK = 200


def everything(*, title: str = "", generated_at: str = "") -> Iterator[Record]:
    """All desks before all revisions before all events, so that one pass restores them in large pieces."""
    yield CanonRecord(format=FORMAT, title=title, generated_at=generated_at)
    yield from skeleton.records()
    profiles = Profile.objects.order_by("focus__function__code", "focus__code", "level__code", "scope__code")
    for profile in profiles.on_desk().iterator(CHUNK):
        if profile.digest:
            yield _desk(profile)
    revisions = Revision.objects.select_related("pay").prefetch_related("contributors").order_by("key", "pk")
    for revision in revisions.iterator(CHUNK):
        yield _revision(revision)
    events = Event.objects.select_related(
        "revision", "profile__focus__function", "profile__level", "profile__scope"
    ).defer("revision__payload")
    for event in events.order_by("pk").iterator(CHUNK):
        yield _event(event)


def _desk(profile: Profile) -> DeskRecord:
    record = payloads.record_of(profile)
    marks = payloads.marks_of(profile, payloads.Content(record))
    return DeskRecord(
        profile=record,
        confirmed=[
            {"system": system, "code": code, "by": who} for (system, code), who in sorted(marks.confirmed.items())
        ],
        stale=sorted(marks.stale),
        objections=[
            {"panelist": panelist, **objection}
            for panelist, objections in sorted(marks.objections.items())
            for objection in objections
        ],
    )


def _revision(revision: Revision) -> RevisionRecord:
    same = ("key", "seal", "number", "state", "origin", "submitted_at", "submit_note", "withdrawn_at", "decided_at")
    also = ("decision_note", "superseded_at", "retirement_proposed_at", "retirement_reason", "retired_at")
    pay = payloads.pay_of(revision)
    return RevisionRecord(
        schema=revision.schema,
        payload=payloads.read(revision.payload, revision.schema),
        pay=None if pay is None else {"part": pay, "salt": revision.pay.salt},
        submitted_by=revision.submitted_by_name,
        decided_by=revision.decided_by_name,
        successor=revision.successor_key,
        contributors=[contributor.name for contributor in revision.contributors.all()],
        **{name: getattr(revision, name) for name in (*same, *also)},
    )


def _event(event: Event) -> EventRecord:
    names = ("move", "source", "target", "at", "note", "before", "after", "chain")
    return EventRecord(
        key=event.profile.key,
        revision=event.revision.seal if event.revision else "",
        by=event.by_name,
        **{name: getattr(event, name) for name in names},
    )
