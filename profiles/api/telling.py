"""From sealed revisions to the records of the API: what one text, one line of a list and one version tell."""

import hashlib
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from profiles import pay as pay_rules
from profiles import payloads
from profiles.api.records import (
    ColumnRecord,
    MedianRecord,
    ResolvedPayRecord,
    SealedRecord,
    SummaryRecord,
    VersionRecord,
)
from profiles.models.revision import Revision
from profiles.people import sees_pay
from profiles.querysets import LISTED
from profiles.records import ProfileRecord
from profiles.rendering.asked import Column
from profiles.rendering.shelf import Sealed
from profiles.states import State
from taxonomy.records import PayPart, Record


def answer(request: HttpRequest, record: Record, *, seal: str = "") -> HttpResponse:
    """The record as JSON. Its ETag has the seal, what the text is told with, and whether pay is among it."""
    body = record.model_dump_json().encode()
    digest = hashlib.sha256(body).hexdigest()[:16]
    parts = [*([seal] if seal else []), digest, "pay" if sees_pay(request.user) else "plain"]
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = f'"{".".join(parts)}"'
    return response


def citation(revision: Revision) -> str:
    return f"{revision.key}#{revision.number}"


def url_of(revision: Revision) -> str:
    former = f"?v={revision.number}" if revision.state == State.SUPERSEDED else ""
    return settings.SITE_URL + reverse("profiles:profile", args=[revision.key]) + former


def _confidence(revision: Revision) -> float | None:
    return None if revision.confidence is None else float(revision.confidence)


# -- lists ---------------------------------------------------------------------------------------------


def rows(pks: list[int], *, pays: bool) -> dict[int, Revision]:
    """The revisions of one page, in one query; figures are read for who sees them."""
    found: QuerySet[Revision] = Revision.objects.visible_to().filter(pk__in=pks)
    names = [*LISTED, "seal"]
    if pays:
        found, names = found.select_related("pay"), [*names, "pay__median", "pay__currency"]
    return {row.pk: row for row in found.only(*names)}


def summary(row: Revision, *, pays: bool) -> SummaryRecord:
    pay = row.pay if pays and hasattr(row, "pay") and row.pay.median is not None else None
    return SummaryRecord(
        key=row.key,
        version=row.number,
        citation=citation(row),
        state=row.state,
        seal=row.seal,
        url=url_of(row),
        title=row.title,
        function=row.function_code,
        function_name=row.function_name,
        focus=row.focus_code,
        focus_name=row.focus_name,
        track=row.track_code,
        level=row.level_code,
        level_title=row.level_title,
        scope=row.scope_code,
        rank=row.rank,
        confidence=_confidence(row),
        pay=MedianRecord(median=pay.median, currency=pay.currency) if pay else None,
    )


def version(row: Revision) -> VersionRecord:
    return VersionRecord(
        key=row.key,
        version=row.number,
        citation=citation(row),
        state=row.state,
        seal=row.seal,
        approved_at=row.decided_at,
        approved_by=row.decided_by_name,
        origin=row.origin,
        superseded_at=row.superseded_at,
        retired_at=row.retired_at,
    )


# -- one text ------------------------------------------------------------------------------------------


def sealed_record(column: Column) -> SealedRecord:
    sealed, row = column.sealed, column.revision
    return SealedRecord(
        **version(row).model_dump(),
        stands_in_for=stands_in_for(column),
        url=url_of(row),
        licence=settings.CANON_LICENCE,
        attribution=settings.CANON_ATTRIBUTION,
        successor=row.successor_key or None if row.state == State.RETIRED else None,
        confidence=_confidence(row),
        rank=row.rank,
        pay_shown=sealed.sees_pay,
        pay=_resolved(sealed),
        profile=record_of(sealed),
        basis=sealed.payload["basis"],
    )


def stands_in_for(column: Column) -> str | None:
    return column.asked.key if column.stands_in else None


def record_of(sealed: Sealed) -> ProfileRecord:
    """What was sealed, as it is exchanged; own figures for who sees pay."""
    row = sealed.revision
    retired = row.state == State.RETIRED
    told: dict[str, Any] = {
        "version": row.number,
        "status": "retired" if retired else "approved",
        "successor": row.successor_key or None if retired else None,
    }
    record = payloads.record_from(sealed.payload, (sealed.pay or {}).get("own"))
    return ProfileRecord.model_validate(record.model_dump() | told)


def _resolved(sealed: Sealed) -> ResolvedPayRecord | None:
    found = pay_rules.resolve(sealed.pay)
    return ResolvedPayRecord(owner=found.owner, figures=PayPart(**found.figures)) if found else None


def column_record(column: Column) -> ColumnRecord:
    row = column.revision
    return ColumnRecord(
        key=row.key,
        version=row.number,
        citation=citation(row),
        state=row.state,
        seal=row.seal,
        title=row.title,
        stands_in_for=stands_in_for(column),
    )
