"""From a sealed text to its record: how it is cited, where it stands, what it says and under which terms."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from profiles import pay as pay_rules
from profiles import payloads
from profiles.models.revision import Revision
from profiles.records import ProfileRecord
from profiles.rendering.shelf import Sealed
from profiles.standards.records import ResolvedPayRecord, SealedRecord, VersionRecord
from profiles.states import State
from taxonomy.records import PayPart


def citation(revision: Revision) -> str:
    return f"{revision.key}#{revision.number}"


def address_of(revision: Revision) -> str:
    """Of the profile, whichever version of it stands."""
    return settings.SITE_URL + reverse("profiles:profile", args=[revision.key])


def url_of(revision: Revision) -> str:
    """Of this very version, where another one stands today."""
    return address_of(revision) + (f"?v={revision.number}" if revision.state == State.SUPERSEDED else "")


def confidence(revision: Revision) -> float | None:
    return None if revision.confidence is None else float(revision.confidence)


def version(row: Revision) -> VersionRecord:
    """With the state that it had at the moment it is read as of, and nothing of what became of it since."""
    return VersionRecord(
        key=row.key,
        version=row.number,
        citation=citation(row),
        state=row.stood,
        seal=row.seal,
        approved_at=row.decided_at,
        approved_by=row.decided_by_name,
        origin=row.origin,
        superseded_at=row.superseded_at if row.stood == State.SUPERSEDED else None,
        retired_at=row.retired_at if row.stood == State.RETIRED else None,
    )


def sealed_record(sealed: Sealed, *, stands_in_for: str | None = None) -> SealedRecord:
    row = sealed.revision
    return SealedRecord(
        **version(row).model_dump(),
        stands_in_for=stands_in_for,
        url=url_of(row),
        licence=settings.CANON_LICENCE,
        attribution=settings.CANON_ATTRIBUTION,
        successor=_successor(row),
        confidence=confidence(row),
        rank=row.rank,
        pay_shown=sealed.sees_pay,
        pay=_resolved(sealed),
        profile=record_of(sealed),
        basis=sealed.payload["basis"],
    )


def record_of(sealed: Sealed) -> ProfileRecord:
    """What was sealed, as it is exchanged; own figures for who sees pay."""
    row = sealed.revision
    told: dict[str, Any] = {
        "version": row.number,
        "status": "retired" if sealed.retired else "approved",
        "successor": _successor(row),
    }
    # Nothing of what is added could be refused, and to check a whole text twice costs twice as much.
    return payloads.record_from(sealed.payload, (sealed.pay or {}).get("own")).model_copy(update=told)


def _successor(row: Revision) -> str | None:
    return row.successor_key or None if row.stood == State.RETIRED else None


def _resolved(sealed: Sealed) -> ResolvedPayRecord | None:
    found = pay_rules.resolve(sealed.pay)
    return ResolvedPayRecord(owner=found.owner, figures=PayPart(**found.figures)) if found else None
