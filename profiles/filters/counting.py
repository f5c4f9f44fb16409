"""How many profiles each choice of a facet would give, right under all other choices.

Facets of few values are counted in one query together, and each that may be long in one of its own, which brings its
most frequent values and no more. So the number of queries stays the same whatever is chosen.
"""

import sys
from array import array
from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, IntegerField, Max, Q, QuerySet, Value, When

from profiles.filters.choosing import Choosing
from profiles.models.listing import SkillHeading
from profiles.models.revision import RevisionMapping, RevisionPay

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
    facets, currencies = _short(choosing)
    total = sum(count.number for count in facets["status"] if count.value in choosing.statuses)
    wanted = {name: facets[name] for name in choosing.facets if name in SHORT}
    beyond = dict.fromkeys(wanted, False)
    for name, read in {"function": _column, "focus": _column, "skill": _skills, "code": _codes}.items():
        if name in choosing.facets:
            found = read(choosing, name)
            most = _room(choosing, name)
            wanted[name], beyond[name] = found[:most], len(found) > most
    return Counts(wanted, beyond, total, currencies)


def _short(choosing: Choosing) -> tuple[dict[str, list[Choice]], list[Choice]]:
    """All facets of few values, and the currencies, in one query."""
    arms = [_arm(name, choosing.rows(without=name), choosing.column(name)) for name in SHORT]
    if choosing.sees_pay:
        figures = RevisionPay.objects.filter(revision__in=choosing.rows(without="pay").values("pk"), median__gt=0)
        arms.append(_arm("currency", figures, "currency"))
    found: dict[str, list[Choice]] = {name: [] for name in (*SHORT, "currency")}
    for row in arms[0].union(*arms[1:], all=True):
        found[row["facet"]].append(Choice(row["value"], row["number"]))
    for counts in found.values():
        counts.sort(key=lambda count: (-count.number, count.value))
        del counts[MOST_SHORT:]
    return found, found.pop("currency")


def _arm(name: str, rows: QuerySet, column: str) -> QuerySet:
    told = Value(name, output_field=CharField())
    return rows.order_by().annotate(facet=told, value=F(column)).values("facet", "value").annotate(number=Count("*"))


def _most_frequent(rows: QuerySet, column: str, chosen: When | None, *, room: int, **more) -> QuerySet:
    """Groups by a column: what is chosen before the rest, then the most frequent; one more than is shown."""
    rows = rows.order_by().annotate(value=F(column))
    # A constant is no ground to order by, so there are two shapes.
    if chosen is None:
        rows = rows.values("value").annotate(**({"number": Count("*")} | more)).order_by("-number", "value")
    else:
        rows = rows.annotate(other=Case(chosen, default=1, output_field=IntegerField())).values("value", "other")
        rows = rows.annotate(**({"number": Count("*")} | more)).order_by("other", "-number", "value")
    return rows[: room + 1]


def _room(choosing: Choosing, name: str) -> int:
    return TOP + REST + len(choosing.values(name))


def _column(choosing: Choosing, name: str) -> list[Choice]:
    column, values = choosing.column(name), choosing.values(name)
    chosen = When(**{f"{column}__in": values}, then=0) if values else None
    rows = _most_frequent(choosing.rows(without=name), column, chosen, room=_room(choosing, name))
    return [Choice(row["value"], row["number"]) for row in rows]


def _skills(choosing: Choosing, name: str) -> list[Choice]:
    """By address; the name is that of the skill's current heading, or of the one that was asked for."""
    packed = choosing.rows(without=name).values_list("skills", flat=True)
    numbers = Counter(_unpacked(b"".join(packed)))
    addresses = choosing.values(name)
    frequent = [skill for skill, _ in sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))]
    shown = frequent[: TOP + REST + 1]
    rows = SkillHeading.objects.filter(Q(current=True, skill__in=shown) | Q(address__in=addresses))
    asked = [row for row in rows if row.address in addresses]
    owned = {row.skill_id for row in asked}
    rest = {row.skill_id: row for row in rows if row.skill_id not in owned}
    ordered = [*asked, *(rest[skill] for skill in shown if skill in rest)]
    return [Choice(row.address, numbers[row.skill_id], row.name) for row in ordered]


def _unpacked(skills: bytes) -> array:
    found = array("I", skills)
    if sys.byteorder != "little":
        found.byteswap()
    return found


def _codes(choosing: Choosing, name: str) -> list[Choice]:
    """A code that two systems share is one choice, and a profile that names both is one profile."""
    named = RevisionMapping.objects.filter(revision__in=choosing.rows(without=name).values("pk"))
    values = choosing.values(name)
    chosen = When(code__in=values, then=0) if values else None
    more = {"number": Count("revision", distinct=True), "label": Max("label")}
    rows = _most_frequent(named, "code", chosen, room=_room(choosing, name), **more)
    return [Choice(row["value"], row["number"], row["label"]) for row in rows]


def loosened(choosing: Choosing) -> list[tuple[str, int]]:
    """For each facet that restricts: how many profiles there were without it; those that help, the most first."""
    arms = []
    for name in choosing.chosen:
        told = Value(name, output_field=CharField())
        arms.append(choosing.rows(without=name).annotate(facet=told).values("facet").annotate(number=Count("*")))
    if not arms:
        return []
    rows = arms[0].union(*arms[1:], all=True) if arms[1:] else arms[0]
    helps = [(row["facet"], row["number"]) for row in rows if row["number"]]
    return sorted(helps, key=lambda pair: (-pair[1], pair[0]))
