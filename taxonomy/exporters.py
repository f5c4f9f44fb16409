"""Reads the skeleton as records, in the order in which a reader needs them."""

from collections.abc import Iterator

from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Skill, Track
from taxonomy.records import Record
from taxonomy.rows import record_of

CHUNK = 2_000


def records() -> Iterator[Record]:
    """The whole skeleton; codes in order, so that twice is the same."""
    yield from map(record_of, Track.objects.order_by("order", "code"))
    ladder = Level.objects.select_related("track").order_by("track__order", "track__code", "step")
    yield from map(record_of, ladder)
    yield from map(record_of, Function.objects.order_by("code"))
    yield from map(record_of, Focus.objects.select_related("function").order_by("code").iterator(CHUNK))
    yield from _guidelines()
    yield from map(record_of, Skill.objects.order_by("folded").iterator(CHUNK))
    yield from _pay()


def _guidelines() -> Iterator[Record]:
    rows = Guideline.objects.select_related("function", "focus", "level")
    # A function's rows before its focuses' rows on both databases: NULLs would sort differently.
    for owner in ("function", "focus"):
        ladder = rows.filter(**{f"{owner}__isnull": False}).order_by(
            f"{owner}__code", "level__track__order", "level__step"
        )
        yield from map(record_of, ladder.iterator(CHUNK))


def _pay() -> Iterator[Record]:
    rows = PayBaseline.objects.select_related("function", "level")
    ladder = ("level__track__order", "level__step", "region", "currency")
    yield from map(record_of, rows.filter(function__isnull=True).order_by(*ladder))
    yield from map(record_of, rows.filter(function__isnull=False).order_by("function__code", *ladder))
