"""How a draft comes to lie on the shelf: its row, what lies beside it, and what its approval brings with it."""

from typing import NamedTuple

from django.utils import timezone

from profiles import listings, pay, payloads, scoring, sealing, search, upkeep
from profiles.desk import ensure_skills
from profiles.headings import hang, hang_skills
from profiles.models import Profile, Revision, RevisionMapping, RevisionPay, RevisionSkill
from profiles.rounding import exact, shown
from profiles.states import State
from taxonomy.bulk import insert
from taxonomy.models import Focus, Function, Level, Scope, Track
from taxonomy.texts import fold_name


def sealed(profile: Profile, draft: payloads.Draft, *, state: State) -> Revision:
    """A revision, not saved yet, with its payload sealed and its columns filled from it."""
    payload, basis = draft.payload, draft.payload["basis"]
    text = draft.text
    stated = payload["confidence"]
    derived = scoring.confidence(scoring.panel(payload["panel"]).minimum)
    confidence = exact(stated) if stated is not None else derived
    return Revision(
        profile=profile,
        schema=payload["schema"],
        payload=text,
        seal=sealing.digest(text),
        digest=draft.digest,
        state=state,
        submitted_at=timezone.now(),
        key=payload["key"],
        function_code=basis["function"]["code"],
        focus_code=basis["focus"]["code"],
        level_code=basis["level"]["code"],
        track_code=basis["track"]["code"],
        scope_code=payload["scope"],
        rank=basis["level"]["rank"],
        title=payload["title"],
        function_name=basis["function"]["name"],
        focus_name=basis["focus"]["name"],
        level_title=basis["level"]["title"],
        confidence=None if confidence is None else shown(confidence, 3),
    )


def preview(profile: Profile, draft: payloads.Draft) -> Revision:
    """The revision that would come of this draft; not saved, and in no state yet but shown as in review."""
    return sealed(profile, draft, state=State.IN_REVIEW)


def pay_text(draft: payloads.Draft) -> str | None:
    return sealing.canonical(draft.pay) if draft.payload["pay_seal"] else None


def lay_beside(pairs: list[tuple[Revision, payloads.Draft]]) -> None:
    """What stands beside sealed revisions: their pay part, and a row for each skill and mapping."""
    insert(
        RevisionPay,
        ("revision", "part", "salt", "median", "currency"),
        [_pay_row(revision, draft) for revision, draft in pairs if draft.payload["pay_seal"]],
    )
    uses = [(revision.pk, use) for revision, draft in pairs for use in draft.payload["skills"]]
    skills = ensure_skills(_Named(use["name"], use["type"]) for _, use in uses)
    insert(RevisionSkill, ("revision", "skill"), [(pk, skills[fold_name(use["name"])].pk) for pk, use in uses])
    insert(
        RevisionMapping,
        ("revision", "system", "code", "label"),
        [row for revision, draft in pairs for row in _mapping_rows(revision.pk, draft.payload["mappings"])],
    )


def _mapping_rows(revision: int, mappings: list[dict]) -> list[tuple]:
    labels = {(mapping["system"], mapping["code"]): mapping["label"] for mapping in mappings}
    return [(revision, system, code, label[:300]) for (system, code), label in labels.items()]


def _pay_row(revision: Revision, draft: payloads.Draft) -> tuple:
    figures = pay.resolve(draft.pay).figures
    return revision.pk, pay_text(draft), draft.salt, figures["median"], figures["currency"]


class _Named(NamedTuple):
    name: str
    type: str


def publish(pairs: list[tuple[Revision, dict]]) -> None:
    """What an approval brings with it: headings, listings, words to search for, and codes that stay."""
    if not pairs:
        return
    now = timezone.now()
    bases = {(r.function_code, r.focus_code, r.track_code): p["basis"] for r, p in pairs}
    bases |= {r.level_code: p["basis"] for r, p in pairs}
    hang(bases.values())
    hang_skills(pairs)
    standing = {revision.profile_id for revision, _ in pairs}
    listings.renew(standing, [revision for revision, _ in pairs])
    upkeep.renew(standing, pairs)
    search.renew(standing, pairs)
    profiles = [revision.profile for revision, _ in pairs]
    Function.objects.freeze({p.focus.function_id for p in profiles}, at=now)
    Focus.objects.freeze({p.focus_id for p in profiles}, at=now)
    Track.objects.freeze({p.level.track_id for p in profiles}, at=now)
    Level.objects.freeze({p.level_id for p in profiles}, at=now)
    Scope.objects.freeze({p.scope_id for p in profiles}, at=now)
