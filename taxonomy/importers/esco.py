"""Reads ESCO as its portal gives it: CSV of occupations with their labels, and CSV of the ISCO groups above them."""

import re
from collections.abc import Iterator
from pathlib import Path

from taxonomy.files.faults import FileRefused, TableFault
from taxonomy.files.published import Line, Table, Wrong, tables_of
from taxonomy.importers.loading import Gathered
from taxonomy.importers.spool import Spool
from taxonomy.models import CodeKind, TitleKind
from taxonomy.systems import BY_KEY
from taxonomy.texts import clean_line, fold_name

OCCUPATIONS = ("conceptUri", "preferredLabel", "altLabels", "hiddenLabels", "description", "code")
MODIFIED = "modifiedDate"
GROUPS = ("conceptUri", "code", "preferredLabel", "description")
CODE, GROUP = re.compile(r"\d{4}(\.\d{1,4}){1,8}"), re.compile(r"\d{1,4}")
URI = re.compile(r"https?://data\.europa\.eu/esco/[a-z]+/[A-Za-z0-9-]{1,60}")
KINDS = {1: CodeKind.MAJOR, 2: CodeKind.SUB_MAJOR, 3: CodeKind.MINOR, 4: CodeKind.UNIT}


def read(files: list[Path], edition: str = "") -> Gathered:
    """Raises FileRefused; the files do not tell their edition, so it has to be given."""
    if not edition:
        message = "the edition expected, given with --edition (such as 1.2.1): ESCO's files do not tell it"
        raise FileRefused([TableFault(0, files[0].name, message)])
    reading = _Reading(Gathered(BY_KEY["esco"], edition=edition))
    for table in (table for path in files for table in tables_of(path, reading.gathered.faults)):
        reading.sort(table)
    return reading.read()


class _Reading:
    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.occupations: Table | None = None
        self.groups: Table | None = None
        self.uris: dict[str, str] = {}
        # ESCO 1.2.1 itself holds four concepts in two states each.
        self.twice: set[str] = set()

    def sort(self, table: Table) -> None:
        if table.heads(OCCUPATIONS):
            self.occupations = table
        elif table.heads(GROUPS):
            self.groups = table
        else:
            message = f"the headings {', '.join(OCCUPATIONS)}, or those of ISCO groups, expected"
            raise FileRefused([TableFault(0, table.name, message)])

    def read(self) -> Gathered:
        gathered = self.gathered
        if self.occupations is None:
            raise FileRefused([TableFault(0, "", "the CSV of ESCO's occupations expected among the files")])
        entries = list(self.groups.gather(self._group, GROUPS)) if self.groups else []
        if not self.groups:
            gathered.notes.append("no ISCO groups among these files: occupations stand under none")
        entries += self._newest(self.occupations.gather(self._occupation, OCCUPATIONS, (MODIFIED,)))
        known = {entry[0] for entry in entries}
        gathered.codes, names, titles = Spool(), gathered.table("names"), gathered.table("titles")
        for code, uri, title, definition, kind, labels in sorted(entries):
            gathered.codes.add((code, _above(code, known), title, definition, kind, None, uri))
            names.add((code, str(TitleKind.PREFERRED), title, fold_name(title), ""))
            titles.extend((code, of, label, fold_name(label), "") for of, label in labels)
        if self.twice:
            gathered.notes.append(f"in the file twice, the later state is taken: {', '.join(sorted(self.twice))}")
        return gathered.checked()

    def _newest(self, found: Iterator[tuple[str, tuple]]) -> list[tuple]:
        """Of a concept that stands in the file in two states, the one that was modified last."""
        entries: dict[str, tuple[str, tuple]] = {}
        for modified, entry in found:
            if entry[0] in entries:
                self.twice.add(entry[0])
            if modified >= entries.get(entry[0], ("",))[0]:
                entries[entry[0]] = (modified, entry)
        return [entry for _, entry in entries.values()]

    def _group(self, line: Line) -> tuple:
        code = line.code("code", GROUP, "1321")
        uri, title = line.code("conceptUri", URI, "http://data.europa.eu/esco/isco/C1321"), line.text("preferredLabel")
        return code, uri, title, line.long("description"), str(KINDS[len(code)]), ()

    def _occupation(self, line: Line) -> tuple[str, tuple]:
        code = line.code("code", CODE, "1321.2")
        uri = line.code("conceptUri", URI, "http://data.europa.eu/esco/occupation/…")
        if self.uris.setdefault(code, uri) != uri:
            raise Wrong("code", f"each code for one concept expected, found {code} for another one too")
        labels = [
            *((str(TitleKind.LABEL), label) for label in _labels(line, "altLabels")),
            *((str(TitleKind.HIDDEN), label) for label in _labels(line, "hiddenLabels")),
        ]
        title, definition = line.text("preferredLabel"), line.long("description")
        return line.raw(MODIFIED), (code, uri, title, definition, str(CodeKind.OCCUPATION), tuple(labels))


def _labels(line: Line, column: str) -> list[str]:
    """One a line in the cell; each once, in their order."""
    labels = dict.fromkeys(clean_line(label) for label in line.long(column).split("\n"))
    if too_long := next((label for label in labels if len(label) > 300), None):
        raise Wrong(column, f"labels of at most 300 characters expected, found “{too_long[:40]}…”")
    return [label for label in labels if label]


def _above(code: str, known: set[str]) -> str | None:
    parent = code.rpartition(".")[0] if "." in code else code[:-1]
    return parent if parent in known else None
