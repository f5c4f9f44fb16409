"""What may be asked: the parameters of every question, each with its shape, so that the specification says them too."""

import re
from typing import Annotated, Literal

from ninja import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from profiles.filters import SORTS
from profiles.filters.choosing import BANDS_ASKED, CODE, STATUSES
from profiles.filters.fields import MOST, MOST_PAY
from profiles.models.release import LONGEST_NAME
from profiles.rendering.compare import MOST as MOST_COMPARED
from taxonomy import codes
from taxonomy.models.skill import SkillType

MOST_ROWS, ROWS = 100, 24
MOST_CANDIDATES = 20
MOST_TITLES = 100
# One line: control characters are in no title, and databases store no NUL.
LINE = r"^[^\x00-\x1f\x7f-\x9f]*$"


def any_case(shape: str) -> str:
    """A shape of capitals, whatever the case it is written in; groups lose their names."""
    return "^(?:" + re.sub(r"\?P<\w+>", "?:", shape).replace("A-Z", "A-Za-z") + ")$"


KEY = any_case(codes.KEY.pattern)
KeyPath = Annotated[str, Path(pattern=KEY, max_length=80, description="FUNCTION.FOCUS.LEVEL, with @SCOPE for a region")]
FunctionPath = Annotated[str, Path(pattern=any_case(codes.FUNCTION_CODE))]
FocusPath = Annotated[str, Path(pattern=any_case(codes.FOCUS_CODE))]
LevelPath = Annotated[str, Path(pattern=any_case(codes.LEVEL_CODE))]
SkillPath = Annotated[str, Path(pattern=f"^{codes.SKILL_ADDRESS}$", description="as lists of skills tell it")]
OccupationPath = Annotated[str, Path(pattern=r"^[0-9]{2}-[0-9]{4}$", description="six digits of SOC 2018")]
ImportPath = Annotated[int, Path(ge=1, le=2**53 - 1, description="`id` of the import")]
RELEASE = rf"^[A-Za-z0-9][A-Za-z0-9._-]{{0,{LONGEST_NAME - 1}}}$"
ReleasePath = Annotated[str, Path(pattern=RELEASE, description="name of a release")]
VersionPath = Annotated[int, Path(ge=1, le=9_999_999)]


def _several(shape: str, description: str) -> type:
    one = Annotated[str, Field(pattern=shape, max_length=80)]
    return Annotated[list[one], Field(max_length=MOST, description=description)]


class Question(BaseModel):
    """Parameters of an address: text, read into what each is."""

    model_config = ConfigDict(frozen=True)


Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="how many on a page")]
Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.@-]*$", max_length=1_200, description="`next` of the page before")]
Line = Annotated[str, Field(pattern=LINE, max_length=200)]


# A space stands for the plus sign of a zone, as it does in any query.
AsOf = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9.:_ +-]{0,59}$",
        description="name of a release, or a time that has passed, such as 2027-01-31T12:00Z; today, if not named",
    ),
]


class InTime(Question):
    as_of: AsOf = None


class Profiles(InTime):
    """The filters of /profiles/: any value of one, all of several. With `as_of` function and focus alone."""

    function: _several(any_case(codes.FUNCTION_CODE), "codes of functions") = []
    focus: _several(any_case(codes.FOCUS_CODE), "codes of focuses") = []
    track: _several(any_case(codes.TRACK_CODE), "codes of tracks") = []
    level: _several(any_case(codes.LEVEL_CODE), "codes of levels") = []
    band: Annotated[list[Literal[BANDS_ASKED]], Field(max_length=MOST, description="band of the confidence")] = []
    skill: _several(f"^{codes.SKILL_ADDRESS}$", "addresses of skills") = []
    code: _several(f"^{CODE}$", "codes of any classification") = []
    scope: _several(f"^(?:{codes.GLOBAL}|{codes.SCOPE_CODE})$", "codes of scopes") = []
    status: Annotated[list[Literal[STATUSES]], Field(max_length=MOST, description="approved, if nothing is named")] = []
    pay_min: Annotated[int, Field(ge=0, le=MOST_PAY, description="least median a year")] = None
    pay_max: Annotated[int, Field(ge=0, le=MOST_PAY, description="greatest median a year")] = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", description="of the pay; the commonest, if not named")] = None
    q: Annotated[Line, Field(description="words, as the search finds them")] = ""
    sort: Literal[tuple(SORTS)] = "title"
    limit: Limit = ROWS
    after: Token = ""


class Rows(Question):
    limit: Limit = ROWS


class Revisions(Rows, InTime):
    before: Annotated[int, Field(ge=1, le=9_999_999, description="`next` of the page before")] = None


class Codes(Rows, InTime):
    after: Annotated[str, Field(pattern=any_case(codes.FOCUS_CODE), description="`next` of the page before")] = None


class Focuses(Codes):
    function: Annotated[str, Field(pattern=any_case(codes.FUNCTION_CODE), description="code of a function")] = None


class Skills(Rows):
    type: Literal[tuple(SkillType.values)] = None
    q: Annotated[Line, Field(description="words of the name")] = ""
    after: Annotated[str, Field(pattern=f"^{codes.SKILL_ADDRESS}$", description="`next` of the page before")] = None


class Compared(InTime):
    keys: Annotated[
        list[Annotated[str, Field(pattern=KEY[:-1] + r"(?:~[1-9][0-9]{0,6})?$", max_length=80)]],
        Field(min_length=1, max_length=MOST_COMPARED, description="keys, each with ~version where an older is meant"),
    ]


class Releases(Rows):
    after: Annotated[str, Field(pattern=RELEASE, description="`next` of the page before")] = None


class Members(Rows):
    after: Annotated[str, Field(pattern=KEY, max_length=80, description="`next` of the page before")] = None


class Search(Question):
    q: Annotated[str, Field(pattern=LINE, min_length=1, max_length=200)]
    page: Annotated[int, Field(ge=1, le=100)] = 1
    limit: Annotated[int, Field(ge=1, le=50)] = 20


Kind = Annotated[Literal["profiles", "occupations"], Field(description="what titles are to be resolved to")]
Most = Annotated[int, Field(ge=1, le=MOST_CANDIDATES, description="how many candidates a title")]
LevelHint = Annotated[str, Field(pattern=any_case(codes.LEVEL_CODE), description="hint for profiles")]
FunctionHint = Annotated[str, Field(pattern=any_case(codes.FUNCTION_CODE), description="hint for profiles")]
Title = Annotated[str, Field(pattern=LINE, min_length=1, max_length=200)]


class TitleAsked(Question):
    title: Title
    to: Kind = "profiles"
    most: Most = 5
    level: LevelHint = None
    function: FunctionHint = None


def _whole(value: object) -> object:
    """JSON knows numbers alone: 16.0 is the integer 16."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Titles(BaseModel):
    """Many titles at once."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    titles: Annotated[list[Title], Field(min_length=1, max_length=MOST_TITLES)]
    to: Kind = "profiles"
    most: Annotated[Most, BeforeValidator(_whole)] = 5
    level: LevelHint = None
    function: FunctionHint = None
