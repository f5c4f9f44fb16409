"""A spreadsheet becomes a bundle in a temporary file and is read as one; faults are told by row and column."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

from profiles.importers import bundle
from profiles.importers.faults import Fault, FileRefused
from profiles.importers.lines import Lines
from profiles.importers.tables.faults import Faults, RowFault, TableRefused
from profiles.importers.tables.gather import Gatherer, Place
from profiles.importers.tables.levels import Ladder, Mapper, NoLadder, UnknownLevel, read_ladder
from profiles.importers.tables.mapping import TableMapping, fold
from profiles.importers.tables.records import Maker
from profiles.importers.tables.report import Report
from profiles.importers.tables.spool import Spool
from taxonomy.files.sheets import Limits, Sheet
from taxonomy.records import FORMAT

__all__ = ["NoLadder", "import_table", "write_bundle"]


class _Table:
    """One spreadsheet on its way to a bundle."""

    def __init__(self, path: Path, mapping: TableMapping, folder: Path, limits: Limits) -> None:
        self.mapping, self.folder = mapping, folder
        self.ladder: Ladder = read_ladder(mapping.levels)
        self.sheet = Sheet(path, mapping.sheet.name, mapping.sheet.delimiter, limits)
        self.report, self.faults = Report(file=path.name, mapping=mapping.title), Faults()
        self.spool = Spool(folder / "rows.sqlite3")
        self.head = 0

    def write(self, target: Path) -> None:
        """Writes the bundle; TableRefused where the sheet has faults of its own."""
        gathered = Gatherer(self.mapping, self.spool, self.report, self.faults)
        try:
            gathered.read(self.sheet)
        except FileRefused as refused:
            raise TableRefused(refused.faults, refused.more, self.report) from refused
        codes = self._codes(gathered)
        maker = Maker(self.mapping, self.report, self.faults)
        body = self.folder / "profiles.jsonl"
        with body.open("w", encoding="utf-8") as stream:
            self._profiles(stream, maker, gathered, codes)
        with target.open("w", encoding="utf-8") as stream:
            self._skeleton(stream, maker, gathered)
            with body.open(encoding="utf-8") as profiles:
                shutil.copyfileobj(profiles, stream)
        self._count(maker, gathered)
        if self.faults:
            raise TableRefused(self.faults.found, self.faults.more, self.report)

    # -- levels --------------------------------------------------------------------------------------

    def _codes(self, gathered: Gatherer) -> dict[int, str]:
        """Place → level. A name that cannot be mapped is a fault at its first row."""
        mapper, codes = Mapper(self.mapping.levels, self.ladder), {}
        for focus, places in _by_focus(gathered):
            named: dict[str, list[Place]] = {}
            for place in places:
                named.setdefault(fold(place.level), []).append(place)
            for name, told in mapper.map(focus, [same[0].level for same in named.values()]):
                if isinstance(told, UnknownLevel):
                    self._unknown(focus, name, named[fold(name)], told)
                    continue
                self.report.levels.append(told)
                codes |= {place.number: told.code for place in named[fold(name)]}
        self.report.unused_levels = list(mapper.unmet())
        return codes

    def _unknown(self, focus: str, name: str, places: list[Place], told: UnknownLevel) -> None:
        rows = sum(place.rows for place in places)
        self.report.faulty += rows
        self.report.unknown_levels.append(f"{focus} → {name} ({rows:,} rows)")
        self.faults.add(places[0].row, self.mapping.columns.level.heading, str(told))

    # -- the bundle ----------------------------------------------------------------------------------

    def _profiles(self, stream, maker: Maker, gathered: Gatherer, codes: dict[int, str]) -> None:
        """Profiles by focus, in the order of the sheet; line numbers count from 1 and are moved by the head later."""
        line = 0
        for (code, scope), places in _profiles(gathered, codes):
            record, profile = maker.make(code, scope, self.spool.rows([place.number for place in places]))
            line += 1
            _put(stream, record)
            for path, (row, heading) in profile.origins.items():
                self.spool.whence(line, path, row, heading)
        self.report.made["profiles"] = line

    def _skeleton(self, stream, maker: Maker, gathered: Gatherer) -> None:
        licences = dict.fromkeys(source.licence for source in self.mapping.sources if source.licence)
        canon = {"kind": "canon", "format": FORMAT, "title": self.mapping.title, "licence": ", ".join(licences)}
        _put(stream, {name: value for name, value in canon.items() if value})
        self.head = 1
        for book in (gathered.functions, gathered.focuses, maker.skills):
            for entry, record in book.records():
                _put(stream, record)
                self.head += 1
                # Lines of the head are kept below nought, so that they are not taken for profiles.
                for path, (row, heading) in {"": (entry.row, entry.column), **entry.said}.items():
                    self.spool.whence(-self.head, path, row, heading)

    def _count(self, maker: Maker, gathered: Gatherer) -> None:
        made, known, notes = self.report.made, self.report.known, self.report.notes
        for name, book in (
            ("functions", gathered.functions),
            ("focuses", gathered.focuses),
            ("skills", maker.skills),
        ):
            made[name] = len(book.entries)
            known[name] = sum(entry.before is not None for entry in book.entries.values())
        with_profile = {id(place.focus) for place in gathered.places.values()}
        notes["focuses without a profile"] = len(gathered.focuses.entries) - len(with_profile)
        notes["skills of the canon whose own description stays"] = maker.skills.kept_summaries
        notes["skills of the canon whose own type stays"] = len(maker.skills.kept_types)
        self.report.made, self.report.known = +made, +known

    # -- faults of the bundle ------------------------------------------------------------------------

    def translate(self, refused: FileRefused) -> TableRefused:
        """The same faults, by row and column of the sheet."""
        return TableRefused([self._translated(fault) for fault in refused.faults], refused.more, self.report)

    def _translated(self, fault: Fault) -> Fault:
        if not fault.line:
            # "lines 5 to 90, profiles": lines of a file that nobody sees.
            return Fault(0, re.sub(r"^lines \d+ to \d+, ", "", fault.path), fault.message)
        path = fault.path.partition(" → ")[2]
        line = fault.line - self.head
        row, heading = self.spool.origin(line if line > 0 else -fault.line, path) or (0, "")
        return RowFault(row, fault.path, fault.message, heading)


def _by_focus(gathered: Gatherer) -> Iterator[tuple[str, list[Place]]]:
    places: dict[int, list[Place]] = {}
    for place in gathered.places.values():
        places.setdefault(id(place.focus), []).append(place)
    for group in places.values():
        yield group[0].focus.name, group


def _profiles(gathered: Gatherer, codes: dict[int, str]) -> Iterator[tuple[tuple[str, str], list[Place]]]:
    """(code of the profile, scope) with the places that it is made from: more than one where names share a level."""

    def key(place: Place) -> tuple[str, str]:
        return f"{place.function.code}.{place.focus.code}.{codes[place.number]}", place.scope.casefold()

    known = [place for place in gathered.places.values() if place.number in codes]
    order = {code: number for number, code in reversed(list(enumerate(key(place) for place in known)))}
    for (code, _), places in groupby(sorted(known, key=lambda place: (order[key(place)], place.number)), key=key):
        group = list(places)
        yield (code, group[0].scope), group


def _put(stream, record: dict[str, Any]) -> None:
    stream.write(json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n")


def _through(path: Path, mapping: TableMapping, limits: Limits, act: Callable[[Path], Any]) -> tuple[Report, Any]:
    """Makes the bundle in a temporary folder and hands it over; every fault leaves as one of the sheet."""
    with tempfile.TemporaryDirectory(prefix="canon-table-") as name:
        folder = Path(name)
        table = _Table(path, mapping, folder, limits)
        target = folder / "bundle" / path.name  # the trail tells of the file that the operator brought
        target.parent.mkdir()
        with closing(table.spool):
            table.write(target)
            try:
                return table.report, act(target)
            except FileRefused as refused:
                raise table.translate(refused) from refused


def import_table(
    path: Path, mapping: TableMapping, *, limits: Limits | None = None, **how: Any
) -> tuple[Report, bundle.Report]:
    """Reads the spreadsheet whole or not at all; `how` goes to `import_bundle`.

    What became of the rows, and of the records. Raises TableRefused (with the report so far) or NoLadder.
    """
    return _through(path, mapping, limits or Limits(), lambda target: bundle.import_bundle(target, **how))


def write_bundle(
    path: Path, mapping: TableMapping, out: Path, *, mode: bundle.Mode, limits: Limits | None = None
) -> tuple[Report, int]:
    """Writes the bundle only, after the check that an import begins with; the number of its records."""

    def keep(target: Path) -> int:
        count = bundle.check(Lines(target), mode=mode)
        shutil.copyfile(target, out)
        return count

    return _through(path, mapping, limits or Limits(), keep)
