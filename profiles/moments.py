"""As of when the canon is read: today, a release, or an instant; what stood then, under which headings.

Readers ask a moment for rows and never a state for themselves, so that a page is made in one way whatever was asked.
A release answers from its own members and texts, an instant from the times of the decisions (field.md).
"""

import datetime
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from profiles.asking import Question
from profiles.models.release import LONGEST_NAME, HeadingVersion, Release, ReleaseMember, ReleaseText
from profiles.models.revision import Heading
from profiles.records import written_instant
from profiles.states import State

STANDING = (State.APPROVED, State.RETIRED)
NAME = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{LONGEST_NAME - 1}}}")
# In an address a plus sign is read as a space, and a zone begins with one.
_ZONE = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)")
LONGEST = 60
Steps = dict[str, Any]


class NoSuchMoment(Exception):
    """What was asked for is no moment that the canon can be read as of; the sentence is for whoever asked."""


@dataclass(frozen=True)
class Moment:
    """Today: what stands."""

    asked: str = ""  # as an address has it

    @property
    def is_past(self) -> bool:
        return bool(self.asked)

    @property
    def date(self) -> datetime.date:
        return timezone.now().date()

    @property
    def published(self) -> str:
        """The end of a sentence that begins with what is not there."""
        return f"had been published as of {self.label}" if self.is_past else "is published"

    def query(self, joint: str = "?") -> str:
        """What an address bears so that it stays as of this moment; `joint` is "?" or "&"."""
        return f"{joint}as_of={quote(self.asked, safe=':')}" if self.is_past else ""

    # -- revisions ---------------------------------------------------------------------------------

    def ever(self, rows: QuerySet) -> QuerySet:
        """Rows that had been approved by then, with the state that they had."""
        return rows

    @property
    def stands(self) -> Q:
        """What stood: approved texts, and those that had ended as retired (several of a profile, maybe)."""
        return Q(state__in=STANDING)

    def standing(self, rows: QuerySet) -> QuerySet:
        """Rows that stood, with the state that they had."""
        return self.ever(rows).filter(self.stands)

    def approved(self, rows: QuerySet) -> QuerySet:
        return rows.filter(state=State.APPROVED)

    def current(self, rows: QuerySet) -> QuerySet:
        """One row a profile: what stood approved, else the last that had been retired."""
        return rows.current()

    # -- headings ----------------------------------------------------------------------------------

    def headings(self, *kinds: str, **where: Any) -> QuerySet:
        """Rows with kind, code, parent, group, name and text, of whatever table."""
        return Heading.objects.filter(kind__in=kinds, **where)

    def tracks(self) -> list[tuple[str, Steps]]:
        """(name, text with its order and levels) in the order of the tracks."""
        then = self.headings(Heading.Kind.TRACK).values_list(*_TRACK) if self.is_past else _TRACKS.rows()
        return [(name, text) for _, name, text in tracks_in_order(*then)]


TODAY = Moment()
_TRACK = ("code", "name", "text")
_TRACKS = Question(Heading, lambda: TODAY.headings(Heading.Kind.TRACK).values_list(*_TRACK))


@lru_cache(maxsize=8)  # the same until a track is approved anew
def tracks_in_order(*rows: tuple[str, str, str]) -> tuple[tuple[str, str, Steps], ...]:
    """(code, name, text) of tracks, with their texts read, for rows with the texts as they are written."""
    read = ((code, name, json.loads(text)) for code, name, text in rows)
    return tuple(sorted(read, key=lambda row: (row[2]["order"], row[0])))


@dataclass(frozen=True)
class AtInstant(Moment):
    """What was approved at or before an instant, and not yet superseded or retired."""

    instant: datetime.datetime = None

    @property
    def date(self) -> datetime.date:
        return self.instant.date()

    @property
    def label(self) -> str:
        at = self.instant
        seconds = f":{at:%S}" if at.second or at.microsecond else ""
        return f"{at.day} {at:%B %Y, %H:%M}{seconds} UTC"

    def ever(self, rows: QuerySet) -> QuerySet:
        return rows.filter(decided_at__lte=self.instant).annotate(state_then=_state_at(self.instant))

    @property
    def stands(self) -> Q:
        return Q(superseded_at=None) | Q(superseded_at__gt=self.instant)

    def approved(self, rows: QuerySet) -> QuerySet:
        return self.standing(rows).filter(Q(retired_at=None) | Q(retired_at__gt=self.instant))

    def current(self, rows: QuerySet) -> QuerySet:
        later = self.approved(rows.model.objects.all()).filter(profile=OuterRef("profile"))
        last = rows.model.objects.filter(
            profile=OuterRef("profile"), retired_at__lte=self.instant, number__gt=OuterRef("number")
        )
        ended = Q(retired_at__lte=self.instant)
        return self.standing(rows).filter(~ended | ~Exists(later) & ~Exists(last))

    def headings(self, *kinds: str, **where: Any) -> QuerySet:
        rows = HeadingVersion.objects.filter(kind__in=kinds, since__lte=self.instant, **where)
        return rows.filter(Q(until__gt=self.instant) | Q(until=None))


