"""How far a decision on a text reaches: pages that change, adjacent roles, aliases, and whose pay it rests on."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from profiles import pay
from profiles.adjacency import Neighbour, nearest, place_of
from profiles.distance import between
from profiles.models import Revision
from profiles.rendering.shelf import Sealed
from profiles.workflow import heirs
from taxonomy.texts import fold_name

# Within these ranks of a place a sibling focus can be in any band (field.md: farther is none).
STEPS = 1


@dataclass
class Reach:
    """Of a text against the one that it takes the place of, or of its end."""

    now: Sealed
    former: Sealed | None

    @property
    def revision(self) -> Revision:
        return self.now.revision

    @cached_property
    def aliases(self) -> tuple[list[str], list[str]]:
        """Aliases gained and lost."""
        now, before = _aliases(self.now), _aliases(self.former)
        return [now[a] for a in now if a not in before], [before[a] for a in before if a not in now]

    # -- pages ---------------------------------------------------------------------------------------

    @cached_property
    def _focus(self) -> list[Revision]:
        """The other published levels of the focus; each is shown this text on its ladder or in its grid."""
        rows = self._others(Q(focus_code=self.revision.focus_code))
        skills = self.now.skills
        rows = rows.prefetch_related("skill_rows__skill").order_by("rank", "key")
        return [_shared(row, skills) for row in rows]

    @property
    def ladder(self) -> list[Revision]:
        return [row for row in self._focus if row.track_code == self.revision.track_code]

    @cached_property
    def neighbours(self) -> list[Neighbour]:
        """Roles near or in the zone of review: on their pages this one stands among the adjacent roles."""
        own_scope = [(row, row.shared) for row in self._focus if row.scope_code in (self.revision.scope_code, "global")]
        found = nearest(self.revision, own_scope)
        return [n for n in found if n.distance.band != "none" and n.revision.profile_id != self.revision.profile_id]

    # -- bands ---------------------------------------------------------------------------------------

    @cached_property
    def has_moved(self) -> bool:
        """Bands are made of places alone: function, focus, track and rank."""
        return self.former is not None and place_of(self.former.revision) != place_of(self.revision)

    @cached_property
    def bands(self) -> list[tuple[Revision, str, str]]:
        """Adjacent roles whose band changes, with the band before and after."""
        if not self.has_moved:
            return []
        ranks = [self.former.revision.rank, self.revision.rank]
        close = Q(rank__range=(min(ranks) - STEPS, max(ranks) + STEPS), function_code=self.revision.function_code)
        rows = self._others(close | Q(focus_code=self.revision.focus_code)).order_by("rank", "key")
        pairs = [(row, _band(self.former.revision, row), _band(self.revision, row)) for row in rows]
        return [(row, before, after) for row, before, after in pairs if before != after]

    # -- pay -----------------------------------------------------------------------------------------

    @property
    def pay_of(self) -> str:
        """Whose figures hold on the page: own, or the baseline that is inherited; "" where there are none."""
        found = pay.resolve(self.now.pay)
        return found.told if found else ""

    @property
    def pay_was_of(self) -> str:
        found = pay.resolve(self.former.pay) if self.former else None
        return found.told if found else ""

    @property
    def inherits(self) -> bool:
        found = pay.resolve(self.now.pay)
        return found is not None and found.inherited

    @cached_property
    def heirs(self) -> list[Revision]:
        """Other published roles that inherit the same baseline."""
        return heirs.beside(self.revision, self.now.pay)

    def _others(self, among: Q) -> QuerySet[Revision]:
        return Revision.objects.listed().approved().filter(among).exclude(profile=self.revision.profile_id)


def _aliases(sealed: Sealed | None) -> dict[str, str]:
    return {fold_name(alias["title"]): alias["title"] for alias in sealed.payload["aliases"]} if sealed else {}


def _band(a: Revision, b: Revision) -> str:
    return between(place_of(a), place_of(b)).band


def _shared(row: Revision, skills: set[str]) -> Revision:
    row.shared = {use.skill.folded for use in row.skill_rows.all()} & skills
    return row
