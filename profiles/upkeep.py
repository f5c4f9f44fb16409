"""Keeps up what the calendar and the queue of next edits stand on: one small row for each profile that stands."""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from profiles import payloads, urgency
from profiles.ageing import Facts, months_after
from profiles.models import DeskFindings, ProfileUse, Revision, Upkeep
from profiles.rounding import exact
from profiles.states import State
from profiles.urgency import Condition, Part
from taxonomy.bulk import insert

# Use counts for this month and the two before it; older rows are kept for a year and then deleted.
WINDOW, KEPT = 3, 12
CHUNK = 500
_FACTS = (
    *("profile", "revision", "function_code", "confidence", "newest_source", "unsourced", "unconfirmed", "aliases"),
    *("decided_on", "due_on", "weak_on"),
)
_RECKONED = ("use", "weakness", "score", "why", "reckoned_on")
_NAMES = (*_FACTS, *_RECKONED)
_VALUES = attrgetter(*(Upkeep._meta.get_field(name).attname for name in _NAMES))
_SEALED = ("profile", "function_code", "confidence", "decided_at", "basis_changed_at", "payload", "schema")


def renew(profiles: Iterable[int], sealed: Sequence[tuple[Revision, dict[str, Any]]] = ()) -> None:
    """Reads anew what stands of these profiles, in the transaction of the decision; `sealed`: texts at hand."""
    profiles, on = set(profiles), timezone.now().date()
    Upkeep.objects.filter(profile__in=profiles).delete()
    known = [(revision, payload) for revision, payload in sealed if revision.state == State.APPROVED]
    others = profiles - {revision.profile_id for revision, _ in known}
    rows = Revision.objects.of(others, State.APPROVED).only(*_SEALED).order_by("pk")
    read = ((row, payloads.read(row.payload, row.schema)) for row in rows.iterator(chunk_size=CHUNK))
    for chunk in _chunks(chain(known, read) if others else known):
        kept = [_kept(revision, payload) for revision, payload in chunk]
        _judge(kept, on)
        insert(Upkeep, _NAMES, map(_VALUES, kept))


def reckon(profiles: Iterable[int] | None = None, *, on: datetime.date | None = None) -> int:
    """Use, weakness and their product as of a day, for these profiles or for all; how many."""
    on, done = on or timezone.now().date(), 0
    if profiles is None:
        ProfileUse.objects.filter(month__lt=_month(on, -KEPT)).delete()
        profiles = Upkeep.objects.values_list("pk", flat=True)
    rows = Upkeep.objects.order_by("pk").select_related("revision").only(*_READ)
    # Chunk by chunk: nobody waits for the whole canon to be written.
    for chunk in _chunks(sorted(profiles)):
        with transaction.atomic():
            done += _reckon(list(rows.filter(pk__in=chunk)), on)
    return done


_READ = ("confidence", "newest_source", "unsourced", "unconfirmed", "aliases", "decided_on", "due_on")
_READ = ("profile", "revision__basis_changed_at", *_READ)


def _reckon(rows: list[Upkeep], on: datetime.date) -> int:
    if rows:
        _judge(rows, on)
        _write(rows)
    return len(rows)


def _judge(rows: list[Upkeep], on: datetime.date) -> None:
    pks = [row.pk for row in rows]
    found = {row.pk: row for row in DeskFindings.objects.filter(pk__in=pks)}
    uses = _uses(pks, on)
    for row in rows:
        parts = urgency.parts(condition_of(row, found.get(row.pk), on), on)
        row.use, row.weakness = uses.get(row.pk, 0), urgency.weakness(parts)
        row.score, row.reckoned_on = urgency.score(row.use, row.weakness), on
        row.why = json.dumps([[part.name, part.weight, part.why] for part in parts], ensure_ascii=False)


def _write(rows: list[Upkeep]) -> None:
    """Row by row through the driver: `bulk_update` would compile a case for every value."""
    quote, table = connection.ops.quote_name, connection.ops.quote_name(Upkeep._meta.db_table)
    settings = ", ".join(f"{quote(name)} = %s" for name in _RECKONED)
    statement = f"UPDATE {table} SET {settings} WHERE profile_id = %s"  # noqa: S608  names of our own
    date = Upkeep._meta.get_field("reckoned_on")
    values = [
        (row.use, row.weakness, row.score, row.why, date.get_db_prep_save(row.reckoned_on, connection), row.pk)
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def condition_of(row: Upkeep, found: DeskFindings | None, on: datetime.date) -> Condition:
    return Condition(
        today=facts_of(row).today(on),
        due_on=row.due_on,
        blocking=found.blocking if found else 0,
        warnings=found.warnings if found else 0,
        basis_changed=row.revision.basis_changed_at is not None,
        aliases=row.aliases,
    )


def facts_of(row: Upkeep) -> Facts:
    """What was written down of the sealed text."""
    confidence = None if row.confidence < 0 else exact(row.confidence) / 1000
    layers = tuple(row.unsourced.split())
    return Facts(confidence, row.newest_source, layers, row.unconfirmed, row.aliases, row.decided_on)


def parts_of(row: Upkeep) -> list[Part]:
    return [Part(*part) for part in json.loads(row.why)]


def since(on: datetime.date) -> datetime.date:
    """The first of the months whose use counts."""
    return _month(on, 1 - WINDOW)


def _uses(profiles: list[int], on: datetime.date) -> dict[int, int]:
    rows = ProfileUse.objects.filter(profile__in=profiles, month__gte=since(on)).values("profile")
    rows = rows.order_by().annotate(views_=Sum("views"), searches_=Sum("searches"))
    return {row["profile"]: urgency.use(row["views_"], row["searches_"]) for row in rows}


def _month(on: datetime.date, by: int) -> datetime.date:
    return months_after(on.replace(day=1), by)


def _kept(revision: Revision, payload: Mapping[str, Any]) -> Upkeep:
    """The row of an approved text, not saved yet and not reckoned."""
    confidence = None if revision.confidence is None else exact(revision.confidence)
    facts = Facts.of(payload, confidence, revision.decided_at.date())
    return Upkeep(
        profile_id=revision.profile_id,
        revision=revision,
        function_code=revision.function_code,
        confidence=-1 if confidence is None else int(confidence * 1000),
        newest_source=facts.newest_source,
        unsourced=" ".join(facts.unsourced),
        unconfirmed=facts.unconfirmed,
        aliases=facts.aliases,
        decided_on=facts.decided_on,
        due_on=facts.due_on,
        weak_on=facts.weak_on,
    )


def _chunks(rows: Iterable) -> Iterator[list]:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
