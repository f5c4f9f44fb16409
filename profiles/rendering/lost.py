"""What somebody may have meant by a key that nothing stands at: published profiles and focuses that are near to it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from profiles.models.revision import Heading, Revision

LONGEST = 80
MOST = 6
# Codes of one function that are looked through, and of all functions: beyond that a typo finds nothing.
MOST_CODES = 500
SHORTEST_CUT = 4
ODD = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True)
class Meant:
    """Where the address may have been meant to lead: profiles first, then focuses and functions, without drafts."""

    profiles: list[Revision] = field(default_factory=list)
    focuses: list[Heading] = field(default_factory=list)
    functions: list[Heading] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.profiles or self.focuses or self.functions)


def meant_by(typed: str) -> Meant:
    """At most four queries, each of a bounded number of rows, whatever was typed."""
    parts = [part for part in ODD.split(typed[:LONGEST].upper()) if part][:3]
    if not parts:
        return Meant()
    function, focus, level = (*parts, "", "")[:3]
    functions = _functions(function)
    focuses = _focuses(focus, functions) if focus else []
    profiles = _profiles([heading.code for heading in focuses], level) if focuses else []
    if profiles:
        return Meant(profiles=profiles)
    return Meant(focuses=focuses[:MOST]) if focuses else Meant(functions=functions[:MOST])


def _functions(typed: str) -> list[Heading]:
    rows = Heading.objects.filter(kind=Heading.Kind.FUNCTION).defer("text").order_by("code")
    return _near(typed, rows[:MOST_CODES])


def _focuses(typed: str, functions: list[Heading]) -> list[Heading]:
    """The code in whatever function it stands, else the like in functions of that name."""
    rows = Heading.objects.filter(kind=Heading.Kind.FOCUS).defer("text")
    exact = list(rows.filter(code=typed))
    if exact or not functions:
        return exact
    return _near(typed, rows.filter(parent__in=[heading.code for heading in functions]).order_by("code")[:MOST_CODES])


def _profiles(focuses: list[str], level: str) -> list[Revision]:
    """Approved profiles of these focuses; those of the level typed and of its track come first."""
    rows = Revision.objects.visible_to().approved().filter(focus_code__in=focuses[:MOST]).listed()
    return sorted(rows[:MOST_CODES], key=lambda row: (_apart(level, row.level_code), row.rank, row.key))[:MOST]


def _apart(typed: str, code: str) -> tuple[bool, int, int]:
    """Another track before any other difference; then how many steps."""
    track, step = code.rstrip("0123456789"), int(code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    digits = re.search(r"[0-9]{1,4}$", typed)
    return not typed.startswith(track), abs(int(digits[0]) - step) if digits else 0, OSA.distance(typed, code)


def _near(typed: str, rows: Iterable[Heading]) -> list[Heading]:
    """The code itself alone, where it is there; else those that one slip of a finger or a cut makes of it."""
    rows = list(rows)
    exact = [row for row in rows if row.code == typed]
    return exact or [row for row in rows if _is_slip(typed, row.code)]


def _is_slip(typed: str, code: str) -> bool:
    cut = len(typed) >= SHORTEST_CUT and code.startswith(typed)
    return cut or OSA.distance(typed, code, score_cutoff=1) <= 1
