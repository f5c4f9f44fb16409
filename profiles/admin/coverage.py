"""Where the canon is thin: focus × level of a function with what is amiss in each place, and all functions in sums."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode

from profiles.models import Profile, Revision, Upkeep
from profiles.states import State
from taxonomy.codes import GLOBAL
from taxonomy.models import Focus, Function, Level, Scope

# Approved · stale (approved, but a shared text is another by now) · open (in review or a draft) · retired · missing.
SIGNS = {"approved": "✓", "stale": "△", "in review": "…", "draft": "✎", "retired": "✕", "missing": "+"}
# What a place can be looked at for, with what it means. A level is missed where the focus has others of its track.
LENSES = {
    "missing": "levels without a text, on tracks that the focus uses",
    "stale": "approved on a shared text that is another by now",
    "due": "the newest source or the approval is a year old",
    "weak": "today's confidence is low, nobody scored it, or the desk has a blocking finding",
    "unaliased": "no title that people use leads there",
}


@dataclass(frozen=True)
class Place:
    """One focus at one level: what is there, what is amiss (names of LENSES), and where a click leads."""

    level: str
    state: str
    address: str
    amiss: tuple[str, ...] = ()

    @property
    def sign(self) -> str:
        return SIGNS[self.state]

    @property
    def kind(self) -> str:
        """For the style sheet."""
        return self.state.replace(" ", "-")

    @property
    def marked(self) -> bool:
        """Whether more is amiss than its sign says."""
        return any(name not in ("missing", "stale") for name in self.amiss)

    @property
    def told(self) -> str:
        more = [name for name in self.amiss if name != self.state]
        return ", ".join([f"{self.level}: {self.state}", *more])


@dataclass(frozen=True)
class Row:
    focus: Focus
    places: list[Place]

    @property
    def written(self) -> int:
        return sum(1 for place in self.places if place.state != "missing")


def coverage(function: Function, on: datetime.date) -> tuple[list[Level], list[Row]]:
    """Levels as columns, focuses as rows; global profiles only. A fixed number of queries."""
    levels = list(Level.objects.select_related("track").order_by("track__order", "step"))
    focuses = list(function.focuses.order_by("name"))
    profiles = {
        (profile.focus_id, profile.level_id): profile
        for profile in Profile.objects.filter(focus__in=focuses, scope__code=GLOBAL).only("focus", "level", "digest")
    }
    scope = Scope.objects.filter(code=GLOBAL).first()
    known = _Known.of([profile.pk for profile in profiles.values()], on)
    rows = []
    for focus in focuses:
        used = {level.track_id for level in levels if (focus.pk, level.pk) in profiles}
        rows.append(Row(focus, [_place(focus, level, profiles, used, known, scope) for level in levels]))
    return levels, rows


def sums(rows: Iterable[Row]) -> Counter[str]:
    """How many places each lens shows."""
    return Counter(name for row in rows for place in row.places for name in place.amiss)


@dataclass(frozen=True)
class _Known:
    """What is told of profiles by their numbers."""

    states: Mapping[int, str]
    amiss: Mapping[int, tuple[str, ...]]

    @classmethod
    def of(cls, profiles: Sequence[int], on: datetime.date) -> "_Known":
        states = _states(profiles)
        rows = Upkeep.objects.filter(profile__in=profiles)
        found = rows.values_list("profile", "due_on", "weak_on", "aliases", "profile__weighed__blocking")
        amiss = {}
        for profile, due_on, weak_on, aliases, blocking in found:
            holds = {
                "stale": states.get(profile) == "stale",
                "due": due_on <= on,
                "weak": blocking or (weak_on is not None and weak_on <= on),
                "unaliased": not aliases,
            }
            amiss[profile] = tuple(name for name, true in holds.items() if true)
        return cls(states, amiss)


def _states(profiles: Sequence[int]) -> dict[int, str]:
    """What is told of a profile: what waits before what stands."""
    told: dict[int, str] = {}
    rows = Revision.objects.filter(profile__in=profiles).filter(
        Q(state__in=[State.APPROVED, State.IN_REVIEW, State.RETIRED])
    )
    order = [State.RETIRED, State.APPROVED, "stale", State.IN_REVIEW]
    for profile, state, changed in rows.values_list("profile", "state", "basis_changed_at"):
        state = "stale" if state == State.APPROVED and changed else state
        if profile not in told or order.index(state) > order.index(told[profile]):
            told[profile] = str(state)
    return told


def _place(
    focus: Focus,
    level: Level,
    profiles: Mapping[tuple[int, int], Profile],
    used: set[int],
    known: _Known,
    scope: Scope | None,
) -> Place:
    profile = profiles.get((focus.pk, level.pk))
    if profile is None:
        prefilled = urlencode({"focus": focus.pk, "level": level.pk, "scope": scope.pk if scope else ""})
        address = f"{reverse('admin:profiles_profile_add')}?{prefilled}"
        return Place(level.code, "missing", address, ("missing",) if level.track_id in used else ())
    address = reverse("admin:profiles_profile_change", args=[profile.pk])
    state = known.states.get(profile.pk, "draft")
    return Place(level.code, state, address, known.amiss.get(profile.pk, ()))


# -- all functions -----------------------------------------------------------------------------------

_BLOCKED = Q(profile__weighed__blocking__gt=0)


@dataclass(frozen=True)
class Sum:
    """One function in numbers: texts that stand, and how many places each lens shows."""

    function: Function
    approved: int
    counts: Mapping[str, int]

    @property
    def cells(self) -> list[tuple[str, int]]:
        return [(lens, self.counts.get(lens, 0)) for lens in LENSES]


@dataclass
class Sums:
    """Every function; four queries over small rows, however many there are."""

    on: datetime.date

    @cached_property
    def rows(self) -> list[Sum]:
        functions = Function.objects.order_by("name").only("code", "name")
        return [self._sum(function) for function in functions]

    def _sum(self, function: Function) -> Sum:
        stands = self._standing.get(function.code, {})
        missing = {"missing": self._missing.get(function.pk, 0)}
        return Sum(function, stands.get("approved", 0), stands | missing)

    @cached_property
    def _standing(self) -> dict[str, dict[str, int]]:
        rows = Upkeep.objects.filter(profile__scope__code=GLOBAL).order_by().values("function_code")
        rows = rows.annotate(
            approved=Count("pk"),
            stale=Count("pk", filter=Q(revision__basis_changed_at__isnull=False)),
            due=Count("pk", filter=Q(due_on__lte=self.on)),
            weak=Count("pk", filter=Q(weak_on__lte=self.on) | _BLOCKED),
            unaliased=Count("pk", filter=Q(aliases=0)),
        )
        return {row["function_code"]: row for row in rows}

    @cached_property
    def _missing(self) -> dict[int, int]:
        """Function → levels without a text on tracks that its focuses use."""
        steps = dict(Level.objects.order_by().values("track").annotate(n=Count("pk")).values_list("track", "n"))
        rows = Profile.objects.filter(scope__code=GLOBAL).order_by().values("focus__function", "focus", "level__track")
        found: Counter[int] = Counter()
        for row in rows.annotate(n=Count("pk")):
            found[row["focus__function"]] += steps[row["level__track"]] - row["n"]
        return found
