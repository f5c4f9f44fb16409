"""A skill that the canon spells otherwise is no edit of the profiles that use it: desks keep up, scores stay valid."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from profiles.models import PanelScore, Profile
from profiles.payloads import Content, record_of
from taxonomy.records import SkillRecord
from taxonomy.texts import fold_name

CHUNK = 200


@contextmanager
def spelled_anew(before: Sequence[SkillRecord], after: Sequence[SkillRecord]) -> Iterator[None]:
    """Round the change of skill rows: renews the digests of desks, and binds scores to the text as it reads now.

    Only scores that were given to the very text that stands are bound anew; stale ones stay stale.
    """
    was = {fold_name(record.name): (record.name, record.type) for record in before}
    now = {fold_name(record.name): (record.name, record.type) for record in after}
    respelled = [folded for folded in now if folded in was and was[folded] != now[folded]]
    users = Profile.objects.filter(skill_uses__skill__folded__in=respelled).values_list("pk", flat=True).distinct()
    pks = sorted(users) if respelled else []
    contents = {profile.pk: _digests(profile) for profile in _desks(pks)}
    yield
    for profile in _desks(pks):
        _renew(profile, *contents[profile.pk])


def _desks(pks: Sequence[int]) -> Iterator[Profile]:
    for start in range(0, len(pks), CHUNK):
        yield from Profile.objects.on_desk().filter(pk__in=pks[start : start + CHUNK])


def _digests(profile: Profile) -> tuple[str, str]:
    content = Content(record_of(profile))
    return content.digest, content.judged


def _renew(profile: Profile, digest: str, judged: str) -> None:
    now_digest, now_judged = _digests(profile)
    rows = Profile.objects.filter(pk=profile.pk)
    rows.filter(digest=digest).update(digest=now_digest)
    rows.filter(judged=judged).update(judged=now_judged)
    PanelScore.objects.filter(profile=profile, judged_digest=judged).update(judged_digest=now_judged)
