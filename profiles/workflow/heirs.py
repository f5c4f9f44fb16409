"""Who inherits a pay baseline: published texts whose own figures are missing, so that this one holds for them."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from profiles import pay
from profiles.models import Revision
from profiles.workflow.resting import resting_on
from taxonomy.codes import GLOBAL
from taxonomy.records import PayRecord

Part = Mapping[str, Any]


def heirs_of(record: PayRecord) -> list[Revision]:
    """Approved texts that inherit this baseline as they were sealed or, where it is new, would inherit it."""
    return [row for row in _with_parts(resting_on(record)) if _inherits(row, record)]


def beside(revision: Revision, part: Part | None) -> list[Revision]:
    """Other approved texts that inherit the very baseline that this text inherits; none where it has its own."""
    found = pay.resolve(part)
    if found is None or not found.inherited:
        return []
    rows = Revision.objects.approved().filter(level_code=revision.level_code).exclude(profile=revision.profile_id)
    if found.owner == "function":
        rows = rows.filter(function_code=revision.function_code)
    return [row for row in _with_parts(rows) if _same(pay.resolve(_part(row)), found)]


def _with_parts(rows: QuerySet[Revision]) -> QuerySet[Revision]:
    return rows.select_related("pay").defer("payload").order_by("key")


def _part(revision: Revision) -> Part:
    return json.loads(revision.pay.part) if hasattr(revision, "pay") else {}


def _same(one: pay.Resolved | None, other: pay.Resolved) -> bool:
    return one is not None and (one.owner, _identity(one.figures)) == (other.owner, _identity(other.figures))


def _identity(figures: Part) -> tuple[str, str]:
    return figures["region"], figures["currency"]


def _inherits(revision: Revision, record: PayRecord) -> bool:
    owner, part = "function" if record.function else "level", _part(revision)
    asked = [name for name, _ in pay.CHAIN]
    if any(part.get(narrower) for narrower in asked[: asked.index(owner)]):
        return False
    if stands := part.get(owner):
        return _identity(stands) == (record.region, record.currency)
    return revision.scope_code == GLOBAL or revision.scope_code.upper() == record.region.upper()
