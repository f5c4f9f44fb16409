"""Findings that a payload alone cannot tell: what in it disagrees with the levels beside it, its pay, the whole canon.

Dry, like the gate: whatever is not in the payload comes in as `Around`, for one text from `surroundings` and for the
whole canon from `Index`. None of these blocks; each wants a look. A new check is a function from a payload and what is
around it to findings, and stands in `CHECKS`.
"""

from profiles.contradictions import codes, names, pay, sources, texts
from profiles.contradictions.around import Around, Beside, Check, Places
from profiles.contradictions.codes import MAPPED
from profiles.contradictions.index import Index
from profiles.contradictions.names import Names, bordering, plain
from profiles.contradictions.pay import PAY_CHECKS
from profiles.contradictions.texts import BULLET, folded, is_telling
from profiles.gate import Finding, Payload, Severity

CHECKS: tuple[Check, ...] = (
    codes.unknown,
    codes.odd,
    pay.falls,
    pay.claims,
    pay.ages,
    texts.copied,
    texts.borrowed,
    texts.summarised,
    texts.used_alike,
    names.shared_titles,
    names.neighbours,
    names.spelled_twice,
    sources.overdue,
)
# What only the whole canon can tell; of a text on the desk it is known from the last check of all.
OF_THE_WHOLE = frozenset({"responsibilities.elsewhere", "summary.elsewhere", "skills.elsewhere", "skills.spelled"})


def contradictions(payload: Payload, around: Around) -> list[Finding]:
    """All of them, warnings before notes."""
    found = [finding for check in CHECKS for finding in check(payload, around)]
    return sorted(found, key=lambda finding: list(Severity).index(finding.severity))


__all__ = [
    "BULLET",
    "CHECKS",
    "MAPPED",
    "OF_THE_WHOLE",
    "PAY_CHECKS",
    "Around",
    "Beside",
    "Index",
    "Names",
    "Places",
    "bordering",
    "contradictions",
    "folded",
    "is_telling",
    "plain",
]
