"""Reads the skeleton as records, in the order in which a reader needs them."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Skill, Track
from taxonomy.models.levels import ATTRIBUTES
from taxonomy.records import (
    FocusRecord,
    FunctionRecord,
    GuidelineRecord,
    LevelRecord,
    PayRecord,
    Record,
    SkillRecord,
    TrackRecord,
)

CHUNK = 2_000


def records(functions: QuerySet[Function] | None = None, skills: QuerySet[Skill] | None = None) -> Iterator[Record]:
    """The whole skeleton, or of some functions (and some skills) only; codes in order, so that twice is the same."""
    within = Q() if functions is None else Q(function__in=functions)
    for track in Track.objects.order_by("order", "code"):
        yield TrackRecord(code=track.code, name=track.name, order=track.order, summary=track.summary)
    yield from map(
        _level,
        Level.objects.select_related("track").order_by("track__order", "track__code", "step"),
    )
    for function in (Function.objects.all() if functions is None else functions).order_by("code"):
        yield FunctionRecord(code=function.code, name=function.name, summary=function.summary, group=function.group)
    for focus in Focus.objects.filter(within).select_related("function").order_by("code").iterator(CHUNK):
        yield FocusRecord(code=focus.code, function=focus.function.code, name=focus.name, summary=focus.summary)
    yield from _guidelines(functions)
    for skill in (Skill.objects.all() if skills is None else skills).order_by("folded").iterator(CHUNK):
        yield SkillRecord(name=skill.name, type=skill.type, summary=skill.summary)
    yield from _pay(functions)


def _level(level: Level) -> LevelRecord:
    texts = {name: getattr(level, name) for name in ("code", "step", "rank", "title", "summary", *ATTRIBUTES)}
    return LevelRecord(track=level.track.code, years_min=level.years_min, years_max=level.years_max, **texts)


def _guidelines(functions: QuerySet[Function] | None) -> Iterator[GuidelineRecord]:
    rows = Guideline.objects.select_related("function", "focus", "level")
    if functions is not None:
        rows = rows.filter(Q(function__in=functions) | Q(focus__function__in=functions))
    # A function's rows before its focuses' rows on both databases: NULLs would sort differently.
    for owner in ("function", "focus"):
        ladder = rows.filter(**{f"{owner}__isnull": False}).order_by(
            f"{owner}__code", "level__track__order", "level__step"
        )
        for row in ladder.iterator(CHUNK):
            yield GuidelineRecord(
                **{owner: getattr(row, owner).code},
                level=row.level.code,
                knowledge=row.knowledge,
                complexity=row.complexity,
                collaboration=row.collaboration,
                experience=row.experience,
            )


def _pay(functions: QuerySet[Function] | None) -> Iterator[PayRecord]:
    rows = PayBaseline.objects.select_related("function", "level")
    ladder = ("level__track__order", "level__step", "region", "currency")
    shared = rows.filter(function__isnull=True).order_by(*ladder)
    own = rows.filter(function__isnull=False).order_by("function__code", *ladder)
    for row in [*shared, *(own if functions is None else own.filter(function__in=functions))]:
        names = ("currency", "median", "low", "high", "basis", "region", "source", "as_of")
        figures = {name: getattr(row, name) for name in names}
        yield PayRecord(function=row.function and row.function.code, level=row.level.code, **figures)
