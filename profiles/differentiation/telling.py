"""Findings that a ladder alone can tell: levels that read alike, a panel that sees otherwise, a scope that shrinks."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from profiles.differentiation.ladder import Measure, ladders
from profiles.gate import Finding, Severity
from profiles.rounding import shown

# One whole anchor: what the panel gives more than the text shows wants a look. The other way round words may well
# differ where the job does not, so a wider gap is only told.
ABOVE, BELOW = Fraction(1), Fraction(3, 2)
ALIKE = Fraction(3)  # half of the lines or more stand at a neighbour


def findings(payloads: Iterable[Mapping[str, Any]]) -> list[tuple[str, Finding]]:
    """(key, finding) for all ladders that these payloads make. None of them blocks."""
    return [
        (measure.rung.key, finding)
        for ladder in ladders(payloads)
        for measure in ladder.measures
        for finding in findings_of(measure)
    ]


def findings_of(measure: Measure) -> Iterator[Finding]:
    """What is to be said of one level."""
    yield from _gap(measure)
    if measure.figure is not None and measure.figure < ALIKE:
        told = f"{_near(measure)}; by its text level differentiation comes to {measure.shown} of 5"
        yield Finding("levels.alike", Severity.WARNING, "responsibilities", told)
    if other := measure.wider_below:
        own = measure.rung.reach.told
        told = f"its lines reach as far as {own}, those of {other.level} below it as far as {other.reach.told}"
        yield Finding("levels.scope", Severity.WARNING, "responsibilities", told)


def _gap(measure: Measure) -> Iterator[Finding]:
    """`where` is the panel: it is kept from reviewers who have not scored yet."""
    gap = measure.gap
    if gap is None or -BELOW < gap < ABOVE:
        return
    told = f"the panel gives {shown(measure.rung.panel, 1)} for level differentiation, the text shows {measure.shown}"
    if gap > 0:
        yield Finding("levels.gap", Severity.WARNING, "panel", f"{told}: {_near(measure)}")
    else:
        told += ": words differ from the neighbours', the panel does not see the level in them"
        yield Finding("levels.gap", Severity.NOTE, "panel", told)


def _near(measure: Measure) -> str:
    many, of = len(measure.near), len(measure.lines)
    levels = {line.level for line in measure.near} or set(measure.beside)
    where = " or ".join(level for level in measure.beside if level in levels)
    stand = "stands" if many == 1 else "stand"
    return f"{many} of {of} lines {stand} at {where} in nearly the same words"
