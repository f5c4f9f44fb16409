"""A canon bundle that a curator sends: read as any bundle is, but it enters as edits of desks and never as approved."""

from collections.abc import Iterator
from pathlib import Path

from profiles.importers import bundle
from profiles.importers.faults import Fault, FileRefused
from profiles.importers.lines import Lines
from profiles.importers.plans.asks import Ask, CellFaults, Place
from profiles.records import KINDS, ProfileRecord, plural
from taxonomy.records import SKELETON, Record

NOTE_DESK = "States, versions and decisions in a bundle are not read here: all of it enters as edits of desks."
NOTE_PAY = "You may not see pay, so the file's figures of pay are not read: all pay stays as it is."


class BundleReading:
    """The bundle in `path`, checked whole; raises FileRefused with every fault."""

    def __init__(self, path: Path, name: str, *, pay: bool, most_bytes: int) -> None:
        self.name, self.pay, self.faults = name, pay, CellFaults()
        self.notes = [NOTE_DESK, *([] if pay else [NOTE_PAY])]
        self._lines = Lines(path, most_bytes=most_bytes)
        bundle.check(self._lines, mode=bundle.Mode.DESK)

    def _records(self) -> Iterator[tuple[Place, Record]]:
        for number, value in self._lines:
            if isinstance(value, Fault):
                raise FileRefused([value])
            yield Place("", number), KINDS[value["kind"]].model_validate(value)

    def shared(self) -> Iterator[tuple[Place, Record]]:
        for place, record in self._records():
            if record.kind in SKELETON and (self.pay or record.kind != "pay"):
                yield place, record

    def chunks(self) -> Iterator[list[Ask]]:
        chunk: list[Ask] = []
        for place, record in self._records():
            if isinstance(record, ProfileRecord):
                chunk.append(self._ask(place, record))
            if len(chunk) == bundle.CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def _ask(self, place: Place, record: ProfileRecord) -> Ask:
        parts = record.content()
        if self.pay:
            parts["pay"] = record.pay.model_dump() if record.pay else None
        return Ask(record.key, place, parts, blind=True)

    def column(self, part: str, field: str) -> str:
        """A bundle has no columns: the path within its record."""
        of_a_profile = part not in SKELETON
        return " → ".join(filter(None, ("profiles", part, field) if of_a_profile else (plural(part), field)))

    def close(self) -> None:
        """Nothing is kept open between two readings."""
