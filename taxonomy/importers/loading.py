"""The frame that every source is loaded in: all of it is read and checked, then written in one transaction.

A source is a set of tables. Each is kept with the digest of its rows, so that loading the same again changes nothing,
and a new release replaces the tables that differ and tells what came, went and was renamed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection, models, transaction
from django.utils import timezone

from taxonomy.bulk import pour
from taxonomy.files.faults import Fault, Faults, FileRefused
from taxonomy.importers.spool import Spool
from taxonomy.models import (
    ClassificationCode,
    ClassificationSystem,
    CodeElement,
    CodeTask,
    CodeTitle,
    CodeTool,
    Crosswalk,
    JobZone,
    RelatedCode,
    TitleKind,
    UsualEducation,
    Wage,
    WageArea,
    WageLevel,
)
from taxonomy.systems import Source, newness

Progress = Callable[[int, int], None]
CODE_FIELDS = ("title", "definition", "kind", "zone", "uri")


@dataclass(frozen=True)
class Kept:
    """How a table is stored: its fields as the spool has them; which of these hold a code or an area in its stead."""

    model: type[models.Model]
    fields: tuple[str, ...]
    codes: tuple[str, ...] = ()
    area: str = ""
    whole: bool = False  # belongs to the system itself
    only: models.Q = field(default_factory=models.Q)  # where two tables share a model

    def rows_of(self, system: ClassificationSystem) -> models.QuerySet:
        """By a set of keys and not by a join: PostgreSQL, which knows nothing yet of rows that a transaction has just
        brought, would delete by going through the table once for each of its rows."""
        if self.whole:
            return self.model._default_manager.filter(self.only, system=system)
        path, owners = (self.codes[0], system.codes) if self.codes else ("area", system.areas)
        return self.model._default_manager.filter(self.only, **{f"{path}__in": owners.values("pk")})


# In the order in which they are written; codes come before all of them.
_TITLE = ("code", "kind", "title", "folded", "short")
_OWN = models.Q(kind=TitleKind.PREFERRED)
TABLES = {
    "names": Kept(CodeTitle, _TITLE, codes=("code",), only=_OWN),
    "titles": Kept(CodeTitle, _TITLE, codes=("code",), only=~_OWN),
    "zones": Kept(JobZone, ("zone", "name", "experience", "education"), whole=True),
    "tasks": Kept(CodeTask, ("code", "number", "core", "text"), codes=("code",)),
    "elements": Kept(CodeElement, ("code", "kind", "name", "importance", "unsure"), codes=("code",)),
    "tools": Kept(CodeTool, ("code", "kind", "name", "category", "hot", "in_demand"), codes=("code",)),
    "related": Kept(RelatedCode, ("code", "other", "tier", "position"), codes=("code", "other")),
    "education": Kept(UsualEducation, ("code", "education"), whole=True),
    "crosswalk": Kept(Crosswalk, ("left", "right_key", "right", "right_title", "relation"), whole=True),
    "areas": Kept(WageArea, ("code", "name", "state", "kind"), whole=True),
    "wages": Kept(
        Wage,
        ("area", "soc", "employment", "p10", "p25", "p50", "p75", "p90", "hourly", "topped"),
        area="area",
    ),
    "levels": Kept(WageLevel, ("area", "soc", "level1", "level2", "level3", "level4", "hourly"), area="area"),
}
# Rows of these point at areas: where areas are replaced, so are they.
_ON_AREAS = ("wages", "levels")


@dataclass
class Gathered:
    """Everything that a source's files hold, checked as it was read. `codes` hold (code, parent, *CODE_FIELDS)."""

    source: Source
    faults: Faults = field(default_factory=Faults)
    edition: str = ""
    codes: Spool | None = None
    tables: dict[str, Spool] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def table(self, name: str) -> Spool:
        return self.tables.setdefault(name, Spool())

    def checked(self) -> "Gathered":
        """Raises FileRefused with every fault that was found."""
        if self.faults:
            raise FileRefused(self.faults.found, self.faults.more)
        return self

    @property
    def rows(self) -> int:
        return sum(spool.count for spool in (*self.tables.values(), *filter(None, [self.codes])))

    def close(self) -> None:
        for spool in (*self.tables.values(), *filter(None, [self.codes])):
            spool.close()


