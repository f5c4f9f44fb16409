"""Writes to the desk: the conditional save, its digest, and the edit event, in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from profiles import payloads, trail
from profiles.models import (
    Alias,
    DeskPay,
    Mapping,
    PanelScore,
    Profile,
    Responsibility,
    SkillUse,
    Source,
)
from profiles.payloads import Content
from profiles.people import name_of
from profiles.scoring import DIMENSIONS
from profiles.states import Move
from taxonomy.bulk import insert
from taxonomy.importers import skills_by_fold
from taxonomy.models import Skill
from taxonomy.texts import fold_name

DESK_ROWS = (Responsibility, SkillUse, Alias, Mapping, Source, PanelScore, DeskPay)
FILLED = ("title", "summary", "stated_confidence", "produced_by", "digest", "edited_at", "edited_by_name")


class Conflict(Exception):
    """Somebody else has saved or moved this since it was read; nothing was written."""


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
        before, after = fresh.digest, Content(payloads.record_of(fresh)).digest
        Profile.objects.filter(pk=profile.pk).update(digest=after, edited_at=timezone.now(), edited_by_name=name_of(by))
        # Figures of pay are no part of the digest, so an edit is told even where it stays equal.
        trail.tell(profile, Move.EDIT, by=by, note=note, before=before, after=after)
    profile.digest = after
    return before != after


def replace(writes: Sequence[Write], *, by, note: str = "", silent: bool = False) -> None:
    """Lays records on desks, whole: for files. Two writes a table, however many profiles.

    Scores that come again unchanged for a changed text keep the digest of the text that they were given to.
    `silent` leaves the trail to the caller (a restored desk was not edited by anybody).
    """
    with transaction.atomic():
        now = timezone.now()
        new, old = [w.profile for w in writes if not w.profile.pk], [w.profile for w in writes if w.profile.pk]
        before = {profile.pk: profile.digest for profile in old}
        given = _judged_before(old)
        for model in DESK_ROWS if old else ():
            model.objects.filter(profile__in=old).delete()
        for write in writes:
            _fill(write, by=by, at=now)
        Profile.objects.bulk_create(new)
        Profile.objects.bulk_update(old, FILLED)
        Profile.objects.filter(pk__in=before).update(lock=F("lock") + 1)
        _lay_rows(writes, given)
        if not silent:
            entries = [
                trail.Entry(
                    w.profile, Move.EDIT, before=before.get(w.profile.pk, ""), after=w.profile.digest, note=note
                )
                for w in writes
            ]
            trail.tell_many(entries, by=by)


def _fill(write: Write, *, by, at) -> None:
    profile, record = write.profile, write.content.record
    profile.title, profile.summary = record.title, record.summary
    profile.stated_confidence, profile.produced_by = record.confidence, record.produced_by
    profile.digest = write.content.digest
    profile.edited_at, profile.edited_by_name = at, name_of(by)


def _judged_before(profiles: Sequence[Profile]) -> dict[tuple, str]:
    rows = PanelScore.objects.filter(profile__in=profiles) if profiles else ()
    return {_review_identity(row.profile_id, payloads.review_of(row)): row.judged_digest for row in rows}


def _review_identity(profile_id: int, review: dict) -> tuple:
    scores = tuple(sorted((name, score) for name, score in review["scores"].items() if score is not None))
    return profile_id, review["panelist"], review["comment"], review["at"], scores


def _lay_rows(writes: Sequence[Write], given: dict[tuple, str]) -> None:
    skills = ensure_skills(skill for write in writes for skill in write.content.record.skills)
    insert(Responsibility, ("profile", "position", "text"), _numbered(writes, "responsibilities", lambda text: (text,)))
    insert(
        SkillUse,
        ("profile", "position", "skill", "summary"),
        _numbered(writes, "skills", lambda use: (skills[fold_name(use.name)].pk, use.summary)),
    )
    for model, many, names in _PARTS:
        values = attrgetter(*names)
        insert(model, ("profile", "position", *names, *_BLANK.get(model, {})), _numbered(writes, many, values, model))
    reviews = (row for write in writes for row in _reviews(write, given))
    insert(PanelScore, ("profile", "position", "panelist", "comment", "at", "judged_digest", *DIMENSIONS), reviews)
    own = ((w.profile.pk, *map(w.content.pay.get, payloads.FIGURES)) for w in writes if w.content.pay)
    insert(DeskPay, ("profile", *payloads.FIGURES), own)


# Lists of a record whose items are rows of the desk as they are, and what such a row has beyond them.
_PARTS = (
    (Alias, "aliases", ("title", "locale", "source")),
    (Mapping, "mappings", ("system", "code", "label", "relation", "source")),
    (Source, "sources", ("title", "url", "publisher", "retrieved", "licence", "layers")),
)
_BLANK = {Mapping: {"edition": ""}}


def _numbered(writes: Sequence[Write], many: str, values: Callable, model: type | None = None) -> Iterator[tuple]:
    """(profile, position, values …) for every item of a list of the records."""
    blank = tuple(_BLANK.get(model, {}).values())
    for write in writes:
        for position, item in enumerate(getattr(write.content.record, many)):
            yield (write.profile.pk, position, *values(item), *blank)


def _reviews(write: Write, given: dict[tuple, str]) -> Iterator[tuple]:
    for position, review in enumerate(write.content.record.panel):
        plain = review.model_dump()
        judged = given.get(_review_identity(write.profile.pk, plain), write.content.judged)
        scores = map(plain["scores"].get, DIMENSIONS)
        yield (write.profile.pk, position, review.panelist, review.comment, review.at, judged, *scores)


def ensure_skills(uses: Iterable) -> dict[str, Skill]:
    """Skill rows by folded name, made where they are missing. A skill's type is the canon's, not the file's."""
    wanted = {fold_name(use.name): use for use in uses}
    have = skills_by_fold(use.name for use in wanted.values())
    new = [Skill(name=use.name, folded=folded, type=use.type) for folded, use in wanted.items() if folded not in have]
    for skill in Skill.objects.bulk_create(new):
        have[skill.folded] = skill
    return have


__all__ = ["Conflict", "Write", "close", "ensure_skills", "replace", "take"]
