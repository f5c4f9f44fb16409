"""A program of its own that reads sheets of an XLSX file under limits of time and memory.

    python -I xlsx_worker.py FILE LIMITS [SHEET]

LIMITS is a JSON object (see `sheets.Limits`); SHEET is a title, or * for all sheets one after the other. What it finds
goes to standard output, one JSON object a line: `{"sheet": …, "others": […]}` before the rows of a sheet, then
`{"row": number, "cells": […], "bad": {column: why}}` for every row that holds something, then `{"end": true}`; or
`{"refused": sentence}`, and nothing after it. A file that is too much for the limits ends the program, which the reader
of its output sees by the missing end.
"""

import contextlib
import datetime
import json
import re
import sys
import warnings
import zipfile
from collections.abc import Iterator
from itertools import repeat, zip_longest
from pathlib import PurePosixPath
from typing import Any

ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
# The outermost cell that the format knows: gaps up to it are walked, cells beyond our own limits are refused.
LAST_ROW = 1_048_576
PIECE = 1 << 20
EVERY = "*"  # no sheet can be called so
_FAR = re.compile(rb'\br="[A-Z]{0,3}(\d{7,})"')
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")
# How the format spells what XML cannot hold; a text that really reads so has its first sign spelled (005F).
_ESCAPED = re.compile(r"_x(0009|000[aAbBdD]|005[fF]|[fF]{3}[eEfF])_")


class Refused(Exception):
    """The file is not read; the sentence is for the person who sent it."""


def main(arguments: list[str]) -> int:
    path, limits = arguments[0], json.loads(arguments[1])
    hold(limits)
    try:
        has_formulas = inspect(path, limits)
        for found in read(path, limits, arguments[2] if len(arguments) > 2 else None, has_formulas):
            tell(found)
        tell({"end": True})
    except Refused as refused:
        tell({"refused": str(refused)})
    except MemoryError:
        return 1
    except Exception as error:  # whatever a damaged file does to the parser is one refusal
        tell({"refused": f"a spreadsheet that can be read expected, this one is damaged ({type(error).__name__})"})
    return 0


def hold(limits: dict[str, int]) -> None:
    """Processor time and address space, for good; where the system cannot, the other checks stand alone."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (("RLIMIT_CPU", limits["seconds"]), ("RLIMIT_AS", limits["memory"]), ("RLIMIT_FSIZE", 0)):
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, what), (most, most))


def tell(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=True) + "\n")


# -- before anything is parsed ---------------------------------------------------------------------


def inspect(path: str, limits: dict[str, int]) -> bool:
    """Checks the zip directory, then what the parts hold by streaming; whether any sheet has formulas."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_directory(archive.infolist(), limits)
            return sum(check_part(archive, entry, limits) for entry in archive.infolist()) > 0
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        raise Refused(f"an .xlsx file expected, its zip container is damaged ({error})") from error


def check_directory(entries: list[zipfile.ZipInfo], limits: dict[str, int]) -> None:
    if len(entries) > limits["entries"]:
        raise Refused(f"at most {limits['entries']:,} parts in the file expected, found {len(entries):,}")
    names = [entry.filename for entry in entries]
    for entry in entries:
        check_name(entry.filename)
        if entry.flag_bits & 1:
            raise Refused("a spreadsheet without a password expected")
        if entry.file_size > PIECE and entry.file_size > limits["ratio"] * max(entry.compress_size, 1):
            raise Refused(f"parts that unpack to at most {limits['ratio']} times their size expected: {entry.filename}")
    if len(set(names)) != len(names):
        raise Refused("each part of the file once expected, found one twice")
    if (total := sum(entry.file_size for entry in entries)) > limits["unpacked"]:
        raise Refused(f"at most {limits['unpacked']:,} bytes unpacked expected, found {total:,}")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused("an .xlsx file expected, found another kind of zip file")


def check_name(name: str) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ".." in parts or ":" in name:
        raise Refused(f"parts named inside the file expected, found {name[:60]!r}")


