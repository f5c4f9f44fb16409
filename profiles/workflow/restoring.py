"""What an operator restores from a file on the command line: states, versions and decisions as the file tells them.

Such rows are marked `imported` and were not gated; names and times stay text. Of a revision that is still in
review, or of a retirement that waits, the people are kept as accounts (inactive where they are new), so that four
eyes go on holding for it.
"""

import datetime
from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter

from django.db.models import Max

from profiles import payloads, sealing, trail
from profiles.desk import Write
from profiles.models import Contributor, Event, Profile, Revision
from profiles.models.revision import Origin
from profiles.payloads import Content
from profiles.people import IMPORTER, service_account
from profiles.records import EventRecord, ProfileRecord, RevisionRecord
from profiles.states import PUBLIC, Move, State
from profiles.workflow.shelving import lay_beside, publish, sealed
from taxonomy.bulk import insert, keys

OPERATOR = "the operator"
_STATES = {"approved": State.APPROVED, "retired": State.RETIRED}


class Clash(Exception):
    """The file and the shelf tell the same version differently; nothing was written."""


def restore_profiles(writes: Sequence[Write], *, book: payloads.BasisBook, at: datetime.datetime) -> set[int]:
    """Puts approved and retired records on the shelf; primary keys of the profiles that this changed."""
    shelf = _shelf([write.profile for write in writes])
    drafts = []
    for profile, content in ((write.profile, write.content) for write in writes):
        stands, record = shelf.get(profile.pk, ()), content.record
        version = record.version or _same_content(stands, content) or 1
        if not _there_already(stands, content, version):
            draft = payloads.draft(profile, content, payloads.Marks(), book)
            drafts.append((_as_told(sealed(profile, draft, state=_STATES[record.status]), record, version, at), draft))
    superseded = _make_room([revision for revision, _ in drafts], shelf)
    _store([revision for revision, _ in drafts])
    lay_beside(drafts)
    publish([(revision, draft.payload) for revision, draft in drafts])
    trail.tell_many([*superseded, *(_entry(revision) for revision, _ in drafts)], by=None, by_name=OPERATOR)
    return {revision.profile_id for revision, _ in drafts}


def _store(revisions: Sequence[Revision]) -> None:
    """Inserts revisions and gives them their primary keys."""
    for revision, key in zip(revisions, keys(Revision, len(revisions)), strict=True):
        revision.pk = key
    fields = Revision._meta.concrete_fields
    read = attrgetter(*(field.attname for field in fields))
    insert(Revision, [field.name for field in fields], map(read, revisions))


def _shelf(profiles: Iterable[Profile]) -> dict[int, list[Revision]]:
    found: dict[int, list[Revision]] = {}
    rows = Revision.objects.filter(profile__in=list(profiles), number__isnull=False).select_related("pay")
    for row in rows.defer("payload").order_by("number"):
        found.setdefault(row.profile_id, []).append(row)
    return found


def _same_content(shelf: Sequence[Revision], content: Content) -> int | None:
    return next((row.number for row in reversed(shelf) if row.digest == content.digest), None)


def _there_already(shelf: Sequence[Revision], content: Content, version: int) -> bool:
    row, key = next((row for row in shelf if row.number == version), None), content.record.key
    if row is None:
        if shelf and version < shelf[-1].number:
            raise Clash(f"a version above v{shelf[-1].number} of {key} expected, found v{version}")
        return False
    if row.digest != content.digest or payloads.own_pay(row) != content.pay:
        raise Clash(f"the v{version} of {key} that stands already expected, found other content under that number")
    return True


def _as_told(revision: Revision, record: ProfileRecord, version: int, at: datetime.datetime) -> Revision:
    decision = record.decision
    revision.number, revision.origin = version, Origin.IMPORTED
    revision.decided_by_name = decision.by if decision else ""
    revision.decided_at = revision.submitted_at = decision.at if decision else at
    revision.decision_note = decision.note if decision else ""
    revision.successor_key = record.successor or ""
    if revision.state == State.RETIRED:
        revision.retired_at = at
    return revision


def _make_room(revisions: Sequence[Revision], shelf: dict[int, list[Revision]]) -> list[trail.Entry]:
    """A restored version stands in the place of an approved one from its own decision on; what is to be told."""
    ended: dict[datetime.datetime, list[int]] = {}
    told = []
    for revision in revisions:
        for former in shelf.get(revision.profile_id, ()):
            if former.state == State.APPROVED:
                ended.setdefault(revision.decided_at, []).append(former.pk)
                states = {"source": State.APPROVED, "target": State.SUPERSEDED}
                told.append(trail.Entry(revision.profile, Move.SUPERSEDE, revision=former, **states))
    for at, pks in ended.items():
        Revision.objects.filter(pk__in=pks).update(state=State.SUPERSEDED, superseded_at=at)
    return told


