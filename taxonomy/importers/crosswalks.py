"""Reads crosswalks between classifications: ESCO with O*NET (kinds of match), and SOC 2018 with ISCO-08 by SOC 2010."""

import re
from collections import defaultdict
from pathlib import Path

from taxonomy.files.faults import FileRefused, TableFault
from taxonomy.files.published import Line, Table, Wrong, tables_of
from taxonomy.importers.loading import Gathered
from taxonomy.systems import BY_KEY, ONET_CODE, SOC_CODE

ONET, URI, TITLE, MATCH = "O*NET Id", "ESCO or ISCO URI", "ESCO or ISCO Title", "Type of Match"
# Relations of SKOS; "exactISCO" is an exact match with a group of ISCO in place of an occupation.
MATCHES = {
    "exactMatch": "exact",
    "closeMatch": "close",
    "broadMatch": "broad",
    "narrowMatch": "narrow",
    "exactISCO": "exact",
}
_OCCUPATION = re.compile(r"https?://data\.europa\.eu/esco/occupation/[A-Za-z0-9-]{1,60}")
_ISCO = re.compile(r"https?://data\.europa\.eu/esco/isco/C(\d{1,4})")
SOC_TO_SOC, SOC_TO_ISCO = ("soc2010", "soc2018"), ("soc2010", "isco2008", "isco2008_title")


def read_esco(files: list[Path], edition: str = "") -> Gathered:
    """The crosswalk as published, with rows that describe it above its headings; raises FileRefused."""
    gathered = Gathered(BY_KEY["esco-onet"])
    spool = gathered.table("crosswalk")
    for table in (table for path in files for table in tables_of(path, gathered.faults)):
        spool.extend(table.gather(_match, (ONET, URI, TITLE, MATCH)))
        gathered.edition = edition or _version(table)
    return gathered.checked()


def _version(table: Table) -> str:
    for _, cells in table.open():
        if cells[0].strip() == "Mapping project version" and len(cells) > 1:
            return cells[1].strip()[:40]
        if cells[0].strip() == ONET:
            break
    message = "the edition expected, in a row “Mapping project version” or given with --edition; found neither"
    raise FileRefused([TableFault(0, table.name, message)])


def _match(line: Line) -> tuple:
    match = line.raw(MATCH)
    if match not in MATCHES:
        raise Wrong(MATCH, f"one of {', '.join(MATCHES)} expected, found “{match[:40]}”")
    uri, title = line.raw(URI), line.text(TITLE)
    code = line.code(ONET, ONET_CODE, "11-3051.00")
    if group := _ISCO.fullmatch(uri):
        return code, "isco", group[1], title, MATCHES[match]
    if not _OCCUPATION.fullmatch(uri):
        raise Wrong(URI, f"the URI of an occupation of ESCO or a group of ISCO expected, found “{uri[:60]}”")
    return code, "esco", uri, title, MATCHES[match]


def read_isco(files: list[Path], edition: str = "") -> Gathered:
    """Two files, SOC 2010 to SOC 2018 and SOC 2010 to ISCO-08, joined; raises FileRefused."""
    gathered = Gathered(BY_KEY["soc-isco"], edition=edition or "2018")
    found: dict[tuple[str, ...], Table] = {}
    for table in (table for path in files for table in tables_of(path, gathered.faults)):
        layout = next((layout for layout in (SOC_TO_SOC, SOC_TO_ISCO) if table.heads(layout)), None)
        if layout is None:
            message = f"the headings {', '.join(SOC_TO_SOC)} or {', '.join(SOC_TO_ISCO)} expected"
            raise FileRefused([TableFault(0, table.name, message)])
        found[layout] = table
    if missing := [layout for layout in (SOC_TO_SOC, SOC_TO_ISCO) if layout not in found]:
        message = f"two files expected; the one with the headings {', '.join(missing[0])} is missing"
        raise FileRefused([TableFault(0, files[0].name, message)])
    newer = defaultdict(set)
    for old, new in found[SOC_TO_SOC].gather(_soc_pair, SOC_TO_SOC):
        newer[old].add(new)
    pairs = {
        (new, isco, title)
        for old, isco, title in found[SOC_TO_ISCO].gather(_isco_pair, SOC_TO_ISCO)
        for new in newer[old]
    }
    spool = gathered.table("crosswalk")
    for soc, isco, title in sorted(pairs):
        # By way of SOC 2010 and with no kind of match told: related is all that can be said.
        spool.add((soc, "isco", isco, title, "related"))
    return gathered.checked()


def _soc_pair(line: Line) -> tuple[str, str]:
    return line.code("soc2010", SOC_CODE, "11-3051"), line.code("soc2018", SOC_CODE, "11-3051")


def _isco_pair(line: Line) -> tuple[str, str, str]:
    isco = line.code("isco2008", re.compile(r"\d{1,4}"), "1321")
    return line.code("soc2010", SOC_CODE, "11-3051"), isco, line.text("isco2008_title")