def check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: dict[str, int]) -> bool:
    """Counts elements without parsing: shared strings and styles are held in memory whole, sheets are not."""
    if not entry.filename.endswith((".xml", ".rels")):
        return False
    is_sheet = "worksheets/" in entry.filename
    elements, has_formulas, tail = 0, False, b""
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            elements += piece.count(b"<")
            if not is_sheet and elements > limits["elements"]:
                raise Refused(
                    f"at most {limits['elements']:,} elements in {entry.filename[:60]} expected, found more: "
                    "too many different texts or styles"
                )
            if b"<!DOCTYPE" in tail + piece:
                raise Refused(f"a spreadsheet without a document type expected: {entry.filename[:60]}")
            if is_sheet and any(int(far[1][:12]) > LAST_ROW for far in _FAR.finditer(tail + piece)):
                raise Refused(f"at most {LAST_ROW:,} rows expected, as the format has it: {entry.filename[:60]}")
            has_formulas = has_formulas or (is_sheet and bool(_FORMULA.search(tail + piece)))
            tail = piece[-32:]
    return has_formulas


# -- the rows --------------------------------------------------------------------------------------


def read(path: str, limits: dict[str, int], name: str | None, has_formulas: bool) -> Iterator[dict[str, Any]]:
    import openpyxl
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    warnings.simplefilter("ignore")
    # Sheets that do not tell their size would be parsed to the end for it, each of them, and we go by none.
    ReadOnlyWorksheet._get_size = lambda sheet: None
    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    chosen = every(book, limits) if name == EVERY else [choose(book, name)]
    plain = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False) if has_formulas else None
    for sheet in chosen:
        others = [other.title for other in book.worksheets if other.title != sheet.title]
        yield {"sheet": sheet.title, "others": others}
        yield from rows(sheet, plain[sheet.title] if plain else None, limits)


def rows(sheet: Any, plain: Any, limits: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Rows that hold something; `plain` is the same sheet with its formulas, where there are any."""
    pairs = (
        zip_longest(values(sheet), values(plain), fillvalue=())
        if plain
        else zip(values(sheet), repeat(()), strict=False)
    )
    for number, (row, formula) in enumerate(pairs, start=1):
        if row or formula:
            found = told(number, row, formula, limits)
            if found["cells"] or found["bad"]:
                yield found


def every(book: Any, limits: dict[str, int]) -> list[Any]:
    """All sheets; one part of the file may be named as any number of them."""
    if (count := len(book.worksheets)) > limits["sheets"]:
        raise Refused(f"at most {limits['sheets']} sheets expected, found {count:,}")
    return book.worksheets


def choose(book: Any, name: str | None) -> Any:
    if not book.worksheets:
        raise Refused("a file with a sheet of cells expected, found none")
    if name is None:
        return book.worksheets[0]
    for sheet in book.worksheets:
        if sheet.title.strip().casefold() == name.strip().casefold():
            return sheet
    titles = ", ".join(sheet.title for sheet in book.worksheets)
    raise Refused(f"a sheet “{name}” expected, found {titles[:300]}")


def values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # the file's own word on its size is not to be trusted
    return sheet.iter_rows(max_row=LAST_ROW, values_only=True)


def told(number: int, row: tuple[Any, ...], formulas: tuple[Any, ...], limits: dict[str, int]) -> dict[str, Any]:
    """A row as texts, cut after its last filled cell. Cells beyond the limits are refused, never left out."""
    filled = {column: said for column, value in enumerate(row) if value is not None and (said := text(value))}
    bad = {column: f"a value expected, found {said}" for column, said in filled.items() if said in ERRORS}
    for column, formula in enumerate(formulas):
        is_formula = formula is not None and (not isinstance(formula, str) or formula.startswith("="))
        if is_formula and column not in filled:
            bad[column] = "a value expected, found a formula that was never calculated"
    width = max([*filled, *bad], default=-1) + 1
    if width > limits["columns"]:
        raise Refused(f"at most {limits['columns']} columns expected, row {number} has a cell in column {width:,}")
    if width and number > limits["rows"]:
        raise Refused(f"at most {limits['rows']:,} rows expected, there is a cell in row {number:,}")
    return {"row": number, "cells": [filled.get(column, "") for column in range(width)], "bad": bad}


def unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return "\n" if code < 0x20 else chr(code)


def text(value: Any) -> str:
    """A cell's value as a person would write it; dates in ISO 8601."""
    match value:
        case None:
            return ""
        case str():
            return _ESCAPED.sub(unescaped, value)
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
    return str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
