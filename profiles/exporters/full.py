"""Writes everything: desks, revisions with payloads and seals, the trail, waivers. For backups, not for readers."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from profiles import payloads
from profiles.exporters.release import closing
from profiles.models import Event, Mapping, Objection, PanelScore, Profile, Release, Revision, Waiver
from profiles.people import name_of
from profiles.records import DeskRecord, EventRecord, RevisionRecord, WaiverRecord
from taxonomy import exporters as skeleton
from taxonomy.records import FORMAT, CanonRecord, Record

CHUNK = 200
# What of a revision has a person and a time.
PEOPLE = ("submitted", "withdrawn", "decided", "retirement_proposed", "retired")


def everything(*, title: str = "", generated_at: str = "") -> Iterator[Record]:
    """Desks, revisions, events and releases, all of each together, so that one pass restores them in large pieces."""
    yield CanonRecord(format=FORMAT, title=title, generated_at=generated_at)
    yield from skeleton.records()
    profiles = Profile.objects.order_by("focus__function__code", "focus__code", "level__code", "scope__code")
    for profile in profiles.on_desk().iterator(CHUNK):
        if profile.digest:
            yield _desk(profile)
    revisions = Revision.objects.select_related("pay").prefetch_related("contributors").order_by("key", "pk")
    for revision in revisions.streamed(CHUNK):
        yield _revision(revision)
    events = Event.objects.select_related(
        "revision", "profile__focus__function", "profile__level", "profile__scope"
    ).defer("revision__payload")
    for event in events.order_by("pk").iterator(CHUNK):
        yield _event(event)
    waivers = Waiver.objects.select_related("profile__focus__function", "profile__level", "profile__scope")
    for waiver in waivers.order_by("pk").iterator(CHUNK):
        yield _waiver(waiver)
    for release in Release.objects.order_by("pk"):
        yield from closing(release, chain=True)


def _desk(profile: Profile) -> DeskRecord:
    record = payloads.record_of(profile)
    marks = payloads.marks_of(profile, payloads.Content(record))
    reviews = sorted(profile.panel_scores.all(), key=attrgetter("panelist"))
    return DeskRecord(
        profile=record,
        confirmed=[_confirmed(row) for row in sorted(profile.mappings.all(), key=_NAME) if row.confirmed_by_id],
        stale=sorted(marks.stale),
        given=[_given(review) for review in reviews if review.reviewer_id or review.recorded_by_id],
        objections=[_objection(review, objection) for review in reviews for objection in review.objections.all()],
        kept_by=name_of(profile.kept_by),
        kept_at=profile.kept_at,
    )


_NAME = attrgetter("system", "code")


def _confirmed(mapping: Mapping) -> dict[str, Any]:
    told = {"by": name_of(mapping.confirmed_by), "at": mapping.confirmed_at}
    return {"system": mapping.system, "code": mapping.code} | told


def _given(review: PanelScore) -> dict[str, Any]:
    return {
        "panelist": review.panelist,
        "reviewer": name_of(review.reviewer),
        "recorded_by": name_of(review.recorded_by),
        "recorded_at": review.recorded_at,
    }


def _objection(review: PanelScore, objection: Objection) -> dict[str, Any]:
    return {
        "panelist": review.panelist,
        "text": objection.text,
        "answer": objection.answer,
        "answered_by": name_of(objection.answered_by),
        "answered_at": objection.answered_at,
        "outcome": str(objection.outcome),
        "ruled_by": name_of(objection.ruled_by),
        "ruled_at": objection.ruled_at,
    }


def _revision(revision: Revision) -> RevisionRecord:
    same = ("key", "seal", "number", "state", "origin", "submitted_at", "submit_note", "withdrawn_at", "decided_at")
    also = ("decision_note", "superseded_at", "retirement_proposed_at", "retirement_reason", "retired_at")
    pay = payloads.pay_of(revision)
    return RevisionRecord(
        schema=revision.schema,
        payload=payloads.read(revision.payload, revision.schema),
        pay=None if pay is None else {"part": pay, "salt": revision.pay.salt},
        **{f"{what}_by": getattr(revision, f"{what}_by_name") for what in PEOPLE},
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


def _waiver(waiver: Waiver) -> WaiverRecord:
    names = ("code", "severity", "place", "mark", "message", "reason", "until", "waived_at", "ended_at")
    return WaiverRecord(
        key=waiver.profile.key,
        waived_by=waiver.waived_by_name,
        ended_by=waiver.ended_by_name,
        **{name: getattr(waiver, name) for name in names},
    )
