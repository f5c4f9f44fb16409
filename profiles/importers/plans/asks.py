"""What a file asks for, whatever its format: parts of profiles, and shared texts, each with its place in the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from profiles.importers.faults import Fault
from profiles.importers.tables.faults import Faults, RowFault
from profiles.records import ProfileRecord
from taxonomy.records import Record


@dataclass(frozen=True)
class Place:
    """A row of a sheet; of a bundle, which has no sheets, a line."""

    sheet: str
    row: int

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.row}" if self.sheet else f"line {self.row}"


@dataclass(frozen=True)
class CellFault(RowFault):
    """`line` is the row of the sheet."""

    sheet: str = ""

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.sheet, f"row {self.line}" if self.line else "", _column(self.column))))
        return f"{place}: {self.message}" if place else self.message


def _column(name: str) -> str:
    return f"column “{name}”" if name else ""


class CellFaults(Faults):
    """Gathers faults by sheet, row and column; the first hundred, and how many more."""

    def at(self, place: Place, column: str, message: str) -> None:
        if place.sheet:
            self.put(CellFault(place.row, "", message, column, place.sheet))
        else:
            self.put(Fault(place.row, column, message))


@dataclass
class Ask:
    """What a file says of one profile; what it does not speak of stays as it stands on the desk.

    `seen` is the desk's lock when the file was written. A bundle knows none (`blind`); then the dry run's counts.
    """

    key: str
    place: Place
    parts: dict[str, Any]
    seen: int | None = None
    blind: bool = False
    # Part → the place of each of its items, in their order.
    origins: Mapping[str, list[Place]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.key.partition("@")[0]

    @property
    def scope(self) -> str:
        return self.key.partition("@")[2] or "global"

    def over(self, before: ProfileRecord | None) -> ProfileRecord:
        """The record that the desk would hold; pydantic's ValidationError where it cannot be one."""
        base = before.model_dump(mode="json") if before else {"code": self.code, "scope": self.scope}
        return ProfileRecord.model_validate(base | self.parts)

    def place_of(self, part: str, index: int | None) -> Place:
        """Where an item stands in the file; the profile itself where that is not known."""
        places = self.origins.get(part, ())
        return places[index] if index is not None and index < len(places) else self.place


class Reading(Protocol):
    """A file that was opened. Faults are gathered while it is asked."""

    name: str
    faults: CellFaults
    # What the person who sent the file should know of how it was read.
    notes: list[str]

    def shared(self) -> Iterator[tuple[Place, Record]]:
        """Shared texts, in the order in which they have to be written."""

    def chunks(self) -> Iterator[list[Ask]]:
        """Profiles, some hundred at a time; may be iterated more than once and says the same each time."""

    def column(self, part: str, field: str) -> str:
        """What the file calls a key of a record, for the person who has to find it."""
