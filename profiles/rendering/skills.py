"""A skill as approved texts name it: which roles use it, at which levels of which focuses, and for what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from profiles import payloads
from profiles.models.listing import Listing, SkillHeading
from profiles.models.revision import Revision, RevisionSkill
from profiles.rendering import words
from profiles.rendering.finding import Names
from profiles.states import State

MOST_FOCUSES = 12


@dataclass(frozen=True)
class Spread:
    """How many profiles use a skill, by focus and level; the focuses that use it most."""

    numbers: dict[str, dict[str, int]]  # focus → level → profiles
    beyond: bool

    @property
    def focuses(self) -> list[str]:
        return list(self.numbers)


@dataclass(frozen=True)
class SpreadRow:
    code: str
    name: str
    function: str
    cells: list[tuple[str, int]]  # (level, profiles)


@dataclass(frozen=True)
class Use:
    """A skill in a list, with the number of profiles that use it."""

    heading: SkillHeading
    number: int

    @property
    def told(self) -> str:
        return words.count(self.number, "profile")


def spread(skill: int) -> Spread:
    """In two queries: the focuses that use it most, and their levels."""
    uses = RevisionSkill.objects.filter(skill=skill).values("revision")
    rows = Listing.objects.filter(state=State.APPROVED, pk__in=uses).order_by()
    most = rows.values("focus_code").annotate(number=Count("*")).order_by("-number", "focus_code")[: MOST_FOCUSES + 1]
    codes = [row["focus_code"] for row in most]
    numbers: dict[str, dict[str, int]] = {code: {} for code in codes[:MOST_FOCUSES]}
    for row in rows.filter(focus_code__in=numbers).values("focus_code", "level_code").annotate(number=Count("*")):
        numbers[row["focus_code"]][row["level_code"]] = row["number"]
    return Spread(numbers, len(codes) > MOST_FOCUSES)


def table(of: Spread, names: Names) -> tuple[list[str], list[SpreadRow]]:
    """Levels that occur, in the order of the ladder, and a row for each focus."""
    occurring = {level for levels in of.numbers.values() for level in levels}
    order = [code for code in names.ladder.levels if code in occurring]
    rows = []
    for code, levels in of.numbers.items():
        name, function = names.focuses.get(code, (code, ""))
        rows.append(SpreadRow(code, name, function, [(level, levels.get(level, 0)) for level in order]))
    return order, rows


def uses(skill: int, revisions: Mapping[int, Revision]) -> dict[int, str]:
    """What each of these texts says of the skill. Rows were written in the order of the payload."""
    rows = RevisionSkill.objects.filter(revision__in=list(revisions)).order_by("pk").values_list("revision", "skill")
    places: dict[int, list[int]] = {}
    for revision, named in rows:
        places.setdefault(revision, []).append(named)
    return {pk: _use(revision, places.get(pk, []), skill) for pk, revision in revisions.items()}


def _use(revision: Revision, named: list[int], skill: int) -> str:
    payload: dict[str, Any] = payloads.read(revision.payload, revision.schema)
    return payload["skills"][named.index(skill)]["summary"] if skill in named else ""


def used(headings: Iterable[SkillHeading]) -> list[Use]:
    """Skills of one page with their numbers of approved profiles, in one query."""
    headings = list(headings)
    rows = RevisionSkill.objects.filter(skill__in=[h.skill_id for h in headings])
    rows = rows.filter(revision__in=Listing.objects.filter(state=State.APPROVED).values("pk"))
    numbers = dict(rows.order_by().values_list("skill").annotate(number=Count("*")))
    return [Use(heading, numbers.get(heading.skill_id, 0)) for heading in headings]
