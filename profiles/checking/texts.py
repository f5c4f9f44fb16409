"""The texts of a canon one after the other, a chunk in memory: as they stand approved, or as they lie on desks."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from profiles import payloads
from profiles.models import Profile, Revision

CHUNK = 500


@dataclass(frozen=True)
class Text:
    """One text to be checked, with the pay that was sealed beside it."""

    payload: dict[str, Any]
    pay: dict[str, Any] | None
    profile: int
    revision: int | None = None  # none of a desk
    number: int | None = None
    confidence: Decimal | None = None  # as it was sealed

    @property
    def key(self) -> str:
        return self.payload["key"]

    @property
    def function(self) -> str:
        return self.payload["basis"]["function"]["code"]

    @property
    def cited(self) -> str:
        return f"{self.key}#{self.number}" if self.number else self.key


# Called once for each walk.
Source = Callable[[], Iterator[Text]]


def approved() -> Source:
    """What stands approved now: both walks read the very same sealed texts, whatever is decided meanwhile."""
    pks = list(Revision.objects.approved().order_by("pk").values_list("pk", flat=True))
    return lambda: (text for chunk in _chunks(pks) for text in _sealed(chunk))


def _sealed(chunk: list[int]) -> Iterator[Text]:
    rows = Revision.objects.filter(pk__in=chunk).order_by("pk")
    names = ("pk", "profile", "number", "confidence", "payload", "schema", "pay__part")
    for pk, profile, number, confidence, payload, schema, pay in rows.values_list(*names):
        part = json.loads(pay) if pay else None
        yield Text(payloads.read(payload, schema), part, profile, pk, number, confidence)


def on_desks() -> Source:
    """What lies on desks, as it would be sealed today."""
    pks = list(Profile.objects.exclude(digest="").order_by("pk").values_list("pk", flat=True))
    return lambda: (text for chunk in _chunks(pks) for text in _drafted(chunk))


def _drafted(chunk: list[int]) -> Iterator[Text]:
    book = payloads.BasisBook(outside=False)
    for profile in Profile.objects.on_desk().filter(pk__in=chunk).order_by("pk"):
        content = payloads.Content(payloads.record_of(profile))
        draft = payloads.draft(profile, content, payloads.marks_of(profile, content), book)
        yield Text(draft.payload, draft.pay if any(draft.pay.values()) else None, profile.pk)


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    return (pks[at : at + CHUNK] for at in range(0, len(pks), CHUNK))
