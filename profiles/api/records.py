"""What is answered: the records of the house, and round them what an answer adds (version, seal, licence, next)."""

from typing import Literal

from pydantic import Field

from profiles.records import Instant
from profiles.standards.records import SealedRecord, VersionRecord
from taxonomy.records import FocusRecord, FunctionRecord, LevelRecord, Record, TrackRecord

__all__ = ["SealedRecord", "VersionRecord"]


class MedianRecord(Record):
    """The median that holds for a profile, its own or inherited."""

    median: int
    currency: str


class SummaryRecord(Record):
    """A profile in a list."""

    key: str
    version: int
    citation: str = Field(description="KEY#version")
    state: str
    seal: str = Field(description="SHA-256 of the sealed text")
    url: str = Field(description="its page")
    title: str
    function: str
    function_name: str
    focus: str
    focus_name: str
    track: str
    level: str
    level_title: str
    scope: str
    rank: int
    confidence: float | None
    pay: MedianRecord | None = Field(description="null also where pay is not shown to who asks")


class ProfilesRecord(Record):
    items: list[SummaryRecord]
    total: int = Field(description="profiles that answer, on all pages")
    next: str | None = Field(description="`after` of the next page")
    pay_shown: bool


class VersionsRecord(Record):
    items: list[VersionRecord]
    next: int | None = Field(description="`before` of the next page")


class ReleaseRecord(Record):
    """The canon as it stood at one instant, named; nothing in it ever changes."""

    name: str
    notes: str
    made_at: Instant
    made_by: str
    origin: str
    approved: int = Field(description="profiles that stood approved")
    retired: int = Field(description="profiles that had ended and kept their page")
    functions: int
    focuses: int
    digest: str = Field(description="SHA-256 over the sorted lines of what belongs to it")
    url: str = Field(description="its page, with its files")


class ReleasesRecord(Record):
    items: list[ReleaseRecord]
    next: str | None = Field(description="`after` of the next page")


class MemberRecord(Record):
    """Which version of a profile stood in a release."""

    key: str
    version: int
    citation: str = Field(description="KEY#version")
    state: Literal["approved", "retired"]
    seal: str
    title: str


class MembersRecord(Record):
    release: str
    items: list[MemberRecord]
    total: int
    next: str | None = Field(description="`after` of the next page")


class PartRecord(Record):
    part: Literal["taxonomy", "level", "track"]
    told: str
    value: float


class AdjacentRecord(Record):
    key: str
    version: int
    title: str
    level: str
    rank: int
    distance: float = Field(description="from 0 to 1, rounded to three places")
    band: Literal["near", "review", "none"]
    direction: Literal["step up", "step down", "lateral", "track switch"]
    parts: list[PartRecord]
    shared_skills: list[str]


class AdjacentsRecord(Record):
    key: str
    version: int
    edition: str = Field(description="weights and thresholds of the distance")
    items: list[AdjacentRecord]


class RowRecord(Record):
    label: str
    equal: bool
    cells: list[str | None] = Field(description="one a column; null where it says nothing")


class SectionRecord(Record):
    title: str
    rows: list[RowRecord]
    alone: list[list[str]] = Field(description="of lists: for each column what only it has")


class ColumnRecord(Record):
    key: str
    version: int
    citation: str
    state: str
    seal: str
    title: str
    stands_in_for: str | None


class ComparisonRecord(Record):
    columns: list[ColumnRecord]
    sections: list[SectionRecord]
    pay_shown: bool


class TrackWithLevelsRecord(TrackRecord):
    levels: list[LevelRecord]


class LevelsRecord(Record):
    items: list[TrackWithLevelsRecord]


class FunctionsRecord(Record):
    items: list[FunctionRecord]
    next: str | None


class FocusesRecord(Record):
    items: list[FocusRecord]
    next: str | None


class SkillInUseRecord(Record):
    address: str
    name: str
    type: str
    profiles: int = Field(description="approved profiles that name it")


class SkillsRecord(Record):
    items: list[SkillInUseRecord]
    next: str | None


class OccupationDetailRecord(Record):
    code: str
    title: str
    summary: str


class OccupationRecord(Record):
    """An occupation of a classification, where reference data is loaded."""

    code: str
    title: str
    summary: str
    source: str
    details: list[OccupationDetailRecord] = Field(description="its occupations of eight digits")
    profiles: list[str] = Field(description="keys of approved profiles that are mapped to it")


class HitRecord(Record):
    key: str
    version: int
    state: str
    title: str
    level: str
    function_name: str
    focus_name: str
    found_in: Literal["code", "title", "alias", "skill", "text"]
    caption: str = Field(description="the alias, skill or code that was hit")
    excerpt: str


class HitsRecord(Record):
    words: list[str]
    items: list[HitRecord]
    total: int
    more: bool = Field(description="there are more than were ranked")
    page: int
    pages: int


class CandidateRecord(Record):
    code: str = Field(description="key of a profile or code of an occupation")
    label: str
    score: float
    band: Literal["near", "review", "none"]
    why: str


class AnswerRecord(Record):
    title: str
    level_hint: str
    abstains: bool = Field(description="nothing is near enough; candidates are hints only")
    candidates: list[CandidateRecord]


class AnswersRecord(Record):
    items: list[AnswerRecord]


class CountedRecord(Record):
    """What becomes of records of one kind."""

    kind: str
    outcome: str = Field(description="added, changed, proposed, same, left alone or refused")
    number: int


class ImportedRecord(Record):
    """A profile that an import adds or changes."""

    key: str
    title: str
    what: str = Field(description="added or changed")
    place: str = Field(description="line of the file")


class FaultRecord(Record):
    """Something in a file that is not as it should be."""

    line: int = Field(description="from 1; 0 speaks of the whole file")
    path: str = Field(description="kind → key within the record")
    expected: str = Field(description="what was expected, and what was found")


class ImportRecord(Record):
    """A bundle that was sent: how far it is, and what it would change, or has changed."""

    id: int
    state: Literal["waiting", "running", "looked", "done", "refused", "failed"] = Field(
        description="looked: its dry run is made and it may be applied"
    )
    step: Literal["look", "apply"]
    done: int = Field(description="profiles so far")
    total: int | None = Field(description="null as long as nobody knows")
    said: str = Field(description="what came of it, in a sentence")
    asked_at: Instant
    finished_at: Instant | None
    url: str = Field(description="its address")
    apply_url: str | None = Field(description="where it is applied; null where it cannot be")
    counts: list[CountedRecord]
    profiles: list[ImportedRecord] = Field(description="those that change, the first thousand rows of them")
    untold: int = Field(description="profiles that change and are not listed")
    notes: list[str] = Field(description="how the file was read")
    faults: list[FaultRecord] = Field(description="the first hundred")
    more_faults: int
