"""From sealed revisions to the records of the API: what one text, one line of a list and one version tell."""

import hashlib

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from profiles import moments
from profiles.api.problems import Problem
from profiles.api.records import ColumnRecord, MedianRecord, SummaryRecord
from profiles.models.revision import Revision
from profiles.moments import TODAY, Moment
from profiles.people import sees_pay
from profiles.querysets import LISTED
from profiles.rendering.asked import Column
from profiles.standards import telling as standards
from profiles.standards.records import SealedRecord
from profiles.standards.telling import citation, url_of, version
from taxonomy.records import Record

__all__ = ["answer", "column_record", "moment_of", "rows", "sealed_record", "summary", "version"]


def answer(request: HttpRequest, record: Record, *, seal: str = "", moment: Moment = TODAY) -> HttpResponse:
    """The record as JSON. Its ETag has the seal, what it is told with, as of when, and whether pay is among it."""
    body = record.model_dump_json().encode()
    digest = hashlib.sha256(body).hexdigest()[:16]
    told = [seal, digest, moment.asked, "pay" if sees_pay(request.user) else "plain"]
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = f'"{".".join(filter(None, told))}"'
    return response


def moment_of(asked: str) -> Moment:
    """As of when an address asks; nothing asked is today."""
    try:
        return moments.read([asked] if asked else [])
    except moments.NoSuchMoment as refusal:
        raise Problem(404, f"`as_of`: {refusal}") from refusal


# -- lists ---------------------------------------------------------------------------------------------


def rows(pks: list[int], *, pays: bool, moment: Moment = TODAY) -> dict[int, Revision]:
    """The revisions of one page, in one query; figures are read for who sees them."""
    found: QuerySet[Revision] = moment.ever(Revision.objects.visible_to()).filter(pk__in=pks)
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
        state=row.stood,
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
        confidence=standards.confidence(row),
        pay=MedianRecord(median=pay.median, currency=pay.currency) if pay else None,
    )


# -- one text ------------------------------------------------------------------------------------------


def sealed_record(column: Column) -> SealedRecord:
    return standards.sealed_record(column.sealed, stands_in_for=stands_in_for(column))


def stands_in_for(column: Column) -> str | None:
    return column.asked.key if column.stands_in else None


def column_record(column: Column) -> ColumnRecord:
    row = column.revision
    return ColumnRecord(
        key=row.key,
        version=row.number,
        citation=citation(row),
        state=row.stood,
        seal=row.seal,
        title=row.title,
        stands_in_for=stands_in_for(column),
    )
