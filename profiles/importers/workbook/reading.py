"""Rows of a workbook become what it asks of each profile; its shared texts are told apart from these."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from profiles.importers.bundle import CHUNK
from profiles.importers.plans.asks import Ask, CellFaults, Place
from profiles.importers.plans.bundles import NOTE_PAY
from profiles.importers.tables.spool import Spool
from profiles.importers.workbook.asking import Asker
from profiles.importers.workbook.gathering import Gatherer
from profiles.importers.workbook.opening import Opening
from profiles.importers.workbook.texts import shared_texts
from profiles.workbook import BY_PART, FOCUSES, LISTS, PROFILES
from taxonomy.files.sheets import Limits
from taxonomy.records import Record

# What is told of an item as a whole is told at this key of it.
_TOLD_AT = {"pay": "median", "mappings": "code", "responsibilities": "text"}


class WorkbookReading:
    """The workbook in `path`, with all its rows put aside; close it."""

    def __init__(self, path: Path, name: str, *, pay: bool, limits: Limits, most_profiles: int) -> None:
        self.name, self.faults, self.notes = name, CellFaults(), []
        self._folder = tempfile.TemporaryDirectory(prefix="canon-workbook-")
        folder = Path(self._folder.name)
        self._spool = Spool(folder / "rows.sqlite3")
        self._gathered = Gatherer(self._spool, self.faults, pay=pay, most_profiles=most_profiles)
        try:
            sheets = Opening(path, name, folder, limits).sheets()
            # The limit is processor time; by the clock a busy machine takes longer.
            self._gathered.read(sheets, seconds=3 * limits.seconds)
        except BaseException:
            self.close()
            raise
        if self._gathered.hides_pay:
            self.notes.append(NOTE_PAY)
        absent = [one.title for one in (PROFILES, *LISTS) if one not in self._gathered.columns]
        if absent and len(absent) < 1 + len(LISTS):
            self.notes.append(f"Sheets that are not in the file leave their part as it is: {', '.join(absent)}.")

    def close(self) -> None:
        self._spool.close()
        self._folder.cleanup()

    def shared(self) -> Iterator[tuple[Place, Record]]:
        if self._gathered.sound:
            yield from shared_texts(self._gathered, self.faults)

    def column(self, part: str, field: str) -> str:
        """The heading over a key of a record; what only orders and names is called as it is."""
        field = field or _TOLD_AT.get(part, "")
        if part == "pay":
            return f"pay_{field}"
        layout = FOCUSES if part == "focus" else BY_PART.get(part, PROFILES)
        return layout.column_of(field) or (field if field in layout.names else "")

    def chunks(self) -> Iterator[list[Ask]]:
        gathered, asker = self._gathered, Asker(self._gathered, self.faults)
        chunk: list[Ask] = []
        for key, entry in gathered.entries.items() if gathered.sound else ():
            if key not in gathered.spoiled and (ask := asker.ask(key, entry)):
                chunk.append(ask)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk
