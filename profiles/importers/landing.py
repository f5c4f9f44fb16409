"""Where records of profiles land: on the desk, in review, or – for an operator – on the shelf as they were."""

import datetime
from collections.abc import Iterator, Sequence

from django.utils import timezone

from profiles import desk, payloads
from profiles.desk import Write
from profiles.models import Event, Mapping, Objection, PanelScore, Profile, Revision
from profiles.people import service_account
from profiles.records import DeskRecord, EventRecord, ProfileRecord, RevisionRecord
from profiles.states import State
from profiles.workflow import (
    Clash,
    Refused,
    restore_events,
    restore_profiles,
    restore_revisions,
    submit_imported,
)
from taxonomy.codes import KEY
from taxonomy.importers import Change, scopes
from taxonomy.models import Focus, Level, Scope

__all__ = ["Clash", "Landing"]


class Landing:
    """Writes chunks of records; one for a whole file, so that shared texts are read once."""

    def __init__(self, *, by, name: str, at: datetime.datetime) -> None:
        self.by, self.name, self.at = by, name, at
        self._book: payloads.BasisBook | None = None
        self._levels: dict[str, Level] = {}
        self._scopes: dict[str, Scope] = {}

    def profiles(self, records: Sequence[ProfileRecord], *, submit: bool, as_published: bool) -> Iterator[Change]:
        rows = self._rows([record.key for record in records])
        pairs = [(rows[record.key], record) for record in records]
        published = [(p, r) for p, r in pairs if as_published and r.status != "draft"]
        drafts = [(p, r) for p, r in pairs if not (as_published and r.status != "draft")]
        yield from self._publish(published)
        yield from self._lay(drafts)
        if submit:
            yield from self._submit([profile for profile, _ in drafts])

    def _rows(self, keys: Sequence[str]) -> dict[str, Profile]:
        """Profiles by key, made where they are missing."""
        parts = {key: KEY.fullmatch(key).groupdict() for key in keys}
        focuses = Focus.objects.select_related("function").in_bulk(
            {p["focus"] for p in parts.values()}, field_name="code"
        )
        self._know(parts.values())
        have = {
            (p.focus_id, p.level_id, p.scope_id): p
            for p in Profile.objects.with_places().select_related("pay").filter(focus__in=focuses.values())
        }
        found, new = {}, []
        for key, part in parts.items():
            place = (
                focuses[part["focus"]],
                self._levels[part["level"]],
                self._scopes[part["scope"] or "global"],
            )
            row = have.get(tuple(item.pk for item in place))
            if row is None:
                row = Profile(focus=place[0], level=place[1], scope=place[2], title="?")
                new.append(row)
            found[key] = row
        Profile.objects.bulk_create(new)
        return found

    def _know(self, parts) -> None:
        if not self._levels:
            self._levels = {level.code: level for level in Level.objects.select_related("track")}
        missing = {part["scope"] or "global" for part in parts} - self._scopes.keys()
        self._scopes |= scopes(missing)

    # -- to the shelf, as it was -------------------------------------------------------------------

    def _publish(self, pairs) -> Iterator[Change]:
        if not pairs:
            return
        self._book = self._book or payloads.BasisBook()
        # A desk with unfinished work of its own keeps it; any other follows the shelf.
        idle = self._idle([profile for profile, _ in pairs])
        changed = restore_profiles(pairs, book=self._book, at=self.at)
        writes = [Write(p, r.for_desk()) for p, r in pairs if p.pk in changed and p.pk in idle]
        if writes:
            desk.replace(writes, by=self.by, silent=True)
        for profile, record in pairs:
            yield Change("profile", record.key, record.status if profile.pk in changed else "same")

    @staticmethod
    def _idle(profiles: Sequence[Profile]) -> set[int]:
        approved = dict(
            Revision.objects.filter(profile__in=profiles, state__in=[State.APPROVED, State.RETIRED]).values_list(
                "profile", "digest"
            )
        )
        return {p.pk for p in profiles if not p.digest or p.digest == approved.get(p.pk)}

    # -- to the desk -------------------------------------------------------------------------------

    def _lay(self, pairs) -> Iterator[Change]:
        approved = self._approved([profile for profile, _ in pairs if profile.digest])
        writes = []
        for profile, record in pairs:
            digest, pay = payloads.digest_of(record), payloads.content_pay(record)
            fresh = not profile.digest
            if not fresh and (profile.digest, payloads.figures(getattr(profile, "pay", None))) == (
                digest,
                pay,
            ):
                yield Change("profile", record.key, "same")
            elif not fresh and approved.get(profile.pk) == (digest, pay):
                yield Change("profile", record.key, "left alone")
            else:
                yield Change(
                    "profile",
                    record.key,
                    "added" if fresh else "changed",
                    self._difference(profile, record),
                )
                writes.append(Write(profile, record.for_desk()))
        if writes:
            desk.replace(writes, by=self.by, note=f"from the file {self.name}")

    @staticmethod
    def _approved(profiles: Sequence[Profile]) -> dict[int, tuple]:
        rows = Revision.objects.approved().filter(profile__in=profiles).select_related("pay").defer("payload")
        return {row.profile_id: (row.digest, payloads.own_pay(row)) for row in rows}

    @staticmethod
    def _difference(profile: Profile, record: ProfileRecord) -> dict[str, tuple[object, object]]:
        """Field by field, for the dry run."""
        if not profile.digest:
            return {}
        before = payloads.record_of(Profile.objects.on_desk().get(pk=profile.pk))
        old, new = before.content() | {"pay": before.pay}, record.content() | {"pay": record.pay}
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

    def full(self, kind: str, records: Sequence[DeskRecord | RevisionRecord | EventRecord]) -> Iterator[Change]:
        keys = [record.profile.key if kind == "desk" else record.key for record in records]
        rows = self._rows(list(dict.fromkeys(keys)))
        pairs = list(zip((rows[key] for key in keys), records, strict=True))
        # Desk, revisions and trail of one profile belong together; where they stand already, they are left.
        known = set(Revision.objects.filter(profile__in=rows.values()).values_list("seal", flat=True))
        if kind == "desk":
            pairs = [(p, r) for p, r in pairs if not p.digest]
            self._restore_desks(pairs)
        elif kind == "revision":
            pairs = [(p, r) for p, r in pairs if r.seal not in known]
            restore_revisions(pairs)
        else:
            told = set(Event.objects.filter(profile__in=rows.values()).values_list("chain", flat=True))
            pairs = [(p, r) for p, r in pairs if r.chain not in told]
            restore_events(pairs)
        done = {id(record) for _, record in pairs}
        for key, record in zip(keys, records, strict=True):
            yield Change(kind, key, "added" if id(record) in done else "same")

    def _restore_desks(self, pairs: Sequence[tuple[Profile, DeskRecord]]) -> None:
        if not pairs:
            return
        desk.replace(
            [Write(profile, record.profile.for_desk()) for profile, record in pairs],
            by=None,
            silent=True,
        )
        for profile, record in pairs:
            if record.stale:
                PanelScore.objects.filter(profile=profile, panelist__in=record.stale).update(judged_digest="")
            for mark in record.confirmed:
                who = service_account(mark.by)
                Mapping.objects.filter(profile=profile, system=mark.system, code=mark.code).update(
                    confirmed_by=who, confirmed_at=timezone.now()
                )
            for objection in record.objections:
                review = PanelScore.objects.get(profile=profile, panelist=objection.panelist)
                Objection.objects.create(review=review, text=objection.text, answer=objection.answer)
