"""Finds work of equal value that is paid otherwise, and keeps the reasons that curators give for it.

One rank at a time, and of each text only its pay part: memory stays with the figures of a rank, whatever the canon.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from profiles import pay as pay_rules
from profiles import trail
from profiles.equality import Paid, kind_of
from profiles.models import Heading, PayReason, Profile, Revision
from profiles.people import may, name_of
from profiles.states import Move, Refused, Role, State
from taxonomy.models.levels import ATTRIBUTES
from taxonomy.texts import clean_text

LONGEST_REASON = 2_000
CHUNK = 500
RANK, LEVEL = "rank", "level"
# What groups go by: the rank alone, the level, or what the level says of one attribute.
GROUPINGS = (RANK, LEVEL, *ATTRIBUTES)
_READ = ("pk", "key", "title", "level_code", "function_name", "pay__part")


def ranks() -> list[tuple[int, int]]:
    """(rank, approved profiles at it), lowest first."""
    rows = Revision.objects.approved().order_by("rank").values("rank")
    return list(rows.annotate(many=Count("pk")).values_list("rank", "many"))


def paid_at(rank: int, by: str) -> Iterator[Paid]:
    """Profiles of a rank with the pay that holds for them; two queries, read in chunks."""
    levels = _levels() if by != RANK else {}
    rows = Revision.objects.approved().filter(rank=rank, pay__isnull=False).order_by("key")
    for pk, key, title, level, function, part in rows.values_list(*_READ).iterator(CHUNK):
        found = pay_rules.resolve(json.loads(part))
        if found is not None and found.figures["median"]:
            value = {RANK: "", LEVEL: level}.get(by, levels.get(level, {}).get(by) or level)
            figures = found.figures
            yield Paid(
                pk,
                key,
                title,
                level,
                function,
                value,
                figures["median"],
                figures["currency"],
                figures.get("region") or "",
                kind_of(figures.get("basis") or ""),
                found.told if found.inherited else "",
            )


def _levels() -> dict[str, dict[str, Any]]:
    """What each level says of itself, as the last approval sealed it."""
    rows = Heading.objects.filter(kind=Heading.Kind.LEVEL)
    return {heading.code: json.loads(heading.text) for heading in rows}


def reasons_of(revisions: Iterable[int]) -> dict[int, PayReason]:
    """Revision → the reason that holds for its profile, which an earlier version may have been given; one query."""
    of = dict(Revision.objects.filter(pk__in=list(revisions)).values_list("profile", "pk"))
    rows = PayReason.objects.filter(revision__profile__in=of).values("revision__profile").annotate(newest=Max("pk"))
    newest = PayReason.objects.filter(pk__in=rows.values("newest")).select_related("revision")
    return {of[reason.revision.profile_id]: reason for reason in newest.defer("revision__payload")}


def explain(revision: Revision, *, by, text: str) -> PayReason:
    """Keeps a reason for the pay of an approved text. The trail tells that it was given, and not what it says."""
    if not (may(by, Role.CURATOR) and by.has_perm("profiles.view_pay")):
        raise Refused("a curator who may see pay is expected")
    try:
        text = clean_text(text).strip()
    except ValueError as error:
        raise Refused(str(error)) from error
    if not 0 < len(text) <= LONGEST_REASON:
        raise Refused(f"a reason of 1 to {LONGEST_REASON:,} characters is expected, found {len(text):,}")
    with transaction.atomic():
        # The parent row first, as every move does: the text may be superseded meanwhile, and the trail has one end.
        Profile.objects.select_for_update(of=("self",)).only("pk").get(pk=revision.profile_id)
        state = Revision.objects.values_list("state", flat=True).get(pk=revision.pk)
        if state != State.APPROVED:
            raise Refused(f"an approved text is expected, {revision} is {state}")
        given = {"given_by": by, "given_by_name": name_of(by), "given_at": timezone.now()}
        reason = PayReason.objects.create(revision=revision, text=text, **given)
        told = "a reason for its pay beside work of equal value was given"
        trail.tell(revision.profile, Move.EXPLAIN_PAY, by=by, revision=revision, note=told)
    return reason
