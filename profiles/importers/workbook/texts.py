"""Shared texts that a workbook speaks of: its focuses, and types of skills where they are others than the canon's."""

from collections.abc import Iterator

from pydantic import ValidationError

from profiles.importers.plans.asks import CellFaults, Place
from profiles.importers.workbook.gathering import Gatherer, Line
from profiles.workbook import FOCUSES, stamp
from taxonomy.models import Focus, Function, Skill
from taxonomy.models.skill import SkillType
from taxonomy.records import FocusRecord, Record, SkillRecord, faults


def shared_texts(gathered: Gatherer, told: CellFaults) -> Iterator[tuple[Place, Record]]:
    """Focuses first, then skills; faults go to `told`."""
    yield from _focuses(gathered.focuses, told)
    yield from _skills(gathered, told)


# -- focuses ---------------------------------------------------------------------------------------


def _focuses(lines: list[Line], told: CellFaults) -> Iterator[tuple[Place, Record]]:
    functions = dict(Function.objects.values_list("code", "name")) if lines else {}
    standing = Focus.objects.select_related("function").in_bulk(
        [line.texts["code"].upper() for line in lines], field_name="code"
    )
    rows: dict[str, int] = {}
    for line in lines:
        before = told.count
        fields = {column.field: line.texts.get(column.name, "") for column in FOCUSES.filled}
        try:
            record = FocusRecord.model_validate(fields)
        except ValidationError as error:
            for path, message in faults(error):
                told.at(line.place, FOCUSES.column_of(path), message)
            continue
        if record.function not in functions:
            told.at(line.place, "function", f"a function that exists expected, found {record.function}")
        if (row := rows.setdefault(record.code, line.row)) != line.row:
            told.at(line.place, "code", f"one row a focus expected, {record.code} stands in row {row} too")
        _check_stamp(line, record, standing.get(record.code), told)
        if told.count == before:
            yield line.place, record


def _check_stamp(line: Line, record: FocusRecord, focus: Focus | None, told: CellFaults) -> None:
    """Somebody else's wording is not put back by a file that was exported before."""
    seen = line.texts.get("seen", "")
    if focus is None:
        if seen:
            told.at(line.place, "code", f"a focus that exists expected, found {record.code}")
        return
    now = (focus.function.code, focus.name, focus.summary)
    if now == (record.function, record.name, record.summary):
        return
    if not seen:
        told.at(line.place, "seen", "the sign that the export wrote here expected, found nothing")
    elif seen != stamp(focus.code, *now):
        message = "the focus as it was exported expected, but its text was changed since: export it anew"
        told.at(line.place, "seen", message)


# -- skills ----------------------------------------------------------------------------------------


def _skills(gathered: Gatherer, told: CellFaults) -> Iterator[tuple[Place, Record]]:
    """A skill's type is the canon's. One that the file tells otherwise asks for a change of the skill itself."""
    types = gathered.types
    standing = Skill.objects.in_bulk(list(types), field_name="folded")
    for folded, (kind, place) in types.items():
        skill = standing.get(folded)
        if skill and skill.type != kind and kind in SkillType.values:
            yield place, SkillRecord(name=skill.name, type=kind, summary=skill.summary)
