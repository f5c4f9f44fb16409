"""The roles nearest to a place in the canon, by structural distance: enumerated, never scanned for.

Only same-focus places and sibling focuses within one rank can come within the review threshold (field.md); so the
work does not grow with the canon but with one function's roles of about the same size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Aggregate, Case, Count, F, JSONField, Q, Value, When
from django.db.models.functions import Abs

from profiles import distance
from profiles.distance import Distance, Place
from profiles.models.revision import Revision, RevisionSkill
from profiles.moments import TODAY, Moment
from profiles.querysets import LISTED
from taxonomy.codes import GLOBAL

MOST, LEAST = 9, 3


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


def place_of(revision: Revision) -> Place:
    return Place(revision.function_code, revision.focus_code, revision.track_code, revision.rank)


def nearest(
    own: Revision, same_focus: Iterable[tuple[Revision, Iterable[str]]], moment: Moment = TODAY
) -> list[Neighbour]:
    """Near and review first, at least three where the canon has them, ties broken by shared skills and then key.

    `same_focus` are the other approved revisions of the focus, each with the skills that it shares: the caller
    has them at hand. One query finds siblings, and one more looks further only where these are too few.
    """
    found = [_neighbour(own, revision, skills) for revision, skills in same_focus]
    siblings = _closest(own, Q(function_code=own.function_code) & ~Q(focus_code=own.focus_code), moment)
    found += [_neighbour(own, revision, revision.skills or ()) for revision in siblings]
    if len(found) < LEAST:
        others = _closest(own, ~Q(function_code=own.function_code), moment)
        found += [_neighbour(own, revision, revision.skills or ()) for revision in others]
    found.sort(key=lambda n: (n.distance.total, -n.shared, n.revision.key))
    within = [n for n in found if n.distance.band != "none"]
    return within[:MOST] if len(within) >= LEAST else found[:LEAST]


def _neighbour(own: Revision, revision: Revision, skills: Iterable[str]) -> Neighbour:
    return Neighbour(revision, distance.between(place_of(own), place_of(revision)), frozenset(skills))


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
    for track in "SPME":
        part = distance.track(place_of(own), Place("", "", track, 0))
        quarters.setdefault(int(part / Fraction(1, 4)), []).append(track)
    branches = [When(track_code__in=tracks, then=Value(quarter)) for quarter, tracks in quarters.items()]
    return Case(When(track_code=own.track_code, then=Value(0)), *branches, default=Value(4))
