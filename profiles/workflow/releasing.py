"""How the canon as it stands gets a name: members, shared texts, digest and row of a release, in one transaction.

An approver makes it, and nobody changes it afterwards. Its row is its entry in the trail, chained to the one before.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db import OperationalError, connection
from django.utils import timezone

from profiles import payloads, sealing
from profiles.models import Listing, Release, ReleaseMember, ReleaseText, Revision
from profiles.models.revision import Origin
from profiles.moments import NAME, STANDING, is_time
from profiles.people import may, name_of
from profiles.records import ReleaseRecord, ReleaseSealsRecord, written_instant
from profiles.shared import SharedTexts
from profiles.states import Conflict, Refused, Role, State
from profiles.workflow.moves import door
from profiles.workflow.restoring import Clash
from taxonomy.bulk import insert
from taxonomy.records import Record
from taxonomy.texts import clean_text

LONGEST_NOTES = 10_000
# Addresses below /releases/ that are no release.
TAKEN = ("feed",)
CHUNK = 200
_MEMBER = ("release", "revision", "key", "number", "state", "seal")
_TEXT = ("release", "position", "kind", "code", "parent", "group", "name", "text", "record")


class Member(NamedTuple):
    """A row of `ReleaseMember`, without its release."""

    revision: int
    key: str
    number: int
    state: str
    seal: str


def make_release(name: str, *, by, notes: str = "") -> Release:
    """Names what stands now. Refused where the name is taken or no name, or where nothing stands."""
    try:
        return _make(name, by=by, notes=notes)
    except OperationalError as error:  # the wait for the lock has an end
        raise Conflict(f"decisions are being taken just now, please try again: {error}") from error


@door
def _make(name: str, *, by, notes: str) -> Release:
    name, notes = _allowed(name, by, notes)
    _hold_still()
    members = list(_standing())
    if not members:
        raise Refused("something approved is expected, nothing is: there is no canon to name yet")
    texts = list(_texts())
    told = {"made_by": by, "made_by_name": name_of(by), "made_at": timezone.now(), "notes": notes}
    return write(name, members, texts, **told)


def _allowed(name: str, by, notes: str) -> tuple[str, str]:
    if not may(by, Role.APPROVER):
        raise Refused(f"to name a release asks for an approver; {name_of(by) or 'nobody'} is none")
    name = name.strip().lower()
    if not NAME.fullmatch(name) or is_time(name) or name in TAKEN:
        raise Refused(f"a name such as 2027.1 that is no date is expected, of letters, digits and .-_ ; found “{name}”")
    if Release.objects.filter(name=name).exists():
        raise Refused(f"a name that is not taken is expected; there is a release {name} already")
    try:
        notes = clean_text(notes)
    except ValueError as error:
        raise Refused(f"notes: {error}") from error
    if len(notes) > LONGEST_NOTES:
        raise Refused(f"notes of at most {LONGEST_NOTES:,} characters are expected, found {len(notes):,}")
    return name, notes


def _hold_still() -> None:
    """No decision is taken meanwhile; on SQLite the transaction itself sees to that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE profiles_listing IN SHARE MODE")
            cursor.execute("SET LOCAL statement_timeout = 0")


def _standing() -> Iterator[Member]:
    """What is listed is what stands; seals and numbers are the revisions' own."""
    rows = Listing.objects.order_by("key").values_list("revision", "key", "revision__number", "state", "revision__seal")
    return (Member(*row) for row in rows.iterator(CHUNK * 10))


def _texts() -> Iterable[Record]:
    shared = SharedTexts()
    stands = Revision.objects.filter(listing__isnull=False).order_by("decided_at", "key")
    for row in stands.only("payload", "schema").iterator(CHUNK):
        shared.add_texts(payloads.read(row.payload, row.schema))
    return shared.texts()


# -- what making and restoring have in common --------------------------------------------------------


def write(
    name: str, members: Sequence[Member], texts: Sequence[Record], *, origin: str = Origin.DESK, **told
) -> Release:
    """Members and texts first, the release last: from then on the database takes no more of either."""
    add_members(name, members)
    add_texts(name, enumerate(texts, 1))
    return close(name, origin=origin, **told)


def add_members(name: str, members: Iterable[Member]) -> None:
    insert(ReleaseMember, _MEMBER, [(name, *member) for member in members])


def add_texts(name: str, texts: Iterable[tuple[int, Record]]) -> None:
    insert(ReleaseText, _TEXT, [(name, position, *_place(record)) for position, record in texts])


