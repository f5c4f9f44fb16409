"""Words that are not this profile's own: bullets from a source or another profile, summaries and uses that repeat."""

from collections.abc import Iterator

from profiles.contradictions.around import Around
from profiles.gate import Finding, Payload, Severity

BULLET, SUMMARY, USE = "bullet", "summary", "use"
# Shorter texts are alike without anybody having copied them.
TELLING_WORDS = 4
# The same text in so many places, its own among them, says nothing of any of them (field.md, *Pay*).
MANY = 3


def folded(text: str) -> str:
    """How texts are held against one another: case, spaces and the last stop do not count."""
    return " ".join(text.casefold().split()).rstrip(".")


def telling(payload: Payload) -> Iterator[tuple[str, str]]:
    """(kind, folded text) of everything in a payload that ought to stand nowhere else."""
    for text in payload["responsibilities"]:
        yield BULLET, folded(text)
    yield SUMMARY, folded(payload["summary"])
    for skill in payload["skills"]:
        yield USE, folded(skill.get("summary") or "")


def is_telling(text: str) -> bool:
    return text.count(" ") >= TELLING_WORDS - 1


def copied(payload: Payload, around: Around) -> Iterator[Finding]:
    """From a published source."""
    for text in payload["responsibilities"]:
        if whence := around.worded.get(folded(text)):
            message = f"word for word from {whence}: “{text[:60]}”; a responsibility is in the curator's own words"
            yield Finding("responsibilities.copied", Severity.WARNING, "responsibilities", message, text)


def borrowed(payload: Payload, around: Around) -> Iterator[Finding]:
    """From another level or focus."""
    for text in payload["responsibilities"]:
        if places := around.elsewhere.get((BULLET, folded(text))):
            message = f"word for word as in {places.told}: “{text[:60]}”"
            yield Finding("responsibilities.elsewhere", Severity.WARNING, "responsibilities", message, text)


def summarised(payload: Payload, around: Around) -> Iterator[Finding]:
    """A definition of its own that stands in other profiles as well."""
    text = payload["summary"]
    if text and (places := around.elsewhere.get((SUMMARY, folded(text)))):
        message = f"the definition is word for word that of {places.told}"
        yield Finding("summary.elsewhere", Severity.WARNING, "summary", message, text)


def used_alike(payload: Payload, around: Around) -> Iterator[Finding]:
    """Skills whose use is told in words that stand in three places: one finding a profile, for they come in swarms."""
    alike = []
    for skill in payload["skills"]:
        places = around.elsewhere.get((USE, folded(skill.get("summary") or "")))
        if places and places.count + 1 >= MANY:
            alike.append((skill, places))
    if alike:
        skill, places = max(alike, key=lambda pair: pair[1].count)
        message = (
            f"the use of {len(alike)} of {len(payload['skills'])} skills is told in words that stand in "
            f"{MANY} profiles or more, that of {skill['name']} in {places.count + 1}"
        )
        of = "\n".join(one["summary"] for one, _ in alike)
        yield Finding("skills.elsewhere", Severity.WARNING, "skills", message, of)
