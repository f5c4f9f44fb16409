"""Pay that falls as rank rises, a differential that is claimed and not there, figures that have grown old."""

from collections.abc import Iterator

from profiles import pay as pay_rules
from profiles.contradictions.around import Around
from profiles.gate import Finding, Payload, Severity

CLAIM = "material differential"
# What tells of figures is for those who may see them.
PAY_CHECKS = frozenset({"pay.ladder", "pay.claim", "pay.old", "pay.undated"})


def falls(payload: Payload, around: Around) -> Iterator[Finding]:
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


def claims(payload: Payload, around: Around) -> Iterator[Finding]:
    """ "Material differential" is said only over figures of one's own."""
    resolved = pay_rules.resolve(around.pay)
    if resolved is None or not resolved.inherited:
        return
    texts = [payload["summary"], payload["basis"]["focus"]["summary"], *payload["responsibilities"]]
    texts.append(resolved.figures.get("basis", ""))
    if said := [text for text in texts if CLAIM in (text or "").casefold()]:
        message = f"a material differential is claimed, and pay is inherited from the {resolved.told}"
        yield _pay("pay.claim", message, said[0])


def ages(payload: Payload, around: Around) -> Iterator[Finding]:
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
        yield _pay("pay.old", message, f"{told} {resolved.figures.get('source', '')}")


def _pay(code: str, message: str, of: str = "") -> Finding:
    return Finding(code, Severity.WARNING, "pay", message, of)
