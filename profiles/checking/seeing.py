"""What only the whole canon tells of a profile, as the last check found it: for the desk and for decisions."""

from collections.abc import Iterator, Mapping
from typing import Any

from profiles.contradictions import OF_THE_WHOLE
from profiles.gate import Finding, Severity
from profiles.models import CanonFinding


def of_the_whole(profile: int, payload: Mapping[str, Any], besides: list[Finding]) -> list[Finding]:
    """Only what still speaks of words that stand in this text, and was not found just now; one query."""
    rows = CanonFinding.objects.of_what_stands().filter(revision__profile=profile, code__in=OF_THE_WHOLE)
    rows = rows.filter(check_of__checked_at__isnull=False).order_by("pk")
    known, words = {(finding.code, finding.mark) for finding in besides}, set(_words(payload))
    return [
        Finding(row.code, Severity(row.severity), row.place, row.message, row.of)
        for row in rows
        if (row.code, row.mark) not in known and words.issuperset(row.of.split("\n"))
    ]


def _words(payload: Mapping[str, Any]) -> Iterator[str]:
    """Texts and names of a payload, line by line."""
    skills = payload["skills"]
    for text in (
        payload["summary"],
        *payload["responsibilities"],
        *(skill["name"] for skill in skills),
        *(skill.get("summary") or "" for skill in skills),
    ):
        yield from text.split("\n")
