"""Writes desks as a workbook, or the same sheets as CSV; what went out can be edited in a spreadsheet and read back.

Every row carries its profile's key and the lock of the desk (`seen`), so that a desk that is saved meanwhile is not
overwritten. Figures of pay go out only to whoever may see them.
"""

import csv
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet

from profiles import payloads
from profiles.models import Profile
from profiles.workbook import FOCUSES, LAYOUTS, LISTS, PAY, PROFILES, Layout, stamp
from taxonomy.files.cells import Value, neutral
from taxonomy.models import Focus

CHUNK = 400


def rows(profiles: QuerySet[Profile], *, pay: bool) -> Iterator[tuple[Layout, list[Value]]]:
    """Every row of every sheet with the sheet that it is of, profile by profile; one chunk in memory."""
    for profile in profiles.on_desk().iterator(CHUNK):
        record = payloads.record_of(profile)
        plain = record.model_dump(mode="json")
        head: list[Value] = [record.key, profile.lock]
        yield PROFILES, head + _own(plain, pay=pay)
        for layout in LISTS:
            for position, item in enumerate(plain[layout.part], 1):
                fields = item if isinstance(item, dict) else {"text": item}
                yield layout, [*head, position, *(_flat(fields[column.field]) for column in layout.filled)]
    of_these = Focus.objects.filter(pk__in=profiles.order_by().values("focus"))
    for focus in of_these.select_related("function").order_by("code").iterator(CHUNK):
        texts = (focus.function.code, focus.name, focus.summary)
        yield FOCUSES, [focus.code, stamp(focus.code, *texts), *texts]


def _own(plain: dict[str, Any], *, pay: bool) -> list[Value]:
    figures = plain["pay"] or {}
    own = [plain[column.field] for column in PROFILES.filled if column not in PAY]
    return own + [figures.get(column.field.partition(".")[2]) for column in PAY if pay]


def _flat(value: Any) -> Value:
    return ", ".join(value) if isinstance(value, list) else value


def headings(layout: Layout, *, pay: bool) -> list[str]:
    return [column.name for column in layout.columns if pay or column not in PAY]


# -- xlsx ------------------------------------------------------------------------------------------


def write_xlsx(profiles: QuerySet[Profile], out: IO[bytes], *, pay: bool) -> None:
    """One workbook with all sheets; rows go to temporary files and never stand in memory together."""
    from profiles.exporters.sheets import Sheet, Workbook  # loaded only here: see there

    book, sheets = Workbook(write_only=True), {}
    for layout in LAYOUTS:
        columns = [(name, layout[name].width) for name in headings(layout, pay=pay)]
        sheets[layout] = Sheet(book, layout.title, columns, frozen=layout.frozen_columns)
    for layout, values in rows(profiles, pay=pay):
        sheets[layout].add(values)
    for sheet in sheets.values():
        sheet.finish()
    book.save(out)


# -- CSV -------------------------------------------------------------------------------------------


def write_csv(profiles: QuerySet[Profile], out: IO[bytes], *, pay: bool) -> None:
    """The same sheets as CSV files in a zip; UTF-8 with the mark by which spreadsheets know it."""
    with tempfile.TemporaryDirectory(prefix="canon-workbook-") as name:
        folder = Path(name)
        with ExitStack() as files:
            add: dict[Layout, Callable] = {}
            for layout in LAYOUTS:
                path = folder / layout.file_name
                stream = files.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
                add[layout] = csv.writer(stream).writerow
                add[layout](headings(layout, pay=pay))
            for layout, values in rows(profiles, pay=pay):
                add[layout]([neutral(value) if isinstance(value, str) else value for value in values])
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for layout in LAYOUTS:
                with (folder / layout.file_name).open("rb") as stream, archive.open(layout.file_name, "w") as part:
                    shutil.copyfileobj(stream, part)


WRITERS = {"xlsx": write_xlsx, "csv": write_csv}
