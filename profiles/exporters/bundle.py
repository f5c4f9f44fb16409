"""Writes the approved canon as a bundle, line by line: what a fresh site needs, from sealed payloads alone."""

import json
from collections.abc import Iterator

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from profiles import shared
from profiles.exporters import published
from profiles.models.revision import Revision
from profiles.moments import TODAY, Moment
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
) -> Iterator[str]:
    """The shared texts that published profiles were sealed on, then these, by key. Streams: one chunk in memory."""
    yield line(CanonRecord(format=FORMAT, title=title, generated_at=generated_at))
    current = moment.current(Revision.objects.visible_to())
    if functions is not None:
        current = current.filter(function_code__in=functions.values("code"))
    texts = shared.SharedTexts()
    # Rows of values: half of the time that a text takes would go into making models of them.
    for row in current.order_by("decided_at", "key").values_list(*shared.READ, named=True).streamed(CHUNK):
        texts.add(row)
    yield from map(line, texts.records())
    then = [F("state_then")] if "state_then" in current.query.annotations else []
    told = current.annotate(stood=Coalesce(*then, F("state"), Value(""))).order_by("key")
    yield from map(published.line, told.values_list(*published.READ, named=True).streamed(CHUNK))
