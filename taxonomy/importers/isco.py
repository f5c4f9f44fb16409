"""Reads the groups of ISCO with their definitions: a CSV of code, name and definition."""

import re
from pathlib import Path

from taxonomy.files.published import Line, Wrong, tables_of
from taxonomy.importers.loading import Gathered
from taxonomy.importers.spool import Spool
from taxonomy.models import CodeKind, TitleKind
from taxonomy.systems import BY_KEY
from taxonomy.texts import fold_name

COLUMNS = ("Code", "Name", "Definition")
EDITION = "08"
CODE = re.compile(r"\d{1,4}")
# By the length of the code; the file's own column for it is spelled in several ways.
KINDS = {1: CodeKind.MAJOR, 2: CodeKind.SUB_MAJOR, 3: CodeKind.MINOR, 4: CodeKind.UNIT}


def read(files: list[Path], edition: str = "") -> Gathered:
    """Raises FileRefused."""
    gathered = Gathered(BY_KEY["isco"], edition=edition or EDITION, codes=Spool())
    names, seen = gathered.table("names"), set()
    for table in (table for path in files for table in tables_of(path, gathered.faults)):
        for code, title, definition in table.gather(lambda line: _group(line, seen), COLUMNS):
            parent = code[:-1] if len(code) > 1 else None
            gathered.codes.add((code, parent, title, definition, str(KINDS[len(code)]), None, ""))
            names.add((code, str(TitleKind.PREFERRED), title, fold_name(title), ""))
    return gathered.checked()


def _group(line: Line, seen: set[str]) -> tuple:
    code = line.code("Code", CODE, "1321")
    if code in seen:
        raise Wrong("Code", f"each code once expected, found {code} again")
    if len(code) > 1 and code[:-1] not in seen:
        raise Wrong("Code", f"the group {code[:-1]} before {code} expected, it is not there")
    seen.add(code)
    return code, line.text("Name"), line.long("Definition")
