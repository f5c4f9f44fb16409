"""The mapping file: which column of a spreadsheet means what, and how its level names map to the canon's levels."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from profiles.importers.tables.faults import MappingRefused
from profiles.records import DecisionRecord, SourceRecord
from taxonomy.records import LevelCode, faults
from taxonomy.texts import fold_name

FORMAT = "canon-table/1"
MOST_BYTES = 1024 * 1024
TYPES = ("skill", "tool", "knowledge")


@lru_cache(4096)
def fold(name: str) -> str:
    """How headings, level names and cells to be skipped are told apart: case, width and extra spaces do not count."""
    return " ".join(fold_name(name).split())


class Part(BaseModel):
    """What all parts of a mapping have in common: unknown keys are refused, nothing is coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _named(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class Value(Part):
    """Where one value comes from: a column, several columns joined, or the same for every row."""

    column: str | None = None
    columns: list[str] = []
    constant: str | None = None
    joined_by: str = " "
    # A list within a text ("You can:" and lines that begin with a dash) as one sentence, or line by line as it is.
    bullets: Literal["as they are", "one sentence"] = "as they are"
    default: str = ""

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum((self.column is not None, bool(self.columns), self.constant is not None)) != 1:
            raise ValueError("exactly one of column, columns and constant expected")
        return self

    @property
    def headings(self) -> list[str]:
        return [self.column] if self.column is not None else self.columns

    @property
    def heading(self) -> str:
        """The column that a fault is told at."""
        return self.headings[-1] if self.headings else ""


class Items(Value):
    """Where a list comes from: one item a cell, or a cell that is split by line prefix or by separator."""

    prefixes: list[Annotated[str, Field(min_length=1)]] = []
    separator: str = ""
    # Lines that only lead over to a list ("At this role level, you will:") and say nothing themselves.
    lead_ins: list[str] = []
    # Items that begin in lower case, as they do after a lead-in, get a capital.
    capital: bool = False

    @model_validator(mode="after")
    def _one_way_to_split(self) -> Self:
        if self.prefixes and self.separator:
            raise ValueError("either prefixes or separator expected, found both")
        if self.lead_ins and not self.prefixes:
            raise ValueError("lead_ins are for cells that are split by prefixes")
        return self


class Bullets(Items):
    """Responsibilities; what stands before and after the bullets of a cell goes to the summary or is counted."""

    text_before: Literal["summary", "skip"] = "summary"
    text_after: Literal["summary", "skip"] = "summary"


From = Annotated[Value, BeforeValidator(_named)]
ItemsFrom = Annotated[Items, BeforeValidator(_named)]
BulletsFrom = Annotated[Bullets, BeforeValidator(_named)]


class SkillColumns(Part):
    """A skill's name, how it applies (`use`), its type and its own description."""

    name: ItemsFrom
    use: From | None = None
    type: From | None = None
    # What the column says → skill, tool or knowledge.
    types: dict[str, Literal[TYPES]] = {}
    description: From | None = None


class PayColumns(Part):
    currency: From
    median: From
    low: From | None = None
    high: From | None = None
    basis: From | None = None
    region: From | None = None
    source: From | None = None
    as_of: From | None = None
    decimal: Literal[".", ","] = "."


class MappingColumns(Part):
    """A classification: its system, the code in it, and what is known of the two."""

    system: From
    code: From
    label: From | None = None
    relation: From | None = None
    source: From | None = None


class Columns(Part):
    function: From
    function_summary: From | None = None
    group: From | None = None
    focus: From
    focus_summary: From | None = None
    level: From
    scope: From | None = None
    title: From
    summary: From | None = None
    responsibilities: Annotated[list[BulletsFrom], BeforeValidator(_listed)] = []
    skills: Annotated[list[SkillColumns], BeforeValidator(_listed)] = []
    aliases: Annotated[list[ItemsFrom], BeforeValidator(_listed)] = []
    mappings: Annotated[list[MappingColumns], BeforeValidator(_listed)] = []
    pay: PayColumns | None = None


class LevelRule(Part):
    """Level names of one form. `{focus}` stands for the name of the focus."""

    level: LevelCode
    equals: list[str] = []
    starts: list[str] = []
    ends: list[str] = []

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.equals or self.starts or self.ends):
            raise ValueError("at least one of equals, starts and ends expected")
        return self

    def matches(self, name: str, focus: str) -> bool:
        """Whether every list that is given has words that fit (both names folded; whole words are compared)."""
        fit = {
            "equals": lambda words: name == words,
            "starts": lambda words: name.startswith(f"{words} "),
            "ends": lambda words: name.endswith(f" {words}"),
        }
        return all(
            any(fits(fold(words).replace("{focus}", focus)) for words in getattr(self, how))
            for how, fits in fit.items()
            if getattr(self, how)
        )

    def __str__(self) -> str:
        starts, ends = " / ".join(self.starts), " / ".join(self.ends)
        form = f"{starts} …{f' {ends}' if ends else ''}" if starts else f"… {ends}" if ends else ""
        names = ["the focus's own name" if name == "{focus}" else name for name in self.equals]
        return " / ".join([*names, *([form] if form else [])])


