"""Reads a canon bundle: one pass to check every line, one pass to write, in one transaction.

Both passes stream: memory does not grow with the file but for the set of codes and keys that it names.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from pydantic import ValidationError

from profiles import listings
from profiles.headings import keep_all_anew
from profiles.importers import landing
from profiles.importers.faults import MOST, Fault, FileRefused
from profiles.importers.lines import Lines
from profiles.models import Revision
from profiles.people import IMPORTER, service_account
from profiles.records import KINDS, RELEASES, ProfileRecord, plural
from profiles.states import Conflict
from profiles.workflow import bring, restore_rows
from taxonomy.bulk import settled
from taxonomy.importers import Change, ImportRefused
from taxonomy.models import Focus, Function, Level, Track
from taxonomy.records import SKELETON, Record, faults

CHUNK = 400
MOST_MORE = 10_000
FULL_ONLY = ("revision", "event", "desk", "waiver", *RELEASES)


class Mode(StrEnum):
    """Where profiles land."""

    DESK = "desk"
    SUBMIT = "submit"
    AS_PUBLISHED = "as published"


@dataclass
class Report:
    """What an import did, counted by kind and outcome; `lines` is the number of records read."""

    lines: int = 0
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, change: Change) -> None:
        key = (change.kind, change.what)
        self.counts[key] = self.counts.get(key, 0) + 1

    @property
    def changed(self) -> int:
        return sum(n for (_, what), n in self.counts.items() if what not in ("same", "left alone"))


Progress = Callable[[int, int], None]
Tell = Callable[[Change], None]


def import_bundle(
    path: Path,
    *,
    mode: Mode = Mode.DESK,
    by=None,
    dry_run: bool = False,
    tell: Tell = lambda change: None,
    progress: Progress = lambda done, total: None,
    most_bytes: int | None = None,
) -> Report:
    """Reads the file whole or not at all; raises FileRefused with every fault and nothing changed.

    `tell` hears of every record what became of it; `progress` hears (lines done, lines in all) of the second pass.
    With `dry_run` all is written and then rolled back, so what it tells is what would happen.
    """
    lines = Lines(path, most_bytes=most_bytes)
    total = check(lines, mode=mode)
    seen = lines.digest
    report = Report()
    with settled(), _room(), transaction.atomic():
        allow_time()
        for change in _write(lines, mode=mode, by=by or service_account(IMPORTER), name=path.name):
            report.count(change)
            tell(change)
            if change.line:
                progress(change.line, total)
        listings.tick()
        if lines.digest != seen:
            raise FileRefused([Fault(0, "", "the same file twice expected, it was changed while it was read")])
        if mode is Mode.AS_PUBLISHED and report.changed:
            keep_all_anew()
        if dry_run:
            transaction.set_rollback(True)
    report.lines = total
    return report


ROOM = 32 * 1024  # kibibytes


@contextmanager
def _room() -> Iterator[None]:
    """SQLite keeps so many pages at hand, not 2 MB of them: else it writes and reads them again, many times over."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    driver = connection.connection  # whatever becomes of the transaction
    (before,) = driver.execute("PRAGMA cache_size").fetchone()
    driver.execute(f"PRAGMA cache_size = {-ROOM}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA cache_size = {before}")


