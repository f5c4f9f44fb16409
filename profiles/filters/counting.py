"""How many profiles each choice of a facet would give, right under all other choices.

All counts come from the board. Only what skills are called is asked of the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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
        if name in SHORT:
            facets[name], beyond[name] = _ranked(numbers)[:MOST_SHORT], False
        else:
            found = _skills(choosing, numbers) if name == "skill" else _ranked(numbers, choosing.values(name))
            most = TOP + REST + len(choosing.values(name))
            facets[name], beyond[name] = [_labelled(choosing, name, one) for one in found[:most]], len(found) > most
    paid = choosing.board.currencies(choosing.rows(without="pay").chosen) if choosing.sees_pay else {}
    return Counts(facets, beyond, len(choosing.rows()), _ranked(paid)[:MOST_SHORT])


def _ranked(numbers: Mapping[str, int], first: tuple[str, ...] = ()) -> list[Choice]:
    """The most frequent before the others, but behind what is chosen."""
    ranked = sorted(numbers.items(), key=lambda pair: (pair[0] not in first, -pair[1], pair[0]))
    return [Choice(value, number) for value, number in ranked]


def _labelled(choosing: Choosing, name: str, choice: Choice) -> Choice:
    return Choice(choice.value, choice.number, choosing.board.labels[choice.value]) if name == "code" else choice


def _skills(choosing: Choosing, numbers: Mapping[int, int]) -> list[Choice]:
    """By address; the name is that of the skill's current heading, or of the one that was asked for."""
    addresses = choosing.values("skill")
    frequent = [skill for skill, _ in sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))]
    shown = frequent[: TOP + REST + 1]
    rows = SkillHeading.objects.filter(Q(current=True, skill__in=shown) | Q(address__in=addresses))
    asked = [row for row in rows if row.address in addresses]
    owned = {row.skill_id for row in asked}
    rest = {row.skill_id: row for row in rows if row.skill_id not in owned}
    ordered = [*asked, *(rest[skill] for skill in shown if skill in rest)]
    return [Choice(row.address, numbers.get(row.skill_id, 0), row.name) for row in ordered]


def loosened(choosing: Choosing) -> list[tuple[str, int]]:
    """For each facet that restricts: how many profiles there were without it; those that help, the most first."""
    helps = [(name, len(choosing.rows(without=name))) for name in choosing.chosen]
    return sorted(((name, number) for name, number in helps if number), key=lambda pair: (-pair[1], pair[0]))
