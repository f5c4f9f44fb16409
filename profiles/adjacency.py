"""The roles nearest to a place in the canon, by structural distance: enumerated, never scanned for.

Only same-focus places and sibling focuses within one rank can come within the review threshold (field.md); so the
work does not grow with the canon but with one function's roles of about the same size. Today's are read from the
listings, whose rows are small and hold their skills; of those that are shown, and of no other, a revision is read.
"""

import json
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from django.db import connections
from django.db.models import Aggregate, Case, Count, F, JSONField, Model, Q, Value, When
from django.db.models.functions import Abs

from profiles import distance
from profiles.distance import Distance, Place
from profiles.models.listing import Listing
from profiles.models.revision import Revision, RevisionSkill
from profiles.moments import TODAY, Moment
from profiles.querysets import LISTED
from profiles.states import State
from taxonomy.codes import GLOBAL
from taxonomy.models.skill import Skill

MOST, LEAST = 9, 3
TRACKS = "SPME"
# Of equally far places of other functions, whose number has no bound: so many of each track and rank are looked at.
MOST_A_PLACE = 100


@dataclass(frozen=True)
class Neighbour:
    """A role near another: its distance with all parts, and the skills that the two share, by folded name."""

    revision: Revision
    distance: Distance
    skills: frozenset[str]

    @property
    def shared(self) -> int:
        return len(self.skills)


class Listed(Aggregate):
    """SQL: the values of a group as one list."""

    output_field = JSONField()
    function = "JSON_GROUP_ARRAY"

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


def place_of(revision: "Revision | Stub") -> Place:
    return Place(revision.function_code, revision.focus_code, revision.track_code, revision.rank)


def nearest(
    own: Revision, same_focus: Iterable[tuple[Revision, Iterable[str]]], moment: Moment = TODAY
) -> list[Neighbour]:
    """Near and review first, at least three where the canon has them, ties broken by shared skills and then key.

    `same_focus` are the other approved revisions of the focus, each with the skills that it shares: the caller
    has them at hand. One query finds siblings, and one more looks further only where these are too few.
    """
    found = [_neighbour(own, revision, skills) for revision, skills in same_focus]
    find = _Past(own, moment) if moment.is_past else _Today(own)
    found += find.siblings()
    if len(found) < LEAST:
        found += find.others()
    found.sort(key=lambda n: (n.distance.total, -n.shared, n.revision.key))
    within = [n for n in found if n.distance.band != "none"]
    return find.whole(within[:MOST] if len(within) >= LEAST else found[:LEAST])


def _neighbour(own: Revision, revision: "Revision | Stub", skills: Iterable[str | int]) -> Neighbour:
    return Neighbour(revision, distance.between(place_of(own), place_of(revision)), frozenset(skills))


# -- today -----------------------------------------------------------------------------------------------


class Stub(NamedTuple):
    """What the listings know of a role: enough to say how far it is."""

    pk: int
    key: str
    function_code: str
    focus_code: str
    level_code: str
    track_code: str
    scope_code: str
    rank: int
    skills: bytes

    @property
    def skill_keys(self) -> set[int]:
        return set(struct.unpack(f"<{len(self.skills) // 4}I", self.skills))


def _columns(model: type[Model], names: Iterable[str]) -> str:
    return ", ".join(model._meta.get_field(name).column for name in names)


# Asked for each page of a profile, and plain: the ORM would take longer to put it together than a database to answer.
_STUBS = f"SELECT {_columns(Listing, ('revision', *Stub._fields[1:]))} FROM {Listing._meta.db_table}"  # noqa: S608


def _stubs(sql: str, given: Sequence[str | int]) -> list[Stub]:
    with connections[Listing.objects.db].cursor() as cursor:
        cursor.execute(sql, given)
        return [Stub(*row[:-1], bytes(row[-1])) for row in cursor.fetchall()]


