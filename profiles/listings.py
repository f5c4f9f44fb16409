"""Keeps the listings: one small row for each profile that stands, renewed by the decisions that change what stands."""

import secrets
import struct
from collections.abc import Iterable, Sequence

from django.db.models import F

from profiles.models import Listing, ListingClock, Revision, RevisionSkill
from profiles.models.listing import LONGEST_SORTED, UNSCORED
from profiles.rounding import exact
from profiles.scoring import band
from profiles.states import State
from taxonomy.bulk import insert
from taxonomy.texts import fold_name

_PLACE = ("key", "state", "function_code", "focus_code", "level_code", "track_code", "scope_code", "rank")
_NAMES = ("revision", "profile", *_PLACE, "band", "confidence", "folded_title", "approved_at", "skills")


def renew(profiles: Iterable[int], sealed: Sequence[Revision] = ()) -> None:
    """Lists these profiles anew as the shelf has them; by primary key, in the transaction of the decision.

    `sealed`: revisions at hand, as they stand by now. `tick` has to follow before the transaction ends.
    """
    profiles = set(profiles)
    if not profiles:
        return
    stands = {row.profile_id: row for row in sealed if row.state == State.APPROVED}
    others = profiles - stands.keys()
    rows = Revision.objects.of(others, State.APPROVED, State.RETIRED)
    for row in rows.only("profile", "number", "title", "confidence", "decided_at", *_PLACE):
        other = stands.get(row.profile_id)
        if other is None or _precedence(row) > _precedence(other):
            stands[row.profile_id] = row
    Listing.objects.filter(profile__in=profiles).delete()
    skills: dict[int, list[int]] = {}
    uses = RevisionSkill.objects.filter(revision__in=[revision.pk for revision in stands.values()])
    for revision, skill in uses.values_list("revision", "skill"):
        skills.setdefault(revision, []).append(skill)
    insert(Listing, _NAMES, [_row(revision, skills.get(revision.pk, ())) for revision in stands.values()])


def tick() -> None:
    """Advances the clock for what was listed in this transaction, as the last thing that it does.

    The clock is locked from here to the end, so that numbers become visible in their order, and nobody who holds it
    waits for a profile.
    """
    if not Listing.objects.filter(stamp=None).exists():
        return
    advance()
    Listing.objects.filter(stamp=None).update(stamp=ListingClock.objects.get().number)


def advance() -> None:
    """Advances the clock by itself, as the last thing in a transaction: what readers are shown has changed."""
    if not ListingClock.objects.update(number=F("number") + 1):
        ListingClock.objects.bulk_create([ListingClock(epoch=secrets.token_hex(16))], ignore_conflicts=True)
        ListingClock.objects.update(number=F("number") + 1)


def begin_epoch() -> None:
    """Another canon than the processes of this site may remember stands here from now on."""
    ListingClock.objects.update(epoch=secrets.token_hex(16))


def _precedence(revision: Revision) -> tuple[bool, int]:
    return revision.state == State.APPROVED, revision.number


def _row(revision: Revision, skills: Sequence[int]) -> tuple:
    confidence = None if revision.confidence is None else exact(revision.confidence)
    return (
        *(revision.pk, revision.profile_id),
        *(getattr(revision, name) for name in _PLACE),
        band(confidence) or UNSCORED,
        -1 if confidence is None else int(confidence * 1000),
        fold_name(revision.title)[:LONGEST_SORTED],
        revision.decided_at,
        struct.pack(f"<{len(skills)}I", *skills),
    )
