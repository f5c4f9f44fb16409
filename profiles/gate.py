"""What must hold before approval: small checks from a payload to findings.

The same list serves the desk while editing, the approver, and the command line. A finding that blocks says no
until it is gone; a warning wants a look; a note is only told.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from profiles import scoring, sealing
from profiles.rounding import exact, shown
from profiles.scoring import REVIEWERS_WANTED
from profiles.states import Outcome
from taxonomy.systems import SHAPES

Payload = Mapping[str, Any]


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """Something that does not hold: what it is called, how grave, where on the page, and in words."""

    code: str
    severity: Severity
    where: str
    message: str
    of: str = ""  # the words it speaks of, where the message does not hold them whole

    @property
    def mark(self) -> str:
        """Digest of what it speaks of: with code and place it tells this finding from all others, for good.

        Where the text is another, so is the mark; figures of pay have no part in it, for a digest can be guessed.
        """
        return sealing.digest(self.of or self.message)


Check = Callable[[Payload], Iterator[Finding]]
_YEARS = re.compile(r"\s*(\d{1,2})\s*(?:[–-]\s*(\d{1,2}))?\s*(\+)?")


def findings(payload: Payload) -> list[Finding]:
    """Everything the gate has to say of a payload, blocking findings first."""
    found = [finding for check in CHECKS for finding in check(payload)]
    return sorted(found, key=lambda finding: list(Severity).index(finding.severity))


def blocking(payload: Payload) -> list[Finding]:
    return [finding for finding in findings(payload) if finding.severity is Severity.BLOCKING]


def _panel(payload: Payload) -> Iterator[Finding]:
    reviews = payload["panel"]
    if not reviews:
        yield _no("panel.missing", "no panel review recorded")
        return
    panel = scoring.panel(reviews)
    if panel.reviewers < REVIEWERS_WANTED:
        yield _no("panel.reviewers", f"at least {REVIEWERS_WANTED} reviewers expected, found {panel.reviewers}")
    for dimension in panel.dimensions:
        if (scores := len(dimension.scores)) < panel.reviewers:
            message = f"a score by every reviewer expected, found {scores} of {panel.reviewers}"
            yield _no("panel.unscored", f"{dimension.label}: {message}")
        elif not dimension.passes:
            # To two places: 3.95 is shown 4.0 on the page and still fails.
            message = f"a mean of at least 4 expected, found {shown(dimension.mean, 2)}"
            yield _no("panel.minimum", f"{dimension.label}: {message}")
    if panel.lowest_score is not None and panel.lowest_score <= 2:
        yield _no("panel.low_score", f"no score of 2 or less expected, found {shown(panel.lowest_score, 1)}")
    agreement = panel.agreement
    if agreement is not None and agreement < scoring.AGREEMENT_WANTED:
        message = f"reviewers agree at {shown(agreement, 2)}; .70 is wanted (r_wg)"
        yield Finding("panel.agreement", Severity.WARNING, "panel", message)


def _reviews(payload: Payload) -> Iterator[Finding]:
    for review in payload["panel"]:
        if review.get("stale"):
            yield _no(
                "panel.stale", f"{review['panelist']} scored an earlier text: those scores do not count for this one"
            )
        for objection in review.get("objections", ()):
            yield from _objection(review["panelist"], objection)


def _objection(panelist: str, objection: Mapping[str, str]) -> Iterator[Finding]:
    """Blocks without an answer, and where the reviewer was not content with it."""
    told = objection["text"]
    outcome = objection.get("outcome") or (Outcome.ANSWERED if objection.get("answer") else Outcome.OPEN)
    if outcome == Outcome.OPEN:
        yield _no("panel.objection", f"{panelist} objects and has no answer: {told}")
    elif outcome == Outcome.STANDS:
        yield _no("panel.objection", f"{panelist} upholds an objection: {told}")
    elif outcome == Outcome.ANSWERED:
        message = f"{panelist} has not ruled yet whether the answer settles it: {told}"
        yield Finding("panel.unruled", Severity.WARNING, "panel", message)


def _no(code: str, message: str) -> Finding:
    return Finding(code, Severity.BLOCKING, "panel", message)


def _stated_confidence(payload: Payload) -> Iterator[Finding]:
    stated, minimum = payload.get("confidence"), scoring.panel(payload["panel"]).minimum
    if stated is not None and minimum is not None and exact(stated) != scoring.confidence(minimum):
        message = f"confidence is stated as {stated}, the panel gives {shown(scoring.confidence(minimum), 2)}"
        yield Finding("confidence.stated", Severity.WARNING, "panel", message)


def _completeness(payload: Payload) -> Iterator[Finding]:
    if not payload["responsibilities"]:
        yield Finding(
            "responsibilities.missing",
            Severity.BLOCKING,
            "responsibilities",
            "no responsibility is written",
        )
    elif len(payload["responsibilities"]) < 3:
        message = f"at least 3 responsibilities expected, found {len(payload['responsibilities'])}"
        yield Finding("responsibilities.few", Severity.WARNING, "responsibilities", message)
    if not payload["skills"]:
        yield Finding("skills.missing", Severity.WARNING, "skills", "no skill is named")
    for skill in payload["skills"]:
        if not skill.get("summary"):
            yield Finding(
                "skills.unused",
                Severity.NOTE,
                "skills",
                f"{skill['name']}: its use in this focus is not told",
            )
    if not (payload["summary"] or payload["basis"]["focus"]["summary"]):
        yield Finding(
            "summary.missing",
            Severity.WARNING,
            "summary",
            "neither the profile nor its focus has a definition",
        )
    if not _own_guideline(payload):
        yield Finding(
            "guidelines.missing",
            Severity.WARNING,
            "guidelines",
            "the rubric has no row for this level",
        )


def _sources(payload: Payload) -> Iterator[Finding]:
    for layer in scoring.unsourced(payload["sources"]):
        yield Finding("sources.layer", Severity.WARNING, "sources", f"no source for {layer}")
    for source in payload["sources"]:
        missing = [key for key in ("publisher", "retrieved") if not source.get(key)]
        if len(missing) == 2:
            message = f"“{source['title']}” names neither a publisher nor a date: nobody can look it up again"
            yield Finding("sources.dead", Severity.WARNING, "sources", message)
            continue
        for key in missing:
            told = f"“{source['title']}” names no {key}"
            yield Finding(f"sources.{key}", Severity.NOTE, "sources", told)


def _mappings(payload: Payload) -> Iterator[Finding]:
    soc = SHAPES["O*NET/SOC"][0]
    majors = {m["code"][:2] for m in payload["mappings"] if m["system"] == "O*NET/SOC" and soc.fullmatch(m["code"])}
    for mapping in payload["mappings"]:
        shape, example = SHAPES.get(mapping["system"], (None, ""))
        if shape and not shape.fullmatch(mapping["code"]):
            message = f"a code like {example} expected, found {mapping['code']}"
            yield Finding("mappings.shape", Severity.BLOCKING, "mappings", message)
        if not mapping.get("confirmed"):
            yield Finding(
                "mappings.unconfirmed",
                Severity.NOTE,
                "mappings",
                f"{mapping['code']}: no person has confirmed it",
            )
    if len(majors) > 1:
        yield Finding(
            "mappings.major",
            Severity.NOTE,
            "mappings",
            f"codes of several SOC major groups: {', '.join(sorted(majors))}",
        )


def _repeated(payload: Payload) -> Iterator[Finding]:
    """The same text in three places, or one bullet twice."""
    basis = payload["basis"]
    texts = [
        payload["summary"],
        basis["function"]["summary"],
        basis["focus"]["summary"],
        basis["level"]["summary"],
    ]
    texts += payload["responsibilities"] + [skill.get("summary", "") for skill in payload["skills"]]
    counted = Counter(text.casefold() for text in texts if text)
    for text, count in counted.items():
        if count >= 3:
            yield Finding(
                "text.repeated",
                Severity.WARNING,
                "summary",
                f"the same text stands in {count} places: “{text[:60]}”",
                text,
            )
    for text, count in Counter(b.casefold() for b in payload["responsibilities"]).items():
        if count > 1:
            yield Finding(
                "responsibilities.twice",
                Severity.WARNING,
                "responsibilities",
                f"a responsibility stands {count} times: “{text[:60]}”",
                text,
            )


def _years(payload: Payload) -> Iterator[Finding]:
    """Typical years of the level against the years at the start of the rubric's text."""
    level, row = payload["basis"]["level"], _own_guideline(payload)
    rubric = rubric_years(row["experience"]) if row else None
    if not rubric or level.get("years_min") is None:
        return
    least, most = rubric
    top = level["years_max"] if level.get("years_max") is not None else 99
    # Ranges that only touch (2–5 and 5–8) are neighbours, not the same experience.
    if least >= top or (most is not None and most <= level["years_min"]):
        told = f"{least}–{most}" if most is not None else f"{least}+"
        message = f"the level is typical of {level['years_min']}–{top} years, its guideline says {told}"
        yield Finding("level.years", Severity.WARNING, "guidelines", message)


def rubric_years(text: str) -> tuple[int, int | None] | None:
    """Years at the start of a rubric's text: a–b, a+ or a–b+ (open above: None); None if it cannot be read."""
    match = _YEARS.match(text)
    if not match or not (match[2] or match[3]):
        return None
    return int(match[1]), None if match[3] else int(match[2])


def _own_guideline(payload: Payload) -> Mapping[str, str] | None:
    level = payload["basis"]["level"]["code"]
    return next((row for row in payload["basis"]["guidelines"] if row["level"] == level), None)


CHECKS: tuple[Check, ...] = (
    _panel,
    _reviews,
    _stated_confidence,
    _completeness,
    _sources,
    _mappings,
    _repeated,
    _years,
)
