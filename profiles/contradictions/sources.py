"""Sources that are past the date by which they ought to have been looked at again."""

from collections.abc import Iterator

from profiles.contradictions.around import Around
from profiles.gate import Finding, Payload, Severity
from profiles.scoring import months_between, newest


def overdue(payload: Payload, around: Around) -> Iterator[Finding]:
    """A warning where no source is younger: from then on confidence falls. One finding, however many there are."""
    if around.today is None:
        return
    dated = [(source, newest([source.get("retrieved") or ""])) for source in payload["sources"]]
    ages = [(source, months_between(day, around.today)) for source, day in dated if day]
    old = [(source, age) for source, age in ages if age >= around.review_after]
    if not old:
        return
    source, age = max(old, key=lambda pair: pair[1])
    severity = Severity.WARNING if len(old) == len(ages) else Severity.NOTE
    message = (
        f"{len(old)} of {len(payload['sources'])} sources are past their review at {around.review_after} months, "
        f"the oldest with {age}: “{source['title'][:80]}”"
    )
    yield Finding("sources.overdue", severity, "sources", message, "\n".join(one["title"] for one, _ in old))
