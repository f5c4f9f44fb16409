"""Findings that a payload alone cannot tell: what in it disagrees with the levels beside it, its pay, loaded sources.

Dry, like the gate: whatever is not in the payload comes in as `Around`. None of these blocks; each wants a look.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from profiles import pay as pay_rules
from profiles.gate import Finding, Payload, Severity

MAPPED = "O*NET/SOC"
# So many other mappings of a function make a habit that one of its own can be odd against.
HABIT = 3
CLAIM = "material differential"


@dataclass(frozen=True)
class Beside:
    """A level of the same focus and track: what it is called, its rank, and its middle figure."""

    level: str
    rank: int
    median: int
    currency: str


@dataclass(frozen=True)
class Around:
    """What is known beside a payload. An empty part is not asked about.

    `codes`: title of each mapped code that a loaded edition has; `loaded`: name of a system → its loaded edition;
    `majors`: SOC major group → mappings of the function's other profiles; `worded`: texts of sources, folded, that a
    bullet may have been copied from → where they stand.
    """

    codes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    loaded: Mapping[tuple[str, str], str] = field(default_factory=dict)
    majors: Mapping[str, int] = field(default_factory=dict)
    pay: Mapping[str, Any] | None = None
    beside: tuple[Beside, ...] = ()
    worded: Mapping[str, str] = field(default_factory=dict)
    today: datetime.date | None = None
    ages_after: int = 24


Check = Callable[[Payload, Around], Iterator[Finding]]


def contradictions(payload: Payload, around: Around) -> list[Finding]:
    """All of them, warnings before notes."""
    found = [finding for check in CHECKS for finding in check(payload, around)]
    return sorted(found, key=lambda finding: list(Severity).index(finding.severity))


def _unknown(payload: Payload, around: Around) -> Iterator[Finding]:
    """A code of a system that is loaded and does not have it."""
    for mapping in payload["mappings"]:
        pair = (mapping["system"], mapping["code"])
        if pair in around.loaded and pair not in around.codes:
            message = f"{mapping['code']} is no code of {around.loaded[pair]}"
            yield Finding("mappings.unknown", Severity.WARNING, "mappings", message)


def _odd(payload: Payload, around: Around) -> Iterator[Finding]:
    """A major group that none of the function's other mappings has."""
    if sum(around.majors.values()) < HABIT:
        return
    usual = ", ".join(sorted(around.majors))
    for code in (m["code"] for m in payload["mappings"] if m["system"] == MAPPED):
        if code[:2] not in around.majors:
            message = f"{code} is of major group {code[:2]}, the function's other mappings are of {usual}"
            yield Finding("mappings.odd", Severity.WARNING, "mappings", message)


def _falls(payload: Payload, around: Around) -> Iterator[Finding]:
    """The middle figure does not fall as rank rises within focus and track."""
    resolved = pay_rules.resolve(around.pay)
    if resolved is None:
        return
    own, level = resolved.figures, payload["basis"]["level"]
    for other in around.beside:
        if other.currency != own["currency"]:
            continue
        if other.rank < level["rank"] and other.median > own["median"]:
            yield _pay("pay.ladder", f"{level['code']} is paid less than {other.level} below it")
        if other.rank > level["rank"] and other.median < own["median"]:
            yield _pay("pay.ladder", f"{level['code']} is paid more than {other.level} above it")


def _claims(payload: Payload, around: Around) -> Iterator[Finding]:
    """ "Material differential" is said only over figures of one's own."""
    resolved = pay_rules.resolve(around.pay)
    if resolved is None or not resolved.inherited:
        return
    texts = [payload["summary"], payload["basis"]["focus"]["summary"], *payload["responsibilities"]]
    texts.append(resolved.figures.get("basis", ""))
    if any(CLAIM in (text or "").casefold() for text in texts):
        yield _pay("pay.claim", f"a material differential is claimed, and pay is inherited from the {resolved.told}")


def _ages(payload: Payload, around: Around) -> Iterator[Finding]:
    resolved = pay_rules.resolve(around.pay)
    if resolved is None or around.today is None:
        return
    told = resolved.figures.get("as_of") or ""
    if not told:
        yield Finding("pay.undated", Severity.NOTE, "pay", "the figures of pay name no date")
        return
    year, month = int(told[:4]), int(told[5:7] or 12)
    age = (around.today.year - year) * 12 + around.today.month - month
    if age > around.ages_after:
        message = f"figures of at most {around.ages_after} months expected, these are {age} months old ({told})"
        yield _pay("pay.old", message)


def _copied(payload: Payload, around: Around) -> Iterator[Finding]:
    for text in payload["responsibilities"]:
        if whence := around.worded.get(folded(text)):
            message = f"word for word from {whence}: “{text[:60]}”; a responsibility is in the curator's own words"
            yield Finding("responsibilities.copied", Severity.WARNING, "responsibilities", message)


def folded(text: str) -> str:
    """How texts are held against one another: case, spaces and the last stop do not count."""
    return " ".join(text.casefold().split()).rstrip(".")


def _pay(code: str, message: str) -> Finding:
    return Finding(code, Severity.WARNING, "pay", message)


CHECKS: tuple[Check, ...] = (_unknown, _odd, _falls, _claims, _ages, _copied)
# What tells of figures is for those who may see them.
PAY_CHECKS = frozenset({"pay.ladder", "pay.claim", "pay.old", "pay.undated"})