def _fold_keys(table: dict[str, Any]) -> dict[str, Any]:
    folded = {fold(name): value for name, value in table.items()}
    if len(folded) != len(table):
        raise ValueError("each name once expected: case and spaces do not tell names apart")
    return folded


NamedLevels = Annotated[dict[str, LevelCode], AfterValidator(_fold_keys)]


class Levels(Part):
    """How a level's name becomes a level. The first that knows the name counts: the focus's own table, the table
    for all, the rules from the top, then the codes and titles of the canon's own ladder.

    `where_taken` says what happens to a second name of a focus on the same level: it is a fault, or both names mean
    the same profile, or (for rules, which are listed from the most senior down) the more senior moves up a step.
    """

    exact: NamedLevels = {}
    focus: Annotated[dict[str, NamedLevels], AfterValidator(_fold_keys)] = {}
    rules: list[LevelRule] = []
    where_taken: Literal["refuse", "share", "next"] = "refuse"

    def codes(self) -> Iterator[str]:
        yield from self.exact.values()
        for table in self.focus.values():
            yield from table.values()
        yield from (rule.level for rule in self.rules)


class Skip(Part):
    """Rows that are set aside: all of the row, or of its profile only (function and focus are still made)."""

    column: str
    equals: Annotated[list[str], Field(min_length=1), AfterValidator(lambda texts: [fold(text) for text in texts])]
    keep: Literal["nothing", "focus"] = "nothing"
    why: str = ""

    def applies(self, cell: str) -> bool:
        return fold(cell) in self.equals


class Where(Part):
    """Where in the file the table stands."""

    name: str | None = None
    header_row: Annotated[int, Field(ge=1, le=1_000)] = 1
    delimiter: Literal[",", ";", "\t"] | None = None
    # Columns whose blank cells mean "as above" (merged cells).
    fill_down: list[str] = []
    # Columns known to say nothing that a profile holds; others that are not used are told in the report.
    ignore: list[str] = []


class Published(Part):
    """What a profile says of the shelf; read with --as-published only."""

    status: Literal["approved", "retired"] = "approved"
    version: Annotated[int, Field(ge=1)] = 1
    decision: DecisionRecord | None = None


class TableMapping(Part):
    """One mapping file."""

    format: Literal["canon-table/1"]
    title: str
    produced_by: str = ""
    sheet: Where = Where()
    columns: Columns
    levels: Levels = Levels()
    skip: list[Skip] = []
    sources: list[SourceRecord] = []
    published: Published | None = None

    @model_validator(mode="after")
    def _one_summary(self) -> Self:
        takes_text = any(
            "summary" in (b.text_before, b.text_after) and b.prefixes for b in self.columns.responsibilities
        )
        if self.columns.summary and takes_text:
            raise ValueError(
                "the summary from its own column, or from the text around the bullets expected (with "
                "text_before and text_after = “skip” the latter is left out), found both"
            )
        return self

    def headings(self) -> list[str]:
        """Every column that the mapping names, once, as it spells it."""
        names = [*_headings(self.columns), *(skip.column for skip in self.skip), *self.sheet.fill_down]
        return list({fold(name): name for name in reversed(names)}.values())[::-1]


def _headings(part: Any) -> Iterator[str]:
    if isinstance(part, Value):
        yield from part.headings
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from _headings(getattr(part, name))
    elif isinstance(part, list):
        for item in part:
            yield from _headings(item)


def read_mapping(path: Path) -> TableMapping:
    """The mapping in this TOML file; raises MappingRefused with everything that is wrong with it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise MappingRefused(f"a mapping of at most {MOST_BYTES:,} bytes expected")
        return TableMapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise MappingRefused(f"a mapping (TOML) expected, {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise MappingRefused(f"a mapping in UTF-8 expected, {path} is not") from error
    except tomllib.TOMLDecodeError as error:
        raise MappingRefused(f"a mapping in TOML expected: {error}") from error
    except ValidationError as error:
        told = [f"{where or 'mapping'}: {message}" for where, message in faults(error)]
        raise MappingRefused("\n".join(told)) from error
