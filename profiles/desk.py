"""Writes to the desk: the conditional save, its digest, and the edit event, in one transaction."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db import router, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from profiles import payloads, trail, upkeep, weighing
from profiles.models import (
    Alias,
    DeskPay,
    Mapping,
    Objection,
    PanelScore,
    Profile,
    Responsibility,
    SkillUse,
    Source,
)
from profiles.payloads import Content
from profiles.people import name_of
from profiles.records import MOST_REVIEWS, AliasRecord, ReviewRecord
from profiles.scoring import DIMENSIONS
from profiles.states import SETTLED, Conflict, Move
from taxonomy.bulk import insert, keys
from taxonomy.importers import skills_by_fold
from taxonomy.models import Skill
from taxonomy.texts import fold_name

REPLACED = (Responsibility, SkillUse, Alias, Source, DeskPay)
FILLED = ("title", "summary", "stated_confidence", "produced_by", "digest", "judged", "edited_at", "edited_by_name")


@dataclass(frozen=True)
class Write:
    """What is to be laid on a profile's desk; the profile may be new and without a row yet."""

    profile: Profile
    content: Content


def take(profile: Profile, *, seen: int) -> None:
    """Claims the next save of a desk last read at `seen`; the loser of a race gets a Conflict."""
    if not Profile.objects.filter(pk=profile.pk, lock=seen).update(lock=F("lock") + 1):
        raise Conflict(f"{profile.key} was saved by somebody else since you opened it")
    profile.lock = seen + 1


def close(profile: Profile, *, by, note: str = "") -> bool:
    """After rows were saved: renews the digest and tells the trail. False where nothing differs."""
    with transaction.atomic():
        fresh = Profile.objects.on_desk().get(pk=profile.pk)
        content = Content(payloads.record_of(fresh))
        before, after = fresh.digest, content.digest
        renewed = {"digest": after, "judged": content.judged}
        Profile.objects.filter(pk=profile.pk).update(**renewed, edited_at=timezone.now(), edited_by_name=name_of(by))
        weighing.weigh(fresh, content)
        upkeep.reckon([profile.pk])
        # Figures of pay are no part of the digest, so an edit is told even where it stays equal.
        trail.tell(profile, Move.EDIT, by=by, note=note, before=before, after=after)
    profile.digest, profile.judged = after, content.judged
    return before != after


def hand_over(profile: Profile, *, to, by, note: str = "") -> None:
    """The work on a profile lies with another curator from now on."""
    with transaction.atomic():
        kept = {"kept_by": to, "kept_at": timezone.now()}
        Profile.objects.filter(pk=profile.pk).update(**kept)
        trail.tell(profile, Move.HAND_OVER, by=by, note=f"to {name_of(to)}" + (f": {note}" if note else ""))


def lay_responsibilities(profile: Profile, texts: Sequence[str]) -> None:
    """The whole list anew, in this order. For a form that has taken the lock."""
    profile.responsibilities.all().delete()
    insert(Responsibility, ("profile", "position", "text"), [(profile.pk, n, text) for n, text in enumerate(texts)])


def lay_aliases(profile: Profile, aliases: Sequence[AliasRecord]) -> None:
    """The same for aliases."""
    profile.aliases.all().delete()
    rows = [(profile.pk, n, alias.title, alias.locale, alias.source) for n, alias in enumerate(aliases)]
    insert(Alias, ("profile", "position", "title", "locale", "source"), rows)


def replace(writes: Sequence[Write], *, by, note: str = "", silent: bool = False) -> None:
    """Lays records on desks, whole: for files. Two writes a table, however many profiles.

    Scores that come again unchanged for a changed text keep the digest of the text that they were given to, and
    what people have set on rows that come again as they were stays set: confirmations, objections, who reviewed.
    Whoever has an objection open stays on the desk with it, whatever the file says of them.
    `silent` leaves the trail to the caller (a restored desk was not edited by anybody).
    """
    with transaction.atomic():
        now = timezone.now()
        skills = ensure_skills(use for write in writes for use in write.content.record.skills)
        writes = [Write(write.profile, _spelled(write.content, skills)) for write in writes]
        writes = with_objectors(writes)
        new, old = [w.profile for w in writes if not w.profile.pk], [w.profile for w in writes if w.profile.pk]
        before = _hold(old)
        kept = _keep(writes, old) if old else frozenset()
        for write in writes:
            _fill(write, by=by, at=now)
        _store(new, at=now)
        Profile.objects.bulk_update(old, FILLED)
        Profile.objects.filter(pk__in=before).update(lock=F("lock") + 1)
        for profile in old:
            profile.lock += 1
        _lay_rows(writes, skills, kept)
        _weigh(writes, old)
        if not silent:
            entries = [
                trail.Entry(
                    w.profile, Move.EDIT, before=before.get(w.profile.pk, ""), after=w.profile.digest, note=note
                )
                for w in writes
            ]
            trail.tell_many(entries, by=by)


