"""Where the canon is thin: the levels of every focus of a function, and what stands or lies in each place."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from profiles.models import Profile, Revision
from profiles.states import State
from taxonomy.codes import GLOBAL
from taxonomy.models import Focus, Function, Level, Scope

# Approved · stale (approved, but a shared text is another by now) · open (in review or a draft) · retired · missing.
SIGNS = {"approved": "✓", "stale": "△", "in review": "…", "draft": "✎", "retired": "✕", "missing": "+"}


@dataclass(frozen=True)
class Place:
    """One focus at one level: what is there, and where a click leads."""

    level: str
    state: str
    address: str

    @property
    def sign(self) -> str:
        return SIGNS[self.state]

    @property
    def kind(self) -> str:
        """For the style sheet."""
        return self.state.replace(" ", "-")


@dataclass(frozen=True)
class Row:
    focus: Focus
    places: list[Place]

    @property
    def written(self) -> int:
        return sum(1 for place in self.places if place.state != "missing")


def coverage(function: Function) -> tuple[list[Level], list[Row]]:
    """Levels as columns, focuses as rows; global profiles only. A fixed number of queries."""
    levels = list(Level.objects.select_related("track").order_by("track__order", "step"))
    focuses = list(function.focuses.order_by("name"))
    profiles = {
        (profile.focus_id, profile.level_id): profile
        for profile in Profile.objects.filter(focus__in=focuses, scope__code=GLOBAL).only("focus", "level", "digest")
    }
    states = _states([profile.pk for profile in profiles.values()])
    scope = Scope.objects.filter(code=GLOBAL).first()
    rows = []
    for focus in focuses:
        found = [(level, profiles.get((focus.pk, level.pk))) for level in levels]
        rows.append(Row(focus, [_place(focus, level, profile, states, scope) for level, profile in found]))
    return levels, rows


def _states(profiles: list[int]) -> dict[int, str]:
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


def _place(focus: Focus, level: Level, profile: Profile | None, states: dict[int, str], scope: Scope | None) -> Place:
    if profile is None:
        prefilled = urlencode({"focus": focus.pk, "level": level.pk, "scope": scope.pk if scope else ""})
        return Place(level.code, "missing", f"{reverse('admin:profiles_profile_add')}?{prefilled}")
    address = reverse("admin:profiles_profile_change", args=[profile.pk])
    return Place(level.code, states.get(profile.pk, "draft"), address)
