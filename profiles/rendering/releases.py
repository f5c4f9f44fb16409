"""Releases as pages tell them, and the difference between a release and another, or today."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from profiles.comparison.parts import PARTS
from profiles.models.listing import Listing
from profiles.models.release import Release, ReleaseMember
from profiles.models.revision import Heading, Revision, RevisionPay
from profiles.moments import TODAY, Moment, OfRelease
from profiles.people import sees_pay
from profiles.rendering import figures, words
from profiles.rendering.shelf import Sealed, with_pay
from profiles.rendering.versions import VersionPair
from profiles.states import State

ROWS_A_PAGE, MOST_TEXTS, MOST_ENTRIES = 25, 50, 50
COME, GONE, CHANGED = "come", "gone", "changed"
SIGNS = {COME: "+", GONE: "−", CHANGED: "±"}


def latest(most: int = MOST_ENTRIES) -> list[Release]:
    return list(Release.objects.all()[:most])


def feed_id(release: Release) -> str:
    """The same for good, also where the site moves."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{release.name}:{release.digest}')}"


@dataclass(frozen=True)
class Side:
    """One end of a difference: a release, or what stands today where there is none."""

    release: Release | None

    @property
    def label(self) -> str:
        return self.release.name if self.release else "today"

    @property
    def moment(self) -> Moment:
        return OfRelease(self.release.name, self.release) if self.release else TODAY

    @property
    def rows(self) -> QuerySet:
        """What stood approved, by key; small rows of either table with `key` and `revision`."""
        rows = ReleaseMember.objects.filter(release=self.release) if self.release else Listing.objects.all()
        return rows.filter(state=State.APPROVED).order_by("key")


@dataclass(frozen=True)
class Pair:
    """One profile that came, went or changed."""

    key: str
    before: Sealed | None
    after: Sealed | None

    @property
    def what(self) -> str:
        return CHANGED if self.before and self.after else COME if self.after else GONE

    @property
    def sign(self) -> str:
        return SIGNS[self.what]

    @property
    def revision(self) -> Revision:
        """The later of the two."""
        return (self.after or self.before).revision

    @property
    def at(self) -> datetime:
        """When it came to be so."""
        row = self.revision
        return row.decided_at if self.after else row.retired_at or row.superseded_at or row.decided_at

    @property
    def feed_id(self) -> str:
        seals = ":".join(sealed.revision.seal if sealed else "" for sealed in (self.before, self.after))
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{self.key}:{seals}')}"

    @property
    def versions(self) -> str:
        numbers = [f"v{sealed.revision.number}" for sealed in (self.before, self.after) if sealed]
        return " → ".join(numbers)

    @cached_property
    def summary(self) -> str:
        """ "1 skill added, title edited"; of what came or went what can be said without reading it."""
        if self.what != CHANGED:
            row = self.revision
            successor = f", its successor is {row.successor_key}" if row.retired_at and row.successor_key else ""
            return "" if self.what == COME else f"retired{successor}" if row.retired_at else ""
        return VersionPair(self.before, self.after).shown.difference.summary or "nothing in its text"

    @cached_property
    def parts(self) -> list[str]:
        """Which parts of the text differ; cheap, for files of thousands."""
        if self.what != CHANGED:
            return []
        before, after = self.before.payload, self.after.payload
        return [part.many or part.one for part in PARTS if part.read(before) != part.read(after)]

    @cached_property
    def pay(self) -> tuple[str, str]:
        """Median before and after, where this reader sees pay and they differ."""
        if self.what != CHANGED:
            return "", ""
        before, after = (figures.told(figures.to_show(sealed)) for sealed in (self.before, self.after))
        return (before, after) if before != after else ("", "")

    @property
    def medians(self) -> list[str]:
        """With currency, before and after, for a file; nothing for who may not see pay."""
        if not (self.after or self.before).sees_pay:
            return []
        return [_median(sealed) for sealed in (self.before, self.after)]


def _median(sealed: Sealed | None) -> str:
    found = figures.to_show(sealed) if sealed else None
    return f"{found.figures['median']} {found.figures['currency']}" if found else ""


@dataclass(frozen=True)
class Text:
    """A shared text that came, went or reads otherwise; functions and focuses."""

    kind: str
    code: str
    before: str
    after: str

    @property
    def what(self) -> str:
        return CHANGED if self.before and self.after else COME if self.after else GONE

    @property
    def sign(self) -> str:
        return SIGNS[self.what]

    @property
    def told(self) -> str:
        if self.what != CHANGED:
            return self.after or self.before
        return f"{self.before} → {self.after}" if self.before != self.after else f"{self.after}: its text"


