"""Reads SOC as published: the structure, the definitions and the direct match titles, each an .xlsx of its own."""

from collections.abc import Iterator
from pathlib import Path

from taxonomy.files.faults import FileRefused, TableFault
from taxonomy.files.published import Line, Table, Wrong, tables_of
from taxonomy.importers.loading import Gathered
from taxonomy.importers.spool import Spool
from taxonomy.models import ClassificationCode, CodeKind, TitleKind
from taxonomy.systems import BY_KEY, SOC_CODE
from taxonomy.texts import fold_name

STRUCTURE = {
    "Major Group": CodeKind.MAJOR,
    "Minor Group": CodeKind.MINOR,
    "Broad Group": CodeKind.BROAD,
    "Detailed Occupation": CodeKind.DETAILED,
}
DEFINITIONS = ("SOC Group", "SOC Code", "SOC Title", "SOC Definition")
GROUPS = {
    "Major": CodeKind.MAJOR,
    "Minor": CodeKind.MINOR,
    "Broad": CodeKind.BROAD,
    "Detailed": CodeKind.DETAILED,
}
DEPTH = list(GROUPS.values())
DIRECT = ("2018 SOC Code", "2018 SOC Direct Match Title")
EDITION = "2018"
_EXAMPLE = "11-3051"


def read(files: list[Path], edition: str = "") -> Gathered:
    """Any of the three files, told apart by their headings; raises FileRefused."""
    gathered = Gathered(BY_KEY["soc"], edition=edition or EDITION)
    reading = _Reading(gathered)
    for table in (table for path in files for table in tables_of(path, gathered.faults)):
        reading.sort(table)
    reading.read()
    return gathered.checked()


class _Reading:
    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.kinds: dict[str, Table] = {}
        # code → (title, definition or None, kind), in the order of the classification
        self.codes: dict[str, tuple[str, str | None, str]] = {}

    def sort(self, table: Table) -> None:
        """By its headings: file names change from mirror to mirror."""
        layouts = {"structure": tuple(STRUCTURE), "definitions": DEFINITIONS, "direct": DIRECT}
        kind = next((kind for kind, headings in layouts.items() if table.heads(headings)), None)
        if kind is None:
            message = "the headings of the SOC structure, its definitions or its direct match titles expected"
            raise FileRefused([TableFault(0, table.name, message)])
        self.kinds[kind] = table

    def read(self) -> None:
        if "structure" in self.kinds:
            self.kinds["structure"].spare = True  # titles stand under no heading
            self._keep(self.kinds["structure"].gather(_of_structure, tuple(STRUCTURE), ("",)))
        else:
            self.gathered.notes.append("no structure among these files")
        if "definitions" in self.kinds:
            self._keep(self.kinds["definitions"].gather(_of_definitions, DEFINITIONS))
        else:
            self.gathered.notes.append("no definitions among these files")
        if self.codes:
            self._codes()
        if "direct" in self.kinds:
            known = set(self.codes) or set(ClassificationCode.objects.of("soc").values_list("code", flat=True))
            direct = self.kinds["direct"].gather(lambda line: _direct(line, known), DIRECT)
            self.gathered.table("titles").extend(direct)
        else:
            self.gathered.notes.append("no direct match titles among these files")

    def _keep(self, found: Iterator[tuple[str, str, str | None, str]]) -> None:
        for code, title, definition, kind in found:
            self.codes[code] = (title, definition, kind)

    def _codes(self) -> None:
        self.gathered.codes, names = Spool(), self.gathered.table("names")
        above: dict[str, str] = {}
        for code, (title, definition, kind) in sorted(self.codes.items(), key=lambda item: (item[0], _depth(item))):
            depth = DEPTH.index(kind)
            parent = next((above[higher] for higher in reversed(DEPTH[:depth]) if higher in above), None)
            above = {higher: above[higher] for higher in DEPTH[:depth] if higher in above} | {kind: code}
            self.gathered.codes.add((code, parent, title, definition, str(kind), None, ""))
            names.add((code, str(TitleKind.PREFERRED), title, fold_name(title), ""))


def _depth(item: tuple[str, tuple]) -> int:
    return DEPTH.index(item[1][2])


def _of_structure(line: Line) -> tuple | None:
    found = [(column, kind) for column, kind in STRUCTURE.items() if line.raw(column)]
    if not found:
        return None
    column, kind = found[0]
    if len(found) > 1:
        raise Wrong(column, f"a code in one column expected, found {len(found)}")
    return line.code(column, SOC_CODE, _EXAMPLE), line.text(""), None, kind


def _of_definitions(line: Line) -> tuple:
    group = line.raw("SOC Group")
    if group not in GROUPS:
        raise Wrong("SOC Group", f"one of {', '.join(GROUPS)} expected, found “{group[:40]}”")
    code = line.code("SOC Code", SOC_CODE, _EXAMPLE)
    return code, line.text("SOC Title"), line.long("SOC Definition"), GROUPS[group]


def _direct(line: Line, known: set[str]) -> tuple:
    column, titled = DIRECT
    code, title = line.code(column, SOC_CODE, _EXAMPLE), line.text(titled)
    if code not in known:
        raise Wrong(column, f"a code of the structure or the definitions expected (load these too), found {code}")
    return code, str(TitleKind.DIRECT), title, fold_name(title), ""