def close(name: str, *, made_at: datetime.datetime, **told) -> Release:
    """The row of a release whose members and texts are written, with counts and digest reckoned from these."""
    members = ReleaseMember.objects.filter(release=name)
    states = list(members.values_list("state", flat=True))
    kinds = list(ReleaseText.objects.filter(release=name).values_list("kind", flat=True))
    release = Release(
        name=name,
        made_at=made_at,
        approved=states.count(State.APPROVED),
        retired=states.count(State.RETIRED),
        functions=kinds.count("function"),
        focuses=kinds.count("focus"),
        digest=sealing.release_digest(lines_of(name)),
        **told,
    )
    last = Release.objects.order_by("-pk").first()
    release.chain = link(last.chain if last else "", release)
    release.save(force_insert=True)
    return release


def lines_of(name: str) -> Iterator[str]:
    """What a release's digest is made of, member by member and text by text."""
    rows = ReleaseMember.objects.filter(release=name).order_by("key").values_list("seal", "state", "key", "number")
    for seal, state, key, number in rows.iterator(CHUNK * 10):
        yield sealing.member_line(seal, state, f"{key}#{number}")
    texts = ReleaseText.objects.filter(release=name).order_by("position").values_list("record", "kind", "position")
    for record, kind, position in texts.iterator(CHUNK * 10):
        yield sealing.text_line(sealing.digest(record), kind, position)


def link(previous: str, release: Release) -> str:
    """The chain value of a release: over the one before it and everything that its row tells."""
    told = {name: getattr(release, name) for name in ("name", "notes", "made_by_name", "digest")}
    return sealing.chain(previous, told | {"made_at": written_instant(release.made_at)})


def _place(record: Record) -> tuple:
    """Kind, code, parent, group, name and text as a heading has them, and the record itself."""
    told = record.written()
    parent = told.get("function") if record.kind == "focus" else told.get("track")
    code = "" if record.kind in ("guideline", "skill") else record.code
    name = told.get("name") or told.get("title") or ""
    text = sealing.canonical({"summary": record.summary}) if record.kind in ("function", "focus") else ""
    return record.kind, code, parent or "", told.get("group", ""), name, text, sealing.canonical(told)


# -- from a file -----------------------------------------------------------------------------------------


def restore_release_records(records: Sequence[Record]) -> Iterator[tuple[Record, bool]]:
    """Releases of a full bundle or of a bundle of their own; each record with whether it was new.

    Texts and seals come before their release. A release that stands already has to be the same.
    """
    names = {record.name if record.kind == "release" else record.release for record in records}
    stands = {release.name: release for release in Release.objects.filter(name__in=names)}
    for record in records:
        if record.kind == "release":
            yield record, _restored(record, stands.get(record.name))
        elif record.release in stands:
            yield record, False
        elif record.kind == "release_text":
            add_texts(record.release, [(record.position, record.text)])
            yield record, True
        else:
            add_members(record.release, _members(record))
            yield record, True


def _members(record: ReleaseSealsRecord) -> list[Member]:
    told = [line.split(" ") for line in record.lines]
    cited = {
        (words[0], words[2].partition("#")[0]): words for words in told if words[1] in STANDING and len(words) == 3
    }
    rows = Revision.objects.filter(seal__in={seal for seal, _ in cited}, number__isnull=False)
    found = {(row.seal, row.key): row for row in rows.only("seal", "key", "number")}
    if missing := sorted(key for seal, key in cited if (seal, key) not in found):
        raise Clash(f"release {record.release}: the revision of {missing[0]} with its seal expected, it is not there")
    return [
        Member(row.pk, row.key, row.number, cited[identity][1], row.seal)
        for identity, row in found.items()
        if cited[identity][2] == str(row)
    ]


def _restored(record: ReleaseRecord, stands: Release | None) -> bool:
    if stands is not None:
        if stands.digest != record.digest:
            raise Clash(f"release {record.name} stands already, with another digest")
        return False
    told = {"made_by_name": record.made_by, "made_at": record.made_at, "notes": record.notes}
    release = close(record.name, origin=Origin.IMPORTED, **told)
    if release.digest != record.digest:
        raise Clash(f"release {record.name}: its members and texts do not have the digest that the file tells")
    if record.chain and release.chain != record.chain:
        raise Clash(f"release {record.name}: the releases before it are not those that it was chained to")
    return True
