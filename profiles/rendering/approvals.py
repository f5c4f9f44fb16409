"""What was approved lately, and what is approved: rows for the feed and for the site map, never a payload."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from profiles.filters import what_stands
from profiles.models.listing import SkillHeading
from profiles.models.revision import Revision
from profiles.states import State

MOST_ENTRIES = 50
# What the protocol lets one file of a site map hold.
MOST_PLACES = 50_000


@dataclass(frozen=True)
class Entry:
    """One approval, as the feed tells it."""

    revision: Revision

    @property
    def id(self) -> str:
        """The same for good, also where the site moves: made of the text's name and of its seal."""
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{self.revision}:{self.revision.seal}')}"


def latest(function_code: str = "") -> list[Entry]:
    """The newest approvals, of one function or of all; those of retired profiles are no news any more."""
    rows = Revision.objects.visible_to().exclude(state=State.RETIRED).order_by("-decided_at", "-pk")
    if function_code:
        rows = rows.filter(function_code=function_code)
    # Chosen by the index, and then read: to sort the rows themselves would read every payload.
    chosen = rows.values("pk")[:MOST_ENTRIES]
    return [Entry(row) for row in Revision.objects.filter(pk__in=chosen).order_by("-decided_at", "-pk").only(*_TOLD)]


_TOLD = ("id", "key", "number", "state", "title", "level_code", "level_title", "function_name", "focus_name")
_TOLD += ("decided_at", "seal")


@dataclass(frozen=True)
class Part:
    """One file of the site map: the approved profiles of one function."""

    code: str
    changed: datetime


def parts() -> list[Part]:
    rows = Revision.objects.visible_to().approved().order_by("function_code").values("function_code")
    return [Part(row["function_code"], row["changed"]) for row in rows.annotate(changed=Max("decided_at"))]


def places(function_code: str) -> list[tuple[str, datetime]]:
    """(key, time of approval) of what is approved in a function."""
    rows = Revision.objects.visible_to().approved().filter(function_code=function_code)
    return list(rows.order_by("key").values_list("key", "decided_at")[:MOST_PLACES])


def skills() -> list[str]:
    """Addresses of the skills that approved profiles use."""
    stands = what_stands()
    used = stands.counts("skill", stands.having("status", [State.APPROVED]))
    rows = SkillHeading.objects.filter(current=True).order_by("address").values_list("address", "skill")
    return [address for address, skill in rows if skill in used][:MOST_PLACES]
