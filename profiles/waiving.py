"""Waivers: a curator lets a finding stand until a day, with a reason; everybody who works here sees that they did.

What blocks approval cannot be waived. A waiver holds for the very words that it was given for: where the text changes,
the finding about it is another one and wants a look of its own.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from profiles import trail
from profiles.gate import Finding, Severity
from profiles.models import Profile, Waiver
from profiles.people import may, name_of
from profiles.records import WaiverRecord
from profiles.states import Move, Refused, Role
from taxonomy.texts import clean_text

LONGEST_REASON = 2_000
LONGEST = datetime.timedelta(days=731)
# What these findings say is not for everybody who may read the trail: it names the code alone.
_SHY = ("pay", "panel")

Identity = tuple[str, str, str]


def identity(finding: Finding) -> Identity:
    return finding.code, finding.where, finding.mark


@dataclass(frozen=True)
class Seen:
    """A finding, and the waiver that stands for it."""

    finding: Finding
    waiver: Waiver | None = None

    @property
    def may_be_waived(self) -> bool:
        return self.waiver is None and self.finding.severity is not Severity.BLOCKING


def standing(profile: int, on: datetime.date | None = None) -> dict[Identity, Waiver]:
    """The waivers that count for a profile (its primary key), in one query."""
    rows = Waiver.objects.filter(profile=profile).standing(on or timezone.now().date())
    return {(row.code, row.place, row.mark): row for row in rows.order_by("pk")}


def laid_over(findings: Iterable[Finding], waivers: dict[Identity, Waiver]) -> list[Seen]:
    """Each finding with its waiver; what is waived stays in its place."""
    return [Seen(finding, waivers.get(identity(finding)) if waivers else None) for finding in findings]


def waive(profile: Profile, finding: Finding, *, by, reason: str, until: datetime.date) -> Waiver:
    """Lets one finding of a profile stand until a day. The caller has found it again, not taken it from a form."""
    reason = _allowed(by, reason)
    if finding.severity is Severity.BLOCKING:
        raise Refused("what blocks approval cannot be waived: the gate weighs nothing against it")
    today = timezone.now().date()
    if not today < until <= today + LONGEST:
        raise Refused(f"a day after today and within two years expected, found {until}")
    with transaction.atomic():
        _lock(profile)
        if other := standing(profile.pk, today).get(identity(finding)):
            raise Refused(f"{other.waived_by_name} has waived this until {other.until} already")
        waiver = Waiver.objects.create(
            profile=profile,
            code=finding.code,
            severity=finding.severity,
            place=finding.where,
            mark=finding.mark,
            message=finding.message,
            reason=reason,
            until=until,
            waived_by=by,
            waived_by_name=name_of(by),
            waived_at=timezone.now(),
        )
        trail.tell(profile, Move.WAIVE, by=by, note=_told(waiver, reason))
    return waiver


def end(waiver: Waiver, *, by, note: str = "") -> Waiver:
    """Takes a waiver back before its day; the finding counts again."""
    note = _allowed(by, note, required=False)
    with transaction.atomic():
        profile = _lock(Profile.objects.with_places().get(pk=waiver.profile_id))
        done = {"ended_by": by, "ended_by_name": name_of(by), "ended_at": timezone.now()}
        if not Waiver.objects.filter(pk=waiver.pk, ended_at__isnull=True).update(**done):
            raise Refused("this waiver was ended by somebody already")
        trail.tell(profile, Move.END_WAIVER, by=by, note=_told(waiver, note))
    return Waiver.objects.get(pk=waiver.pk)


def restore(pairs: Sequence[tuple[Profile, WaiverRecord]]) -> list[tuple[Profile, WaiverRecord]]:
    """Waivers as a full bundle holds them, people as text; those that stand already are left. What was restored."""
    known = set(Waiver.objects.filter(profile__in=[p for p, _ in pairs]).values_list(*_SAME))
    new = [(p, r) for p, r in pairs if (p.pk, r.code, r.place, r.mark, r.waived_at) not in known]
    Waiver.objects.bulk_create(
        Waiver(
            profile=profile,
            waived_by_name=record.waived_by,
            ended_by_name=record.ended_by,
            **record.model_dump(exclude={"kind", "key", "waived_by", "ended_by"}),
        )
        for profile, record in new
    )
    return new


_SAME = ("profile", "code", "place", "mark", "waived_at")


def _allowed(by, text: str, *, required: bool = True) -> str:
    if not may(by, Role.CURATOR):
        raise Refused(f"to waive a finding asks for a curator; {name_of(by) or 'nobody'} is none")
    try:
        text = clean_text(text)
    except ValueError as error:
        raise Refused(f"reason: {error}") from error
    if required and not text:
        raise Refused("to waive a finding asks for a reason")
    if len(text) > LONGEST_REASON:
        raise Refused(f"a reason of at most {LONGEST_REASON:,} characters expected, found {len(text):,}")
    return text


def _lock(profile: Profile) -> Profile:
    Profile.objects.select_for_update(of=("self",)).only("pk").get(pk=profile.pk)
    return profile


def _told(waiver: Waiver, words: str) -> str:
    if waiver.place in _SHY:
        return f"{waiver.code}, until {waiver.until}"
    return f"{waiver.code}, until {waiver.until}: {waiver.message}" + (f" – {words}" if words else "")