def _entry(revision: Revision) -> trail.Entry:
    name = revision.decided_by_name or "somebody whom the file does not name"
    note = f"restored from a file, not reviewed here: approved by {name} at {revision.decided_at:%Y-%m-%d %H:%M} UTC"
    return trail.Entry(
        revision.profile,
        Move.RESTORE,
        revision=revision,
        target=revision.state,
        note=note,
        after=revision.seal,
    )


# -- full bundles ----------------------------------------------------------------------------------


def restore_revisions(pairs: Sequence[tuple[Profile, RevisionRecord]], *, untold: Collection[int] = ()) -> None:
    """Revisions as a full bundle holds them: the very payloads, so the very seals.

    `untold` are profiles that come without a trail of their own (the bundle of a release has none): they begin one.
    """
    rows, drafts = [], []
    for profile, record in pairs:
        revision, draft = _as_sealed(profile, record)
        rows.append((_people(revision, record), record))
        drafts.append((revision, draft))
    _store([revision for revision, _ in rows])
    lay_beside(drafts)
    Contributor.objects.bulk_create(
        Contributor(
            revision=revision,
            name=name,
            user=service_account(name) if revision.state == State.IN_REVIEW else None,
        )
        for revision, record in rows
        for name in record.contributors
    )
    publish([(r, record.payload) for r, record in rows if r.state in PUBLIC])
    begun = [_entry(revision) for revision, _ in rows if revision.profile_id in untold]
    trail.tell_many(begun, by=None, by_name=OPERATOR)


def content_of(record: RevisionRecord, pay: dict | None) -> ProfileRecord:
    """What a desk holds that follows a sealed text."""
    try:
        return payloads.record_from(record.payload, pay)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Clash(f"{record.key}: a payload of schema {payloads.SCHEMA} expected, found another shape") from error


def _as_sealed(profile: Profile, record: RevisionRecord) -> tuple[Revision, payloads.Draft]:
    """The revision of a record, not saved yet; refused where payload, key and seal do not belong together."""
    text, salt = sealing.canonical(record.payload), record.pay.salt if record.pay else ""
    draft = payloads.Draft(record.payload, _pay_part(record), salt, "", text)
    try:
        revision = sealed(profile, draft, state=State(record.state))
        revision.digest = Content(payloads.record_from(record.payload)).digest
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        # Anything can stand in a payload; what is no payload is told like any other fault.
        raise Clash(f"{record.key}: a payload of schema {payloads.SCHEMA} expected, found another shape") from error
    if revision.seal != record.seal or revision.key != record.key or not _pay_seals(record):
        raise Clash(f"{record.key}: the payload does not have the key and the seal that stand beside it")
    return revision, draft


def _pay_part(record: RevisionRecord) -> dict:
    return record.pay.part if record.pay else {"own": None, "function": None, "level": None}


def _pay_seals(record: RevisionRecord) -> bool:
    told = record.payload.get("pay_seal")
    return told is None if record.pay is None else told == sealing.pay_seal(record.pay.part, record.pay.salt)


def _people(revision: Revision, record: RevisionRecord) -> Revision:
    if record.state == "in review":
        revision.submitted_by = service_account(record.submitted_by or IMPORTER)
    else:
        revision.origin = Origin.IMPORTED
    if record.state == "approved" and record.retirement_proposed_at:
        revision.retirement_proposed_by = service_account(record.retirement_proposed_by or IMPORTER)
    for name in (
        "number",
        "submitted_at",
        "submit_note",
        "withdrawn_at",
        "decided_at",
        "decision_note",
    ):
        setattr(revision, name, getattr(record, name))
    for name in ("superseded_at", "retirement_proposed_at", "retirement_reason", "retired_at"):
        setattr(revision, name, getattr(record, name))
    for what in ("submitted", "withdrawn", "decided", "retirement_proposed", "retired"):
        setattr(revision, f"{what}_by_name", getattr(record, f"{what}_by"))
    revision.successor_key = record.successor
    return revision


def restore_events(pairs: Sequence[tuple[Profile, EventRecord]]) -> None:
    """The trail as it was, links and all; a broken chain is refused."""
    profiles = [profile for profile, _ in pairs]
    seals = dict(Revision.objects.filter(profile__in=profiles).values_list("seal", "pk"))
    last = dict(
        Event.objects.filter(profile__in=profiles).values("profile").annotate(m=Max("pk")).values_list("profile", "m")
    )
    chains = dict(Event.objects.filter(pk__in=last.values()).values_list("profile", "chain"))
    events = []
    for profile, record in pairs:
        event = Event(
            profile=profile,
            revision_id=seals.get(record.revision),
            by_name=record.by,
            **{n: getattr(record, n) for n in ("move", "source", "target", "at", "note", "before", "after", "chain")},
        )
        wanted = trail.link(chains.get(profile.pk, ""), event, key=record.key, seal=record.revision)
        if wanted != record.chain:
            raise Clash(f"{record.key}: the trail is broken at “{record.move}” of {record.at:%Y-%m-%d %H:%M} UTC")
        chains[profile.pk] = record.chain
        events.append(event)
    trail.append(events)