@dataclass
class Moves:
    """What came, went and was renamed among entries of one kind."""

    came: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.renamed)


@dataclass
class Report:
    """What a load did. `rows` maps a table to its rows now; `changed` names the tables that differ from before."""

    source: Source
    edition: str
    before: str | None = None
    rows: dict[str, int] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    moves: dict[str, Moves] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return self.before == self.edition and not self.changed


def write(gathered: Gathered, *, older: bool = False, progress: Progress = lambda done, total: None) -> Report:
    """Brings the database to what was gathered, or leaves it as it is. `older` lets an earlier release replace one."""
    report = Report(gathered.source, gathered.edition, notes=list(gathered.notes))
    with transaction.atomic(durable=not connection.in_atomic_block):
        _take_time()
        system = _system(gathered, report, older=older)
        _Writing(system, gathered, report, progress).write()
        if not report.is_same:
            _keep_terms(system, gathered)
    return report


def _take_time() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def _system(gathered: Gathered, report: Report, *, older: bool) -> ClassificationSystem:
    """The row that this load goes to: of this edition, or the one that it replaces, or a new one."""
    source, edition = gathered.source, gathered.edition
    rows = ClassificationSystem.objects.select_for_update().filter(key=source.key)
    stands = rows.filter(edition=edition).first() if source.kept else rows.first()
    if stands is None:
        return ClassificationSystem.objects.create(key=source.key, name=source.name, edition=edition)
    if newness(stands.edition) > newness(edition) and not older:
        raise FileRefused(
            [Fault(0, "", f"{source.name} {stands.edition} or newer expected, as it is loaded; found {edition}")]
        )
    report.before = stands.edition
    return stands


def _keep_terms(system: ClassificationSystem, gathered: Gathered) -> None:
    source = gathered.source
    system.name, system.edition, system.publisher = source.name, gathered.edition, source.publisher
    system.url, system.licence = source.url, source.licence
    system.attribution = source.attribution.format(edition=gathered.edition)
    system.loaded_at = timezone.now()
    system.save()


