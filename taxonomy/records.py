"""Record types of the skeleton: one definition for import, export and JSON Schema (see canon-bundle/1).

Records are strict (no coercion, no unknown keys). An optional key that is left out reads as empty and is not
written: what is empty is never exchanged.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from taxonomy.codes import FOCUS_CODE, FUNCTION_CODE, LEVEL_CODE, TRACK_CODE
from taxonomy.texts import clean_line, clean_partial_date, clean_text, clean_url, fold_name

FORMAT = "canon-bundle/1"
FOLDED_LENGTH = 400


def _required(value: str) -> str:
    if not value:
        raise ValueError("a text that is not blank expected")
    return value


def code_type(shape: str) -> Any:
    """A code of this shape. Codes are read in any case and kept in their one spelling."""
    # The pattern next to `str`: outside the validator it would be missing from the JSON Schema.
    return Annotated[str, Field(pattern=rf"^{shape}$"), BeforeValidator(_upper)]


def _upper(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


def _spelled_out(value: str) -> str:
    """Skills are told apart by their folded names, which may be longer than the names themselves."""
    if (length := len(fold_name(value))) > FOLDED_LENGTH:
        raise ValueError(f"a name of at most {FOLDED_LENGTH} characters when spelled out expected, found {length}")
    return value


# Cleaned first and measured then: composing letters (NFC) can make more of them than were sent.
Line = Annotated[str, AfterValidator(clean_line), Field(max_length=300)]
Name = Annotated[str, AfterValidator(clean_line), Field(max_length=200), AfterValidator(_required)]
Text = Annotated[str, AfterValidator(clean_text), Field(max_length=10_000)]
Url = Annotated[str, AfterValidator(clean_url), Field(max_length=1_000)]
PartialDate = Annotated[str, AfterValidator(clean_partial_date), Field(max_length=10)]
SkillName = Annotated[Name, AfterValidator(_spelled_out)]
FunctionCode = code_type(FUNCTION_CODE)
FocusCode = code_type(FOCUS_CODE)
LevelCode = code_type(LEVEL_CODE)
TrackCode = code_type(TRACK_CODE)
Small = Annotated[int, Field(ge=0, le=999)]
Step = Annotated[int, Field(ge=1, le=99)]
Money = Annotated[int, Field(ge=1, le=2_000_000_000)]
Currency = code_type("[A-Z]{3}")


class Record(BaseModel):
    """What all records have in common."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def written(self) -> dict[str, Any]:
        """The record as it is exchanged: declared order, nothing that is empty or at its default."""
        kind = {"kind": self.kind} if "kind" in type(self).model_fields else {}
        return kind | self.model_dump(mode="json", exclude_defaults=True)


class CanonRecord(Record):
    kind: Literal["canon"] = "canon"
    format: Literal["canon-bundle/1"]
    title: Line = ""
    generated_at: Line = ""
    licence: Line = ""
    release: Line = ""  # the bundle of one release: revisions without desks


class TrackRecord(Record):
    kind: Literal["track"] = "track"
    code: TrackCode
    name: Annotated[Name, Field(max_length=80)]
    order: Small = 0
    summary: Text = ""


class LevelRecord(Record):
    kind: Literal["level"] = "level"
    code: LevelCode
    track: TrackCode
    step: Step
    rank: Step
    title: Annotated[Name, Field(max_length=120)]
    summary: Text = ""
    scope: Text = ""
    autonomy: Text = ""
    complexity: Text = ""
    impact: Text = ""
    decision_rights: Text = ""
    leadership: Text = ""
    years_min: Small | None = None
    years_max: Small | None = None

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        if None not in (self.years_min, self.years_max) and self.years_min > self.years_max:
            raise ValueError(f"years_min ≤ years_max expected, found {self.years_min} and {self.years_max}")
        return self


class FunctionRecord(Record):
    kind: Literal["function"] = "function"
    code: FunctionCode
    name: Name
    summary: Text = ""
    group: Annotated[Line, Field(max_length=120)] = ""


class FocusRecord(Record):
    kind: Literal["focus"] = "focus"
    code: FocusCode
    function: FunctionCode
    name: Name
    summary: Text = ""


