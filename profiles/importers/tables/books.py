"""Functions, focuses and skills that a sheet names: those of the canon by name, and new ones with codes by its rule."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from profiles.importers.tables.faults import Faults
from profiles.importers.tables.mapping import fold
from taxonomy.codes import focus_code, function_code
from taxonomy.models import Focus, Function, Skill


@dataclass
class Entry:
    """One row of the skeleton as the sheet tells it; `before` is how it stands in the canon, if it does.

    `said` holds field → (row, column) of the text that was found first.
    """

    code: str
    name: str
    row: int
    column: str
    texts: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] | None = None
    said: dict[str, tuple[int, str]] = field(default_factory=dict)

    def say(self, what: str, text: str, row: int, column: str, faults: Faults) -> None:
        """Takes a text; another one than before is a fault, for one of them would be dropped."""
        if not text:
            return
        first = self.said.setdefault(what, (row, column))
        if self.texts.setdefault(what, text) != text:
            faults.add(
                row, column, f"one text for “{self.name}” in all rows expected, row {first[0]} says something else"
            )

    def fields(self, *names: str) -> dict[str, str]:
        """What the canon will hold: what the sheet says, else what stands there already."""
        return {name: self.texts.get(name) or (self.before or {}).get(name, "") for name in names}

    def changes(self, *names: str) -> bool:
        return self.before is None or self.fields(*names) != {name: self.before[name] for name in names}


class FunctionBook:
    """Functions by name; the codes of all that exist are taken."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        for row in Function.objects.order_by("code").values("code", "name", "summary", "group"):
            self._rows.setdefault(fold(row["name"]), []).append(row)
        self._taken = {row["code"] for rows in self._rows.values() for row in rows}

    def find(self, name: str, row: int, column: str, faults: Faults) -> Entry:
        folded = fold(name)
        if folded not in self.entries:
            here = self._rows.get(folded, [])
            if len(here) > 1:
                codes = ", ".join(one["code"] for one in here)
                faults.add(row, column, f"one function named “{name}” in the canon expected, found {codes}")
            code = here[0]["code"] if here else function_code(name, self._taken)
            self._taken.add(code)
            self.entries[folded] = Entry(code, here[0]["name"] if here else name, row, column, before=_first(here))
        return self.entries[folded]

    def records(self) -> Iterator[tuple[Entry, dict[str, Any]]]:
        for entry in self.entries.values():
            if entry.changes("summary", "group"):
                yield entry, _record("function", code=entry.code, name=entry.name, **entry.fields("summary", "group"))


class FocusBook:
    """Focuses by function and name."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], Entry] = {}
        self._rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in Focus.objects.order_by("code").values("code", "function__code", "name", "summary"):
            self._rows.setdefault((row["function__code"], fold(row["name"])), []).append(row)
        self._taken = {row["code"] for rows in self._rows.values() for row in rows}

    def find(self, function: Entry, name: str, row: int, column: str, faults: Faults) -> Entry:
        key = (function.code, fold(name))
        if key not in self.entries:
            here = self._rows.get(key, [])
            if len(here) > 1:
                codes = ", ".join(one["code"] for one in here)
                faults.add(row, column, f"one focus “{name}” in {function.name} expected, found {codes}")
            code = here[0]["code"] if here else focus_code(function.name, name, self._taken)
            self._taken.add(code)
            self.entries[key] = Entry(code, here[0]["name"] if here else name, row, column, before=_first(here))
        return self.entries[key]

    def records(self) -> Iterator[tuple[Entry, dict[str, Any]]]:
        for (function, _), entry in self.entries.items():
            if entry.changes("summary"):
                told = {"code": entry.code, "function": function, "name": entry.name, **entry.fields("summary")}
                yield entry, _record("focus", **told)


class SkillBook:
    """Skills by name. What the canon says of a skill already is not overwritten by a sheet."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self._rows = {fold(row["name"]): row for row in Skill.objects.values("name", "type", "summary")}
        self.kept_types: set[str] = set()

    def find(self, name: str, row: int, column: str) -> Entry:
        """The skill of this name."""
        folded = fold(name)
        if folded not in self.entries:
            before = self._rows.get(folded)
            self.entries[folded] = Entry("", before["name"] if before else name, row, column, before=before)
        return self.entries[folded]

    def type_of(self, entry: Entry, told: str, row: int, column: str, faults: Faults) -> str:
        """The canon's type where it has one, else the sheet's: `told`, or where that is empty the one told before."""
        if entry.before:
            if told and told != entry.before["type"]:
                self.kept_types.add(fold(entry.name))
            return entry.before["type"]
        entry.say("type", told or entry.texts.get("type", "skill"), row, column, faults)
        return entry.texts["type"]

    def records(self) -> Iterator[tuple[Entry, dict[str, Any]]]:
        for entry in self.entries.values():
            if entry.before is None or (entry.texts.get("summary") and not entry.before["summary"]):
                yield entry, _record("skill", name=entry.name, **entry.fields("type", "summary"))

    @property
    def kept_summaries(self) -> int:
        """How many skills are told otherwise in the canon, and stay so."""
        return sum(
            bool(entry.before and entry.before["summary"] and entry.texts.get("summary"))
            and entry.before["summary"] != entry.texts["summary"]
            for entry in self.entries.values()
        )


def _first(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    return rows[0] if rows else None


def _record(kind: str, **fields: str) -> dict[str, Any]:
    return {"kind": kind} | {name: value for name, value in fields.items() if value}