def _state_at(instant: datetime.datetime) -> Case:
    """SQL: the state of what had been approved by then."""
    return Case(
        When(retired_at__lte=instant, then=Value(State.RETIRED.value)),
        When(superseded_at__lte=instant, then=Value(State.SUPERSEDED.value)),
        default=Value(State.APPROVED.value),
        output_field=CharField(),
    )


@dataclass(frozen=True)
class OfRelease(Moment):
    """What belongs to a release, whatever came or was restored since."""

    release: Release = None

    @property
    def instant(self) -> datetime.datetime:
        return self.release.made_at

    @property
    def date(self) -> datetime.date:
        return self.instant.date()

    @property
    def label(self) -> str:
        return f"release {self.release.name}"

    def ever(self, rows: QuerySet) -> QuerySet:
        """Of its own members a release knows the state, whatever times were restored from a file since."""
        then = Coalesce(Subquery(self._member().values("state")), _state_at(self.instant))
        return rows.filter(decided_at__lte=self.instant).annotate(state_then=then)

    def _member(self, **where: Any) -> QuerySet:
        return ReleaseMember.objects.filter(release=self.release, revision=OuterRef("pk"), **where).order_by()

    @property
    def stands(self) -> Q:
        return Q(pk__in=ReleaseMember.objects.filter(release=self.release).values("revision"))

    def standing(self, rows: QuerySet) -> QuerySet:
        # Asked row by row: a join was begun from all members by SQLite (150 ms for a function among 10,000 profiles).
        return rows.filter(Exists(self._member())).annotate(state_then=Subquery(self._member().values("state")))

    def approved(self, rows: QuerySet) -> QuerySet:
        approved = Exists(self._member(state=State.APPROVED))
        return rows.filter(approved).annotate(state_then=Value(State.APPROVED.value))

    def current(self, rows: QuerySet) -> QuerySet:
        return self.standing(rows)

    def headings(self, *kinds: str, **where: Any) -> QuerySet:
        return ReleaseText.objects.filter(release=self.release, kind__in=kinds, **where)

    def tracks(self) -> list[tuple[str, Steps]]:
        rows = ReleaseText.objects.filter(release=self.release, kind__in=("track", "level")).order_by("position")
        records = [(row.kind, json.loads(row.record)) for row in rows]
        steps: dict[str, list[Steps]] = {}
        for kind, record in records:
            if kind == "level":
                steps.setdefault(record["track"], []).append(_STEP | record)
        return [
            (record["name"], {"summary": "", "order": 0} | record | {"levels": steps.get(record["code"], [])})
            for kind, record in records
            if kind == "track"
        ]


_STEP = {"years_min": None, "years_max": None}


# -- reading what was asked for ------------------------------------------------------------------------

EXPECTED = "the name of a release or a time that has passed, such as 2027-01-31T12:00Z, is expected"


def read(values: Sequence[str]) -> Moment:
    """The moment that an address asks for; today where it asks for none."""
    if not values:
        return TODAY
    asked = values[-1].strip()
    if len(values) > 1 or not asked:
        raise NoSuchMoment(f"{EXPECTED} once, and {'several were' if len(values) > 1 else 'nothing was'} found")
    if (instant := _instant(asked)) is not None:
        return _at(instant)
    if not NAME.fullmatch(asked.lower()):
        raise NoSuchMoment(f"{EXPECTED}, found “{asked[:LONGEST]}”")
    return of_release(asked.lower())


def of_release(name: str) -> OfRelease:
    release = Release.objects.filter(name=name).first()
    if release is None:
        raise NoSuchMoment(f"{EXPECTED}; there is no release “{name}”")
    return OfRelease(release.name, release)


def _at(instant: datetime.datetime) -> AtInstant:
    if instant > timezone.now():
        raise NoSuchMoment(f"{EXPECTED}; {written_instant(instant)} is still to come")
    return AtInstant(written_instant(instant), instant)


def is_time(text: str) -> bool:
    """Whether a text is read as a time: no release can be called so."""
    return _instant(text) is not None


def _instant(text: str) -> datetime.datetime | None:
    """ISO 8601; what names no zone is UTC, and a date is its beginning."""
    try:
        moment = datetime.datetime.fromisoformat(_ZONE.sub("+", text.upper()))
        return moment.replace(tzinfo=moment.tzinfo or datetime.UTC).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None