def allow_time() -> None:
    """An import may take longer than a page may; other writers on SQLite wait that long."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


# -- first pass ------------------------------------------------------------------------------------


def check(lines: Lines, *, mode: Mode) -> int:
    """Validates every line and every reference; the number of records. Raises FileRefused."""
    checker = _Checker(mode)
    found: list[Fault] = []
    more = records = 0
    for number, value in lines:
        for fault in [value] if isinstance(value, Fault) else checker.check(number, value):
            if len(found) < MOST:
                found.append(fault)
            else:
                more += 1
        records += 1
        if more > MOST_MORE:  # nobody reads on, and a file may hold ten million
            break
    found += checker.at_the_end() if records else [Fault(0, "", "a canon bundle expected, the file is empty")]
    if found:
        raise FileRefused(found, more)
    return records


class _Checker:
    """Remembers which codes exist, in the database and in the file so far."""

    def __init__(self, mode: Mode) -> None:
        self.mode, self.records = mode, 0
        self.tracks = set(Track.objects.values_list("code", flat=True))
        self.levels = dict(Level.objects.values_list("code", "track__code"))
        self.functions = set(Function.objects.values_list("code", flat=True))
        self.focuses = dict(Focus.objects.values_list("code", "function__code"))
        self.keys: set[str] = set()
        self.of_release = False
        self.releases: dict[str, int] = {}  # those whose texts and seals have come, but not they themselves
        self.successors: list[tuple[int, str]] = []

    def check(self, number: int, value: dict) -> Iterator[Fault]:
        self.records += 1
        kind = value.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            yield Fault(number, "kind", f"one of {', '.join(KINDS)} expected, found {str(kind)[:40]!r}")
            return
        if (kind == "canon") != (self.records == 1):
            yield Fault(number, "canon", "the record “canon” expected first, and only there")
        if kind in FULL_ONLY and self.mode is not Mode.AS_PUBLISHED:
            yield Fault(number, plural(kind), "profiles expected: a full bundle is read with --as-published")
            return
        try:
            record = KINDS[kind].model_validate(value)
        except ValidationError as error:
            for path, message in faults(error):
                yield Fault(number, f"{plural(kind)} → {path}" if path else plural(kind), message)
            return
        for path, message in self._references(record, number):
            yield Fault(number, f"{plural(kind)} → {path}", message)

    def _references(self, record: Record, number: int) -> Iterator[tuple[str, str]]:
        match record.kind:
            case "track":
                self.tracks.add(record.code)
            case "level":
                yield from self._known("track", record.track, self.tracks)
                self.levels[record.code] = record.track
            case "function":
                self.functions.add(record.code)
            case "focus":
                yield from self._known("function", record.function, self.functions)
                self.focuses[record.code] = record.function
            case "guideline" | "pay":
                yield from self._known("function", record.function, self.functions)
                yield from self._known("focus", getattr(record, "focus", None), self.focuses)
                yield from self._known("level", record.level, self.levels)
            case "profile":
                yield from self._profile(record, number)
            case "desk":
                yield from self._profile(record.profile, number)
            case "revision" | "event" | "waiver":
                yield from self._of_the_shelf(record)
            case _:
                self._remember(record, number)

    def _of_the_shelf(self, record: Record) -> Iterator[tuple[str, str]]:
        """In the bundle of a release desks follow the shelf; in any other they come before it."""
        if self.of_release and record.kind == "revision":
            yield from self._place(record.key)
            self.keys.add(record.key)
        elif record.key not in self.keys:
            yield "key", f"a profile whose desk comes before it expected, found {record.key}"

    def _remember(self, record: Record, number: int) -> None:
        match record.kind:
            case "canon":
                self.of_release = bool(record.release)
            case "release_text" | "release_seals":
                self.releases.setdefault(record.release, number)
            case "release":
                self.releases.pop(record.name, None)

    @staticmethod
    def _known(name: str, code: str | None, known: Iterable[str]) -> Iterator[tuple[str, str]]:
        if code is not None and code not in known:
            yield name, f"a {name} that exists or comes before it expected, found {code}"

    def _profile(self, record: ProfileRecord, number: int) -> Iterator[tuple[str, str]]:
        yield from self._place(record.code)
        if record.key in self.keys:
            yield "code", f"each profile once expected, found {record.key} again"
        self.keys.add(record.key)
        if record.successor:
            self.successors.append((number, record.successor))

    def _place(self, key: str) -> Iterator[tuple[str, str]]:
        function, focus, level = key.partition("@")[0].split(".")
        yield from self._known("function", function, self.functions)
        if function in self.functions and self.focuses.get(focus) != function:
            owner = self.focuses.get(focus)
            found = f"which belongs to {owner}" if owner else "which is not there"
            yield "code", f"a focus of {function} expected, found {focus}, {found}"
        if level not in self.levels:
            yield "code", f"a level that exists or comes before it expected, found {level}"

    def at_the_end(self) -> list[Fault]:
        unknown = {key for _, key in self.successors} - self.keys
        unknown -= set(Revision.objects.filter(key__in=unknown).values_list("key", flat=True))
        cut_off = [
            Fault(line, "releases", f"the release {name} expected after its texts and seals, it does not come")
            for name, line in self.releases.items()
        ]
        return cut_off + [
            Fault(
                number,
                "profiles → successor",
                f"a profile that exists or is in the file expected, found {key}",
            )
            for number, key in self.successors
            if key in unknown
        ]


# -- second pass -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told(Change):
    """A change with the line up to which the file has been read."""

    line: int = 0


def _write(lines: Lines, *, mode: Mode, by, name: str) -> Iterator[Told]:
    writer = landing.Landing(by=by, name=name, at=timezone.now())
    for kind, chunk in _chunks(lines):
        records = [record for _, record in chunk]
        try:
            for change in _changes(kind, records, writer, mode):
                yield Told(change.kind, change.name, change.what, change.fields, line=chunk[-1][0])
        except (ImportRefused, landing.Clash, Conflict, DataError, IntegrityError) as error:
            # What only the database notices (two levels on one step) is told in its own first line.
            sentence = str(error).strip().partition("\n")[0]
            place = f"lines {chunk[0][0]} to {chunk[-1][0]}, {plural(kind)}"
            raise FileRefused([Fault(0, place, sentence)]) from error


def _changes(kind: str, records: list[Record], writer: "landing.Landing", mode: Mode) -> Iterator[Change]:
    if kind in SKELETON:
        writer.forget()
        if mode is Mode.AS_PUBLISHED:
            return restore_rows(records)
        return bring(records, by=writer.by, note=f"from the file {writer.name}")
    if kind == "profile":
        return writer.profiles(records, submit=mode is Mode.SUBMIT, as_published=mode is Mode.AS_PUBLISHED)
    if kind in RELEASES:
        return writer.releases(records)
    if kind in FULL_ONLY:
        return writer.full(kind, records)
    return iter(())


def _chunks(lines: Lines) -> Iterator[tuple[str, list[tuple[int, Record]]]]:
    """Runs of one kind, cut into pieces that fit in memory."""
    parsed = ((number, KINDS[value["kind"]].model_validate(value)) for number, value in lines)
    for kind, run in groupby(parsed, key=lambda pair: pair[1].kind):
        piece: list[tuple[int, Record]] = []
        for pair in run:
            piece.append(pair)
            if len(piece) == CHUNK:
                yield kind, piece
                piece = []
        if piece:
            yield kind, piece
