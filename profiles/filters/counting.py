"""How many profiles each choice of a facet would give, right under all other choices.

All counts come from the board. Only what skills are called is asked of the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from profiles.asking import Question
from profiles.filters.choosing import Choosing
from profiles.filters.times import Times
from profiles.models.listing import SkillHeading

SHORT = ("track", "level", "band", "scope", "status")
TOP, REST = 8, 24
MOST_SHORT = 60


class Choice(NamedTuple):
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
    facets, beyond, board = {}, {}, choosing.board
    for name in choosing.facets:
        chosen, among = choosing.values(name), choosing.rows(without=name).chosen
        if name in SHORT:
            facets[name], beyond[name] = _short(board.counts(name, among), chosen), False
            continue
        times, most = board.times(name, among), TOP + REST + len(chosen)
        facets[name] = _skills(times, chosen, most) if name == "skill" else _long(times, chosen, most)
        beyond[name] = len(times) > most
        if name == "code":
            facets[name] = [one._replace(label=board.labels[one.value]) for one in facets[name]]
    paid = board.currencies(choosing.rows(without="pay").chosen) if choosing.sees_pay else {}
    return Counts(facets, beyond, len(choosing.rows()), _short(paid, ()))


def _short(numbers: Mapping[str, int], chosen: Iterable[str]) -> list[Choice]:
    return _chosen_first(numbers, chosen, sorted(numbers.items(), key=_place))[:MOST_SHORT]


def _long(times: Times, chosen: Iterable[str], most: int) -> list[Choice]:
    return _chosen_first(times, chosen, times.most(most))[:most]


def _chosen_first(numbers: Mapping[str, int], chosen: Iterable[str], ranked: Iterable[tuple[str, int]]) -> list[Choice]:
    """The most frequent before the others, and what is chosen before all."""
    first = sorted(((value, numbers[value]) for value in chosen if value in numbers), key=_place)
    return [Choice(value, number) for value, number in dict([*first, *ranked]).items()]


def _place(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _skills(times: Times, addresses: Sequence[str], most: int) -> list[Choice]:
    """By address; the name is that of the skill's current heading, or of the one that was asked for."""
    shown = [skill for skill, _ in times.most(most)]
    rows = [_Skill(*row) for row in _NAMES.rows(shown, addresses)]
    asked = [row for row in rows if row.address in addresses]
    owned = {row.skill for row in asked}
    rest = {row.skill: row for row in rows if row.skill not in owned}
    ordered = [*asked, *(rest[skill] for skill in shown if skill in rest)]
    return [Choice(row.address, times.get(row.skill, 0), row.name) for row in ordered[:most]]


class _Skill(NamedTuple):
    skill: int
    address: str
    name: str


_NAMES = Question(
    SkillHeading,
    lambda skills, addresses: SkillHeading.objects.filter(
        Q(current=True, skill__in=skills) | Q(address__in=addresses)
    ).values_list(*_Skill._fields),
)


def loosened(choosing: Choosing) -> list[tuple[str, int]]:
    """For each facet that restricts: how many profiles there were without it; those that help, the most first."""
    helps = [(name, len(choosing.rows(without=name))) for name in choosing.chosen]
    return sorted(((name, number) for name, number in helps if number), key=lambda pair: (-pair[1], pair[0]))
