"""Writes the approved canon as a bundle, line by line: what a fresh site needs, from sealed payloads alone."""

import json
from collections.abc import Iterator

from django.db.models import QuerySet

from profiles import payloads
from profiles.models.revision import Revision
from profiles.moments import TODAY, Moment
from profiles.records import ProfileRecord
from profiles.shared import SharedTexts
from profiles.states import State
from taxonomy.models import Function
from taxonomy.records import FORMAT, CanonRecord, Record

CHUNK = 500


def line(record: Record) -> str:
    """One record as one line, keys in the order of the format."""
    return json.dumps(record.written(), ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def approved(
    *,
    functions: QuerySet[Function] | None = None,
    title: str = "",
    generated_at: str = "",
    moment: Moment = TODAY,
) -> Iterator[Record]:
    """The shared texts that published profiles were sealed on, then these, by key. Streams: one chunk in memory."""
    yield CanonRecord(format=FORMAT, title=title, generated_at=generated_at)
    current = moment.current(Revision.objects.visible_to()).select_related("pay")
    if functions is not None:
        current = current.filter(function_code__in=functions.values("code"))
    shared = SharedTexts()
    for revision in current.order_by("decided_at", "key").streamed(CHUNK):
        shared.add(revision)
    yield from shared.records()
    for revision in current.order_by("key").streamed(CHUNK):
        yield record_of(revision)


def record_of(revision: Revision) -> ProfileRecord:
    """A published revision as a record, with its number, state and decision."""
    payload = payloads.read(revision.payload, revision.schema)
    retired = revision.stood == State.RETIRED
    told = {
        "version": revision.number,
        "status": "retired" if retired else "approved",
        "successor": revision.successor_key or None if retired else None,
        "decision": {
            "by": revision.decided_by_name,
            "at": revision.decided_at,
            "note": revision.decision_note,
        },
    }
    content = payloads.record_from(payload, payloads.own_pay(revision)).model_dump()
    return ProfileRecord.model_validate(content | told)
