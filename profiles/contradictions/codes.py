"""Mappings to outside classifications: codes that no loaded edition has, or that are odd in their function."""

from collections.abc import Iterator

from profiles.contradictions.around import Around
from profiles.gate import Finding, Payload, Severity

MAPPED = "O*NET/SOC"
# So many other mappings of a function make a habit that one of its own can be odd against.
HABIT = 3


def unknown(payload: Payload, around: Around) -> Iterator[Finding]:
    """A code of a system that is loaded and does not have it."""
    for mapping in payload["mappings"]:
        pair = (mapping["system"], mapping["code"])
        if pair in around.loaded and pair not in around.codes:
            message = f"{mapping['code']} is no code of {around.loaded[pair]}"
            yield Finding("mappings.unknown", Severity.WARNING, "mappings", message)


def odd(payload: Payload, around: Around) -> Iterator[Finding]:
    """A major group that none of the function's other mappings has."""
    if sum(around.majors.values()) < HABIT:
        return
    usual = ", ".join(sorted(around.majors))
    for code in (m["code"] for m in payload["mappings"] if m["system"] == MAPPED):
        if code[:2] not in around.majors:
            message = f"{code} is of major group {code[:2]}, the function's other mappings are of {usual}"
            # What is usual in a function moves with every other mapping; the code is what somebody judged.
            yield Finding("mappings.odd", Severity.WARNING, "mappings", message, code)
