"""How far a level says that it reaches, and ladders on which a higher level reaches less far than one below it."""

import re
from collections.abc import Iterator

from profiles.contradictions.around import Around, Reached
from profiles.gate import Finding, Payload, Severity

REACHES = ("", "a shift", "a unit", "a department", "a plant", "several sites", "a company")
# The first sentence says what is led; what comes after one of these tells of others, of figures or of means.
_END = re.compile(r"[,.:;()]|\b(?:who|whom|whose|which|that|with|from|beside|together|so)\b")
_ONE = r"(?:an?|one|the whole|the entire|whole|entire|all of an?|one or two)"
_MANY = r"(?:all|several|both|two|three|four|five|six|seven|eight|nine|ten|\d+|\d+[–-]\d+)"
_RATE = re.compile(r"\d\S* [\w-]+ an? shift\b")
# What is led, not what belongs to it ("the company's standards"), what it belongs to ("the director's team"), what is
# counted by it ("40 trailers a shift"), or a part of another word ("second-line").
_NOT_BEFORE, _NOT_AFTER = r"(?<![-\w])(?<!['’]s )", r"(?![-\w'’])"
_SCOPES = (
    (6, rf"{_ONE} (?:[\w-]+ ){{0,2}}(?:company|group of companies|corporation)"),
    (5, rf"{_MANY} (?:[\w-]+ ){{0,2}}(?:plants|sites|factories|works)|business units?|multi-site"),
    (4, r"(?:plant|site|factory|warehouse|distribution centre)(?! (?:director|manager|engineer|head)s?\b)"),
    (3, r"departments?(?! heads?\b)"),
    (2, r"(?:unit|line group|team|crew|line)s?(?! (?:lead|leader|manager)s?\b)"),
    (1, r"(?:shift|station)s?"),
)
_PATTERNS = tuple((reach, re.compile(rf"{_NOT_BEFORE}(?:{pattern}){_NOT_AFTER}")) for reach, pattern in _SCOPES)


def reach_of(payload: Payload) -> int:
    """From 1 (a shift) to 6 (a company), read from the start of its first responsibility; 0 where that says nothing."""
    return reach(payload["responsibilities"][0]) if payload["responsibilities"] else 0


def reach(text: str) -> int:
    found = _END.search(text)
    head = _RATE.sub("", (text[: found.start()] if found else text)[:300].casefold())
    return next((reach for reach, pattern in _PATTERNS if pattern.search(head)), 0)


def narrows(payload: Payload, around: Around) -> Iterator[Finding]:
    """Shift < unit < department < plant < several sites < company: told of the level that falls back."""
    own, level = reach_of(payload), payload["basis"]["level"]
    if not own:
        return
    below = [other for other in around.reached if other.rank < level["rank"] and other.reach > own]
    if below:
        widest = max(below, key=lambda other: (other.reach, other.rank))
        message = (
            f"{level['code']} begins with the reach of {REACHES[own]}, and {widest.level} below it already has that of "
            f"{REACHES[widest.reach]}"
        )
        yield Finding("level.reach", Severity.WARNING, "responsibilities", message, payload["responsibilities"][0])


def reached(payload: Payload) -> Reached | None:
    level, own = payload["basis"]["level"], reach_of(payload)
    return Reached(level["code"], level["rank"], own) if own else None