class _Today:
    """Candidates as stubs, with the primary keys of the skills that are shared; whole once they are chosen."""

    def __init__(self, own: Revision) -> None:
        self.own = own
        self.skills: set[int] | None = None
        self.tracks: dict[str, Fraction] = {}

    def siblings(self) -> list[Neighbour]:
        near = f"{_STUBS} WHERE state = %s AND function_code = %s AND rank BETWEEN %s AND %s AND scope_code IN (%s, %s)"
        rank, own = self.own.rank, self.own
        stubs = _stubs(near, [State.APPROVED, own.function_code, rank - 1, rank + 1, own.scope_code, GLOBAL])
        # As a rule it stands itself among these, with its skills.
        self.skills = next((stub.skill_keys for stub in stubs if stub.pk == self.own.pk), None)
        if self.skills is None:
            mine = RevisionSkill.objects.filter(revision=self.own.pk) if self.own.pk else RevisionSkill.objects.none()
            self.skills = set(mine.values_list("skill", flat=True))
        return self._closest(stub for stub in stubs if stub.focus_code != self.own.focus_code)

    def others(self) -> list[Neighbour]:
        """Of each place of other functions within one rank the first by key: many stand equally far there."""
        ranks = range(self.own.rank - 1, self.own.rank + 2)
        one = (
            f"SELECT * FROM ({_STUBS} WHERE state = %s AND track_code = %s AND rank = %s"  # noqa: S608
            f" AND function_code <> %s AND scope_code IN (%s, %s) ORDER BY key LIMIT {MOST_A_PLACE}) AS place"
        )
        places = [(track, rank) for rank in ranks for track in dict.fromkeys((*TRACKS, self.own.track_code))]
        given = [
            value
            for track, rank in places
            for value in (State.APPROVED, track, rank, self.own.function_code, self.own.scope_code, GLOBAL)
        ]
        return self._closest(_stubs(" UNION ALL ".join([one] * len(places)), given))

    def _closest(self, stubs: Iterable[Stub]) -> list[Neighbour]:
        """The nearest places; where one has no text in the scope of `own`, its global one stands in."""
        places: dict[tuple[str, str], Stub] = {}
        for stub in stubs:
            place = stub.focus_code, stub.level_code
            if place not in places or stub.scope_code == self.own.scope_code:
                places[place] = stub
        shared = {stub: self.skills & stub.skill_keys for stub in places.values()}
        nearest = sorted(shared, key=lambda stub: (*self._apart(stub), -len(shared[stub]), stub.key))
        return [_neighbour(self.own, stub, shared[stub]) for stub in nearest[:MOST]]

    def _apart(self, stub: Stub) -> tuple[int, Fraction]:
        """Orders places of one part of the taxonomy as their distance does."""
        if stub.track_code not in self.tracks:
            self.tracks[stub.track_code] = distance.track(place_of(self.own), Place("", "", stub.track_code, 0))
        return abs(stub.rank - self.own.rank), self.tracks[stub.track_code]

    def whole(self, chosen: list[Neighbour]) -> list[Neighbour]:
        """These with their revisions and the names of skills, in one query."""
        wanted = [near.revision.pk for near in chosen if isinstance(near.revision, Stub)]
        rows = {row.pk: row for row in self._revisions(wanted)} if wanted else {}
        return [
            Neighbour(row, near.distance, frozenset(json.loads(row.skills or "[]")))
            if (row := rows.get(near.revision.pk)) and isinstance(near.revision, Stub)
            else near
            for near in chosen
            if near.revision.pk in rows or isinstance(near.revision, Revision)
        ]

    def _revisions(self, wanted: Sequence[int]) -> Iterable[Revision]:
        connection = connections[Revision.objects.db]
        listed = "JSONB_AGG" if connection.vendor == "postgresql" else "JSON_GROUP_ARRAY"
        mine = sorted(self.skills)
        names = (
            f"SELECT {listed}(s.folded) FROM {RevisionSkill._meta.db_table} u"  # noqa: S608
            f" JOIN {Skill._meta.db_table} s ON s.id = u.skill_id"
            f" WHERE u.revision_id = r.id AND u.skill_id IN ({_marks(mine)})"
        )
        columns = ", ".join(f"r.{column}" for column in _columns(Revision, LISTED).split(", "))
        among = f"{Revision._meta.db_table} r WHERE r.id IN ({_marks(wanted)})"
        text = f"SELECT {columns}, ({names}) AS skills FROM {among}"  # noqa: S608  names of our own, and marks
        return Revision.objects.using(connection.alias).raw(text, [*mine, *wanted])


def _marks(values: Sequence) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


# -- as of a moment that is over ---------------------------------------------------------------------------


class _Past:
    """Candidates as whole revisions, read from the shelf: the listings know of today alone."""

    def __init__(self, own: Revision, moment: Moment) -> None:
        self.own, self.moment = own, moment

    def siblings(self) -> list[Neighbour]:
        return self._closest(Q(function_code=self.own.function_code) & ~Q(focus_code=self.own.focus_code))

    def others(self) -> list[Neighbour]:
        return self._closest(~Q(function_code=self.own.function_code))

    def whole(self, chosen: list[Neighbour]) -> list[Neighbour]:
        return chosen

    def _closest(self, among: Q) -> list[Neighbour]:
        rows = _closest(self.own, among, self.moment)
        return [_neighbour(self.own, revision, revision.skills or ()) for revision in rows]


def _closest(own: Revision, among: Q, moment: Moment) -> Sequence[Revision]:
    """The nearest approved revisions of a set within one rank, in the order of their distance.

    Where a place has no text in the scope of `own`, its global one stands in.
    """
    scopes = {own.scope_code, GLOBAL}
    mine = RevisionSkill.objects.filter(revision=own.pk).values("skill")
    shared = Q(skill_rows__skill__in=mine)
    rows = moment.approved(Revision.objects.visible_to()).filter(among, scope_code__in=scopes)
    rows = (
        rows.filter(rank__range=(own.rank - 1, own.rank + 1))
        .annotate(
            apart=Abs(F("rank") - own.rank),
            switch=_switch(own),
            shared=Count("skill_rows", filter=shared),
            skills=Listed("skill_rows__skill__folded", filter=shared),
        )
        .only(*LISTED)
        .order_by("apart", "switch", "-shared", "key")[: MOST * len(scopes)]
    )
    places: dict[tuple[str, str], Revision] = {}
    for row in rows:
        place = row.focus_code, row.level_code
        if place not in places or row.scope_code == own.scope_code:
            places[place] = row
    return list(places.values())[:MOST]


def _switch(own: Revision) -> Case:
    """SQL: the track part of the distance in quarters, so that the database can order by it."""
    quarters: dict[int, list[str]] = {}
    for track in TRACKS:
        part = distance.track(place_of(own), Place("", "", track, 0))
        quarters.setdefault(int(part / Fraction(1, 4)), []).append(track)
    branches = [When(track_code__in=tracks, then=Value(quarter)) for quarter, tracks in quarters.items()]
    return Case(When(track_code=own.track_code, then=Value(0)), *branches, default=Value(4))
