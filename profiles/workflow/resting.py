"""What rests on a shared text: who is asked before it changes, and whose sealed basis is another by then."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from profiles import payloads, upkeep
from profiles.models import Profile, Revision, RevisionSkill, SkillUse
from profiles.states import State
from taxonomy.models import Focus, Function, Level, Skill, Track
from taxonomy.records import Record
from taxonomy.texts import fold_name

CHUNK = 200
_SEALED = (State.APPROVED, State.IN_REVIEW)
_NAMES = {Skill: "folded"}  # every other row is known by its code


def resting_on(record: Record) -> QuerySet[Revision]:
    """Approved revisions whose basis this row is part of or, where it is new, will be part of.

    A level is part of every profile of its track, since a payload seals the whole ladder.
    """
    return _resting(Revision.objects.approved(), [record])


def rested_on(records: Sequence[Record]) -> list[Record]:
    """Those of one kind that an approved revision rests on; asked once a place, and of an empty shelf not at all."""
    if not records or not Revision.objects.approved().exists():
        return []
    asked: dict[object, bool] = {}
    for record in records:
        place = _place(record)
        if place not in asked:
            asked[place] = resting_on(record).exists()
    return [record for record in records if asked[_place(record)]]


def hold_still(records: Sequence[Record]) -> None:
    """Locks what rests on rows of one kind, then what the rows stand under: in the order in which a move locks.

    So nothing is sealed or approved between looking who rests on a row and changing it.
    """
    if not records:
        return
    profiles = Profile.objects.filter(_desks(records)).order_by("pk")
    list(profiles.select_for_update(of=("self",)).values_list("pk", flat=True))
    for model, names in _parents(records).items():
        rows = model.objects.filter(**{f"{_NAMES.get(model, 'code')}__in": names}).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def mark(records: Sequence[Record]) -> int:
    """After rows of one kind have changed: marks what was sealed on other texts than stand now, and nothing else.

    What waits in review is marked as well, so that it bears the mark from the moment of its approval. Returns how
    many approved revisions are marked that were not so before.
    """
    rows = Revision.objects.filter(state__in=_SEALED)
    if not records or not rows.exists():
        return 0
    marks: dict[bool, list[int]] = {True: [], False: []}
    book, newly, moved = payloads.BasisBook(), 0, set()
    resting = _resting(rows, records).select_related(*(f"profile__{path}" for path in _PATHS), "pay")
    for revision in resting.prefetch_related("skill_rows__skill").iterator(CHUNK):
        changed = stands_on_another(revision, book)
        if changed != (revision.basis_changed_at is not None):
            marks[changed].append(revision.pk)
            moved.add(revision.profile_id)
            newly += changed and revision.state == State.APPROVED
    _set(marks[True], timezone.now())
    _set(marks[False], None)
    upkeep.reckon(moved)
    return newly


def _set(pks: Sequence[int], at: datetime.datetime | None) -> None:
    for start in range(0, len(pks), CHUNK):
        Revision.objects.filter(pk__in=pks[start : start + CHUNK]).update(basis_changed_at=at)


_PATHS = ("focus__function", "level__track", "scope")


def stands_on_another(revision: Revision, book: payloads.BasisBook) -> bool:
    """Whether the revision, sealed again today with not a word of its own changed, would be another text."""
    payload = payloads.read(revision.payload, revision.schema)
    pay, baselines = payloads.pay_of(revision) or {}, book.baselines(revision.profile)
    return (
        _inside(payload["basis"]) != book.of(revision.profile)
        or any(pay.get(name) != baseline for name, baseline in baselines.items())
        or _spelled_otherwise(payload["skills"], [row.skill for row in revision.skill_rows.all()])
    )


def _inside(basis: Mapping[str, object]) -> dict[str, object]:
    """What this canon answers for: a later release of outside data makes no text stale."""
    return {name: value for name, value in basis.items() if name != payloads.OUTSIDE}


def _spelled_otherwise(uses: Iterable[Mapping[str, str]], skills: Iterable[Skill]) -> bool:
    now = {skill.folded: (skill.name, skill.type) for skill in skills}
    sealed = ((fold_name(use["name"]), (use["name"], use["type"])) for use in uses)
    return any(now.get(folded, was) != was for folded, was in sealed)


# -- which rows, profiles and revisions belong together ----------------------------------------------


def _lookups(record: Record) -> dict[str, str]:
    """What picks the profiles whose place rests on a row; skills have no place."""
    match record.kind:
        case "track":
            return {"level__track__code": record.code}
        case "level":
            return {"level__track__code": record.track}
        case "function":
            return {"focus__function__code": record.code}
        case "focus":
            return {"focus__code": record.code}
        case "guideline":
            return _owner(record) | {"level__track__levels__code": record.level}  # a payload seals the whole track's
        case "pay":
            return _owner(record) | {"level__code": record.level}
    raise ValueError(f"a kind of shared text expected, found {record.kind}")


def _owner(record: Record) -> dict[str, str]:
    """Of a guideline or of pay; nobody where pay holds for every function."""
    if record.function:
        return {"focus__function__code": record.function}
    return {"focus__code": record.focus} if record.kind == "guideline" else {}


def _resting(rows: QuerySet[Revision], records: Sequence[Record]) -> QuerySet[Revision]:
    if records[0].kind == "skill":
        return rows.filter(pk__in=RevisionSkill.objects.filter(skill__folded__in=_folded(records)).values("revision"))
    return rows.filter(profile__in=Profile.objects.filter(_places(records)).values("pk"))


def _place(record: Record) -> object:
    return fold_name(record.name) if record.kind == "skill" else tuple(_lookups(record).items())


def _places(records: Sequence[Record]) -> Q:
    return reduce(or_, (Q(**dict(place)) for place in sorted({_place(record) for record in records})))


def _desks(records: Sequence[Record]) -> Q:
    if records[0].kind != "skill":
        return Q(pk__in=Profile.objects.filter(_places(records)).values("pk"))
    sealed = RevisionSkill.objects.filter(skill__folded__in=_folded(records), revision__state__in=_SEALED)
    uses = SkillUse.objects.filter(skill__folded__in=_folded(records))
    return Q(pk__in=sealed.values("revision__profile")) | Q(pk__in=uses.values("profile"))


def _folded(records: Iterable[Record]) -> set[str]:
    return {fold_name(record.name) for record in records}


def _parents(records: Iterable[Record]) -> dict[type, set[str]]:
    """The rows whose locks stand for these rows: rules and races reach no further."""
    found: dict[type, set[str]] = {}
    for record in records:
        model, name = _parent(record)
        found.setdefault(model, set()).add(name)
    return found


def _parent(record: Record) -> tuple[type, str]:
    match record.kind:
        case "track":
            return Track, record.code
        case "level":
            return Track, record.track
        case "function":
            return Function, record.code
        case "focus":
            return Focus, record.code
        case "skill":
            return Skill, fold_name(record.name)
        case "guideline" if record.focus:
            return Focus, record.focus
        case "pay" if not record.function:
            return Level, record.level
    return Function, record.function