def _store(profiles: Sequence[Profile], *, at: datetime.datetime) -> None:
    """Inserts new profiles and gives them their primary keys."""
    for profile, key in zip(profiles, keys(Profile, len(profiles)), strict=True):
        profile.pk, profile.created_at = key, at
    fields = Profile._meta.concrete_fields
    insert(Profile, [field.name for field in fields], map(attrgetter(*(field.attname for field in fields)), profiles))
    for profile in profiles:
        profile._state.adding, profile._state.db = False, router.db_for_write(Profile)


def _weigh(writes: Sequence[Write], old: Sequence[Profile]) -> None:
    """What came new is known as it came; of rows that stayed only the desk knows what people have set on them."""
    stayed = {profile.pk: profile for profile in Profile.objects.on_desk().filter(pk__in=[p.pk for p in old])}
    weights = []
    for write in writes:
        profile = stayed.get(write.profile.pk)
        marks = payloads.marks_of(profile, write.content) if profile else payloads.Marks()
        weights.append(weighing.Weight(write.profile, write.content, marks))
    weighing.weigh_many(weights)
    upkeep.reckon(stayed)


def _hold(profiles: Sequence[Profile]) -> dict[int, str]:
    """Keeps desks still until the end of the transaction; the digest of each. Conflict where one was saved since.

    In one order, before any row: whoever reviews or saves one of them meanwhile comes before or after, whole.
    """
    rows = Profile.objects.select_for_update().filter(pk__in=[profile.pk for profile in profiles]).order_by("pk")
    held = {pk: (lock, digest) for pk, lock, digest in rows.values_list("pk", "lock", "digest")}
    for profile in profiles:
        if held[profile.pk][0] != profile.lock:
            raise Conflict(f"{profile.key} was saved by somebody else since it was read")
    return {pk: digest for pk, (_, digest) in held.items()}


def _fill(write: Write, *, by, at) -> None:
    profile, record = write.profile, write.content.record
    profile.title, profile.summary = record.title, record.summary
    profile.stated_confidence, profile.produced_by = record.confidence, record.produced_by
    profile.digest, profile.judged = write.content.digest, write.content.judged
    profile.edited_at, profile.edited_by_name = at, name_of(by)


def _spelled(content: Content, skills: dict[str, Skill]) -> Content:
    """The content with names and types of skills as the canon has them: what will be read from the desk."""
    rows = [(use, skills[fold_name(use.name)]) for use in content.record.skills]
    if all((use.name, use.type) == (skill.name, skill.type) for use, skill in rows):
        return content
    uses = [use.model_copy(update={"name": skill.name, "type": skill.type}) for use, skill in rows]
    return Content(content.record.model_copy(update={"skills": uses}))


def spelled(contents: Sequence[Content]) -> list[Content]:
    """Contents as they would stand on a desk: to be compared with what stands there."""
    skills = ensure_skills(use for content in contents for use in content.record.skills)
    return [_spelled(content, skills) for content in contents]


def with_objectors(writes: Sequence[Write]) -> list[Write]:
    """The same with every review that has an objection open as it stands: only people settle an objection."""
    rows = PanelScore.objects.filter(profile__in=[write.profile for write in writes if write.profile.pk])
    open_ones = rows.filter(Exists(Objection.objects.filter(review=OuterRef("pk")).exclude(outcome__in=SETTLED)))
    stay: dict[int, list[PanelScore]] = {}
    for row in open_ones.order_by("position", "pk"):
        stay.setdefault(row.profile_id, []).append(row)
    return [_with(write, stay[write.profile.pk]) if write.profile.pk in stay else write for write in writes]


def _with(write: Write, rows: Sequence[PanelScore]) -> Write:
    record = write.content.record
    stand = {row.panelist.casefold(): ReviewRecord.model_validate(payloads.review_of(row)) for row in rows}
    panel = [stand.pop(review.panelist.casefold(), review) for review in record.panel] + list(stand.values())
    if len(panel) > MOST_REVIEWS:
        raise Conflict(
            f"{record.key}: at most {MOST_REVIEWS} reviews expected, found {len(panel)} with those whose objections"
            " are open and therefore stay"
        )
    return write if panel == record.panel else Write(write.profile, Content(record.model_copy(update={"panel": panel})))