class _Writing:
    """One load on its way into the tables."""

    def __init__(self, system: ClassificationSystem, gathered: Gathered, report: Report, progress: Progress) -> None:
        self.system, self.gathered, self.report = system, gathered, report
        self.done, self.progress = 0, progress
        self.is_next = report.before not in (None, gathered.edition)

    def write(self) -> None:
        if self.gathered.codes is not None:
            self._codes(self.gathered.codes)
        for name, kept in TABLES.items():
            if name in self.gathered.tables:
                self._table(name, kept, self.gathered.tables[name])
            elif self.is_next and self.system.digests.pop(name, None):
                self._went(name, kept)
        self.report.rows = dict(self.system.rows)

    # -- codes keep their rows, so that what points at them stays -------------------------------------

    def _codes(self, spool: Spool) -> None:
        have = {row.code: row for row in self.system.codes.all()}
        told = list(spool)
        wanted = {row[0]: row for row in told}
        moves = Moves()
        moves.came = [code for code in wanted if code not in have] if self.report.before else []
        moves.went = [code for code in have if code not in wanted]
        if moves.went:
            self._cut_off([have[code].pk for code in moves.went])
        new = [
            ClassificationCode(system=self.system, code=row[0], **dict(zip(CODE_FIELDS, _told(row), strict=True)))
            for row in told
            if row[0] not in have
        ]
        ClassificationCode.objects.bulk_create(new, batch_size=500)
        have = {code: row for code, row in have.items() if code in wanted} | {row.code: row for row in new}
        changed = self._update(have, wanted, moves)
        if new or moves.went or changed:
            self.report.changed.append("codes")
        if moves:
            self.report.moves["codes"] = moves
        self.system.digests["codes"], self.system.rows["codes"] = spool.digest, spool.count
        self._step(spool.count)

    def _update(self, have: dict[str, ClassificationCode], wanted: dict[str, tuple], moves: Moves) -> int:
        dirty = []
        for code, row in wanted.items():
            stands, values = have[code], dict(zip(CODE_FIELDS, row[2:], strict=True))
            values["parent_id"] = have[row[1]].pk if row[1] else None
            # None: these files do not tell it, and what stands is kept.
            differs = {
                name: value
                for name, value in values.items()
                if getattr(stands, name) != value and (value is not None or name in ("parent_id", "zone"))
            }
            if "title" in differs:
                moves.renamed.append(f"{code} {stands.title} → {row[2]}")
            for name, value in differs.items():
                setattr(stands, name, value)
            if differs:
                dirty.append(stands)
        ClassificationCode.objects.bulk_update(dirty, [*CODE_FIELDS, "parent"], batch_size=200)
        return len(dirty)

    def _cut_off(self, pks: list[int]) -> None:
        """What stood under codes that went goes with them."""
        for kept in TABLES.values():
            for name in kept.codes:
                kept.model._default_manager.filter(**{f"{name}__in": pks}).delete()
        ClassificationCode.objects.filter(pk__in=pks).delete()

    # -- everything else is replaced where it differs -------------------------------------------------

    def _table(self, name: str, kept: Kept, spool: Spool) -> None:
        stale = name in _ON_AREAS and "areas" in self.report.changed
        if self.system.digests.get(name) == spool.digest and not stale:
            self._step(spool.count)
            return
        if name == "titles" and self.report.before:
            self._compare_titles(spool)
        if name == "areas":
            for other in _ON_AREAS:
                _raw_delete(TABLES[other].rows_of(self.system))
        _raw_delete(kept.rows_of(self.system))
        fields = ("system", *kept.fields) if kept.whole else kept.fields
        for done in pour(kept.model, fields, self._resolved(kept, spool)):
            self.progress(self.done + done, self.gathered.rows)
        self._step(spool.count)
        self.report.changed.append(name)
        self.system.digests[name], self.system.rows[name] = spool.digest, spool.count

    def _resolved(self, kept: Kept, spool: Spool) -> Iterable[tuple]:
        """Rows with keys in place of codes."""
        if kept.whole:
            return ((self.system.pk, *row) for row in spool)
        if kept.area:
            areas = dict(self.system.areas.values_list("code", "pk"))
            return ((areas[row[0]], *row[1:]) for row in spool)
        codes = dict(self.system.codes.values_list("code", "pk"))
        width = len(kept.codes)
        return ((*(codes[code] for code in row[:width]), *row[width:]) for row in spool)

    def _went(self, name: str, kept: Kept) -> None:
        _raw_delete(kept.rows_of(self.system))
        rows = self.system.rows.pop(name, 0)
        self.report.changed.append(name)
        self.report.notes.append(
            f"no {name} in these files: {rows:,} rows of {self.report.before} went with that edition"
        )

    def _compare_titles(self, spool: Spool) -> None:
        """What came and went among the titles of each kind; a code's own title is told as renamed."""
        rows = TABLES["titles"].rows_of(self.system).values_list("kind", "code__code", "title")
        before, after = set(rows), {(kind, code, title) for code, kind, title, *_ in spool}
        for kind in sorted({row[0] for row in before | after}):
            moves = self.report.moves[f"{kind} titles"] = Moves()
            moves.came = sorted(f"{code} {title}" for k, code, title in after - before if k == kind)
            moves.went = sorted(f"{code} {title}" for k, code, title in before - after if k == kind)

    def _step(self, rows: int) -> None:
        self.done += rows
        self.progress(self.done, self.gathered.rows)


def _told(row: tuple) -> Iterator[object]:
    """A new code's fields; what was not told is empty, but for the job zone, which may be unknown."""
    for name, value in zip(CODE_FIELDS, row[2:], strict=True):
        yield "" if value is None and name != "zone" else value


def _raw_delete(rows: models.QuerySet) -> None:
    """One statement: nothing hangs on these rows, and the stock way would fetch hundreds of thousands of keys first."""
    rows.order_by()._raw_delete(rows.db)
