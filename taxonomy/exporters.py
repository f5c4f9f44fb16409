"""Reads the skeleton as records, in the order in which a reader needs them."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Skill, Track
from taxonomy.records import Record
from taxonomy.rows import record_of

CHUNK = 2_000


def records(functions: QuerySet[Function] | None = None, skills: QuerySet[Skill] | None = None) -> Iterator[Record]:
    """The whole skeleton, or of some functions (and some skills) only; codes in order, so that twice is the same."""
    within = Q() if functions is None else Q(function__in=functions)
    yield from map(record_of, Track.objects.order_by("order", "code"))
    ladder = Level.objects.select_related("track").order_by("track__order", "track__code", "step")
    yield from map(record_of, ladder)
    yield from map(record_of, (Function.objects.all() if functions is None else functions).order_by("code"))
    focuses = Focus.objects.filter(within).select_related("function").order_by("code")
    yield from map(record_of, focuses.iterator(CHUNK))
    yield from _guidelines(functions)
    named = (Skill.objects.all() if skills is None else skills).order_by("folded")
    yield from map(record_of, named.iterator(CHUNK))
    yield from _pay(functions)


def _guidelines(functions: QuerySet[Function] | None) -> Iterator[Record]:
    rows = Guideline.objects.select_related("function", "focus", "level")
    if functions is not None:
        rows = rows.filter(Q(function__in=functions) | Q(focus__function__in=functions))
    # A function's rows before its focuses' rows on both databases: NULLs would sort differently.
    for owner in ("function", "focus"):
        ladder = rows.filter(**{f"{owner}__isnull": False}).order_by(
            f"{owner}__code", "level__track__order", "level__step"
        )
        yield from map(record_of, ladder.iterator(CHUNK))


def _pay(functions: QuerySet[Function] | None) -> Iterator[Record]:
    rows = PayBaseline.objects.select_related("function", "level")
    ladder = ("level__track__order", "level__step", "region", "currency")
    shared = rows.filter(function__isnull=True).order_by(*ladder)
    own = rows.filter(function__isnull=False).order_by("function__code", *ladder)
    yield from map(record_of, [*shared, *(own if functions is None else own.filter(function__in=functions))])