def _keep(writes: Sequence[Write], old: Sequence[Profile]) -> frozenset[tuple]:
    """Clears desks for what is to be laid on them, but for reviews and mappings that come again as they are.

    Those rows know more than a file says: who gave or confirmed them, for which text, and what was objected.
    Returns the identities of what was kept.
    """
    for model in REPLACED:
        model.objects.filter(profile__in=old).delete()
    coming = {identity: position for write in writes for identity, position in _identities(write)}
    kept = set()
    for model, identity_of in ((PanelScore, _review_row), (Mapping, _mapping_row)):
        rows = [(row, identity_of(row)) for row in model.objects.filter(profile__in=old)]
        stay = [(row, identity) for row, identity in rows if identity in coming]
        model.objects.filter(pk__in=[row.pk for row, identity in rows if identity not in coming]).delete()
        for row, identity in stay:
            row.position = coming[identity]
            kept.add(identity)
        model.objects.bulk_update([row for row, _ in stay], ["position"])
    return frozenset(kept)


def _identities(write: Write) -> Iterator[tuple[tuple, int]]:
    pk, record = write.profile.pk, write.content.record
    for position, review in enumerate(record.panel):
        yield _review(pk, review.model_dump()), position
    for position, mapping in enumerate(record.mappings):
        yield _mapping(pk, mapping), position


def _review_row(row: PanelScore) -> tuple:
    return _review(row.profile_id, payloads.review_of(row))


def _mapping_row(row: Mapping) -> tuple:
    return _mapping(row.profile_id, row)


def _review(profile_id: int | None, review: dict) -> tuple:
    scores = tuple(sorted((name, score) for name, score in review["scores"].items() if score is not None))
    return profile_id, review["panelist"], review["comment"], review["at"], scores


def _mapping(profile_id: int | None, mapping) -> tuple:
    return profile_id, *attrgetter(*_MAPPED)(mapping)


def _lay_rows(writes: Sequence[Write], skills: dict[str, Skill], kept: frozenset[tuple]) -> None:
    insert(Responsibility, ("profile", "position", "text"), _rows(writes, "responsibilities", lambda text: (text,)))
    insert(
        SkillUse,
        ("profile", "position", "skill", "summary"),
        _rows(writes, "skills", lambda use: (skills[fold_name(use.name)].pk, use.summary)),
    )
    for model, many, names in (
        (Alias, "aliases", ("title", "locale", "source")),
        (Source, "sources", ("title", "url", "publisher", "retrieved", "licence", "layers")),
    ):
        insert(model, ("profile", "position", *names), _rows(writes, many, attrgetter(*names)))
    insert(Mapping, ("profile", "position", *_MAPPED), _mappings(writes, kept))
    insert(
        PanelScore,
        ("profile", "position", "panelist", "comment", "at", "judged_digest", *DIMENSIONS),
        _reviews(writes, kept),
    )
    own = ((w.profile.pk, *map(w.content.pay.get, payloads.FIGURES)) for w in writes if w.content.pay)
    insert(DeskPay, ("profile", *payloads.FIGURES), own)


_MAPPED = ("system", "edition", "code", "label", "relation", "source")


def _rows(writes: Sequence[Write], many: str, values: Callable) -> Iterator[tuple]:
    """(profile, position, values …) for every item of a list of the records."""
    for write in writes:
        for position, item in enumerate(getattr(write.content.record, many)):
            yield (write.profile.pk, position, *values(item))


def _mappings(writes: Sequence[Write], kept: frozenset[tuple]) -> Iterator[tuple]:
    for write in writes:
        for position, mapping in enumerate(write.content.record.mappings):
            if _mapping(write.profile.pk, mapping) not in kept:
                yield (write.profile.pk, position, *attrgetter(*_MAPPED)(mapping))


def _reviews(writes: Sequence[Write], kept: frozenset[tuple]) -> Iterator[tuple]:
    for write in writes:
        for position, review in enumerate(write.content.record.panel):
            plain = review.model_dump()
            if _review(write.profile.pk, plain) not in kept:
                scores = map(plain["scores"].get, DIMENSIONS)
                judged = write.content.judged
                yield (write.profile.pk, position, review.panelist, review.comment, review.at, judged, *scores)


def ensure_skills(uses: Iterable) -> dict[str, Skill]:
    """Skill rows by folded name, made where they are missing. A skill's type is the canon's, not the file's."""
    wanted = {fold_name(use.name): use for use in uses}
    have = skills_by_fold(use.name for use in wanted.values())
    new = [Skill(name=use.name, folded=folded, type=use.type) for folded, use in wanted.items() if folded not in have]
    if new:
        # Somebody else may be making the same ones: in one order nobody waits crosswise, and theirs serve as well.
        Skill.objects.bulk_create(sorted(new, key=attrgetter("folded")), ignore_conflicts=True)
        have |= skills_by_fold(skill.name for skill in new)
    return have


__all__ = [
    "Conflict",
    "Write",
    "close",
    "ensure_skills",
    "lay_aliases",
    "lay_responsibilities",
    "replace",
    "spelled",
    "take",
    "with_objectors",
]
