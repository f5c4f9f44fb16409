"""Writes records of the skeleton into the database, chunk by chunk, and tells what changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from django.db import models

from taxonomy.codes import GLOBAL
from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Scope, Skill, Track
from taxonomy.records import LevelRecord, Record
from taxonomy.rows import record_of
from taxonomy.texts import fold_name


class ImportRefused(Exception):
    """A record that is well formed but cannot be; the sentence is for the person who sent it."""


@dataclass(frozen=True)
class Change:
    """What became of one record: added, changed (field → before, after) or the same."""

    kind: str
    name: str
    what: str
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)


def write(kind: str, records: Sequence[Record]) -> Iterator[Change]:
    """Adds or updates the rows of one kind; one query to look, at most two to write."""
    yield from _WRITERS[kind](records)


def scopes(codes: set[str]) -> dict[str, Scope]:
    """Scope rows by code, made where they are missing: the format has no record for them."""
    have = Scope.objects.in_bulk(codes, field_name="code") if codes else {}
    missing = [Scope(code=code, name="Global" if code == GLOBAL else "") for code in sorted(codes - set(have))]
    for scope in Scope.objects.bulk_create(missing):
        have[scope.code] = scope
    return have


def _upsert(
    kind: str, model: type[models.Model], wanted: list[tuple[object, str, dict]], have: dict
) -> Iterator[Change]:
    """`wanted` holds (identity, name, values); rows are matched to `have` by identity."""
    new: dict[object, models.Model] = {}
    dirty: dict[object, models.Model] = {}
    touched: set[str] = set()
    for identity, name, values in wanted:
        row = have.get(identity) or new.get(identity)
        if row is None:
            new[identity] = model(**values)
            yield Change(kind, name, "added")
            continue
        difference = {k: (getattr(row, k), v) for k, v in values.items() if getattr(row, k) != v}
        for key, (_, after) in difference.items():
            setattr(row, key, after)
        if difference and identity in have:
            dirty[identity] = row
            touched |= difference.keys()
        yield Change(kind, name, "changed" if difference else "same", difference)
    model.objects.bulk_create(new.values())
    if dirty:
        model.objects.bulk_update(dirty.values(), sorted(touched))


def _tracks(records):
    have = Track.objects.in_bulk([r.code for r in records], field_name="code")
    wanted = [(r.code, r.code, r.model_dump(exclude={"kind"})) for r in records]
    return _upsert("track", Track, wanted, have)


def _levels(records):
    tracks = Track.objects.in_bulk({r.track for r in records}, field_name="code")
    have = Level.objects.in_bulk([r.code for r in records], field_name="code")
    wanted = []
    for r in records:
        track = tracks[r.track]
        if (row := have.get(r.code)) and row.track_id != track.pk:
            raise ImportRefused(f"level {r.code} stands on another track than {r.track}: a level never moves")
        wanted.append((r.code, r.code, r.model_dump(exclude={"kind", "track"}) | {"track_id": track.pk}))
    ladder = {
        row.code: record_of(row) for row in Level.objects.select_related("track").filter(track__in=tracks.values())
    }
    _check_ladders(ladder | {record.code: record for record in records})
    yield from _upsert("level", Level, wanted, have)


def _check_ladders(levels: Mapping[str, LevelRecord]) -> None:
    """Rank strictly rises within a track and typical years never fall; before the database sees any of it."""
    rising = sorted(levels.values(), key=attrgetter("track", "step"))
    for lower, upper in pairwise(rising):
        if lower.track == upper.track:
            _check_step(lower, upper)


def _check_step(lower: LevelRecord, upper: LevelRecord) -> None:
    if lower.step == upper.step:
        raise ImportRefused(
            f"each step of track {lower.track} once expected, {lower.code} and {upper.code} are both {lower.step}"
        )
    if upper.rank <= lower.rank:
        raise ImportRefused(f"rank must rise from {lower.code} ({lower.rank}) to {upper.code} ({upper.rank})")
    for end in ("years_min", "years_max"):
        below, above = getattr(lower, end), getattr(upper, end)
        if None not in (below, above) and above < below:
            raise ImportRefused(f"{end} must not fall from {lower.code} ({below}) to {upper.code} ({above})")


def _functions(records):
    have = Function.objects.in_bulk([r.code for r in records], field_name="code")
    wanted = [(r.code, r.code, r.model_dump(exclude={"kind"})) for r in records]
    return _upsert("function", Function, wanted, have)


def _focuses(records):
    functions = Function.objects.in_bulk({r.function for r in records}, field_name="code")
    have = Focus.objects.in_bulk([r.code for r in records], field_name="code")
    wanted = []
    for r in records:
        function = functions[r.function]
        if (row := have.get(r.code)) and row.function_id != function.pk:
            raise ImportRefused(f"focus {r.code} belongs to another function than {r.function}: a focus never moves")
        wanted.append(
            (
                r.code,
                r.code,
                {"code": r.code, "function_id": function.pk, "name": r.name, "summary": r.summary},
            )
        )
    yield from _upsert("focus", Focus, wanted, have)


def _guidelines(records):
    functions = Function.objects.in_bulk({r.function for r in records if r.function}, field_name="code")
    focuses = Focus.objects.in_bulk({r.focus for r in records if r.focus}, field_name="code")
    levels = Level.objects.in_bulk({r.level for r in records}, field_name="code")
    rows = Guideline.objects.filter(models.Q(function__in=functions.values()) | models.Q(focus__in=focuses.values()))
    have = {(row.function_id, row.focus_id, row.level_id): row for row in rows}
    wanted = []
    for r in records:
        owner = {
            "function_id": functions[r.function].pk if r.function else None,
            "focus_id": focuses[r.focus].pk if r.focus else None,
            "level_id": levels[r.level].pk,
        }
        values = owner | r.model_dump(exclude={"kind", "function", "focus", "level"})
        wanted.append((tuple(owner.values()), f"{r.function or r.focus} {r.level}", values))
    yield from _upsert("guideline", Guideline, wanted, have)


def _skills(records):
    have = skills_by_fold(r.name for r in records)
    wanted = []
    for r in records:
        folded = fold_name(r.name)
        wanted.append(
            (
                folded,
                r.name,
                {"name": r.name, "folded": folded, "type": r.type, "summary": r.summary},
            )
        )
    return _upsert("skill", Skill, wanted, have)


def skills_by_fold(names) -> dict[str, Skill]:
    return Skill.objects.in_bulk({fold_name(name) for name in names}, field_name="folded")


def _pay(records):
    functions = Function.objects.in_bulk({r.function for r in records if r.function}, field_name="code")
    levels = Level.objects.in_bulk({r.level for r in records}, field_name="code")
    rows = PayBaseline.objects.filter(level__in=levels.values())
    have = {(row.function_id, row.level_id, row.region, row.currency): row for row in rows}
    wanted = []
    for r in records:
        function = functions[r.function].pk if r.function else None
        values = {"function_id": function, "level_id": levels[r.level].pk} | r.figures()
        identity = (function, levels[r.level].pk, r.region, r.currency)
        wanted.append((identity, f"{r.function or 'every function'} {r.level}", values))
    yield from _upsert("pay", PayBaseline, wanted, have)


_WRITERS = {
    "track": _tracks,
    "level": _levels,
    "function": _functions,
    "focus": _focuses,
    "guideline": _guidelines,
    "skill": _skills,
    "pay": _pay,
}
