"""Writes the approved canon as a bundle, line by line: what a fresh site needs, from sealed payloads alone."""

import json
from collections.abc import Iterator

from django.db.models import QuerySet

from profiles.exporters import published
from profiles.models.revision import Revision
from profiles.moments import TODAY, Moment
from profiles.shared import SharedTexts
from taxonomy.models import Function
from taxonomy.records import FORMAT, CanonRecord, Record

CHUNK = 500
# What shared texts are collected from.
SHARED = ("payload", "schema", "pay__part", "function_code", "level_code", "scope_code")


def line(record: Record) -> str:
    """One record as one line, keys in the order of the format."""
    return json.dumps(record.written(), ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def approved(
    *,
    functions: QuerySet[Function] | None = None,
    title: str = "",
    generated_at: str = "",
    moment: Moment = TODAY,
) -> Iterator[str]:
    """The shared texts that published profiles were sealed on, then these, by key. Streams: one chunk in memory."""
    yield line(CanonRecord(format=FORMAT, title=title, generated_at=generated_at))
    current = moment.current(Revision.objects.visible_to()).select_related("pay")
    if functions is not None:
        current = current.filter(function_code__in=functions.values("code"))
    shared = SharedTexts()
    for revision in current.only(*SHARED).order_by("decided_at", "key").streamed(CHUNK):
        shared.add(revision)
    yield from map(line, shared.records())
    yield from map(published.line, current.only(*published.READ).order_by("key").streamed(CHUNK))
