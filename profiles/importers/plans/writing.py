"""Carries a plan out: onto the desk only, in one transaction, and not at all where anything is no longer as it was."""

from collections.abc import Sequence

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from pydantic import ValidationError

from profiles import desk, payloads
from profiles.desk import Conflict, Write
from profiles.importers.bundle import allow_time
from profiles.importers.faults import Fault, FileRefused
from profiles.importers.landing import Landing
from profiles.importers.plans import shared
from profiles.importers.plans.asks import Ask, Reading
from profiles.importers.plans.showing import Plan
from profiles.models import Profile
from profiles.payloads import Content
from taxonomy.importers import ImportRefused

MEANWHILE = "something that this file changes was changed by somebody else just now: nothing was written"


def carry_out(reading: Reading, plan: Plan, *, by, note: str = "") -> None:
    """All of the plan or nothing; raises Conflict where a desk or text is another by now, FileRefused.

    The plan is one that was made of this very reading just now. Locks are checked again under the lock of the rows,
    and what the file does not speak of is read again, for a review may have been given in between.
    """
    told = f"from the file {reading.name}" + (f": {note}" if note else "")
    try:
        with transaction.atomic():
            allow_time()
            _shared(reading, plan, by=by, note=told)
            landing = Landing(by=by, name=reading.name, at=timezone.now())
            for chunk in reading.chunks():
                _lay([ask for ask in chunk if ask.key in plan.writes], plan, landing, note=told)
    except ImportRefused as refused:
        raise FileRefused([Fault(0, "", str(refused))]) from refused
    except (IntegrityError, OperationalError, ValidationError) as error:
        # Somebody was quicker in a way that only the database noticed, or holds its lock for too long.
        raise Conflict(MEANWHILE) from error


def _shared(reading: Reading, plan: Plan, *, by, note: str) -> None:
    weighed = shared.weigh(reading)
    if reading.faults or shared.digest(weighed) != plan.shared_digest:
        raise Conflict(MEANWHILE)
    shared.carry_out(weighed, by=by, note=note)


def _lay(asks: Sequence[Ask], plan: Plan, landing: Landing, *, note: str) -> None:
    if not asks:
        return
    rows = landing.rows([ask.key for ask in asks])
    known = [profile.pk for profile in rows.values() if profile.pk]
    # The parent rows first, always in one order: so that two imports queue up and never deadlock.
    locked = Profile.objects.select_for_update(of=("self",)).filter(pk__in=known).order_by("pk")
    locks = dict(locked.values_list("pk", "lock"))
    if moved := [ask.key for ask in asks if locks.get(rows[ask.key].pk) != plan.writes[ask.key]]:
        raise Conflict(f"{moved[0]} was saved by somebody else just now: nothing was written")
    fresh = Profile.objects.on_desk().in_bulk(known)
    writes = []
    for ask in asks:
        profile = fresh.get(rows[ask.key].pk)
        before = payloads.record_of(profile) if profile else None
        writes.append(Write(profile or rows[ask.key], Content(ask.over(before))))
    desk.replace(writes, by=landing.by, note=note)
