"""What a workbook of the desk holds: its sheets and their columns, and the stamp that tells what it was made of."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: its heading, the key of a record that it holds ("" for what orders and names), and its looks."""

    name: str
    field: str = ""
    width: int = 18
    is_number: bool = False
    # A row without it says nothing.
    required: bool = False
    # A file may leave the whole column out; what it holds stays as it is.
    optional: bool = False


@dataclass(frozen=True)
class Layout:
    """One sheet; `part` is the list of a profile that its rows are items of, if it is one."""

    title: str
    columns: tuple[Column, ...]
    part: str = ""
    # Fields that tell two items of a list apart; none where texts may repeat.
    identity: tuple[str, ...] = ()
    frozen_columns: int = 3

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def filled(self) -> Iterator[Column]:
        """Columns that hold something of the record."""
        return (column for column in self.columns if column.field)

    def column_of(self, field: str) -> str:
        """The heading over a record's key; "" where there is none."""
        return next((column.name for column in self.columns if column.field == field), "")

    @property
    def file_name(self) -> str:
        return f"{self.title.casefold()}.csv"


PAY = tuple(
    Column(f"pay_{name}", f"pay.{name}", width, is_number, optional=True)
    for name, width, is_number in (
        ("currency", 8, False),
        ("median", 12, True),
        ("low", 12, True),
        ("high", 12, True),
        ("basis", 14, False),
        ("region", 12, False),
        ("source", 24, False),
        ("as_of", 12, False),
    )
)

_NAME = (Column("key", width=32, required=True), Column("seen", width=7, is_number=True, optional=True))
_PLACE = (*_NAME, Column("position", width=9, is_number=True, optional=True))

PROFILES = Layout(
    "Profiles",
    (
        *_NAME,
        Column("title", "title", 36, required=True, optional=True),
        Column("summary", "summary", 80, optional=True),
        Column("confidence", "confidence", 11, is_number=True, optional=True),
        Column("produced_by", "produced_by", 22, optional=True),
        *PAY,
    ),
)
RESPONSIBILITIES = Layout("Responsibilities", (*_PLACE, Column("text", "text", 110, required=True)), "responsibilities")
SKILLS = Layout(
    "Skills",
    (
        *_PLACE,
        Column("skill", "name", 32, required=True),
        Column("type", "type", 12),
        Column("use", "summary", 90),
    ),
    "skills",
    ("name",),
)
ALIASES = Layout(
    "Aliases",
    (*_PLACE, Column("title", "title", 40, required=True), Column("locale", "locale", 10), Column("source", "source")),
    "aliases",
    ("title", "locale"),
)
MAPPINGS = Layout(
    "Mappings",
    (
        *_PLACE,
        Column("system", "system", 16, required=True),
        Column("code", "code", 14, required=True),
        Column("label", "label", 44),
        Column("relation", "relation", 10),
        Column("source", "source", 24),
        Column("edition", "edition", 14, optional=True),
    ),
    "mappings",
    ("system", "code"),
)
SOURCES = Layout(
    "Sources",
    (
        *_PLACE,
        Column("title", "title", 48, required=True),
        Column("url", "url", 48),
        Column("publisher", "publisher", 24),
        Column("retrieved", "retrieved", 12),
        Column("licence", "licence", 20),
        Column("layers", "layers", 40),
    ),
    "sources",
)
FOCUSES = Layout(
    "Focuses",
    (
        Column("code", "code", 24, required=True),
        Column("seen", width=14, optional=True),
        Column("function", "function", 14, required=True),
        Column("name", "name", 36, required=True),
        Column("summary", "summary", 90),
    ),
    frozen_columns=2,
)

LISTS = (RESPONSIBILITIES, SKILLS, ALIASES, MAPPINGS, SOURCES)
LAYOUTS = (PROFILES, *LISTS, FOCUSES)
BY_PART = {layout.part: layout for layout in LISTS}


def stamp(*texts: str) -> str:
    """What stands in `seen` of a shared text, which has no lock: another text has another stamp.

    Begins with a letter, for a spreadsheet would take twelve digits for a number.
    """
    return "t" + hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:11]