@dataclass(frozen=True)
class Differences:
    """From one side to another. Every question is a fixed number of queries, and none reads more texts than a page."""

    start: Side
    end: Side
    user: Any = None

    @cached_property
    def counts(self) -> dict[str, int]:
        differs = Q(other__isnull=False) & ~Q(other=F("revision"))
        asked = {GONE: Count("pk", filter=Q(other=None)), CHANGED: Count("pk", filter=differs)}
        rows = self._before
        if self.shows_pay:
            rows = rows.annotate(paid=_paid("revision"), paid_then=_paid("other"))
            moved = differs & (~Q(paid=F("paid_then")) | Q(paid=None, paid_then__isnull=False))
            asked["moved"] = Count("pk", filter=moved | differs & Q(paid__isnull=False, paid_then=None))
        return rows.order_by().aggregate(**asked) | {COME: self._came.order_by().count()}

    @property
    def told(self) -> str:
        counts = self.counts
        told = f"{counts[COME]} came, {counts[GONE]} went, {counts[CHANGED]} changed"
        return told + (f"; pay moved in {counts['moved']}" if self.shows_pay else "")

    @property
    def shows_pay(self) -> bool:
        return sees_pay(self.user)

    def page(self, after: str = "", size: int = ROWS_A_PAGE) -> tuple[list[Pair], str]:
        """Pairs by key behind `after`, and the key to go on behind; "" at the end."""
        differing = self._before.filter(Q(other=None) | ~Q(other=F("revision"))).filter(key__gt=after).order_by()
        came = self._came.filter(key__gt=after).order_by().annotate(none=Value(None, output_field=BigIntegerField()))
        # One query, so that one order holds: that of the database, which keys behind `after` are told by too.
        both = differing.values_list("key", "revision", "other").union(
            came.values_list("key", "none", "revision"), all=True
        )
        rows = list(both.order_by("key")[: size + 1])
        return self._pairs(rows[:size]), rows[size - 1][0] if len(rows) > size else ""

    def latest(self, most: int = MOST_ENTRIES) -> list[Pair]:
        """What differs, the latest first."""
        changed = self._after.filter(Q(other=None) | ~Q(other=F("revision"))).order_by("-revision__decided_at", "key")
        went = self._before.filter(other=None).order_by("-revision__retired_at", "key")
        rows = [(key, other, pk) for key, pk, other in changed.values_list("key", "revision", "other")[:most]]
        rows += [(key, pk, None) for key, pk in went.values_list("key", "revision")[:most]]
        pairs = sorted(self._pairs(rows), key=lambda pair: pair.key)
        return sorted(pairs, key=lambda pair: pair.at, reverse=True)[:most]

    def all(self, size: int = 100) -> Iterator[Pair]:
        """Every pair by key, a page at a time."""
        pairs, after = self.page(size=size)
        yield from pairs
        while after:
            pairs, after = self.page(after, size)
            yield from pairs

    @cached_property
    def texts(self) -> list[Text]:
        """Functions and focuses that differ in name, group or text, in two queries; at most a page of each."""
        before, after = (side.moment.headings(*_SHARED).order_by("kind", "code") for side in (self.start, self.end))
        then = after.filter(kind=OuterRef("kind"), code=OuterRef("code")).order_by()
        rows = before.annotate(
            **{f"then_{name}": Subquery(then.values(name)[:1]) for name in ("name", "group", "text")}
        )
        same = Q(then_name=F("name"), then_group=F("group"), then_text=F("text"))
        differing = rows.filter(Q(then_name=None) | ~same).values_list("kind", "code", "name", "then_name")
        known = before.filter(kind=OuterRef("kind"), code=OuterRef("code")).order_by()
        came = after.filter(~Exists(known)).values_list("kind", "code", "name")
        found = [Text(kind, code, name, then or "") for kind, code, name, then in differing[: MOST_TEXTS + 1]]
        return found + [Text(kind, code, "", name) for kind, code, name in came[: MOST_TEXTS + 1]]

    # -- rows --------------------------------------------------------------------------------------

    @property
    def _before(self) -> QuerySet:
        """Rows of the start, each with the revision that stands at the end (`other`)."""
        return self.start.rows.annotate(other=_other(self.end.rows))

    @property
    def _after(self) -> QuerySet:
        return self.end.rows.annotate(other=_other(self.start.rows))

    @property
    def _came(self) -> QuerySet:
        return self.end.rows.filter(~Exists(self.start.rows.filter(key=OuterRef("key")).order_by()))

    def _pairs(self, rows: Sequence[tuple[str, int | None, int | None]]) -> list[Pair]:
        pks = {pk for _, *both in rows for pk in both if pk}
        rows_read = with_pay(Revision.objects.visible_to(self.user), self.shows_pay).filter(pk__in=pks)
        read = {row.pk: Sealed(row, self.shows_pay) for row in rows_read}
        return [Pair(key, read.get(before), read.get(after)) for key, before, after in rows]


_SHARED = (Heading.Kind.FUNCTION, Heading.Kind.FOCUS)


def _other(rows: QuerySet) -> Subquery:
    return Subquery(rows.filter(key=OuterRef("key")).order_by().values("revision")[:1])


def _paid(revision: str) -> Subquery:
    return Subquery(RevisionPay.objects.filter(revision=OuterRef(revision)).values("median")[:1])


def counted(release: Release) -> list[tuple[str, str]]:
    """(what, how many) for the facts of a release."""
    return [
        ("Approved", words.count(release.approved, "profile")),
        ("Retired, with their pages kept", words.count(release.retired, "profile")),
        ("Functions", str(release.functions)),
        ("Focuses", str(release.focuses)),
    ]
