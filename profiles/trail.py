"""The audit trail: appends events, each chained to the one before it, and tells who edited since the last approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Max
from django.utils import timezone

from profiles import sealing
from profiles.models import Event, Profile, Revision
from profiles.people import name_of
from profiles.records import written_instant
from profiles.states import Move, State
from taxonomy.bulk import insert


@dataclass(frozen=True)
class Entry:
    """What is to be told of one profile."""

    profile: Profile
    move: Move
    revision: Revision | None = None
    source: State | str = ""
    target: State | str = ""
    note: str = ""
    before: str = ""
    after: str = ""


COLUMNS = (
    *("profile", "revision", "move", "source", "target", "by", "by_name", "at", "note", "before", "after"),
    "chain",
)


def tell(profile: Profile, move: Move, *, by, **details) -> None:
    """Appends one event. Call it inside the transaction of what it tells."""
    tell_many([Entry(profile, move, **details)], by=by)


def tell_many(entries: Sequence[Entry], *, by, by_name: str = "") -> None:
    """Appends events, in three queries however many."""
    last = _last_links([entry.profile.pk for entry in entries])
    now, name = timezone.now(), by_name or name_of(by)
    events = []
    for entry in entries:
        event = Event(
            profile=entry.profile,
            revision=entry.revision,
            move=str(entry.move),
            source=str(entry.source),
            target=str(entry.target),
            by=by,
            by_name=name,
            at=now,
            note=entry.note,
            before=entry.before,
            after=entry.after,
        )
        seal = entry.revision.seal if entry.revision else ""
        event.chain = link(last.get(entry.profile.pk, ""), event, key=entry.profile.key, seal=seal)
        last[entry.profile.pk] = event.chain
        events.append(event)
    append(events)


def editors(profile: Profile) -> list[tuple[str, int | None]]:
    """(name, user id) of everybody who edited since the last approved text was sealed; reviewing is no editing."""
    edits = Event.objects.filter(profile=profile, move=Move.EDIT)
    # By the order of the trail and by no clock: the times of a restored text are the file's word. A version restored
    # without its trail counts for nothing here, since unfinished work on the desk outlasts it.
    sealed = Event.objects.filter(profile=profile, move=Move.SUBMIT, revision__number__isnull=False)
    if latest := sealed.order_by("-pk").first():
        edits = edits.filter(pk__gt=latest.pk)
    return list(edits.exclude(by_name="").values_list("by_name", "by_id").order_by().distinct())


def append(events: Sequence[Event]) -> None:
    """Writes events whose chain has been reckoned."""
    read = attrgetter(*(Event._meta.get_field(name).attname for name in COLUMNS))
    insert(Event, COLUMNS, map(read, events))


def link(previous: str, event: Event, *, key: str, seal: str) -> str:
    """The chain value of an event: over the one before it and everything that it tells."""
    told = {name: getattr(event, name) for name in ("move", "source", "target", "by_name", "note", "before", "after")}
    return sealing.chain(previous, told | {"key": key, "revision": seal, "at": written_instant(event.at)})


def _last_links(profiles: list[int]) -> dict[int, str]:
    newest = Event.objects.filter(profile__in=profiles).values("profile").annotate(last=Max("pk")).values("last")
    return dict(Event.objects.filter(pk__in=newest).values_list("profile", "chain"))
