"""How the level names of a focus come to levels of the canon's ladder."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from profiles.importers.tables.mapping import LevelRule, Levels, fold
from profiles.importers.tables.report import LevelTold
from taxonomy.models import Level


class NoLadder(Exception):
    """The database has no levels that names could be mapped to."""


class UnknownLevel(Exception):
    """A level name that cannot be mapped; the sentence says what to do."""


@dataclass(frozen=True)
class Ladder:
    """The canon's levels: code → (track, step), and codes by folded title where a title names one level."""

    steps: dict[str, tuple[str, int]]
    titles: dict[str, str]

    def above(self, code: str) -> str | None:
        """The next level on the same track."""
        track, step = self.steps[code]
        higher = ((s, other) for other, (t, s) in self.steps.items() if t == track and s > step)
        return min(higher, default=(0, None))[1]


def read_ladder(levels: Levels) -> Ladder:
    """The ladder of the database; NoLadder where it, or a level that the mapping names, is missing."""
    rows = list(Level.objects.values_list("code", "track__code", "step", "title"))
    titles: dict[str, list[str]] = {}
    for code, _, _, title in rows:
        titles.setdefault(fold(title), []).append(code)
    ladder = Ladder(
        {code: (track, step) for code, track, step, _ in rows},
        {title: codes[0] for title, codes in titles.items() if len(codes) == 1},
    )
    missing = sorted(set(levels.codes()) - ladder.steps.keys())
    if not rows or missing:
        what = f"the levels {', '.join(missing)}" if rows else "the canon's levels"
        raise NoLadder(
            f"{what} expected in the database, not found there. Load the ladder first: "
            "manage.py import_canon profiles/sample/ladder.jsonl"
        )
    return ladder


class Mapper:
    """Maps the names of one focus after another."""

    def __init__(self, levels: Levels, ladder: Ladder) -> None:
        self.levels, self.ladder = levels, ladder
        self.met: set[tuple[str, str]] = set()

    def map(self, focus: str, names: Sequence[str]) -> Iterator[tuple[str, LevelTold | UnknownLevel]]:
        """(name, what became of it) for every level name of a focus, each given once."""
        taken: dict[str, str] = {}
        ruled: list[tuple[int, str]] = []
        for name in names:
            found = self._named(fold(focus), fold(name))
            if found and (code := found[0]):
                yield name, self._take(LevelTold(focus, name, code, found[1]), taken)
            elif (rank := self._rule(fold(name), fold(focus))) is not None:
                ruled.append((rank, name))
            else:
                yield (
                    name,
                    UnknownLevel(
                        f"a level that the mapping knows expected, found “{name}” in “{focus}”: "
                        "name it in [levels.exact], in [levels.focus] or by a rule"
                    ),
                )
        yield from self._by_rules(focus, ruled, taken)

    def _named(self, focus: str, name: str) -> tuple[str, str] | None:
        for table, how in ((self.levels.focus.get(focus, {}), "the focus's own table"), (self.levels.exact, "table")):
            if name in table:
                self.met.add((focus if table is not self.levels.exact else "", name))
                return table[name], how
        if self._rule(name, focus) is not None:
            return None
        if name.upper() in self.ladder.steps:
            return name.upper(), "its code"
        return (self.ladder.titles[name], "its title in the ladder") if name in self.ladder.titles else None

    def _rule(self, name: str, focus: str) -> int | None:
        return next((n for n, rule in enumerate(self.levels.rules) if rule.matches(name, focus)), None)

    def _take(self, told: LevelTold, taken: dict[str, str]) -> LevelTold | UnknownLevel:
        other = taken.setdefault(told.code, told.name)
        if other == told.name or self.levels.where_taken == "share":
            return told
        return UnknownLevel(
            f"one level name for {told.code} in “{told.focus}” expected, found “{told.name}” beside “{other}”: "
            "tell them apart in [levels.focus], or say where_taken = “share” if they mean the same"
        )

    def _by_rules(
        self, focus: str, ruled: Iterable[tuple[int, str]], taken: dict[str, str]
    ) -> Iterator[tuple[str, LevelTold | UnknownLevel]]:
        """From the most junior rule up, so that of two who want one level the senior moves."""
        highest: dict[str, int] = {}
        for number, name in sorted(ruled, key=lambda pair: -pair[0]):
            rule = self.levels.rules[number]
            code = self._free(rule, taken, highest) if self.levels.where_taken == "next" else rule.level
            if code is None:
                yield name, UnknownLevel(f"a free level from {rule.level} up expected for “{name}” in “{focus}”")
                continue
            track, step = self.ladder.steps[code]
            highest[track] = max(step, highest.get(track, 0))
            moved = rule.level if code != rule.level else ""
            yield name, self._take(LevelTold(focus, name, code, f"rule “{rule}”", moved), taken)

    def _free(self, rule: LevelRule, taken: dict[str, str], highest: dict[str, int]) -> str | None:
        code: str | None = rule.level
        while code and (code in taken or self.ladder.steps[code][1] <= highest.get(self.ladder.steps[code][0], 0)):
            code = self.ladder.above(code)
        return code

    def unmet(self) -> Iterator[str]:
        """Names in the mapping's tables that no sheet row bore: most often a misspelling."""
        for focus, table in [("", self.levels.exact), *self.levels.focus.items()]:
            for name in table:
                if (focus, name) not in self.met:
                    yield f"{focus} → {name}" if focus else name
