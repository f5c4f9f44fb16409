"""Writes to the desk: the conditional save, its digest, and the edit event, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from profiles import payloads, sealing, trail
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
from profiles.people import name_of
from profiles.records import ProfileRecord
from profiles.states import Move
from taxonomy.importers import skills_by_fold
from taxonomy.models import Skill
from taxonomy.texts import fold_name


class Conflict(Exception):
    """Somebody else has saved or moved this since it was read; nothing was written."""


@dataclass(frozen=True)
class Write:
    """A record to be laid on a profile's desk."""

    profile: Profile
    record: ProfileRecord


def take(profile: Profile, *, seen: int) -> None:
    """Claims the next save of a desk last read at `seen`; the loser of a race gets a Conflict."""
    if not Profile.objects.filter(pk=profile.pk, lock=seen).update(lock=F("lock") + 1):
        raise Conflict(f"{profile.key} was saved by somebody else since you opened it")
    profile.lock = seen + 1


def close(profile: Profile, *, by, note: str = "") -> bool:
    """After rows were saved: renews the digest and tells the trail. False where nothing differs."""
    with transaction.atomic():
        fresh = Profile.objects.on_desk().get(pk=profile.pk)
        before, after = fresh.digest, payloads.digest_of(payloads.record_of(fresh))
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
        given = _judged_before(write.profile for write in writes)
        old = [write.profile.pk for write in writes if write.profile.digest]
        for model in (Responsibility, SkillUse, Alias, Mapping, Source, PanelScore, DeskPay):
            model.objects.filter(profile__in=old).delete() if old else None
        before = {write.profile.pk: write.profile.digest for write in writes}
        for write in writes:
            _fill(write, by=by, at=now)
        Profile.objects.bulk_update(
            [write.profile for write in writes],
            [
                "title",
                "summary",
                "stated_confidence",
                "produced_by",
                "digest",
                "edited_at",
                "edited_by_name",
            ],
        )
        Profile.objects.filter(pk__in=before).update(lock=F("lock") + 1)
        _lay_rows(writes, given)
        if not silent:
            trail.tell_many(
                [
                    trail.Entry(
                        w.profile,
                        Move.EDIT,
                        before=before[w.profile.pk],
                        after=w.profile.digest,
                        note=note,
                    )
                    for w in writes
                ],
                by=by,
            )


def _fill(write: Write, *, by, at) -> None:
    profile, record = write.profile, write.record
    profile.title, profile.summary = record.title, record.summary
    profile.stated_confidence, profile.produced_by = record.confidence, record.produced_by
    profile.digest = payloads.digest_of(record)
    profile.edited_at, profile.edited_by_name = at, name_of(by)


def _judged_before(profiles: Iterable[Profile]) -> dict[tuple, str]:
    known = [profile.pk for profile in profiles if profile.digest]
    rows = PanelScore.objects.filter(profile__in=known) if known else ()
    return {_review_identity(row.profile_id, payloads.review_of(row)): row.judged_digest for row in rows}


def _review_identity(profile_id: int, review: dict) -> tuple:
    scores = tuple(sorted((name, score) for name, score in review["scores"].items() if score is not None))
    return profile_id, review["panelist"], review["comment"], review["at"], scores


def _lay_rows(writes: Sequence[Write], given: dict[tuple, str]) -> None:
    skills = ensure_skills(skill for write in writes for skill in write.record.skills)
    rows: dict[type[models.Model], list[models.Model]] = {}
    for write in writes:
        for row in _rows(write, skills, given):
            rows.setdefault(type(row), []).append(row)
    for model, batch in rows.items():
        model.objects.bulk_create(batch)


def _rows(write: Write, skills: dict[str, Skill], given: dict[tuple, str]) -> Iterable[models.Model]:
    pk, record = write.profile.pk, write.record
    for position, text in enumerate(record.responsibilities):
        yield Responsibility(profile_id=pk, position=position, text=text)
    for position, use in enumerate(record.skills):
        skill = skills[fold_name(use.name)]
        yield SkillUse(profile_id=pk, position=position, skill_id=skill.pk, summary=use.summary)
    for model, items in (
        (Alias, record.aliases),
        (Mapping, record.mappings),
        (Source, record.sources),
    ):
        for position, item in enumerate(items):
            yield model(profile_id=pk, position=position, **item.model_dump())
    judged = sealing.judged_digest(record.content())
    for position, review in enumerate(record.panel):
        plain = review.model_dump()
        yield PanelScore(
            profile_id=pk,
            position=position,
            panelist=review.panelist,
            comment=review.comment,
            at=review.at,
            judged_digest=given.get(_review_identity(pk, plain), judged),
            **plain["scores"],
        )
    if record.pay:
        yield DeskPay(profile_id=pk, **record.pay.model_dump())


def ensure_skills(uses: Iterable) -> dict[str, Skill]:
    """Skill rows by folded name, made where they are missing. A skill's type is the canon's, not the file's."""
    wanted = {fold_name(use.name): use for use in uses}
    have = skills_by_fold(use.name for use in wanted.values())
    new = [Skill(name=use.name, folded=folded, type=use.type) for folded, use in wanted.items() if folded not in have]
    for skill in Skill.objects.bulk_create(new):
        have[skill.folded] = skill
    return have


__all__ = ["Conflict", "Objection", "Write", "close", "ensure_skills", "replace", "take"]