class GuidelineRecord(Record):
    kind: Literal["guideline"] = "guideline"
    function: FunctionCode | None = None
    focus: FocusCode | None = None
    level: LevelCode
    knowledge: Text = ""
    complexity: Text = ""
    collaboration: Text = ""
    experience: Text = ""

    @model_validator(mode="after")
    def _one_owner(self) -> Self:
        if (self.function is None) == (self.focus is None):
            raise ValueError(
                "either function or focus expected, found " + ("neither" if self.function is None else "both")
            )
        return self


class SkillRecord(Record):
    kind: Literal["skill"] = "skill"
    name: SkillName
    type: Literal["skill", "tool", "knowledge"] = "skill"
    summary: Text = ""


class PayPart(Record):
    """Yearly pay in whole units of its currency; says what it is and whose."""

    currency: Currency
    median: Money
    low: Money | None = None
    high: Money | None = None
    basis: Annotated[Line, Field(max_length=200)] = ""
    region: Annotated[Line, Field(max_length=80)] = ""
    source: Line = ""
    as_of: PartialDate = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low = self.median if self.low is None else self.low
        high = self.median if self.high is None else self.high
        if not low <= self.median <= high:
            raise ValueError(f"low ≤ median ≤ high expected, found {low}, {self.median}, {high}")
        return self


class PayRecord(PayPart):
    """A baseline: keys in the order of the format, function and level before the figures."""

    kind: Literal["pay"] = "pay"
    function: FunctionCode | None = None
    level: LevelCode

    def written(self) -> dict[str, Any]:
        record = super().written()
        head = {key: record.pop(key) for key in ("kind", "function", "level") if key in record}
        return head | record

    def figures(self) -> dict[str, Any]:
        return self.model_dump(exclude={"kind", "function", "level"})


SKELETON: dict[str, type[Record]] = {
    "track": TrackRecord,
    "level": LevelRecord,
    "function": FunctionRecord,
    "focus": FocusRecord,
    "guideline": GuidelineRecord,
    "skill": SkillRecord,
    "pay": PayRecord,
}


def faults(error: ValidationError) -> Iterator[tuple[str, str]]:
    """(path, sentence) for everything that pydantic found: "skills[3] → name", "… expected, found …"."""
    for detail in error.errors(include_url=False):
        yield _path(detail["loc"]), _sentence(detail)


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f" → {key_in_words(part)}" if path else key_in_words(part)
    return path


def key_in_words(key: str) -> str:
    """A key of the file as a terminal or page may show it: an unknown one can be anything."""
    key = key if key.isprintable() else ascii(key)
    return key if len(key) <= 60 else key[:59] + "…"


def _beginning(value: Any) -> Any:
    """As much of a value as is shown of it: of three million items nobody wants the rest spelled."""
    match value:
        case str():
            return value[:80]
        case list():
            return [_beginning(one) for one in value[:30]]
        case dict():
            return {name: _beginning(value[name]) for name in islice(value, 30)}
    return value


def _sentence(detail: dict[str, Any]) -> str:
    found = repr(_beginning(detail.get("input")))
    found = found if len(found) <= 60 else found[:57] + "…"
    match detail["type"]:
        case "extra_forbidden":
            return "no such key: a key of the format expected"
        case "missing":
            return "required key missing"
        case "value_error":
            return detail["msg"].removeprefix("Value error, ")
        case "string_pattern_mismatch":
            return f"a code of the shape {detail['ctx']['pattern'].strip('^$')} expected, found {found}"
        case "too_long" | "too_short" | "string_too_long":
            return _length(detail)
    expectation = detail["msg"].removeprefix("Input should be ")
    return f"{expectation[0].lower()}{expectation[1:]} expected, found {found}"


def _length(detail: dict[str, Any]) -> str:
    context, given = detail["ctx"], detail["input"]
    what = "characters" if isinstance(given, str) else "items"
    bound = f"at most {context['max_length']}" if "max_length" in context else f"at least {context['min_length']}"
    return f"{bound} {what} expected, found {context.get('actual_length', len(given))}"
