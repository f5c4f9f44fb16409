"""Shared texts in a file: what nobody has published takes effect at once, the others are proposed and wait."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from profiles import sealing
from profiles.comparison.result import ADDED
from profiles.importers.bundle import CHUNK
from profiles.importers.plans.asks import CellFaults, Place, Reading
from profiles.importers.plans.showing import CHANGED, LEFT_ALONE, PROPOSED, SAME, SharedTold, told_fields
from profiles.models import Proposal
from profiles.workflow import bring
from profiles.workflow.resting import rested_on
from taxonomy.records import Record
from taxonomy.rows import named, standing, told

RESTS = "approved profiles rest on it: it takes effect when an approver accepts it"


@dataclass(frozen=True)
class Weighed:
    """One record, how it stands in the canon (None: not there), and what is to become of it."""

    place: Place
    record: Record
    before: Record | None
    what: str
    why: str = ""

    def shown(self) -> SharedTold:
        before = self.before.model_dump(mode="json", exclude={"kind"}) if self.before else {}
        after = self.record.model_dump(mode="json", exclude={"kind"})
        fields = told_fields(before, after)
        return SharedTold(self.record.kind, told(self.record), self.what, self.place, fields, self.why)


def weigh(reading: Reading) -> list[Weighed]:
    """Every shared text of a file against the canon as it stands; writes nothing. Faults go to the reading."""
    seen: dict[tuple[str, str], Record] = {}
    return [item for pairs in _pieces(reading.shared(), _kind_of_pair) for item in _weigh(pairs, reading, seen)]


def _kind_of_pair(pair: tuple[Place, Record]) -> str:
    return pair[1].kind


def _pieces(items: Iterable, kind: Callable) -> Iterator[list]:
    """Runs of one kind, as a file has them, in pieces that one query can ask for."""
    for _, run in groupby(items, key=kind):
        while piece := list(islice(run, CHUNK)):
            yield piece


def _weigh(
    pairs: Sequence[tuple[Place, Record]], reading: Reading, seen: dict[tuple[str, str], Record]
) -> Iterator[Weighed]:
    records = [record for _, record in pairs]
    stands = standing(records)
    waits = {named(record) for record in rested_on([r for r in records if stands.get(named(r)) != r])}
    others = {
        proposal.name: proposal.proposed_by_name or "somebody"
        for proposal in Proposal.objects.open().filter(kind=records[0].kind, name__in=waits)
    }
    for place, record in pairs:
        name = named(record)
        before = stands.get(name)
        first = seen.setdefault((record.kind, name), record)
        if first != record:
            reading.faults.at(place, "", f"one text for {told(record)} expected, the file has told another before")
        _check(place, record, before, name in waits, reading)
        if before == record or first is not record:
            yield Weighed(place, record, before, SAME)
        elif name in others:
            yield Weighed(place, record, before, LEFT_ALONE, f"a proposal of {others[name]} waits for a decision")
        elif name in waits:
            yield Weighed(place, record, before, PROPOSED, RESTS)
        else:
            yield Weighed(place, record, before, CHANGED if before else ADDED)


def _check(place: Place, record: Record, before: Record | None, waits: bool, reading: Reading) -> None:
    """What the door would refuse, told at its place before anybody presses a button."""
    faults: CellFaults = reading.faults
    owner = {"focus": "function", "level": "track"}.get(record.kind, "")
    if before and owner and getattr(before, owner) != getattr(record, owner):
        message = f"{getattr(before, owner)} expected, found {getattr(record, owner)}: a {record.kind} never moves"
        faults.at(place, reading.column(record.kind, owner), message)
    if record.kind == "level" and waits and not before:
        message = f"a level that exists expected, found {record.code}: a new one of a published track is proposed first"
        faults.at(place, reading.column("level", "code"), message)


def digest(weighed: Iterable[Weighed]) -> str:
    """Equal where the same is to be done to the same texts."""
    plain = [
        [item.what, item.record.model_dump(mode="json"), item.before and item.before.model_dump(mode="json")]
        for item in weighed
        if item.what != SAME
    ]
    return sealing.digest(sealing.canonical(plain))


def carry_out(weighed: Sequence[Weighed], *, by, note: str) -> None:
    """Through the workflow's door, kind by kind in the order of the file; within the caller's transaction."""
    differing = [item.record for item in weighed if item.what != SAME]
    for piece in _pieces(differing, lambda record: record.kind):
        list(bring(piece, by=by, note=note))


__all__ = ["Weighed", "carry_out", "digest", "weigh"]
