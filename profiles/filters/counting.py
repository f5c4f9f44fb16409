"""How many profiles each choice of a facet would give, right under all other choices.

All counts come from the board. Only what skills are called is asked of the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from heapq import nsmallest

from django.db.models import Q

from profiles.filters.choosing import Choosing
from profiles.models.listing import SkillHeading

SHORT = ("track", "level", "band", "scope", "status")
TOP, REST = 8, 24
MOST_SHORT = 60


@dataclass(frozen=True)
class Choice:
    """A value with its number of profiles; `label` where the rows themselves tell one."""

    value: str
    number: int
    label: str = ""


@dataclass(frozen=True)
class Counts:
    """Counts by facet, most frequent first where a facet is long; how many profiles answer; currencies of their pay."""

    facets: dict[str, list[Choice]]
    beyond: dict[str, bool]  # whether a facet has more values than these
    total: int
    currencies: list[Choice]


def counted(choosing: Choosing) -> Counts:
    facets, beyond = {}, {}
    for name in choosing.facets:
        numbers = choosing.board.counts(name, choosing.rows(without=name).chosen)
        chosen = choosing.values(name)
        most = MOST_SHORT if name in SHORT else TOP + REST + len(chosen)
        beyond[name] = name not in SHORT and len(numbers) > most
        facets[name] = _skills(numbers, chosen, most) if name == "skill" else _ranked(numbers, chosen, most)
        if name == "code":
            facets[name] = [replace(one, label=choosing.board.labels[one.value]) for one in facets[name]]
    paid = choosing.board.currencies(choosing.rows(without="pay").chosen) if choosing.sees_pay else {}
    return Counts(facets, beyond, len(choosing.rows()), _ranked(paid, (), MOST_SHORT))


def _ranked(numbers: Mapping[str, int], chosen: Iterable[str], most: int) -> list[Choice]:
    """The most frequent before the others, and what is chosen before all."""
    first = [(value, numbers[value]) for value in chosen if value in numbers]
    others = nsmallest(most, numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    first.sort(key=lambda pair: (-pair[1], pair[0]))
    return [Choice(value, number) for value, number in dict([*first, *others]).items()][:most]


def _skills(numbers: Mapping[int, int], addresses: Iterable[str], most: int) -> list[Choice]:
    """By address; the name is that of the skill's current heading, or of the one that was asked for."""
    shown = [skill for skill, _ in nsmallest(most, numbers.items(), key=lambda pair: (-pair[1], pair[0]))]
    rows = SkillHeading.objects.filter(Q(current=True, skill__in=shown) | Q(address__in=addresses))
    asked = [row for row in rows if row.address in addresses]
    owned = {row.skill_id for row in asked}
    rest = {row.skill_id: row for row in rows if row.skill_id not in owned}
    ordered = [*asked, *(rest[skill] for skill in shown if skill in rest)]
    return [Choice(row.address, numbers.get(row.skill_id, 0), row.name) for row in ordered[:most]]


def loosened(choosing: Choosing) -> list[tuple[str, int]]:
    """For each facet that restricts: how many profiles there were without it; those that help, the most first."""
    helps = [(name, len(choosing.rows(without=name))) for name in choosing.chosen]
    return sorted(((name, number) for name, number in helps if number), key=lambda pair: (-pair[1], pair[0]))
