"""A skill as approved texts name it: which roles use it, at which levels of which focuses, and for what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from profiles import payloads
from profiles.filters import what_stands
from profiles.models.listing import SkillHeading
from profiles.models.revision import RevisionSkill
from profiles.rendering import words
from profiles.rendering.finding import Listed, Names
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
    """The focuses that use it most, and their levels."""
    stands = what_stands()
    using = stands.having("skill", [skill]) & stands.having("status", [State.APPROVED])
    focuses = stands.times("focus", using)
    most = [code for code, _ in focuses.most(MOST_FOCUSES)]
    numbers = {code: stands.counts("level", using & stands.having("focus", [code])) for code in most}
    return Spread(numbers, len(focuses) > MOST_FOCUSES)


def table(of: Spread, names: Names) -> tuple[list[str], list[SpreadRow]]:
    """Levels that occur, in the order of the ladder, and a row for each focus."""
    occurring = {level for levels in of.numbers.values() for level in levels}
    order = [code for code in names.ladder.levels if code in occurring]
    rows = []
    for code, levels in of.numbers.items():
        name, function = names.focuses.get(code, (code, ""))
        rows.append(SpreadRow(code, name, function, [(level, levels.get(level, 0)) for level in order]))
    return order, rows


def uses(skill: int, revisions: Mapping[int, Listed]) -> dict[int, str]:
    """What each of these texts says of the skill. Rows were written in the order of the payload."""
    rows = RevisionSkill.objects.filter(revision__in=list(revisions)).order_by("pk").values_list("revision", "skill")
    places: dict[int, list[int]] = {}
    for revision, named in rows:
        places.setdefault(revision, []).append(named)
    return {pk: _use(revision, places.get(pk, []), skill) for pk, revision in revisions.items()}


def _use(revision: Listed, named: list[int], skill: int) -> str:
    payload: dict[str, Any] = payloads.read(revision.payload, revision.schema)
    return payload["skills"][named.index(skill)]["summary"] if skill in named else ""


def used(headings: Iterable[SkillHeading]) -> list[Use]:
    """Skills of one page with their numbers of approved profiles."""
    stands = what_stands()
    numbers = stands.counts("skill", stands.having("status", [State.APPROVED]))
    return [Use(heading, numbers.get(heading.skill_id, 0)) for heading in headings]
