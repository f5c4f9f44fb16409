"""Where records of profiles land: on the desk, in review, or – for an operator – on the shelf as they were."""

import datetime
from collections.abc import Generator, Iterator, Sequence

from django.utils import timezone

from profiles import desk, payloads, waiving
from profiles.desk import Write
from profiles.models import Event, Mapping, Objection, PanelScore, Profile, Revision
from profiles.payloads import Content
from profiles.people import service_account
from profiles.records import DeskRecord, EventRecord, ProfileRecord, RevisionRecord
from profiles.states import State
from profiles.workflow import (
    Clash,
    Refused,
    content_of,
    restore_events,
    restore_profiles,
    restore_release_records,
    restore_revisions,
    submit_imported,
)
from taxonomy.codes import KEY
from taxonomy.importers import Change, scopes
from taxonomy.models import Focus, Level, Scope
from taxonomy.records import Record

__all__ = ["Clash", "Landing"]


class Landing:
    """Writes chunks of records; one for a whole file, so that shared texts are read once."""

    def __init__(self, *, by, name: str, at: datetime.datetime) -> None:
        self.by, self.name, self.at = by, name, at
        self._book: payloads.BasisBook | None = None
        self._levels: dict[str, Level] = {}
        self._scopes: dict[str, Scope] = {}

    def forget(self) -> None:
        """Shared texts were written: what was read of them before may stand no longer."""
        self._book, self._levels = None, {}

    def profiles(self, records: Sequence[ProfileRecord], *, submit: bool, as_published: bool) -> Iterator[Change]:
        rows = self.rows([record.key for record in records])
        published = [r for r in records if as_published and r.status != "draft"]
        drafts = [r for r in records if not as_published or r.status == "draft"]
        yield from self._publish([Write(rows[record.key], Content(record)) for record in published])
        contents = desk.spelled([Content(record) for record in drafts])
        writes = [Write(rows[content.record.key], content) for content in contents]
        kept = yield from self._lay(writes)
        if submit:
            yield from self._submit([write.profile for write in writes if write.profile.pk not in kept])

    def rows(self, keys: Sequence[str]) -> dict[str, Profile]:
        """Profiles by key; where there is none, a new one that is not saved yet."""
        parts = {key: KEY.fullmatch(key).groupdict() for key in keys}
        codes = {part["focus"] for part in parts.values()}
        focuses = Focus.objects.select_related("function").in_bulk(codes, field_name="code")
        self._know(parts.values())
        have = {
            (p.focus_id, p.level_id, p.scope_id): p
            for p in Profile.objects.with_places().select_related("pay").filter(focus__in=focuses.values())
        }
        found = {}
        for key, part in parts.items():
            place = focuses[part["focus"]], self._levels[part["level"]], self._scopes[part["scope"] or "global"]
            row = have.get(tuple(item.pk for item in place))
            found[key] = row or Profile(focus=place[0], level=place[1], scope=place[2])
        return found

    def _know(self, parts) -> None:
        if not self._levels:
            self._levels = {level.code: level for level in Level.objects.select_related("track")}
        missing = {part["scope"] or "global" for part in parts} - self._scopes.keys()
        self._scopes |= scopes(missing)

    # -- to the shelf, as it was -------------------------------------------------------------------

    def _publish(self, writes: Sequence[Write]) -> Iterator[Change]:
        if not writes:
            return
        self._book = self._book or payloads.BasisBook()
        # A desk with unfinished work of its own keeps it; any other follows the shelf.
        idle = self._idle([write.profile for write in writes])
        new = [write for write in writes if not write.profile.pk]
        desk.replace(new, by=self.by, silent=True)
        changed = restore_profiles(writes, book=self._book, at=self.at)
        follow = [write for write in writes if write.profile.pk in changed & idle]
        desk.replace(follow, by=self.by, silent=True)
        for write in writes:
            record = write.content.record
            yield Change("profile", record.key, record.status if write.profile.pk in changed else "same")

    def _idle(self, profiles: Sequence[Profile]) -> set[int]:
        """Known profiles whose desk holds what stands on the shelf."""
        known = [profile for profile in profiles if profile.pk]
        rows = Revision.objects.of(known, State.APPROVED, State.RETIRED)
        rows = rows.select_related("pay").defer("payload").order_by("number")
        shelf = {row.profile_id: (row.digest, payloads.own_pay(row)) for row in rows}
        return {profile.pk for profile in known if self._stands(profile) == shelf.get(profile.pk)}

    @staticmethod
    def _stands(profile: Profile) -> tuple:
        return profile.digest, payloads.figures(getattr(profile, "pay", None))

    # -- to the desk -------------------------------------------------------------------------------

    def _lay(self, writes: Sequence[Write]) -> Generator[Change, None, set[int]]:
        """Returns the profiles whose desk keeps other work: what stands there is not what the file says."""
        approved = self.approved([write.profile for write in writes if write.profile.pk])
        changed, kept = [], set()
        for told, write in zip(map(self._told, writes), desk.with_objectors(writes), strict=True):
            profile, content = write.profile, write.content
            key = content.record.key
            if not profile.pk:
                yield Change("profile", key, "added")
            elif self._stands(profile) == self._told(write):
                yield Change("profile", key, "same")
                continue
            elif approved.get(profile.pk) == told:
                yield Change("profile", key, "left alone")
                kept.add(profile.pk)
                continue
            else:
                yield Change("profile", key, "changed", self._difference(profile, content))
            changed.append(write)
        desk.replace(changed, by=self.by, note=f"from the file {self.name}")
        return kept

    @staticmethod
    def _told(write: Write) -> tuple:
        return write.content.digest, write.content.pay

    @staticmethod
    def approved(profiles: Sequence[Profile]) -> dict[int, tuple]:
        rows = Revision.objects.of(profiles, State.APPROVED).select_related("pay").defer("payload")
        return {row.profile_id: (row.digest, payloads.own_pay(row)) for row in rows}

    @staticmethod
    def _difference(profile: Profile, content: Content) -> dict[str, tuple[object, object]]:
        """Field by field, for the dry run."""
        before = Content(payloads.record_of(Profile.objects.on_desk().get(pk=profile.pk)))
        old, new = before.plain | {"pay": before.pay}, content.plain | {"pay": content.pay}
        return {name: (old[name], new[name]) for name in new if old[name] != new[name]}

    def _submit(self, profiles: Sequence[Profile]) -> Iterator[Change]:
        for profile in profiles:
            try:
                submit_imported.inner(profile, by=self.by, note=f"from the file {self.name}")
            except Refused as refused:
                yield Change("submission", profile.key, "left alone", {"why": ("", str(refused))})
            else:
                yield Change("submission", profile.key, "added")

    # -- a full bundle -----------------------------------------------------------------------------

    def releases(self, records: Sequence[Record]) -> Iterator[Change]:
        """Releases as they were; what stands already by this name is left, if it is the same."""
        for record, is_new in restore_release_records(records):
            told = record.name if record.kind == "release" else record.release
            yield Change(record.kind, told, "added" if is_new else "same")

    def full(self, kind: str, records: Sequence[DeskRecord | RevisionRecord | EventRecord]) -> Iterator[Change]:
        keys = [record.profile.key if kind == "desk" else record.key for record in records]
        rows = self.rows(list(dict.fromkeys(keys)))
        pairs = list(zip((rows[key] for key in keys), records, strict=True))
        # Desk, revisions and trail of one profile belong together; where they stand already, they are left.
        stands = Revision.objects.filter(profile__in=[row for row in rows.values() if row.pk])
        known = set(stands.values_list("seal", "submitted_at"))
        if kind == "desk":
            pairs = [(p, r) for p, r in pairs if not p.pk]
            self._restore_desks(pairs)
        elif kind == "revision":
            pairs = [(p, r) for p, r in pairs if (r.seal, r.submitted_at) not in known]
            new = [(p, r) for p, r in pairs if not p.pk]
            self._lay_as_sealed(new)
            restore_revisions(pairs, untold={p.pk for p, _ in new})
        elif kind == "waiver":
            pairs = waiving.restore(pairs)
        else:
            told = set(Event.objects.filter(profile__in=rows.values()).values_list("chain", flat=True))
            pairs = [(p, r) for p, r in pairs if r.chain not in told]
            restore_events(pairs)
        done = {id(record) for _, record in pairs}
        for key, record in zip(keys, records, strict=True):
            yield Change(kind, key, "added" if id(record) in done else "same")

    @staticmethod
    def _lay_as_sealed(pairs: Sequence[tuple[Profile, RevisionRecord]]) -> None:
        """The bundle of a release holds no desks: each holds what its revision sealed."""
        writes = {}
        for profile, record in pairs:
            own = record.pay.part.get("own") if record.pay else None
            writes[record.key] = Write(profile, Content(content_of(record, own)))
        desk.replace(list(writes.values()), by=None, silent=True)

    def _restore_desks(self, pairs: Sequence[tuple[Profile, DeskRecord]]) -> None:
        if not pairs:
            return
        desk.replace(
            [Write(profile, Content(record.profile)) for profile, record in pairs],
            by=None,
            silent=True,
        )
        for profile, record in pairs:
            if record.stale:
                PanelScore.objects.filter(profile=profile, panelist__in=record.stale).update(judged_digest="")
            for mark in record.confirmed:
                who = service_account(mark.by)
                Mapping.objects.filter(profile=profile, system=mark.system, code=mark.code).update(
                    confirmed_by=who, confirmed_at=mark.at or timezone.now()
                )
            if record.kept_by:
                kept = {"kept_by": service_account(record.kept_by), "kept_at": record.kept_at}
                Profile.objects.filter(pk=profile.pk).update(**kept)
            if record.given or record.objections:
                _restore_panel(profile, record)


def _restore_panel(profile: Profile, record: DeskRecord) -> None:
    """Who gave the reviews of a desk, and their objections with answers and rulings, as they were."""
    rows = {row.panelist: row for row in PanelScore.objects.filter(profile=profile)}
    for given in record.given:
        row = rows[given.panelist]
        row.reviewer, row.recorded_by = _account(given.reviewer), _account(given.recorded_by)
        row.recorded_at = given.recorded_at
        row.save(update_fields=["reviewer", "recorded_by", "recorded_at"])
    for told in record.objections:
        told_by = {"answered_by": _account(told.answered_by), "ruled_by": _account(told.ruled_by)}
        same = told.model_dump(include={"text", "answer", "answered_at", "outcome", "ruled_at"})
        Objection.objects.create(review=rows[told.panelist], **told_by, **same)


def _account(name: str):
    return service_account(name) if name else None
