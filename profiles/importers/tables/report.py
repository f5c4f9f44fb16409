"""What became of a spreadsheet: every row, repeat, level name and column is accounted for."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LevelTold:
    """How one level name of a focus came to its level; `moved` names the level that was taken."""

    focus: str
    name: str
    code: str
    how: str
    moved: str = ""


@dataclass
class Report:
    """Counts; `read` = `used` + `repeated` + what `skipped` says by reason + `faulty`."""

    file: str = ""
    mapping: str = ""
    read: int = 0
    used: int = 0
    repeated: int = 0
    faulty: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    # What the bundle holds, and what of it the canon had already.
    made: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    # Things said twice of one profile in the same words, by kind.
    repeats: Counter[str] = field(default_factory=Counter)
    # What was done to texts, and what profiles lack.
    notes: Counter[str] = field(default_factory=Counter)
    unused_columns: Counter[str] = field(default_factory=Counter)
    other_sheets: list[str] = field(default_factory=list)
    levels: list[LevelTold] = field(default_factory=list)
    unknown_levels: list[str] = field(default_factory=list)
    unused_levels: list[str] = field(default_factory=list)

    def lines(self, *, every_level: bool = False) -> Iterator[str]:
        """The report as it is printed."""
        yield f"{self.file}, read by the mapping “{self.mapping}”"
        yield from self._rows()
        yield from _counted("Made", self.made, {name: f"{n:,} there already" for name, n in self.known.items()})
        yield from _counted("Repeats left out", self.repeats)
        yield from _counted("Told of texts", self.notes)
        yield from _counted("Columns that no profile holds (filled cells)", self.unused_columns)
        if self.other_sheets:
            yield f"Sheets that were not read: {', '.join(self.other_sheets)}"
        yield from self._levels(every_level)

    def _rows(self) -> Iterator[str]:
        yield f"Rows: {self.read:,} read"
        yield f"  {self.used:,} used"
        if self.repeated:
            yield f"  {self.repeated:,} left out: they say nothing that other rows of the profile do not"
        for reason, count in self.skipped.most_common():
            yield f"  {count:,} left out: {reason}"
        if self.faulty:
            yield f"  {self.faulty:,} at fault"

    def _levels(self, every: bool) -> Iterator[str]:
        yield f"Levels: {len(self.levels):,} names mapped, {len(self.unknown_levels):,} could not be"
        ways = Counter((told.how, told.moved or told.code) for told in self.levels)
        moved = Counter((told.how, told.moved) for told in self.levels if told.moved)
        for (how, code), count in ways.items():
            up = f", {moved[how, code]:,} of them moved up from it" if moved[how, code] else ""
            yield f"  {code}: {count:,} by {how}{up}"
        yield from self._moved()
        yield from (f"  ?: {name}" for name in self.unknown_levels)
        yield from (f"  named by the mapping, not in the sheet: {name}" for name in self.unused_levels)
        if every:
            yield from (f"  {told.code:<3} {told.focus} → {told.name}" for told in self.levels)

    def _moved(self) -> Iterator[str]:
        """One line a focus: who stands a step above the level of the rule, for a more junior name has that."""
        focuses: dict[str, list[str]] = {}
        for told in self.levels:
            if told.moved:
                focuses.setdefault(told.focus, []).append(f"{told.name} {told.moved} → {told.code}")
        for focus, names in focuses.items():
            yield f"  moved up in {focus}: {', '.join(names)}"


def _counted(title: str, counts: Counter[str], more: dict[str, str] | None = None) -> Iterator[str]:
    counts = +counts  # what was counted as none at all is not told
    if counts:
        yield f"{title}:"
    for name, count in counts.items():
        extra = (more or {}).get(name)
        yield f"  {count:,} {name}" + (f", {extra}" if extra else "")
